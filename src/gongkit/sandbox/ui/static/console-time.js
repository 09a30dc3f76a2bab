// The sandbox's time, which need not be this machine's: shown in the head of every view.

import { byId, make } from "/ui/console-elements.js";

const UNITS = [[86_400, "day"], [3_600, "h"], [60, "min"], [1, "s"]];
let ahead = 0;
let ticking = null;

/** Go on from what the sandbox has just said. */
export function keepTime(text) {
  ahead = Date.parse(text) - Date.now();
  byId("now").parentElement.hidden = false;
  ticking ??= setInterval(tick, 1_000);
  tick();
}

/** The sandbox's time, in milliseconds. */
export const sandboxNow = () => Date.now() + ahead;

/** Write a moment in UTC, without saying so. */
export const written = (moment) => new Date(moment).toISOString().slice(0, 19).replace("T", " ");

/** Show a moment, and how far away it is; that goes on by itself. */
export function moment(text) {
  return make("span", {},
    make("time", { datetime: text }, written(text)), " ",
    make("span", { class: "quiet nowrap" }, "(", distance(text), ")"));
}

/** Show how far away a moment is; that goes on by itself. */
export function distance(text) {
  return make("time", { datetime: text, "data-away": text }, away(text));
}

/** Say how far away a moment is. */
export function away(text) {
  const seconds = Math.round((Date.parse(text) - sandboxNow()) / 1_000);
  return seconds > 0 ? `in ${lasting(seconds)}` : `${lasting(-seconds)} ago`;
}

/** Say how long something lasts, roughly. */
function lasting(seconds) {
  const [size, unit] = UNITS.find(([each]) => seconds >= each) ?? UNITS.at(-1);
  const whole = Math.floor(seconds / size);
  return `${whole.toLocaleString("en")} ${unit}${unit === "day" && whole !== 1 ? "s" : ""}`;
}

function tick() {
  byId("now").textContent = written(sandboxNow());
  for (const each of document.querySelectorAll("[data-away]")) {
    each.textContent = away(each.dataset.away);
  }
}
