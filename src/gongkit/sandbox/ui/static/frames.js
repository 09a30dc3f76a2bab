// The apps' frames: opens them, and does what they say where that may be believed.
//
// Content for a draft is told to the page as the event `gong-content` on `document`, with
// `{clientId, html}` as its detail; a frame that was closed without any as `gong-closed`.

import { isOfBridge, judge } from "/ui/frame-messages.js";

const SANDBOX = "allow-forms allow-scripts allow-same-origin allow-popups";
const LINGER_MS = 2_000; // what is said after the end is still heard, to be reported

const NAMES = {
  ready: "ready()",
  close: "close()",
  content: "closeWithContent()",
  navigation: "a navigation",
  nothing: "ready()",
  unknown: "a message",
};

const AGAINST = { nothing: "missing", navigation: "refused" };

const settings = JSON.parse(document.getElementById("gong-frames").dataset.settings);

class Frame {
  constructor(root) {
    Object.assign(this, JSON.parse(root.dataset.frame));
    this.root = root;
    this.dialog = root.closest("dialog");
    this.state = root.querySelector(".frame-state");
    this.hint = root.querySelector(".frame-hint");
    this.again = root.querySelector(".frame-again");
    this.log = root.querySelector("[role=log]");
    this.again.addEventListener("click", () => this.open());
  }

  get window() {
    return this.element?.contentWindow ?? null;
  }

  get isOpen() {
    return this.element !== undefined && !this.isClosed;
  }

  get isWaiting() {
    return this.isOpen && !this.said.has("ready");
  }

  open() {
    this.remove();
    Object.assign(this, { said: new Set(), isClosed: false, ignored: 0 });
    this.hint.hidden = true;
    this.again.hidden = true;
    this.show("loading", `Loading ${this.name} …`);
    this.element = document.createElement("iframe");
    this.element.sandbox = SANDBOX;
    this.element.referrerPolicy = "strict-origin";
    this.element.title = this.name;
    this.element.src = this.url;
    this.root.querySelector(".frame-view").append(this.element);
    this.timer = setTimeout(() => this.missReady(), settings.readySeconds * 1000);
  }

  close() {
    if (!this.isOpen) return;
    clearTimeout(this.timer);
    this.isClosed = true;
    this.element.hidden = true;
    this.timer = setTimeout(() => this.remove(), LINGER_MS);
    if (this.dialog?.open) this.dialog.close();
    this.again.hidden = false;
    this.show("closed", `${this.name} is closed.`);
  }

  remove() {
    clearTimeout(this.timer);
    this.element?.remove();
    this.element = undefined;
  }

  receive(event) {
    const found = judge(event, this, settings);
    this.answer(event, found);
    this.tell({ ...found, origin: event.origin });
    if (!found.reason) this.follow(found.said, event.data);
  }

  /** Let the bridge know, where it is the bridge that spoke. */
  answer(event, { reason }) {
    const id = event.data?.id;
    if (event.source !== this.window || !this.origins.includes(event.origin)) return;
    if (!isOfBridge(event.data) || typeof id !== "string") return;
    const error = reason && settings.reasons[reason].text;
    event.source.postMessage({ gong: "host", id, ok: !reason, error }, event.origin);
  }

  follow(said, message) {
    this.said.add(said);
    if (said === "ready") {
      clearTimeout(this.timer);
      // What a page has said on its way out may come after it was refused.
      if (this.root.dataset.state === "refused") return;
      this.hint.hidden = true;
      this.show("ready", `${this.name} is ready.`);
      return;
    }
    this.close();
    const { clientId } = this;
    if (said === "content") tellPage("gong-content", { clientId, html: message.html });
    else tellPage("gong-closed", { clientId });
  }

  missReady() {
    const { text, fix } = settings.reasons["never-ready"];
    this.hint.textContent = `${text} ${fix}`;
    this.hint.hidden = false;
    this.show("late", `${this.name} has not said that it is ready.`);
    this.tell({ said: "nothing", origin: new URL(this.url).origin, reason: "never-ready" });
  }

  /** The browser kept the frame from going somewhere; the sandbox knows by which rule. */
  async refuse(uri) {
    clearTimeout(this.timer);
    this.show("refused", `${this.name} wanted to go where it may not be shown from.`);
    const refused = { said: "navigation", origin: uri.slice(0, 300), reason: "navigation" };
    const why = await this.tell(refused);
    if (!why.text) return;
    this.hint.textContent = `${why.text} ${why.fix} (${why.rule})`;
    this.hint.hidden = false;
  }

  show(state, text) {
    this.root.dataset.state = state;
    this.state.textContent = text;
  }

  /** Write a judgement below the frame, and report it; gives what the sandbox says of it. */
  async tell({ said, origin, reason = null, size = 0 }) {
    if (reason && this.ignored > settings.maxReports) return {};
    if (reason) this.ignored += 1;
    if (this.ignored > settings.maxReports) reason &&= "too-many";
    const line = this.write({ said, origin, reason, size });
    const why = await report({
      client_id: this.clientId,
      kind: this.kind,
      said,
      origin,
      verdict: reason ? "ignored" : "believed",
      reason,
      size,
    });
    if (why.text) line.append(element("span", "quiet", `${why.text} ${why.fix} (${why.rule})`));
    line.dataset.reported = "yes";
    return why;
  }

  write({ said, origin, reason, size }) {
    this.log.querySelector(".frame-nothing")?.remove();
    const verdict = reason ? AGAINST[said] ?? "ignored" : "believed";
    const line = element("li");
    line.append(
      element("span", reason ? "badge warn" : "badge good", verdict),
      element("code", "", NAMES[said]),
      element("span", "quiet", origin + (size ? ` · ${size.toLocaleString("en")} characters` : "")),
    );
    this.log.firstElementChild.append(line);
    this.log.scrollTop = this.log.scrollHeight;
    return line;
  }
}

const frames = Array.from(document.querySelectorAll("[data-frame]"), (root) => new Frame(root));

for (const frame of frames.filter((each) => !each.dialog)) frame.open();

for (const opener of document.querySelectorAll("[data-opens]")) {
  const dialog = document.getElementById(opener.dataset.opens);
  const frame = frames.find((each) => each.dialog === dialog); // none in that of a refusal
  opener.addEventListener("click", () => {
    dialog.showModal();
    frame?.open();
  });
  dialog.querySelector("[data-closes]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => cancel(frame));
}

window.addEventListener("message", (event) => {
  const own = frames.find((frame) => frame.window && frame.window === event.source);
  if (own) own.receive(event);
  // Other windows may speak to this one for reasons of their own, but not as the bridge.
  else if (isOfBridge(event.data)) frames.findLast((frame) => frame.element)?.receive(event);
});

document.addEventListener("securitypolicyviolation", (event) => {
  if (event.effectiveDirective !== "frame-src") return;
  const candidates = frames.filter((frame) => frame.isOpen);
  (candidates.find((frame) => frame.isWaiting) ?? candidates[0])?.refuse(event.blockedURI);
});

/** The person closed the dialog. */
function cancel(frame) {
  if (!frame?.isOpen) return;
  frame.close();
  tellPage("gong-closed", { clientId: frame.clientId });
}

function tellPage(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}

async function report(body) {
  try {
    const answer = await fetch(settings.reports, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return answer.ok ? await answer.json() : {};
  } catch {
    return {};
  }
}

function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}
