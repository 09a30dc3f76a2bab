// Runs in the pop-up, where the user is signed in: hands a ticket to the page that opened it,
// which must be of the same origin.

const state = document.getElementById("state");
const ticketUrl = new URL("./frame-identity/ticket", window.location.href);
const answer = await fetch(ticketUrl, { method: "POST" });

if (!answer.ok) {
  state.textContent = "You are not signed in. Close this window, and try again.";
} else if (window.opener === null) {
  // A sign-in page on the way may have cut the tie between the two windows.
  state.textContent = "You are signed in. Close this window, and press the button in Gong again.";
} else {
  const { ticket } = await answer.json();
  window.opener.postMessage({ gongkitTicket: ticket }, window.location.origin);
  state.textContent = "You are signed in. You can close this window.";
  window.close();
}
