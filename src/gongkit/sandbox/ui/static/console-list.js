// A list on the page that follows a list of items.

import { make, number } from "/ui/console-elements.js";

/**
 * Shows the first items, and a button for more. What has not changed stays in its place,
 * with what is open, chosen or focused in it. Items are told apart by `key`.
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
    const known = new Map(shown.map((item) => [this.#key(item), this.#element(item)]));
    for (const [key, { element }] of this.#known) {
      if (known.get(key)?.element !== element) element.remove();
    }
    this.#known = known;
    let place = this.#parent.firstChild;
    for (const { element } of known.values()) {
      if (element === place) place = place.nextSibling;
      else this.#parent.insertBefore(element, place);
    }
    const left = items.length - shown.length;
    this.#more.hidden = left <= 0;
    this.#more.textContent = `Show ${number(Math.min(left, this.#step))} more of ${number(left)}`;
  }

  #element(item) {
    const before = this.#known.get(this.#key(item));
    const same = before && (before.item === item || JSON.stringify(before.item) === JSON.stringify(item));
    return same ? before : { item, element: this.#make(item) };
  }

  #showMore() {
    this.#shown += this.#step;
    this.show(this.#items);
  }
}
