// Looking again and again at what the sandbox says, as long as somebody looks at the page.

import { Refused, Stopped } from "/ui/console-control.js";
import { byId } from "/ui/console-elements.js";

const line = byId("stopped");

/**
 * Call `look` now, and again so many seconds after it has ended; not while the tab is
 * hidden, nor after `hold()` until `goOn()`. `again()` does not wait for its turn.
 */
export function poll(seconds, look) {
  let timer, looking = false, held = false, soon = false;

  async function turn() {
    clearTimeout(timer);
    if (looking) soon = true;
    if (looking || held || document.hidden) return;
    looking = true;
    soon = false;
    try {
      await look();
      line.hidden = true;
    } catch (error) {
      tell(error, seconds);
    } finally {
      looking = false;
    }
    timer = setTimeout(turn, soon ? 0 : seconds * 1_000);
  }

  document.addEventListener("visibilitychange", turn);
  turn();
  return {
    again: turn,
    hold() { held = true; },
    goOn() { held = false; turn(); },
  };
}

function tell(error, seconds) {
  if (!(error instanceof Stopped || error instanceof Refused)) throw error;
  const text = `${error.message} Asking again every ${seconds === 1 ? "second" : `${seconds} seconds`}.`;
  if (line.hidden || line.textContent !== text) line.textContent = text;
  line.hidden = false;
}
