// What is to go wrong: added, listed, deleted.

import { act, complain, onPress, onSubmit } from "/ui/console-act.js";
import { control } from "/ui/console-control.js";
import { byId, make, number } from "/ui/console-elements.js";
import { List } from "/ui/console-list.js";
import { poll } from "/ui/console-poll.js";
import { keepTime } from "/ui/console-time.js";

const SECONDS = 2;
const EFFECTS = {
  status: () => ({ status: byId("code").valueAsNumber, ...retryAfter() }),
  delay: () => ({ delay: byId("delay").valueAsNumber }),
  before: () => ({ drop: "before" }),
  after: () => ({ drop: "after" }),
  body: () => ({ body: "malformed" }),
  answer: () => ({ answer: JSON.parse(byId("answer").value) }),
};

const kind = byId("kind");
let isOffered = false;
const list = new List(byId("faults"), { key: (fault) => fault.id, make: row });

const faults = poll(SECONDS, async () => {
  if (!isOffered) offer((await control("GET", "")).companies);
  const [found, clock] = await Promise.all([control("GET", "/faults"), control("GET", "/clock")]);
  keepTime(clock.now);
  list.show(found.faults);
  byId("none").hidden = found.faults.length > 0;
  byId("delete-all").hidden = !found.faults.length;
});

kind.addEventListener("input", showFields);
showFields();

onSubmit(byId("add"), async () => {
  let effect;
  try {
    effect = EFFECTS[kind.value]();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return complain("The fields of the answer are not JSON.");
  }
  const times = byId("times").value;
  const added = await control("POST", "/faults", {
    operation: byId("operation").value,
    company: byId("company").value || null,
    times: times ? Number(times) : null,
    effect,
  });
  faults.again();
  return `Fault ${added.id} waits for its request.`;
});

onPress(byId("delete-all"), async () => {
  await control("DELETE", "/faults");
  faults.again();
  return "All faults are deleted.";
});

function showFields() {
  for (const field of document.querySelectorAll("[data-kind]")) {
    field.hidden = field.dataset.kind !== kind.value;
    for (const input of field.querySelectorAll("input, textarea")) input.disabled = field.hidden;
  }
}

function retryAfter() {
  const given = byId("retry-after").value;
  return given ? { retry_after: Number(given) } : {};
}

function offer(companies) {
  byId("company").append(...companies.map((each) => make("option", { value: each.name }, each.title)));
  isOffered = true;
}

function row(fault) {
  const button = make("button", { type: "button", class: "small danger", "aria-label": `Delete fault ${fault.id}` }, "Delete");
  button.addEventListener("click", () => act(button, async () => {
    await control("DELETE", `/faults/${fault.id}`);
    faults.again();
    return `Fault ${fault.id} is deleted.`;
  }));
  const often = fault.times === null ? "until it is deleted" : `${number(fault.times)}×`;
  return make("li", {},
    make("div", {},
      make("strong", {}, fault.operation === "*" ? "Every operation" : fault.operation),
      ` at ${fault.company ?? "all companies"}, ${often}`, make("br"),
      make("code", {}, JSON.stringify(fault.effect))),
    button);
}
