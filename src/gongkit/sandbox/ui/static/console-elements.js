// Making elements. Texts become text nodes, never markup, wherever they come from.

/** Find an element that the page has. */
export const byId = (id) => document.getElementById(id);

/**
 * Make an element. Of its attributes, those that begin with "on" are listeners; true stands
 * for one without a value, and one that is false, null or undefined is left out.
 */
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

/** Make a list of terms and what is said of each; a term about which nothing is said is left out. */
export function terms(pairs) {
  const told = pairs.filter(([, value]) => value != null && value !== "");
  return make("dl", {}, ...told.flatMap(([term, value]) => [
    make("dt", {}, term),
    make("dd", {}, ...[value].flat()),
  ]));
}

/** Write a number with commas. */
export const number = (value) => value.toLocaleString("en");

/** Write a number with what it counts, in singular or plural. */
export const count = (value, one, many = `${one}s`) => `${number(value)} ${value === 1 ? one : many}`;
