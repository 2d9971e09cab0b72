// Search from everywhere, and the keys that lead to pages. Without this script the button leads to the search page.
const pause = 150; // between two keys of one who types

const finder = document.getElementById("finder");
const keys = document.getElementById("keys");
const field = document.getElementById("finder-q");
const found = document.getElementById("finder-found");
const single = document.getElementById("keys-single");
let timer, asked, leader = false;

function openFinder() {
  keys.close();
  if (!finder.open) finder.showModal();
  field.select();
}

document.getElementById("find").addEventListener("click", event => { event.preventDefault(); openFinder(); });
for (const dialog of [finder, keys])
  dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });

// What is found, as it is typed. A late answer to what was typed before is dropped.
field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, pause);
});

async function ask() {
  asked?.abort();
  asked = new AbortController();
  const typed = field.value.trim();
  try {
    const html = typed === "" ? "" : await read(typed, asked.signal);
    found.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    mark();
  } catch (error) {
    // Without an answer Enter leads to the search page, which says what is wrong.
    if (error.name !== "AbortError") found.replaceChildren();
  }
}

async function read(typed, signal) {
  const answer = await fetch(`/search?${new URLSearchParams({ q: typed, tile: "found" })}`, { signal, cache: "no-store" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.text();
}

const links = () => [...found.querySelectorAll("a")];

// Enter opens the first; the arrows go through all of them, and from the first back to what was typed.
function mark() {
  links()[0]?.classList.add("first");
}

field.addEventListener("keydown", async event => {
  if (event.key === "ArrowDown") {
    event.preventDefault();
    links()[0]?.focus();
  } else if (event.key === "Enter") {
    event.preventDefault();
    // A scanner is quicker than the pause: the first must be of what stands there now.
    clearTimeout(timer);
    await ask();
    if (links().length > 0) links()[0].click();
    else if (field.value.trim() !== "") field.form.submit();
  }
});

found.addEventListener("keydown", event => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = links();
  (all[Math.min(all.indexOf(document.activeElement) + step, all.length - 1)] ?? field).focus();
});

// Keys without Ctrl can be switched off: who speaks to the machine would press them by accident.
try { single.checked = localStorage.getItem("keys") !== "off"; } catch { /* no storage: as it is by default */ }
single.addEventListener("change", () => {
  try { localStorage.setItem("keys", single.checked ? "on" : "off"); } catch { /* for this page only */ }
});

// The focus leaves a closed dialog with the next frame only, and a key may come before it.
const typing = element => element.closest("input, textarea, select, [contenteditable]") !== null
  && element.closest("dialog:not([open])") === null;

document.addEventListener("keydown", event => {
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    openFinder();
    return;
  }
  if (!single.checked || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "/") {
    event.preventDefault();
    openFinder();
  } else if (event.key === "?") {
    event.preventDefault();
    keys.showModal();
  } else if (leader) {
    leader = false;
    const place = keys.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (place) location.assign(place.dataset.go);
  } else {
    leader = event.key === "g";
  }
});

// The key after g counts however late a busy page hears it, but not once something else was done.
document.addEventListener("pointerdown", () => { leader = false; });
