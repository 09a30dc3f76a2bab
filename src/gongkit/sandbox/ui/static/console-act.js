// What somebody does on a page: it is asked, done, and then said or complained about.

import { Refused, Stopped } from "/ui/console-control.js";
import { byId, make } from "/ui/console-elements.js";

/** Say what was done. */
export function say(text) {
  byId("trouble").hidden = true;
  show(byId("said"), text);
}

// Not disabled meanwhile: a button would lose the focus.
const busy = new WeakSet();

/** Do something for a button, once at a time; say what `action` gives back. */
export async function act(button, action) {
  if (busy.has(button)) return;
  busy.add(button);
  try {
    const told = await action();
    if (told) say(told);
  } catch (error) {
    if (!(error instanceof Stopped || error instanceof Refused)) throw error;
    complain(error.message);
  } finally {
    busy.delete(button);
  }
}

/** Say what did not work. */
export function complain(text) {
  byId("said").hidden = true;
  show(byId("trouble"), text);
}

/** Do something whenever a button is pressed. */
export function onPress(button, action) {
  button.addEventListener("click", () => act(button, action));
}

/** Do something whenever a form is sent. */
export function onSubmit(form, action) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(form.querySelector("button:not([type=button])"), action);
  });
}

/** Ask before something that cannot be taken back; `verb` is on the button. */
export function confirmed(title, text, verb) {
  const dialog = byId("ask");
  byId("ask-title").textContent = title;
  byId("ask-text").textContent = text;
  dialog.querySelector("[value=yes]").textContent = verb;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true });
  });
}

/** Make a button that copies a text; `what` is what that is. */
export function copyButton(text, what) {
  const button = make("button", { type: "button", class: "small", "aria-label": `Copy ${what}` }, "Copy");
  onPress(button, async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return complain("The browser does not let this page copy.");
    }
    return `Copied ${what}.`;
  });
  return button;
}

function show(place, text) {
  place.textContent = text;
  place.hidden = false;
  place.scrollIntoView({ block: "nearest" });
}
