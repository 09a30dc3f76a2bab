// Moving the sandbox's time.

import { confirmed, onPress, onSubmit } from "/ui/console-act.js";
import { control } from "/ui/console-control.js";
import { byId, count } from "/ui/console-elements.js";
import { poll } from "/ui/console-poll.js";
import { keepTime, sandboxNow, written } from "/ui/console-time.js";

const SECONDS = 2;
const BACK = "What was issued keeps the moment at which it ends, and so lives longer; what was"
  + " done later stays done. To undo it, restore a snapshot.";

poll(SECONDS, async () => tell(await control("GET", "/clock")));

for (const button of document.querySelectorAll("[data-advance]")) {
  onPress(button, () => move({ advance: Number(button.dataset.advance) }));
}

const field = byId("moment");
const isBack = () => Date.parse(`${field.value}Z`) < sandboxNow();

field.addEventListener("input", () => {
  const warns = field.value && isBack();
  byId("back").className = warns ? "wrong-text" : "hint";
  byId("back").textContent = warns ? `This goes back. ${BACK}` : "An earlier moment goes back.";
});

onSubmit(byId("move"), async () => {
  if (isBack() && !await confirmed("Go back in time?", BACK, "Go back")) return null;
  return move({ now: `${field.value}Z` });
});

async function move(where) {
  const moved = await control("PUT", "/clock", where);
  tell(moved);
  const became = moved.jobs_done ? ` ${count(moved.jobs_done, "job")} became due and ${moved.jobs_done === 1 ? "is" : "are"} done.` : "";
  return `It is ${written(moved.now)}.${became}`;
}

function tell({ now, jobs_waiting: waiting }) {
  keepTime(now);
  byId("waiting").textContent = waiting
    ? `${count(waiting, "job")} of Gong’s ${waiting === 1 ? "waits" : "wait"} for a later moment.`
    : "No job of Gong’s waits for a later moment.";
}
