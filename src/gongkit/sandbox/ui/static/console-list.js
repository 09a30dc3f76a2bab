// A list on the page that follows a list of items.

import { make, number } from "/ui/console-elements.js";

const FOCUSABLE = "a, button, summary, [tabindex]";

/**
 * Shows the first items, and a button for more. What has not changed stays in its place; what
 * has is made anew, with what was open and focused in it. Items are told apart by `key`.
 */
export class List {
  #parent; #key; #make; #more; #step; #shown; #items = []; #known = new Map();

  constructor(parent, { key, make: makeItem, step = 100 }) {
    this.#parent = parent;
    this.#key = key;
    this.#make = makeItem;
    this.#step = this.#shown = step;
    this.#more = make("button", { type: "button", hidden: true, onclick: () => this.#showMore() });
    (parent.closest(".scroll") ?? parent).after(this.#more);
  }

  /** Show these items. */
  show(items) {
    this.#items = items;
    const shown = items.slice(0, this.#shown);
    const focused = document.activeElement;
    const known = new Map(shown.map((item) => [this.#key(item), this.#element(item)]));
    const focus = this.#focusAfter(focused, known);
    for (const [key, { element }] of this.#known) {
      if (known.get(key)?.element !== element) element.remove();
    }
    this.#known = known;
    let place = this.#parent.firstChild;
    for (const { element } of known.values()) {
      if (element === place) place = place.nextSibling;
      else this.#parent.insertBefore(element, place);
    }
    focus?.focus({ preventScroll: true });
    const left = items.length - shown.length;
    this.#more.hidden = left <= 0;
    this.#more.textContent = `Show ${number(Math.min(left, this.#step))} more of ${number(left)}`;
  }

  #element(item) {
    const before = this.#known.get(this.#key(item));
    const same = before && (before.item === item || JSON.stringify(before.item) === JSON.stringify(item));
    if (same) return before;
    const element = this.#make(item);
    if (before) openAsBefore(before.element, element);
    return { item, element };
  }

  /** Give what stands where the focus is, if what is focused is about to go. */
  #focusAfter(focused, known) {
    for (const [key, { element: before }] of this.#known) {
      const after = known.get(key)?.element;
      if (!after || after === before || !before.contains(focused)) continue;
      const place = [...before.querySelectorAll(FOCUSABLE)].indexOf(focused);
      const places = [...after.querySelectorAll(FOCUSABLE)];
      return places[place] ?? places.at(-1);
    }
    return null;
  }

  #showMore() {
    this.#shown += this.#step;
    this.show(this.#items);
  }
}

function openAsBefore(before, after) {
  const were = [...before.querySelectorAll("details")].map((each) => each.open);
  after.querySelectorAll("details").forEach((each, place) => { each.open = were[place] ?? each.open; });
}
