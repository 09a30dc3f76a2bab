// Calling the control API. Where the sandbox has a control token, the page asks for it once.

import { byId } from "/ui/console-elements.js";

const TOKEN = "gongkit.control_token";
const form = byId("control-token");
const view = byId("view");
let asking = null;

/** The control API refuses: the message is in its words. */
export class Refused extends Error {}

/** Nobody answers: the sandbox has stopped, or cannot be reached. */
export class Stopped extends Error {
  message = "The sandbox does not answer.";
}

/** Make a call, and give the JSON of its answer. A body that is no text is sent as JSON. */
export async function control(method, path, body) {
  return JSON.parse(await controlText(method, path, body));
}

/** Make a call, and give its answer as it came. */
export async function controlText(method, path, body) {
  for (;;) {
    const token = sessionStorage.getItem(TOKEN);
    const [status, text] = await send(method, path, body, token);
    if (status === 401) {
      await anotherToken(token);
      continue;
    }
    view.hidden = false;
    if (status < 400) return text;
    throw new Refused(errorsIn(text) ?? `The control API answered ${status}.`);
  }
}

async function send(method, path, body, token) {
  const headers = token === null ? {} : { "X-Control-Token": asHeader(token) };
  const sent = typeof body === "object" ? JSON.stringify(body) : body;
  try {
    const answer = await fetch(`/_sandbox${path}`, { method, headers, body: sent });
    return [answer.status, await answer.text()];
  } catch {
    throw new Stopped();
  }
}

/** Write a text as the bytes that a header may have. */
function asHeader(text) {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

function errorsIn(text) {
  try {
    return JSON.parse(text).errors.join(" ");
  } catch {
    return null;
  }
}

/** Wait until there is another token than the one that was refused; null is none. */
async function anotherToken(refused) {
  if (sessionStorage.getItem(TOKEN) !== refused) return;
  asking ??= ask(refused !== null).finally(() => { asking = null; });
  await asking;
}

function ask(again) {
  const field = byId("token");
  byId("token-wrong").textContent = again ? "This is not the sandbox’s control token." : "";
  field.value = "";
  view.hidden = true;
  form.hidden = false;
  field.focus();
  return new Promise((given) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      sessionStorage.setItem(TOKEN, field.value);
      form.hidden = true;
      given();
    }, { once: true });
  });
}
