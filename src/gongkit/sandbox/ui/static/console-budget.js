// What each company has spent of its calls, and how long they will last.

import { control } from "/ui/console-control.js";
import { byId, count, make } from "/ui/console-elements.js";
import { Filters } from "/ui/console-filters.js";
import { gauge } from "/ui/console-gauge.js";
import { List } from "/ui/console-list.js";
import { poll } from "/ui/console-poll.js";
import { away, keepTime, sandboxNow, written } from "/ui/console-time.js";

const SECONDS = 1;
const DAY = 86_400_000;

let budgets = [];
const filters = new Filters(["company"], show);
const list = new List(byId("limits"), { key: (each) => each.company, make: budget, step: 60 });

poll(SECONDS, async () => {
  const found = await control("GET", "/limits");
  keepTime(found.now);
  budgets = found.limits;
  show();
});

function show() {
  const [company] = filters.values;
  list.show(budgets.filter((each) => each.company.includes(company.trim().toLowerCase())));
}

function budget(each) {
  return make("li", { class: "card" },
    make("h2", {}, each.company),
    gauge("This second", each.spent_last_second, each.per_second, `This second, ${each.company}`),
    gauge("Today", each.spent_today, each.per_day, `Today, ${each.company}`),
    make("p", {}, forecast(each)));
}

function forecast(each) {
  if (each.per_day === null) return "The day’s calls never end.";
  if (each.spent_today >= each.per_day) {
    const midnight = new Date(Math.ceil(sandboxNow() / DAY) * DAY).toISOString();
    return `The day’s calls are spent. New ones come at midnight, ${away(midnight)}.`;
  }
  const pace = `At the pace of the last hour, ${count(each.last_hour, "call")}, the day’s calls`;
  return each.runs_out === null
    ? `${pace} do not end today.`
    : `${pace} end at ${written(each.runs_out).slice(11, 16)}, ${away(each.runs_out)}.`;
}
