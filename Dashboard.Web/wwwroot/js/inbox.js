// How much waits in the inbox, beside its name; asked for apart, so that no page waits for it.
const count = document.getElementById("inbox-count");
const answer = await fetch("/inbox?handler=Count", { cache: "no-store" });
if (answer.ok) {
  const { unread } = await answer.json();
  count.hidden = unread === 0;
  count.textContent = unread;
}
