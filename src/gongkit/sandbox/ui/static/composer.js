// The composer's page: editor, toolbar, saving, and what apps put into the draft.
// An app's frame hands its HTML over by the event `gong-content` on the document,
// with { clientId, html } as its detail; `gong-inserted` says when that is done, and { ok }.

import { Autosave } from "./autosave.js";
import { Editor } from "./editor.js";
import { EditorToolbar } from "./editor_toolbar.js";

const byId = (id) => document.getElementById(id);
const form = byId("draft");
const frame = byId("editor");
const plain = byId("plain");
const field = byId("html");
const known = byId("known");
const path = new URL(form.action).pathname;

const SHORTCUTS = {
  "b": "bold", "i": "italic", "u": "underline", "k": "link", "z": "undo", "y": "redo",
  "\\": "clear", "shift+z": "redo",
};
const SHORTCUT_CODES = {
  Digit7: "insertOrderedList", Digit8: "insertUnorderedList", Digit9: "quote",
};

// The composer on another page whose text would be replaced, once somebody was told so.
let other = null;

// What was too large to be kept is only in the plain field: it stays there.
if (frame.dataset.plain === "no") await start();

async function start() {
  frame.hidden = false;
  const editor = await Editor.open(frame);
  if (frame.dataset.unsaved === "yes") editor.html = field.value;
  const autosave = new Autosave(form);
  const toolbar = new EditorToolbar(byId("tools"), editor, {
    link: () => openLink(editor),
    source: () => toggleSource(editor, toolbar, autosave),
  });
  plain.hidden = true;
  byId("tools").hidden = false;

  const write = () => { if (plain.hidden) field.value = editor.html; };
  editor.addEventListener("change", () => { write(); autosave.touch(); });
  form.addEventListener("input", () => autosave.touch());
  form.addEventListener("submit", () => { write(); replaceOther(); });
  form.addEventListener("keydown", (event) => onFormKey(event, autosave));
  editor.addEventListener("keydown", (event) => onEditorKey(event, toolbar, autosave));
  autosave.addEventListener("changed", () => { byId("saved").textContent = ""; });
  autosave.addEventListener("saving", () => { byId("saved").textContent = "Saving …"; });
  autosave.addEventListener("saved", (event) => onSaved(event.detail, autosave.isBehind));

  // One after the other, so that each stands where it belongs.
  let last = Promise.resolve();
  const take = (clientId, html) => {
    last = last.then(async () => {
      const ok = await insert(editor, autosave, clientId, html);
      document.dispatchEvent(new CustomEvent("gong-inserted", { detail: { clientId, ok } }));
    });
  };
  document.addEventListener("gong-content", ({ detail }) => take(detail.clientId, detail.html));
  for (const type of ["paste", "drop"]) {
    editor.addEventListener(type, (event) => onPaste(event, take));
  }
  confirmDeletion();
  form.dataset.ready = "yes";
}

// Has the sandbox sanitize what comes, puts what is left at the cursor, and shows what went.
async function insert(editor, autosave, clientId, html) {
  const { error, html: kept, report } = await sanitized(clientId, html);
  refuse("insertion", error ? `Nothing was put in. ${error}` : "");
  if (error) return false;
  if (plain.hidden) editor.insert(kept);
  else field.setRangeText(kept, field.selectionStart, field.selectionEnd, "end");
  byId("told").textContent = inWords(report.removed);
  await autosave.save();
  await renew(["changes", "checks"], clientId ? ["changes"] : []);
  return true;
}

async function sanitized(clientId, html) {
  try {
    const answer = await fetch(`${path}/content`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ client_id: clientId ?? null, html }),
    });
    return await answer.json();
  } catch {
    return { error: "The sandbox does not answer." };
  }
}

function inWords(removed) {
  const count = removed.reduce((sum, each) => sum + each.count, 0);
  if (!count) return "Put in as it came.";
  return `Put in. ${count} ${count === 1 ? "thing was" : "things were"} removed: see below.`;
}

// Says why something was not done; an empty text takes back what was said about it before.
function refuse(what, text) {
  const refused = byId("refused");
  if (!text && refused.dataset.what !== what) return;
  refused.dataset.what = what;
  refused.textContent = text;
  refused.hidden = !text;
}

// Somebody saves who was told so: what another page has written is replaced.
function replaceOther() {
  if (other !== null) known.value = other;
}

async function onSaved({ errors, saved, composer }, isBehind) {
  const reason = Object.values(errors).join(" ");
  other = errors.draft ? composer ?? null : null;
  const done = isBehind ? "" : `Saved ${saved}`;
  byId("saved").textContent = reason ? "Not saved" : done;
  refuse("saving", reason);
  if (!reason) await renew(["checks"]);
}

// Puts the panels as the sandbox writes them now in the place of those that are shown.
async function renew(ids, opened = []) {
  const answer = await fetch(`${path}/panels`);
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ids) {
    const [was, now] = [byId(id), fresh.getElementById(id)];
    if (!now) continue;
    now.open = opened.includes(id) || (was ?? now).open;
    if (!was) byId("panels").prepend(now);
    else if (was.innerHTML !== now.innerHTML) was.replaceWith(now);
    else was.open = now.open;
  }
}

function onFormKey(event, autosave) {
  if (event.key === "Enter" && event.target.matches("input")) {
    event.preventDefault();
    replaceOther();
    autosave.save();
  }
  onAnyKey(event, autosave);
}

function onEditorKey(passed, toolbar, autosave) {
  const event = passed.detail;
  if (event.altKey && event.key === "F10") {
    event.preventDefault();
    toolbar.focus();
    return;
  }
  const pressed = event.ctrlKey || event.metaKey;
  const key = `${event.shiftKey ? "shift+" : ""}${event.key.toLowerCase()}`;
  const name = event.shiftKey ? SHORTCUT_CODES[event.code] ?? SHORTCUTS[key] : SHORTCUTS[key];
  if (pressed && !event.altKey && name) {
    event.preventDefault();
    toolbar.run(name);
  }
  onAnyKey(event, autosave);
}

function onAnyKey(event, autosave) {
  if (!event.ctrlKey && !event.metaKey) return;
  if (event.key === "Enter") {
    event.preventDefault();
    form.requestSubmit(byId("send"));
  } else if (event.key.toLowerCase() === "s") {
    event.preventDefault();
    replaceOther();
    autosave.save();
  }
}

function onPaste(passed, take) {
  const event = passed.detail;
  const data = event.clipboardData ?? event.dataTransfer;
  const html = data?.getData("text/html");
  const images = html ? [] : [...data?.files ?? []].filter((each) => each.type.startsWith("image/"));
  if (!html && !images.length) return;
  passed.preventDefault();
  if (html) take(null, html);
  for (const image of images) takeImage(image, take);
}

// A browser would put it in by itself, and nobody would be told if it may not stay.
function takeImage(image, take) {
  const reader = new FileReader();
  reader.addEventListener("load", () => take(null, `<img src="${reader.result}" alt="">`));
  reader.readAsDataURL(image);
}

async function toggleSource(editor, toolbar, autosave) {
  if (plain.hidden) {
    field.value = editor.html;
    plain.hidden = false;
    frame.hidden = true;
    toolbar.allowOnly(["source"]);
    field.focus();
    return;
  }
  const { errors } = await autosave.save();
  if (Object.keys(errors).length) return;
  frame.hidden = false;
  plain.hidden = true;
  await editor.reload();
  toolbar.allowOnly(null);
  editor.focus();
}

function openLink(editor) {
  const dialog = byId("link-dialog");
  const address = byId("link-address");
  const { address: known, text } = editor.link;
  address.value = known;
  byId("link-text").value = text;
  byId("link-wrong").textContent = "";
  byId("link-remove").hidden = !known;
  dialog.showModal();
  dialog.querySelector("form").onsubmit = (event) => {
    const value = event.submitter.value;
    const whole = wholeAddress(address.value);
    if (value === "set" && !whole) {
      event.preventDefault();
      byId("link-wrong").textContent = "Links lead to https:, http:, mailto: or tel: addresses.";
      address.focus();
    } else if (value === "set") {
      editor.setLink(whole, byId("link-text").value.trim());
    } else if (value === "remove") {
      editor.removeLink();
    }
  };
  dialog.onclose = () => editor.focus();
}

function wholeAddress(text) {
  const typed = text.trim();
  if (/^(https?:\/\/[^\s]+|mailto:[^\s]+|tel:[^\s]+)$/i.test(typed)) return typed;
  if (/^[\w.+-]+@[\w-]+(\.[\w-]+)+$/.test(typed)) return `mailto:${typed}`;
  if (/^[\w-]+(\.[\w-]+)+([/?#][^\s]*)?$/.test(typed)) return `https://${typed}`;
  return "";
}

function confirmDeletion() {
  const button = byId("delete");
  const dialog = byId("delete-dialog");
  button.addEventListener("click", (event) => {
    if (dialog.returnValue === "delete") return;
    event.preventDefault();
    dialog.showModal();
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "delete") form.requestSubmit(button);
  });
}
