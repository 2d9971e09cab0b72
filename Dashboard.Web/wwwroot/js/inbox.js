// How much waits in the inbox, beside its name and, on a phone, on the button that it stands behind; asked for apart, so
// that no page waits for it.
const again = 5000; // after no answer, or one that there will be another time

async function count() {
  const answer = await fetch("/inbox?handler=Count", { cache: "no-store" }).catch(() => null);
  if (!answer || answer.status >= 500) {
    setTimeout(count, again);
    return;
  }
  if (!answer.ok) return;
  const { unread } = await answer.json();
  for (const place of document.querySelectorAll("[data-unread]")) {
    place.firstElementChild.textContent = unread;
    place.hidden = unread === 0;
  }
}

count();
