// Keeps the activity page current. What it inserts was rendered and escaped by the org. It closes its connection while nobody
// looks at the page: browsers have six for each host, and a sign-in needs them too.

const byId = (id) => document.getElementById(id);
const live = byId("live");
const button = live.querySelector("button");
const heard = byId("heard");
/** @type {HTMLFormElement} */
const filter = document.querySelector("#filter");
const most = 300;
let source;
let isPaused = false;
let news = 0;
let refused = 0;
let announcing = 0;
let retrying = 0;

const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
function localTimes(root) {
  for (const time of root.querySelectorAll("time")) {
    const date = new Date(time.dateTime);
    const isToday = date.toDateString() === new Date().toDateString();
    time.textContent = (isToday ? "" : day.format(date) + ", ") + clock.format(date);
  }
}

function state(name, words) {
  live.dataset.state = name;
  live.querySelector("span").textContent = words;
}

function announce() {
  announcing ||= setTimeout(() => {
    heard.textContent =
      news + (news === 1 ? " new entry" : " new entries") + (refused ? ", " + refused + " refused" : "");
    announcing = news = refused = 0;
  }, 3000);
}

function show({ data, lastEventId }) {
  const results = byId("results");
  const list = results.querySelector("ol");
  const box = document.createElement("template");
  box.innerHTML = data;
  const item = box.content.firstElementChild;
  results.dataset.last = lastEventId;
  localTimes(box.content);
  item.classList.add("new");
  news += 1;
  refused += item.classList.contains("refused") ? 1 : 0;
  list.prepend(item);
  list.hidden = false;
  /** @type {HTMLElement} */
  const empty = results.querySelector(".empty");
  empty.hidden = true;
  while (list.children.length > most) list.lastElementChild.remove();
  announce();
}

function close() {
  clearTimeout(retrying);
  source?.close();
  source = undefined;
}

function open() {
  close();
  const results = byId("results");
  live.hidden = results.dataset.live === undefined;
  if (live.hidden || isPaused || document.hidden) return;
  const query = new URLSearchParams(location.search);
  query.set("after", results.dataset.last);
  source = new EventSource("/activity/events?" + query);
  source.addEventListener("open", () => state("live", "Live"));
  source.addEventListener("activity", show);
  source.addEventListener("error", () => {
    state("waiting", "Not connected, trying again");
    if (source?.readyState === EventSource.CLOSED) retrying = setTimeout(open, 5000);
  });
}

button.addEventListener("click", () => {
  isPaused = !isPaused;
  button.textContent = isPaused ? "Resume" : "Pause";
  if (isPaused) {
    close();
    state("paused", "Paused");
  } else open();
});
document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
addEventListener("pagehide", close);

let asked = 0;
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
  byId("results").replaceWith(found);
  localTimes(found);
  const count = found.querySelectorAll("ol > li").length;
  heard.textContent = count + (count === 1 ? " entry" : " entries");
  open();
}
filter.querySelector("button").hidden = true;
filter.addEventListener("change", () => void applyFilter());
filter.addEventListener("submit", (event) => {
  event.preventDefault();
  void applyFilter();
});

localTimes(document);
open();
