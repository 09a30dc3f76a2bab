// Tells the app's page inside Gong who its user is. Gong says nothing, and browsers keep the
// app's cookies out of Gong's frame: so the user signs in in a pop-up of the app itself, which
// hands a ticket back, and the page trades that for a token.

const POP_UP = new URL("./frame-identity", import.meta.url);
const TOKEN = new URL("./frame-identity/token", import.meta.url);
const LOOK_MS = 500;

/**
 * Ask who the user is. Call it when the user clicks: browsers block other pop-ups.
 *
 * Keep the token in memory only, and send it as `Authorization` (see `headers`).
 *
 * @returns {Promise<{token: string, expiresIn: number, headers: Record<string, string>}>}
 */
export async function identify() {
  if (POP_UP.origin !== window.location.origin) {
    throw new Error(`The page is at ${window.location.origin}, and the app at ${POP_UP.origin}.`);
  }
  const popUp = window.open(POP_UP, "gongkit-identity", "popup,width=480,height=640");
  if (!popUp) throw new Error("The browser blocked the pop-up: call identify() in a click.");
  const ticket = await ticketFrom(popUp);
  const answer = await fetch(TOKEN, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ticket }),
  });
  if (!answer.ok) throw new Error("The ticket was not accepted. Please sign in again.");
  const { token, expires_in: expiresIn } = await answer.json();
  return { token, expiresIn, headers: { Authorization: `Bearer ${token}` } };
}

/** @param {Window} popUp @returns {Promise<string>} */
function ticketFrom(popUp) {
  return new Promise((resolve, reject) => {
    const end = (finish, value) => {
      window.removeEventListener("message", hear);
      clearInterval(looking);
      finish(value);
    };
    const hear = (event) => {
      if (event.origin !== window.location.origin || event.source !== popUp) return;
      if (typeof event.data?.gongkitTicket === "string") end(resolve, event.data.gongkitTicket);
    };
    let wasClosed = false;
    const looking = setInterval(() => {
      // It closes itself once it has handed the ticket over, which may come a moment later.
      if (wasClosed) end(reject, new Error("The pop-up was closed before you signed in."));
      wasClosed = popUp.closed;
    }, LOOK_MS);
    window.addEventListener("message", hear);
  });
}
