// The request log, as it grows. It is filtered here, so that a filter shows what was before it too.

import { onPress, say } from "/ui/console-act.js";
import { control } from "/ui/console-control.js";
import { byId, make, number, terms } from "/ui/console-elements.js";
import { Filters } from "/ui/console-filters.js";
import { List } from "/ui/console-list.js";
import { poll } from "/ui/console-poll.js";
import { keepTime, written } from "/ui/console-time.js";

const SECONDS = 1;
const BADGES = ["bad", "", "good", "", "warn", "bad"];

let entries = [];
let last = 0;
let explained = 0;
const texts = new WeakMap();
const list = new List(byId("entries"), { key: (entry) => entry.number, make: row });

const filters = new Filters(["operation", "company", "status", "text"], show);
const log = poll(SECONDS, async () => {
  const found = await control("GET", `/requests?after=${last}&explained=${explained}`);
  keepTime(found.now);
  if (found.last < last) { // another sandbox, or one whose time went back
    entries = [];
    last = explained = 0;
    log.again();
    return;
  }
  take(found.requests);
  ({ last, explained } = found);
  while (entries.length && entries.at(-1).number < found.first) entries.pop();
  for (const id of ["operation", "company"]) filters.offer(id, entries.map((entry) => entry[id]));
  show();
});

/** Take what is new, and what was explained only after it had been answered. */
function take(given) {
  const again = new Map(given.filter((each) => each.number <= last).map((each) => [each.number, each]));
  if (again.size) entries = entries.map((each) => again.get(each.number) ?? each);
  entries = [...given.filter((each) => each.number > last).reverse(), ...entries];
}

byId("pause").addEventListener("click", ({ target }) => {
  const paused = target.getAttribute("aria-pressed") === "false";
  target.setAttribute("aria-pressed", paused);
  if (paused) log.hold();
  else log.goOn();
  say(paused ? "Paused: new requests are not shown." : "Following again.");
});

onPress(byId("clear"), async () => {
  await control("DELETE", "/requests");
  entries = [];
  show();
  return "The log is empty.";
});

function show() {
  const fitting = entries.filter(fits);
  list.show(fitting);
  const all = `${number(entries.length)} in the log, the newest first`;
  byId("count").textContent = fitting.length < entries.length ? `${number(fitting.length)} of ${all}` : all;
  byId("none").hidden = fitting.length > 0;
  byId("none").textContent = entries.length
    ? "No request fits these filters."
    : "Nothing has been asked yet. Requests to the API and to the OAuth server appear here as they come.";
}

function fits(entry) {
  const [operation, company, status, text] = filters.values;
  return (!operation || entry.operation === operation)
    && (!company || entry.company === company)
    && (!status || Math.floor(entry.status / 100) === Number(status))
    && (!text || textOf(entry).includes(text.toLowerCase()));
}

/** All that an entry says, in lower case: made once, and only where somebody searches. */
function textOf(entry) {
  if (!texts.has(entry)) texts.set(entry, JSON.stringify(Object.values(entry)).toLowerCase());
  return texts.get(entry);
}

function row(entry) {
  const details = make("details", {},
    make("summary", {},
      make("time", { datetime: entry.time }, written(entry.time)),
      badge(entry.status),
      make("span", { class: "what" }, make("b", {}, entry.method), " ", entry.path),
      make("span", { class: "quiet" }, entry.company ?? "no company"),
      entry.hints.length ? make("span", { class: "badge warn" }, "why") : make("span")));
  details.addEventListener("toggle", () => details.append(whole(entry)), { once: true });
  return make("li", {}, details);
}

function badge(status) {
  return make("span", { class: `badge ${BADGES[Math.floor(status / 100)] ?? ""}` }, status || "none");
}

function whole(entry) {
  return make("div", { class: "entry" },
    entry.hints.length ? make("div", { class: "warning" }, make("strong", {}, "Why"), ...entry.hints.map(hint)) : null,
    terms([
      ["Query", json(entry.query)],
      ["Body", json(entry.body)],
      ["Operation", entry.operation],
      ["Client", entry.client],
      ["Took", `${Number((entry.duration_ms / 1000).toPrecision(3))} s`],
      ["Request ID", make("code", {}, entry.request_id)],
      ["Basis", entry.basis.split("; ").map((part) => make("div", {}, part.replace("=", ": ").replaceAll(",", ", ")))],
    ]));
}

function hint({ field, message }) {
  return make("p", {}, field ? make("code", {}, field) : null, field ? ": " : null, message);
}

function json(value) {
  const isEmpty = value === null || (typeof value === "object" && !Object.keys(value).length);
  if (isEmpty) return null;
  return make("pre", { tabindex: "0" }, typeof value === "string" ? value : JSON.stringify(value, null, 2));
}
