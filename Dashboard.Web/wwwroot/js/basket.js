// The form of a sale, faster: each scan is sent as the form would be, without leaving the page; what comes back replaces the
// lines. Codes wait for each other, so that a scanner may be quicker than the answers.
const form = document.getElementById("sale");
const code = document.getElementById("code");
const status = document.getElementById("code-status");
const waiting = []; // what was scanned, picked or removed: the handler, and its fields beside those of the form
let busy = false, typed = 0, afterwards;

const basket = () => document.getElementById("basket");
const record = () => document.getElementById("record");

async function send() {
  if (busy) return;
  busy = true;
  while (waiting.length > 0) {
    const { handler, fields, then } = waiting[0];
    const seen = typed;
    const fresh = await ask(handler, fields);
    // Somebody typed into a line meanwhile: what came back knows nothing of it, and nothing is stored yet.
    if (fresh && seen !== typed) continue;
    if (!fresh) {
      // Nothing is lost: it waits for the next Enter.
      status.classList.remove("hidden");
      status.textContent = `${form.dataset.failed} ${waiting.map(one => one.fields.Code ?? "").join(" ")}`;
      break;
    }
    waiting.shift();
    show(fresh);
    then?.();
  }
  busy = false;
  if (waiting.length > 0) return;
  afterwards?.();
  afterwards = undefined;
}

async function ask(handler, fields) {
  const body = new FormData(form);
  body.delete("Code");
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  try {
    const answer = await fetch(`${form.action}?handler=${handler}`, { method: "POST", body: new URLSearchParams(body), redirect: "manual" });
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("basket") : undefined;
  } catch {
    return undefined;
  }
}

function show(fresh) {
  const focused = basket().contains(document.activeElement) ? document.activeElement.name : undefined;
  basket().replaceWith(fresh);
  if (focused) fresh.querySelector(`[name="${CSS.escape(focused)}"]`)?.focus();
  if (fresh.querySelector("#code-said .wrong")) code.setAttribute("aria-invalid", "true");
  else code.removeAttribute("aria-invalid");
  status.classList.add("hidden");
  status.textContent = fresh.dataset.said ?? "";
}

function add(handler, fields, then) {
  waiting.push({ handler, fields, then });
  send();
}

function scan() {
  const text = code.value.trim();
  code.value = "";
  if (text) add("Add", { Code: text });
  else settle(() => record()?.focus());
}

// What may be done only when every code has become a line.
function settle(action) {
  if (waiting.length === 0) return action();
  afterwards = action;
  send();
}

form.addEventListener("submit", event => {
  const button = event.submitter;
  const handler = button ? new URL(button.formAction).searchParams.get("handler") : "Add";
  if (handler === "Add" && !button?.name) {
    event.preventDefault();
    scan();
  } else if (handler) {
    event.preventDefault();
    add(handler, { [button.name]: button.value }, () => code.focus());
  } else if (waiting.length > 0) {
    event.preventDefault();
    settle(() => form.requestSubmit(record()));
  }
});
form.addEventListener("keydown", event => {
  if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
  event.preventDefault();
  if (event.target === code) scan();
  else code.focus();
});
// A quantity, price or discount that was changed: the sums follow.
form.addEventListener("input", event => { if (basket().contains(event.target)) typed++; });
form.addEventListener("change", event => { if (basket().contains(event.target)) add("Add", {}); });
