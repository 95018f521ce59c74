// Keeps the activity page current. What it inserts was rendered and escaped by the org. It closes its connection while nobody
// looks at the page: browsers have six for each host, and a sign-in needs them too.

/**
 * An element that the page has for certain.
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {HTMLElement}
 */
function find(selector, root = document) {
  const found = root.querySelector(selector);
  if (found instanceof HTMLElement) return found;
  throw new TypeError(`The page has no ${selector}.`);
}

const live = find("#live");
const button = find("button", live);
const heard = find("#heard");
const filter = /** @type {HTMLFormElement} */ (find("#filter"));
const most = 300;
/** @type {EventSource | undefined} */
let source;
let isPaused = false;
let news = 0;
let refused = 0;
let announcing = 0;
let retrying = 0;
let asked = 0;

const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** @param {ParentNode} root */
function localTimes(root) {
  for (const time of root.querySelectorAll("time")) {
    const date = new Date(time.dateTime);
    const isToday = date.toDateString() === new Date().toDateString();
    time.textContent = (isToday ? "" : day.format(date) + ", ") + clock.format(date);
  }
}

/**
 * @param {string} name
 * @param {string} text
 */
function showState(name, text) {
  live.dataset.state = name;
  find("span", live).textContent = text;
}

function announce() {
  announcing ||= setTimeout(() => {
    heard.textContent =
      news + (news === 1 ? " new entry" : " new entries") + (refused ? ", " + refused + " refused" : "");
    announcing = news = refused = 0;
  }, 3000);
}

/** @param {MessageEvent<string>} event */
function show({ data, lastEventId }) {
  const results = find("#results");
  const list = find("ol", results);
  const box = document.createElement("template");
  box.innerHTML = data;
  const item = find("li", box.content);
  results.dataset.last = lastEventId;
  localTimes(box.content);
  item.classList.add("new");
  news += 1;
  refused += item.classList.contains("refused") ? 1 : 0;
  list.prepend(item);
  list.hidden = false;
  find(".empty", results).hidden = true;
  while (list.children.length > most) list.lastElementChild?.remove();
  announce();
}

function close() {
  clearTimeout(retrying);
  source?.close();
  source = undefined;
}

function open() {
  close();
  const results = find("#results");
  live.hidden = results.dataset.live === undefined;
  if (live.hidden || isPaused || document.hidden) return;
  const query = new URLSearchParams(location.search);
  query.set("after", results.dataset.last ?? "");
  source = new EventSource("/activity/events?" + query);
  source.addEventListener("open", () => showState("live", "Live"));
  source.addEventListener("activity", show);
  source.addEventListener("error", () => {
    showState("waiting", "Not connected, trying again");
    if (source?.readyState === EventSource.CLOSED) retrying = setTimeout(open, 5000);
  });
}

button.addEventListener("click", () => {
  isPaused = !isPaused;
  button.textContent = isPaused ? "Resume" : "Pause";
  if (isPaused) {
    close();
    showState("paused", "Paused");
  } else open();
});
document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
addEventListener("pagehide", close);

async function applyFilter() {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(filter)) {
    if (typeof value === "string" && value !== "") query.append(name, value);
  }
  const address = "/activity" + (query.size > 0 ? "?" + query : "");
  const turn = (asked += 1);
  close();
  const text = await fetch(address).then(
    (answer) => answer.text(),
    () => "",
  );
  const found = new DOMParser().parseFromString(text, "text/html").getElementById("results");
  if (turn !== asked) return;
  if (found === null) {
    location.assign(address);
    return;
  }
  history.replaceState(null, "", address);
  find("#results").replaceWith(found);
  localTimes(found);
  const count = found.querySelectorAll("ol > li").length;
  heard.textContent = count + (count === 1 ? " entry" : " entries");
  open();
}
find("button", filter).hidden = true;
filter.addEventListener("change", () => void applyFilter());
filter.addEventListener("submit", (event) => {
  event.preventDefault();
  void applyFilter();
});

localTimes(document);
open();
