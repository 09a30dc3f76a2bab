// Every integration at every company that has it: how they stand, what needs care on top.

import { control } from "/ui/console-control.js";
import { byId, count, make, number } from "/ui/console-elements.js";
import { Filters } from "/ui/console-filters.js";
import { gauge } from "/ui/console-gauge.js";
import { List } from "/ui/console-list.js";
import { poll } from "/ui/console-poll.js";
import { distance, keepTime } from "/ui/console-time.js";

const SECONDS = 2;
const BADGES = { active: "good", expired: "warn", ended: "bad" };
const URGENT = ["ended", "expired", "active"];

let fleet = [];
const filters = new Filters(["integration", "company", "region", "state"], show);
const list = new List(byId("fleet"), { key: (each) => `${each.client_id} ${each.company}`, make: row });

poll(SECONDS, async () => {
  const [found, { limits }] = await Promise.all([control("GET", "/installations"), control("GET", "/limits")]);
  keepTime(found.now);
  const budgets = new Map(limits.map((each) => [each.company, each]));
  fleet = present(found.installations)
    .map((each) => ({ ...each, budget: budgets.get(each.company) }))
    .filter((each) => each.budget); // a company that came between the two answers is there the next time
  for (const id of ["integration", "company", "region"]) filters.offer(id, fleet.map((each) => each[id]));
  show();
});

/** Of each integration at each company the latest that lives, else the latest; urgent ones first. */
function present(installations) {
  const latest = new Map();
  for (const each of installations) {
    const key = `${each.client_id} ${each.company}`;
    const before = latest.get(key);
    if (!before || (before.status === "ended" && each.status !== "ended")) latest.set(key, each);
  }
  return [...latest.values()].sort((one, other) => urgency(one) - urgency(other)
    || one.integration.localeCompare(other.integration) || one.company.localeCompare(other.company));
}

function urgency(each) {
  return URGENT.indexOf(each.status) - (each.missing_scopes.length ? .5 : 0);
}

function show() {
  const fitting = fleet.filter(fits);
  list.show(fitting);
  byId("shown").hidden = !fitting.length;
  byId("none").hidden = fleet.length > 0;
  byId("count").textContent = summary(fitting);
}

function fits(each) {
  const [integration, company, region, state] = filters.values;
  return (!integration || each.integration === integration)
    && (!company || each.company === company)
    && (!region || each.region === region)
    && (!state || (state === "missing" ? each.missing_scopes.length > 0 : each.status === state));
}

function summary(fitting) {
  if (!fleet.length) return "";
  if (!fitting.length) return "No installation fits these filters.";
  const parts = ["active", "expired", "ended"].map((status) => [status, fitting.filter((each) => each.status === status)]);
  const told = parts.filter(([, those]) => those.length).map(([status, those]) => `${number(those.length)} ${status}`);
  const all = fitting.length < fleet.length ? ` of ${number(fleet.length)}` : "";
  return `${count(fitting.length, "installation")}${all}: ${told.join(", ")}`;
}

function row(each) {
  const { company, integration, budget } = each;
  const whose = new URLSearchParams({ integration, company });
  const spent = new URLSearchParams({ company });
  return make("tr", {},
    make("th", { scope: "row" },
      make("a", { href: `/console/installations?${whose}` }, `${integration} at ${company}`)),
    make("td", {}, make("span", { class: `badge ${BADGES[each.status] ?? ""}` }, each.status)),
    make("td", {}, each.region),
    make("td", { class: "nowrap" }, "issued ", distance(each.token_issued), make("br"),
      make("span", { class: "quiet" }, each.status === "active" ? "ends " : "ended ", distance(ended(each)))),
    make("td", { class: "nowrap" }, ...scopes(each)),
    make("td", {}, gauge(
      make("a", { href: `/console/budget?${spent}`, "aria-label": `Today, the budget of ${company}` }, "Today"),
      budget.spent_today, budget.per_day, `Today, ${integration} at ${company}`)));
}

function ended(each) {
  return each.ended && each.ended < each.token_ends ? each.ended : each.token_ends;
}

function scopes({ scopes: granted, missing_scopes: missing }) {
  const listed = missing.map((scope) => make("li", {}, make("code", {}, scope)));
  return [
    `${number(granted.length)} granted`,
    missing.length ? make("details", {},
      make("summary", {}, make("span", { class: "badge warn" }, `${number(missing.length)} to approve`)),
      make("ul", { class: "plain" }, ...listed)) : null,
  ];
}
