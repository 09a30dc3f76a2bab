// How much of a limit is spent, as a bar and in numbers.

import { make, number } from "/ui/console-elements.js";

/** Make a gauge; `label` tells what it measures to those who do not see the title beside it. */
export function gauge(title, spent, limit, label) {
  const text = limit === null ? `${number(spent)}, without a limit` : `${number(spent)} of ${number(limit)}`;
  return make("div", { class: "gauge" },
    make("span", {}, title), make("span", { class: "number" }, text),
    limit === null ? null : make("meter", {
      "aria-label": label, "aria-valuetext": text,
      min: 0, max: limit, value: Math.min(spent, limit), low: limit * .7, high: limit * .9, optimum: 0,
    }));
}
