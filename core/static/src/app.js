// htmx, and the few lines of our own: focus, words for screen readers, memory, print, share, map.
import "htmx.org/dist/htmx.min.js";

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// What this browser keeps for its visitor; some browsers keep nothing.
function kept(name) {
  try { return localStorage.getItem(`buurtbasis.${name}`) || ""; } catch { return ""; }
}
function keep(name, value) {
  try {
    if (value) localStorage.setItem(`buurtbasis.${name}`, value);
    else localStorage.removeItem(`buurtbasis.${name}`);
  } catch { /* nothing is kept */ }
}

function say(text) {
  const status = one("#status");
  if (!status) return;
  status.textContent = "";
  setTimeout(() => { status.textContent = text; }, 50);
}

// The neighbourhood chosen last stays in this browser. It is offered where one begins; a list shows
// what its address says, so there it only is kept.
function remember(select) {
  const { remember: name, offer } = select.dataset;
  const option = all("option", select).find((one) => one.value && one.value === kept(name));
  if (offer !== undefined && option && !select.value) {
    select.value = option.value;
    const link = one("[data-mine]");
    if (link) {
      const address = new URL(link.href);
      address.pathname += `/${option.value}`;
      link.href = address;
      one("span", link).textContent = option.text;
      link.closest("[hidden]").hidden = false;
    }
  }
  select.addEventListener("change", () => keep(name, select.value));
}

// An address says only what was chosen: empty fields stay out, and so does a distance to nothing.
document.addEventListener("formdata", (event) => {
  if (event.target.method !== "get") return;
  const data = event.formData;
  [...data.keys()].forEach((name) => { if (!data.getAll(name).some(Boolean)) data.delete(name); });
  if (!data.has("postcode")) data.delete("straal");
});

function loadOnce(tag, attributes) {
  const address = attributes.src || attributes.href;
  const found = one(`${tag}[data-loaded="${address}"]`);
  if (found) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.dataset.loaded = address;
    element.onload = resolve;
    element.onerror = reject;
    document.head.append(element);
  });
}

function loadMaps({ style, script }) {
  return Promise.all([
    loadOnce("link", { rel: "stylesheet", href: style }),
    window.buurtbasisMap ? null : loadOnce("script", { src: script }),
  ]);
}

async function openMap(details) {
  if (!details.open || details.dataset.ready) return;
  details.dataset.ready = "1";
  try {
    await loadMaps(details.dataset);
    await window.buurtbasisMap(details);
  } catch {
    one(".map__canvas", details).replaceChildren(details.dataset.failed);
  }
}

// A point is two numbers; where a map can be shown, pressing on it fills them in.
async function openPoint(box) {
  const details = box.closest("details");
  if (!details.open || box.dataset.ready) return;
  box.dataset.ready = "1";
  const canvas = one(".map__canvas", box);
  try {
    canvas.hidden = false;
    await loadMaps(box.dataset);
    await window.buurtbasisPoint(box);
  } catch { canvas.hidden = true; }
}

async function share(button) {
  const { share: url, shareTitle: title, done } = button.dataset;
  try {
    if (navigator.share) return await navigator.share({ title, url });
    await navigator.clipboard.writeText(url);
    say(done);
    button.after(Object.assign(document.createElement("p"), { className: "actions__done", textContent: done }));
    button.disabled = true;
  } catch { /* the visitor closed the window */ }
}

// How many characters are left of a text that is bounded.
function count(line) {
  const field = document.getElementById(line.id.replace(/-count$/, ""));
  const tell = () => {
    const left = line.dataset.count - [...field.value.trim()].length;
    line.textContent = (left < 0 ? line.dataset.over : line.dataset.left).replace("{}", Math.abs(left));
    line.classList.toggle("field__error", left < 0);
  };
  field.addEventListener("input", tell);
  tell();
}

function prepare(root) {
  all("[data-count]", root).forEach(count);
  all("[data-remember]", root).forEach(remember);
  all("[data-print], [data-share]", root).forEach((button) => { button.closest("li").hidden = false; });
  all("[data-point]", root).forEach((box) => {
    box.closest("details").addEventListener("toggle", () => openPoint(box));
    openPoint(box);
  });
  all("details[data-map]", root).forEach((details) => {
    if (kept("map")) details.open = true;
    details.addEventListener("toggle", () => { keep("map", details.open ? "1" : ""); openMap(details); });
    openMap(details);
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-print], [data-share]");
  if (!button) return;
  if ("print" in button.dataset) window.print();
  else share(button);
});

// How often people press a number, a mail address or a website of an entry; not who does.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const entry = link?.closest("[data-entry]");
  if (!entry) return;
  const wat = link.protocol === "tel:" ? "phone"
    : link.protocol === "mailto:" && link.pathname ? "mail"
      : link.protocol.startsWith("http") && link.host !== location.host ? "site" : "";
  if (wat) navigator.sendBeacon("/klik", new URLSearchParams({ id: entry.dataset.entry, wat }));
});

// A form that is on its way is not sent twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
  all("button[type=submit]", form).forEach((button) => button.setAttribute("aria-disabled", "true"));
});
window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => {
  delete form.dataset.sent;
  all("[aria-disabled]", form).forEach((button) => button.removeAttribute("aria-disabled"));
}));

// htmx 2 and 4 name their events differently; both names are listened to.
const on = (names, listener) => names.forEach((name) => document.addEventListener(name, listener));
const targetOf = (event) => event.detail.ctx?.target ?? event.detail.target;
let pages = new Set();
let hadFocus = false;

on(["htmx:before:swap", "htmx:beforeSwap"], (event) => {
  pages = new Set(all(".page"));
  hadFocus = Boolean(targetOf(event)?.contains?.(document.activeElement));
});

// After a few pages by themselves the reader must press, so that the end of the page can be reached.
const BY_THEMSELVES = 3;
let loaded = 0;
on(["htmx:before:request", "htmx:beforeRequest"], (event) => {
  const source = event.detail.ctx?.sourceElement ?? event.detail.elt;
  if (!source?.closest?.(".pager")) return;
  const cause = event.detail.ctx?.sourceEvent ?? event.detail.requestConfig?.triggeringEvent;
  if (cause?.type === "click") loaded = 0;
  else if (loaded >= BY_THEMSELVES) event.preventDefault();
  else loaded += 1;
});

function afterMore(page) {
  prepare(page);
  const days = all(".day", document).filter((day) => !page.contains(day));
  const first = one(".day", page);
  if (first && days.at(-1)?.dataset.date === first.dataset.date) one(".day__heading", first).remove();
  if (hadFocus) one(".card__title a", page)?.focus();
}

on(["htmx:after:swap", "htmx:afterSwap"], (event) => {
  const target = targetOf(event);
  const more = all(".page").find((page) => !pages.has(page) && pages.size);
  const changed = target?.id ? document.getElementById(target.id) : null;
  if (!changed) return more ? afterMore(more) : undefined;
  loaded = 0;
  prepare(changed);
  const heading = one("[data-focus]", changed);
  if (!heading) return undefined;
  heading.focus();
  if (heading.getBoundingClientRect().top < 0) heading.scrollIntoView();
  return say(heading.textContent.trim());
});

// An answer that is no block (not found, too many requests) is shown as the page that it is.
on(["htmx:response:error", "htmx:responseError"], (event) => {
  const { ctx, xhr, pathInfo } = event.detail;
  const status = ctx ? ctx.response.status : xhr.status;
  const address = ctx ? ctx.request.action : pathInfo.finalRequestPath;
  if (status !== 422 && (ctx ? ctx.request.method === "GET" : true)) location.assign(address);
});

prepare(document);
one(".error-summary")?.focus();
