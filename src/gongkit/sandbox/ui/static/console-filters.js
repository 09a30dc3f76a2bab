// The filters above a list. They are in the page's URL, so that it can be kept and passed on.

import { byId, make } from "/ui/console-elements.js";

/** The fields of the form "filters" that have these ids; `changed` is called after each change. */
export class Filters {
  #fields; #known = new Map();

  constructor(ids, changed) {
    this.#fields = ids.map(byId);
    this.#read();
    for (const field of this.#fields) {
      field.addEventListener("input", () => {
        this.#write();
        changed();
      });
    }
    byId("filters").addEventListener("submit", (event) => event.preventDefault());
  }

  /** What is chosen or typed, by the order of the ids. */
  get values() {
    return this.#fields.map((field) => field.value);
  }

  /** Let somebody choose among the values that there are. */
  offer(id, values) {
    const known = this.#options(byId(id));
    for (const value of new Set(values)) {
      if (!value || known.has(value)) continue;
      known.add(value);
      byId(id).append(make("option", {}, value));
    }
  }

  #options(field) {
    if (!this.#known.has(field)) {
      this.#known.set(field, new Set([...field.options].map((option) => option.value)));
    }
    return this.#known.get(field);
  }

  #read() {
    const given = new URLSearchParams(location.search);
    for (const field of this.#fields) {
      const value = given.get(field.id) ?? "";
      if (field.matches("select[data-offered]")) this.offer(field.id, [value]);
      field.value = value;
    }
  }

  #write() {
    const chosen = this.#fields.filter((field) => field.value).map((field) => [field.id, field.value]);
    const query = new URLSearchParams(chosen);
    history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
  }
}
