import { t } from "./texts.js";

// The upload form: a dropped file is as good as a chosen one, and a file that is too large need not travel.
const form = document.getElementById("upload");
const file = document.getElementById("file");
const state = document.getElementById("upload-state");
const drop = form.querySelector(".drop");

form.addEventListener("dragover", event => {
  event.preventDefault();
  drop.classList.add("over");
});
form.addEventListener("dragleave", () => drop.classList.remove("over"));
form.addEventListener("drop", event => {
  event.preventDefault();
  drop.classList.remove("over");
  if (event.dataTransfer.files.length === 0) return;
  file.files = event.dataTransfer.files;
  form.requestSubmit();
});
form.addEventListener("submit", event => {
  const chosen = file.files[0];
  if (!chosen) return;
  if (chosen.size > Number(form.dataset.max)) {
    event.preventDefault();
    state.textContent = t("{0} is too large. Compress it with gzip, or cut it into pieces.", chosen.name);
    return;
  }
  state.textContent = t("Uploading {0}…", chosen.name);
});
