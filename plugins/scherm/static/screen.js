// The screen in the hall: a clock, pages that turn, and the last good list for as long as the
// network is away.
const ZONE = "Europe/Amsterdam";
const TURN = 12_000;
const REFRESH = 60_000;
const PATIENCE = 15_000;
const WIDE = matchMedia("(min-width: 56rem) and (min-height: 40rem)");

const main = document.getElementById("main");
const clock = document.getElementById("clock");
const stale = document.getElementById("stale");
const counter = document.getElementById("page");
const language = document.documentElement.lang;
const version = document.getElementById("screen").dataset.version;

let good = new Date();
let pages = [];
let at = 0;

const timeOf = (moment) =>
  moment.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: ZONE });
const dayOf = (moment) => moment.toLocaleDateString("sv-SE", { timeZone: ZONE });

// Without network too, what is over leaves, and tomorrow becomes today.
function age() {
  const now = new Date();
  const today = dayOf(now);
  let changed = false;
  for (const day of main.querySelectorAll(".hall-day")) {
    if (day.dataset.day < today) {
      day.remove();
      changed = true;
      continue;
    }
    if (day.dataset.day === today) day.querySelector(".hall-day__name").textContent = clock.dataset.today;
    for (const date of day.querySelectorAll("[data-over]")) {
      if (new Date(date.dataset.over) > now) continue;
      date.remove();
      changed = true;
    }
    day.querySelector(".hall-note").hidden = Boolean(day.querySelector("li"));
  }
  return changed;
}

// Lines that fit together make a page; a day begins a new one, unless everything fits.
function paginate() {
  pages = [];
  const days = [...main.querySelectorAll(".hall-day")];
  for (const part of main.querySelectorAll(".hall-day, .hall-day li")) part.hidden = false;
  const isWide = WIDE.matches;
  document.documentElement.classList.toggle("hall--pages", isWide);
  if (!isWide || main.scrollHeight <= main.clientHeight) return show();
  for (const day of days) {
    for (const other of days) other.hidden = other !== day;
    const bottom = main.getBoundingClientRect().bottom;
    const lines = [...day.querySelectorAll("li")];
    if (!lines.length) pages.push({ day, lines });
    const room = lines.length && bottom - lines[0].getBoundingClientRect().top;
    let top = 0;
    let current = null;
    for (const line of lines) {
      const box = line.getBoundingClientRect();
      if (!current || box.bottom - top > room) {
        current = { day, lines: [] };
        pages.push(current);
        top = box.top;
      }
      current.lines.push(line);
    }
  }
  show();
}

function show() {
  at = pages.length ? at % pages.length : 0;
  counter.textContent = pages.length > 1 ? `${at + 1} / ${pages.length}` : "";
  const page = pages[at];
  if (!page) return;
  for (const day of main.querySelectorAll(".hall-day")) day.hidden = day !== page.day;
  for (const line of page.day.querySelectorAll("li")) line.hidden = !page.lines.includes(line);
}

function turn() {
  if (pages.length < 2) return;
  at += 1;
  show();
  main.classList.remove("hall-main--turned");
  void main.offsetWidth; // so that the animation begins again
  main.classList.add("hall-main--turned");
}

// Ask as htmx does, so that only the list is sent. A login page of a wifi network is no list.
async function refresh() {
  try {
    const answer = await fetch(location.href, {
      cache: "no-cache",
      headers: { "HX-Request": "true" },
      signal: AbortSignal.timeout(PATIENCE),
    });
    const text = answer.ok ? await answer.text() : "";
    const next = new DOMParser().parseFromString(text, "text/html").getElementById("screen");
    if (!next) throw new Error(`no list: ${answer.status}`);
    if (next.dataset.version !== version) return location.reload();
    good = new Date();
    stale.textContent = "";
    const before = main.innerHTML;
    main.replaceChildren(next);
    age();
    if (main.innerHTML !== before) paginate();
  } catch {
    stale.textContent = `${stale.dataset.text} ${timeOf(good)}`;
  }
}

function tick() {
  clock.textContent = timeOf(new Date());
  if (age()) paginate();
}

age();
tick();
paginate();
document.fonts.ready.then(paginate);
WIDE.addEventListener("change", paginate);
addEventListener("resize", paginate);
addEventListener("online", refresh);
addEventListener("offline", refresh);
setInterval(tick, 1_000);
setInterval(turn, TURN);
setInterval(refresh, REFRESH);
