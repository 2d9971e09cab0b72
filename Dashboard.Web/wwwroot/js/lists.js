// A list that follows what one types, and rows that are chosen at once. Without this script the form does it.
const pause = 150; // between two keys of one who types
const form = document.querySelector("form[data-tiles]");
let timer, asked;

form?.addEventListener("input", event => {
  if (!event.target.matches('[type="search"], [type="text"]')) return;
  clearTimeout(timer);
  timer = setTimeout(follow, pause);
});

// The address says what is shown, so that it can be reloaded, shared and saved. A late answer to what was typed before is dropped.
async function follow() {
  asked?.abort();
  asked = new AbortController();
  const fields = [...new FormData(form)].filter(([name, value]) => value !== "" && name !== "column");
  const query = new URLSearchParams([...fields, ...new URLSearchParams(location.search)].filter(([name], i) => i < fields.length || name === "column"));
  history.replaceState(history.state, "", query.size > 0 ? `?${query}` : location.pathname);
  document.querySelectorAll("[data-query]").forEach(input => { input.value = `?${query}`; });
  try {
    const tiles = form.dataset.tiles.split(" ").map(name => read(name, query, asked.signal));
    for (const [name, html] of await Promise.all(tiles)) {
      const old = document.querySelector(`[data-tile="${name}"]`);
      const fresh = new DOMParser().parseFromString(html, "text/html").querySelector(`[data-tile="${name}"]`);
      fresh.querySelectorAll("details[id]").forEach(details => { details.open = old.querySelector(`#${details.id}`)?.open ?? false; });
      old.replaceWith(fresh);
    }
  } catch (error) {
    // Without an answer the form is sent, and the page says what is wrong.
    if (error.name !== "AbortError") form.submit();
  }
}

async function read(name, query, signal) {
  const asking = new URLSearchParams(query);
  asking.set("tile", name);
  const answer = await fetch(`${location.pathname}?${asking}`, { signal, cache: "no-store" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return [name, await answer.text()];
}

// The box in a heading is for all below it, and says whether all, some or none are chosen.
document.addEventListener("change", event => {
  const table = event.target.closest("table");
  const all = table?.querySelector("[data-all]");
  if (!all) return;
  const rows = [...table.querySelectorAll(`input[name="${all.dataset.all}"]`)];
  if (event.target === all) rows.forEach(row => { row.checked = all.checked; });
  const chosen = rows.filter(row => row.checked).length;
  all.checked = chosen === rows.length;
  all.indeterminate = chosen > 0 && chosen < rows.length;
});
