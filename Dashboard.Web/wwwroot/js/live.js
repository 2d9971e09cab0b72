import { count, language, t } from "./texts.js";

// Listens to /live and reads again what changed: each [data-tile] names the topics that touch it.
const together = 60; // what happens in the same moment is read at once
const shortest = 300; // between two reads of a tile; while news keep coming it doubles each time, up to the longest
const longest = 2400;
const silence = 40000; // two heartbeats missed: the connection is dead, whatever the browser thinks
const retryAfter = 5000; // a tile that could not be read
const quietFor = 10000; // between two announcements to a screen reader

// The words of each state stand in the page, in its language.
const indicator = document.getElementById("live");
const indicatorText = document.getElementById("live-text");
const announcer = document.getElementById("announce");
const toast = document.getElementById("toast");
const here = document.getElementById("here");
const productSku = document.querySelector("[data-sku]")?.dataset.sku;

let source, watchdog, hello = false, hadLoss = false;
let mark = JSON.parse(indicator.dataset.mark || "{}"); // how far the dashboard had heard before it read what stands here
let trouble = "none"; // what the dashboard itself misses: the broker, the gateway, both or none

function show(state, words = state) {
  if (indicator.dataset.words === words) return;
  indicator.dataset.words = words;
  indicator.dataset.state = state;
  indicatorText.textContent = indicator.getAttribute(`data-text-${words}`);
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
  source.addEventListener("hello", event => {
    // What happened in between was not heard.
    const missed = hello && hadLoss;
    hello = true;
    hadLoss = false;
    const news = JSON.parse(event.data);
    alive(news);
    catchUp(news.mark, missed);
  });
  source.addEventListener("beat", event => alive(JSON.parse(event.data)));
  // The sign-in is renewed by coming again. What happens in between is not heard.
  source.addEventListener("again", () => { hadLoss = true; connect(); });
  source.addEventListener("tick", event => {
    const tick = JSON.parse(event.data);
    alive(tick);
    heard(tick);
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

// What happened while the page was on its way, or between two connections, nobody told it.
function catchUp(now, missed) {
  const before = mark;
  mark = now;
  if (missed || before.process !== now.process) touch(() => true);
  else touchTopics(new Set(["sales", "stock", "forecast"].filter(topic => before[topic] !== now[topic])));
}

// The sign-in ran out: the page is asked for again, which leads there and back. What was typed is not thrown away for it.
let typed = false, leaving = false;
document.addEventListener("input", event => { typed ||= event.target.form?.method === "post"; });

function signedIn(answer) {
  if (answer.status !== 401) return true;
  if (typed) {
    show("lost", "signed-out");
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

// A connection that stands is not enough: the dashboard has to hear the services, and to be able to ask them.
function alive({ trouble: now }) {
  restart(silence);
  if (now && now !== trouble) {
    // What nobody heard of, or could not be read, is read when it is over.
    const over = trouble !== "none";
    trouble = now;
    if (over) touch(() => true);
  }
  if (trouble === "none") show("on");
  else show("lost", trouble);
}

function lost() {
  hadLoss = true;
  show("lost");
  // Who is there is not known any more.
  if (here) here.textContent = "";
}

function heard(tick) {
  const topics = new Set();
  if (tick.lines) topics.add("sales");
  if (tick.stock) topics.add("stock");
  if (tick.forecasts) topics.add("forecast");
  if (!productSku || tick.more || tick.skus.includes(productSku))
    touchTopics(topics);
  if (tick.lines) announce(tick);
  if (tick.here) meet(tick.here);
}

const listed = new Intl.ListFormat(language.startsWith("en") ? "en-GB" : language);

// Names are text, whatever is in them. An unchanged text is left alone: a screen reader would read it again.
function meet({ people, others }) {
  const names = people.map(person => person.editing ? t("{0} (editing)", person.name) : person.name);
  if (others > 0) names.push(others === 1 ? t("1 other") : t("{0} others", others));
  const text = names.length > 0 ? t("Also here: {0}", listed.format(names)) : "";
  if (here.textContent !== text) here.textContent = text;
}

// Announcements: what was recorded, added up while the last one is still being read.
let counted = { lines: 0, units: 0 }, announceTimer, lastAnnounced = 0, toastTimer;

function announce(tick) {
  counted.lines += tick.lines;
  counted.units += tick.units;
  toast.textContent = tick.lines === 1
    ? t("+{0} line, {1} units", count(tick.lines), count(tick.units))
    : t("+{0} lines, {1} units", count(tick.lines), count(tick.units));
  toast.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { toast.hidden = true; }, 2500);
  if (announceTimer) return;
  announceTimer = setTimeout(() => {
    announcer.textContent = t("{0} sales lines recorded, {1} units.", count(counted.lines), count(counted.units));
    counted = { lines: 0, units: 0 };
    announceTimer = undefined;
    lastAnnounced = Date.now();
  }, Math.max(500, lastAnnounced + quietFor - Date.now()));
}

// Of each tile by its name: when it is read next, when it was read, and how it went.
const tiles = new Map();

function stateOf(name) {
  if (!tiles.has(name)) tiles.set(name, { timer: undefined, due: Infinity, readAt: 0, gap: shortest, reading: false, wanted: false, stale: false });
  return tiles.get(name);
}

function touch(which) {
  document.querySelectorAll("[data-tile]").forEach(tile => { if (which(tile)) schedule(tile.dataset.tile); });
}

function touchTopics(topics) {
  touch(tile => tile.dataset.topics?.split(" ").some(topic => topics.has(topic)));
}

// The first news of a tile is read at once. In a storm it is read ever more seldom, and once more after it.
function schedule(name, after) {
  const tile = stateOf(name);
  const every = Number(document.querySelector(`[data-tile="${name}"]`)?.dataset.every ?? 0) * 1000;
  const now = performance.now();
  const due = after === undefined ? Math.max(now + together, tile.readAt + Math.max(tile.gap, every)) : now + after;
  // A later read does not keep a sooner one from coming, nor the other way round.
  if (tile.due <= due) return;
  clearTimeout(tile.timer);
  tile.due = due;
  tile.timer = setTimeout(() => read(name), due - now);
}

async function read(name) {
  const tile = stateOf(name);
  tile.due = Infinity;
  // A hidden page reads when it is looked at again.
  tile.stale = document.hidden;
  // One answer at a time, so that an older one does not come after a newer one.
  tile.wanted = tile.reading;
  if (tile.stale || tile.reading) return;
  const now = performance.now();
  tile.gap = now - tile.readAt < 2 * tile.gap ? Math.min(2 * tile.gap, longest) : shortest;
  tile.readAt = now;
  tile.reading = true;
  const url = new URL(location.href);
  url.searchParams.set("tile", name);
  url.hash = "";
  try {
    const answer = await fetch(url, { headers: { "Accept": "text/html" }, cache: "no-store" });
    if (!signedIn(answer)) return;
    if (!answer.ok) throw new Error(`${answer.status}`);
    replace(name, await answer.text());
  } catch {
    retryLater(name);
  } finally {
    tile.reading = false;
    if (tile.wanted) schedule(name);
  }
}

// While the dashboard says itself that the numbers cannot be read, asking is of no use; all is read when it can.
function retryLater(name) {
  if (trouble !== "gateway" && trouble !== "both") schedule(name, retryAfter);
}

function replace(name, html) {
  const old = document.querySelector(`[data-tile="${name}"]`);
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector(`[data-tile="${name}"]`);
  if (!old || !fresh) return;
  // Somebody is deciding in it, or typing: it waits until that is done or given up.
  if (old.querySelector("details[data-hold][open], input[data-hold]:checked") || (old.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")))
    return schedule(name, retryAfter);
  // All places are looked up before anything moves: who asks for one in between has the page laid out without a part of it.
  const scrolled = [...old.querySelectorAll(".scroll")].map(area => [area.scrollTop, area.scrollLeft]);
  const focus = old.contains(document.activeElement) ? focusKey(document.activeElement) : undefined;
  const stay = anchor(old);
  fresh.querySelectorAll("details[id]").forEach(details => { details.open = old.querySelector(`#${details.id}`)?.open ?? false; });
  old.replaceWith(fresh);
  // Charts keep their element, so that they change instead of flashing.
  fresh.querySelectorAll("[data-chart]").forEach(chart => {
    const drawn = old.querySelector(`#${chart.id}`);
    if (drawn) chart.replaceWith(drawn);
  });
  fresh.querySelectorAll(".scroll").forEach((area, i) => { if (scrolled[i]) [area.scrollTop, area.scrollLeft] = scrolled[i]; });
  if (focus) [...fresh.querySelectorAll("a, summary, [tabindex]")].find(element => focusKey(element) === focus)?.focus({ preventScroll: true });
  fresh.classList.add("fresh");
  fresh.dispatchEvent(new CustomEvent("tile-replaced", { bubbles: true }));
  stay(fresh);
  retry(fresh);
}

// What is read stays where it is, whatever grows or shrinks above it: returns what puts it back.
function anchor(old) {
  if (scrollY === 0) return () => {};
  const top = document.querySelector(".top").getBoundingClientRect().bottom;
  const place = element => element.getBoundingClientRect().top;
  const inView = element => element.getBoundingClientRect().bottom > top && place(element) < innerHeight;
  let find;
  if (place(old) < top && inView(old)) {
    // It is read just now: its first row in view, known by what it is about.
    const row = [...old.querySelectorAll(rows)].find(row => place(row) >= top && inView(row));
    find = tile => (row && [...tile.querySelectorAll(rows)].find(other => rowKey(other) === rowKey(row))) ?? tile;
  } else {
    const other = [...document.querySelectorAll("[data-tile]")].find(tile => tile !== old && inView(tile));
    find = tile => other ?? tile;
  }
  const before = place(find(old));
  // The browser's own way of doing this would come on top.
  document.documentElement.classList.add("placing");
  return fresh => {
    scrollBy({ top: place(find(fresh)) - before, behavior: "instant" });
    requestAnimationFrame(() => document.documentElement.classList.remove("placing"));
  };
}

const rows = "tr, summary, li, figure, dl";
const rowKey = row => `${row.tagName} ${row.querySelector("a")?.getAttribute("href") ?? row.parentElement.id + row.querySelector("th, td, dt")?.textContent}`;
const focusKey = element => `${element.tagName} ${element.getAttribute("href") ?? element.getAttribute("aria-label") ?? element.parentElement.id}`;

// A tile that was not ready is read at once; one that failed, or that changes without an announcement, after a time.
function retry(tile) {
  // Razor writes what is false too.
  if (tile.dataset.waiting !== undefined) schedule(tile.dataset.tile, 0);
  else if (tile.dataset.failed === "True") retryLater(tile.dataset.tile);
  else if (tile.dataset.poll) schedule(tile.dataset.tile, tile.dataset.poll * 1000);
}

document.querySelectorAll("[data-tile]").forEach(retry);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) touch(tile => stateOf(tile.dataset.tile).stale);
});
addEventListener("pagehide", () => source?.close());
addEventListener("pageshow", event => { if (event.persisted) { hadLoss = true; connect(); } });
connect();
