// How much waits in the inbox, beside its name and, on a phone, on the button that it stands behind; asked for apart, so
// that no page waits for it.
const answer = await fetch("/inbox?handler=Count", { cache: "no-store" });
if (answer.ok) {
  const { unread } = await answer.json();
  for (const count of document.querySelectorAll("[data-unread]")) {
    count.firstElementChild.textContent = unread;
    count.hidden = unread === 0;
  }
}
