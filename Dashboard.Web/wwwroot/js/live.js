// Listens to /live and reads again what changed: each [data-tile] names the topics that touch it.
const pause = 1500; // a tile is read at most this often
const silence = 40000; // two heartbeats missed: the connection is dead, whatever the browser thinks
const retryAfter = 5000; // a tile that could not be read
const quietFor = 10000; // between two announcements to a screen reader

const indicator = document.getElementById("live");
const indicatorText = document.getElementById("live-text");
const announcer = document.getElementById("announce");
const toast = document.getElementById("toast");
const here = document.getElementById("here");
const productSku = document.querySelector("[data-sku]")?.dataset.sku;

let source, watchdog, hello = false, hadLoss = false;
const pending = new Map(); // tile name -> timer
const lastRead = new Map(); // tile name -> time

function show(state, text) {
  if (indicator.dataset.state === state) return;
  indicator.dataset.state = state;
  indicatorText.textContent = text;
}

// The connection says what the page is about, so that others who look at it hear of it; who it is, the session says.
function address() {
  if (!here) return "/live";
  const query = new URLSearchParams({ subject: here.dataset.subject });
  if (here.dataset.editing) query.set("editing", "true");
  return `/live?${query}`;
}

function connect() {
  source?.close();
  source = new EventSource(address());
  source.addEventListener("hello", () => {
    alive();
    // What happened in between was not heard.
    if (hello && hadLoss) touch(() => true);
    hello = true;
    hadLoss = false;
  });
  source.addEventListener("beat", alive);
  // The sign-in is renewed by coming again. What happens in between is not heard.
  source.addEventListener("again", () => { hadLoss = true; connect(); });
  source.addEventListener("tick", event => {
    alive();
    heard(JSON.parse(event.data));
  });
  source.onerror = () => {
    lost();
    // The browser gives up after an answer that is no stream; a network error it retries by itself.
    if (source.readyState !== EventSource.CLOSED) return;
    restart(3000);
    fetch("/session", { cache: "no-store" }).then(signedIn, () => {});
  };
  restart(silence);
}

// The sign-in ran out: the page is asked for again, which leads there and back. What was typed is not thrown away for it.
let typed = false, leaving = false;
document.addEventListener("input", event => { typed ||= event.target.form?.method === "post"; });

function signedIn(answer) {
  if (answer.status !== 401) return true;
  if (typed) {
    show("lost", "Signed out: sign in in another tab, and go on here");
  } else if (!leaving) {
    leaving = true;
    location.replace(location.pathname + location.search);
  }
  return false;
}

function restart(after) {
  clearTimeout(watchdog);
  watchdog = setTimeout(() => { lost(); connect(); }, after);
}

function alive() {
  show("on", "Live");
  restart(silence);
}

function lost() {
  hadLoss = true;
  show("lost", "Connection lost, retrying");
  // Who is there is not known any more.
  if (here) here.textContent = "";
}

function heard(tick) {
  const topics = new Set();
  if (tick.lines) topics.add("sales");
  if (tick.stock) topics.add("stock");
  if (tick.forecasts) topics.add("forecast");
  if (!productSku || tick.more || tick.skus.includes(productSku))
    touch(tile => tile.dataset.topics?.split(" ").some(topic => topics.has(topic)));
  if ([...document.querySelectorAll("[data-reload]")].some(start => start.dataset.reload.split(" ").some(topic => topics.has(topic))))
    setTimeout(() => location.reload(), pause);
  if (tick.lines) announce(tick);
  if (tick.here) meet(tick.here);
}

const listed = new Intl.ListFormat("en-GB");

// Names are text, whatever is in them. An unchanged text is left alone: a screen reader would read it again.
function meet({ people, others }) {
  const names = people.map(person => person.editing ? `${person.name} (editing)` : person.name);
  if (others > 0) names.push(others === 1 ? "1 other" : `${others} others`);
  const text = names.length > 0 ? `Also here: ${listed.format(names)}` : "";
  if (here.textContent !== text) here.textContent = text;
}

// Announcements: what was recorded, added up while the last one is still being read.
let counted = { lines: 0, units: 0 }, announceTimer, lastAnnounced = 0, toastTimer;

function announce(tick) {
  counted.lines += tick.lines;
  counted.units += tick.units;
  toast.textContent = `+${tick.lines.toLocaleString("en")} ${tick.lines === 1 ? "line" : "lines"}, ${tick.units.toLocaleString("en")} units`;
  toast.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { toast.hidden = true; }, 2500);
  if (announceTimer) return;
  announceTimer = setTimeout(() => {
    announcer.textContent = `${counted.lines} sales lines recorded, ${counted.units} units.`;
    counted = { lines: 0, units: 0 };
    announceTimer = undefined;
    lastAnnounced = Date.now();
  }, Math.max(500, lastAnnounced + quietFor - Date.now()));
}

function touch(which) {
  document.querySelectorAll("[data-tile]").forEach(tile => { if (which(tile)) schedule(tile.dataset.tile); });
}

function schedule(name, after = Math.max(300, (lastRead.get(name) ?? 0) + pause - Date.now())) {
  if (pending.has(name)) return;
  pending.set(name, setTimeout(() => read(name), after));
}

async function read(name) {
  pending.delete(name);
  // A hidden page reads when it is looked at again.
  if (document.hidden) return;
  lastRead.set(name, Date.now());
  const url = new URL(location.href);
  url.searchParams.set("tile", name);
  url.hash = "";
  try {
    const answer = await fetch(url, { headers: { "Accept": "text/html" }, cache: "no-store" });
    if (!signedIn(answer)) return;
    if (!answer.ok) throw new Error(`${answer.status}`);
    replace(name, await answer.text());
  } catch {
    schedule(name, retryAfter);
  }
}

function replace(name, html) {
  const old = document.querySelector(`[data-tile="${name}"]`);
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector(`[data-tile="${name}"]`);
  if (!old || !fresh) return;
  // Somebody is deciding in it: it waits until that is done or given up.
  if (old.querySelector("details[data-hold][open]")) return schedule(name, retryAfter);
  // Charts keep their element, so that they change instead of flashing; what was opened stays open; the focus stays.
  fresh.querySelectorAll("[data-chart]").forEach(chart => {
    const drawn = old.querySelector(`#${chart.id}`);
    if (drawn) chart.replaceWith(drawn);
  });
  fresh.querySelectorAll("details[id]").forEach(details => { details.open = old.querySelector(`#${details.id}`)?.open ?? false; });
  const focus = old.contains(document.activeElement) ? focusKey(document.activeElement) : undefined;
  const scrolled = [...old.querySelectorAll(".scroll")].map(area => [area.scrollTop, area.scrollLeft]);
  old.replaceWith(fresh);
  fresh.querySelectorAll(".scroll").forEach((area, i) => { if (scrolled[i]) [area.scrollTop, area.scrollLeft] = scrolled[i]; });
  if (focus) [...fresh.querySelectorAll("a, summary, [tabindex]")].find(element => focusKey(element) === focus)?.focus({ preventScroll: true });
  fresh.classList.add("fresh");
  fresh.dispatchEvent(new CustomEvent("tile-replaced", { bubbles: true }));
  retry(fresh);
}

const focusKey = element => `${element.tagName} ${element.getAttribute("href") ?? element.getAttribute("aria-label") ?? element.parentElement.id}`;

// A tile that failed, or that changes without an announcement, is read again by itself.
function retry(tile) {
  // Razor writes what is false too.
  if (tile.dataset.failed === "True") schedule(tile.dataset.tile, retryAfter);
  else if (tile.dataset.poll) setTimeout(() => schedule(tile.dataset.tile), tile.dataset.poll * 1000);
}

document.querySelectorAll("[data-tile]").forEach(retry);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  pending.forEach(clearTimeout);
  pending.clear();
  touch(() => true);
});
addEventListener("pagehide", () => source?.close());
addEventListener("pageshow", event => { if (event.persisted) connect(); });
connect();
