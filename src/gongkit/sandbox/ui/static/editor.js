// The editor: the draft's document, in a frame that runs no scripts, written to from here.

import { EditorHistory } from "./editor_history.js";

const PARAGRAPHS = "p, h1, h2, h3, h4, h5, h6, pre";
const BLOCKS = `${PARAGRAPHS}, address, blockquote, center, div, dl, hr, ol, table, ul`;
const EMPTY = "<p><br></p>";

export class Editor extends EventTarget {
  #frame;
  #history;
  #running = false;
  #dragging = false;

  // Gives the editor of a frame, once its document is there.
  static async open(frame) {
    const editor = new Editor(frame);
    const url = new URL(frame.src).href;
    const found = frame.contentDocument;
    if (found?.readyState !== "complete" || found.URL !== url) await loaded(frame);
    editor.#begin();
    return editor;
  }

  constructor(frame) {
    super();
    this.#frame = frame;
  }

  // Fetches the document anew: what the server keeps of it.
  async reload() {
    const ready = loaded(this.#frame);
    this.#document.location.reload();
    await ready;
    this.#begin();
  }

  get html() {
    const html = this.#body.innerHTML;
    return html === EMPTY ? "" : html;
  }

  // Begins anew with sanitized HTML.
  set html(html) {
    this.#body.innerHTML = html || EMPTY;
    this.#history.begin();
  }

  get #document() { return this.#frame.contentDocument; }
  get #body() { return this.#document.body; }

  focus() {
    const place = this.#selected ?? this.#place();
    this.#frame.contentWindow.focus();
    this.#body.focus();
    if (!this.#selected) this.#select(place);
  }

  // Puts sanitized HTML at the cursor. Blocks stand between paragraphs, not in them.
  insert(html) {
    const range = this.#place();
    const holder = this.#document.createElement("template");
    holder.innerHTML = html;
    const hasBlocks = holder.content.querySelector(BLOCKS) !== null;
    if (hasBlocks) trim(holder.content);
    const last = holder.content.lastChild;
    if (!last) return;
    range.deleteContents();
    const tail = hasBlocks ? split(range, this.#body) : null;
    range.insertNode(holder.content);
    if (tail && isEmpty(tail)) tail.remove();
    if (hasBlocks && !last.nextElementSibling && last.parentNode === this.#body) {
      (last.nodeType === Node.ELEMENT_NODE ? last : this.#body.lastElementChild)
        .insertAdjacentHTML("afterend", EMPTY);
    }
    this.#select(after(last));
    (last.nodeType === Node.ELEMENT_NODE ? last : last.parentElement).scrollIntoView({ block: "nearest" });
    this.#changed();
  }

  // Does what a button of the toolbar stands for.
  command(name, value) {
    this.focus();
    if (name === "undo") return this.#history.undo() && this.#tell();
    if (name === "redo") return this.#history.redo() && this.#tell();
    if (name === "quote") return this.#quote();
    if (name === "block") return this.#run("formatBlock", `<${value}>`);
    if (name === "clear") return this.#run("removeFormat");
    return this.#run(name);
  }

  // Says what holds at the cursor: the names of commands, and the kind of paragraph.
  get state() {
    const commands = ["bold", "italic", "underline", "insertUnorderedList", "insertOrderedList"];
    const active = new Set(commands.filter((name) => this.#document.queryCommandState(name)));
    if (this.#around("blockquote")) active.add("quote");
    if (this.#around("a")) active.add("link");
    return { active, block: this.#around("h1, h2, h3")?.localName ?? "p" };
  }

  // The link at the cursor, and what is selected.
  get link() {
    const found = this.#around("a");
    return {
      address: found?.getAttribute("href") ?? "",
      text: found?.textContent ?? this.#place().toString(),
    };
  }

  setLink(address, text) {
    this.focus();
    const found = this.#around("a");
    const link = found ?? this.#document.createElement("a");
    if (!found) {
      const range = this.#place();
      if (range.toString() === text && text) link.append(range.extractContents());
      else range.deleteContents();
      range.insertNode(link);
    }
    link.setAttribute("href", address);
    if (link.textContent !== text || !text) link.textContent = text || address;
    this.#select(after(link));
    this.#changed();
  }

  removeLink() {
    const found = this.#around("a");
    if (found) this.#move(() => unwrap(found));
  }

  #begin() {
    const document = this.#document;
    const body = this.#body;
    body.contentEditable = "true";
    body.setAttribute("aria-label", "Text of the email");
    if (!body.innerHTML.trim()) body.innerHTML = EMPTY;
    document.execCommand("defaultParagraphSeparator", false, "p");
    document.execCommand("styleWithCSS", false, false);
    this.#history = new EditorHistory(() => this.#snapshot(), (state) => this.#restore(state));
    document.addEventListener("selectionchange", () => this.dispatchEvent(new Event("cursor")));
    body.addEventListener("beforeinput", (event) => this.#before(event));
    body.addEventListener("input", (event) => { if (!this.#running) this.#changed(kindOf(event)); });
    for (const type of ["keydown", "paste"]) {
      body.addEventListener(type, (event) => this.#pass(event));
    }
    body.addEventListener("dragstart", () => { this.#dragging = true; });
    body.addEventListener("dragend", () => { this.#dragging = false; });
    body.addEventListener("drop", (event) => this.#drop(event));
  }

  // What is moved within the text the browser moves. What comes from elsewhere stands where it
  // was dropped, not where the cursor was.
  #drop(event) {
    if (this.#dragging) return;
    const place = this.#document.caretPositionFromPoint?.(event.clientX, event.clientY);
    if (place && this.#body.contains(place.offsetNode)) {
      this.#document.getSelection().collapse(place.offsetNode, place.offset);
    }
    this.#pass(event);
  }

  // Lets the page decide on an event of the document; it may prevent what would happen.
  #pass(event) {
    const passed = new CustomEvent(event.type, { detail: event, cancelable: true });
    if (!this.dispatchEvent(passed)) event.preventDefault();
  }

  #before(event) {
    if (event.inputType === "historyUndo" || event.inputType === "historyRedo") {
      event.preventDefault();
      this.command(event.inputType === "historyUndo" ? "undo" : "redo");
    }
  }

  #run(name, value) {
    this.#running = true;
    this.#document.execCommand(name, false, value);
    this.#running = false;
    // Chromium puts lists into paragraphs, where no list can be.
    const lists = this.#body.querySelectorAll("p > ul, p > ol");
    if (lists.length) this.#move(() => lists.forEach((each) => unwrap(each.parentElement)));
    else this.#changed();
  }

  #quote() {
    const quote = this.#around("blockquote");
    const range = this.#place();
    const blocks = [...this.#body.children].filter((each) => range.intersectsNode(each));
    if (quote) this.#move(() => unwrap(quote));
    else if (blocks.length) this.#move(() => wrap(blocks, "blockquote"));
    else this.#run("formatBlock", "<blockquote>");
  }

  // Moves what is there, and leaves selected what was.
  #move(change) {
    const { startContainer, startOffset, endContainer, endOffset } = this.#place();
    change();
    const range = this.#document.createRange();
    range.setStart(startContainer, startOffset);
    range.setEnd(endContainer, endOffset);
    this.#select(range);
    this.#changed();
  }

  #changed(kind = "") {
    this.#history.note(kind);
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }

  // What is selected, also while the focus is elsewhere.
  get #selected() {
    const selection = this.#document.getSelection();
    const range = selection.rangeCount ? selection.getRangeAt(0) : null;
    return range && this.#body.contains(range.commonAncestorContainer) ? range : null;
  }

  // Where the cursor is: at the end where it never was.
  #place() {
    if (this.#selected) return this.#selected;
    const range = this.#document.createRange();
    const last = this.#body.lastElementChild;
    range.selectNodeContents(last?.matches(PARAGRAPHS) ? last : this.#body);
    range.collapse(Boolean(last && isEmpty(last)));
    return range;
  }

  #select(range) {
    const selection = this.#document.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }

  #around(selector) {
    const { startContainer, startOffset } = this.#place();
    const node = startContainer.childNodes[startOffset] ?? startContainer;
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    const found = element?.closest(selector);
    return found && this.#body.contains(found) ? found : null;
  }

  #snapshot() {
    const range = this.#place();
    return {
      html: this.#body.innerHTML,
      start: path(this.#body, range.startContainer, range.startOffset),
      end: path(this.#body, range.endContainer, range.endOffset),
    };
  }

  #restore({ html, start, end }) {
    this.#body.innerHTML = html;
    const range = this.#document.createRange();
    range.setStart(...follow(this.#body, start));
    range.setEnd(...follow(this.#body, end));
    this.#select(range);
  }
}

function loaded(frame) {
  return new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
}

// Letters that are typed in a row are undone in one go, word by word.
function kindOf(event) {
  if (event.inputType === "insertText") return event.data === " " ? "" : "typing";
  return event.inputType?.startsWith("deleteContent") ? "deleting" : "";
}

function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

function wrap(elements, name) {
  const around = elements[0].ownerDocument.createElement(name);
  elements[0].before(around);
  around.append(...elements);
}

function isEmpty(element) {
  return !element.textContent.trim() && !element.querySelector("img, hr, table");
}

// Takes away the space around blocks, in which the cursor would be lost.
function trim(content) {
  const isSpace = (node) => node?.nodeType === Node.TEXT_NODE && !node.data.trim();
  while (isSpace(content.firstChild)) content.firstChild.remove();
  while (isSpace(content.lastChild)) content.lastChild.remove();
}

function after(node) {
  const range = node.ownerDocument.createRange();
  const next = node.nextElementSibling;
  if (next?.matches(PARAGRAPHS)) range.setStart(next, 0);
  else range.setStartAfter(node);
  range.collapse(true);
  return range;
}

// Ends the paragraph at the range, which is then between its two halves; gives the second one.
function split(range, body) {
  const node = range.startContainer;
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const paragraph = element.closest(PARAGRAPHS);
  if (!paragraph || !body.contains(paragraph)) return null;
  const rest = body.ownerDocument.createRange();
  rest.setStart(range.startContainer, range.startOffset);
  rest.setEndAfter(paragraph);
  const tail = rest.extractContents().firstElementChild;
  paragraph.after(tail);
  range.setStartAfter(paragraph);
  range.collapse(true);
  if (isEmpty(paragraph)) paragraph.remove();
  return tail;
}

// The way from a node to a place in it, as numbers, which is the same in a copy.
function path(root, node, offset) {
  const steps = [offset];
  for (let at = node; at !== root; at = at.parentNode) {
    steps.unshift([...at.parentNode.childNodes].indexOf(at));
  }
  return steps;
}

function follow(root, steps) {
  const node = steps.slice(0, -1).reduce((at, step) => at.childNodes[step] ?? at, root);
  const most = node.nodeType === Node.TEXT_NODE ? node.length : node.childNodes.length;
  return [node, Math.min(steps.at(-1), most)];
}
