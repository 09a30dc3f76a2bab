// Judging what a frame says: which messages may be believed, and why the others may not.

const TYPES = ["ready", "close", "content"];
const KEYS = {
  ready: ["gong", "version", "id", "type", "apiBaseUrl"],
  close: ["gong", "version", "id", "type"],
  content: ["gong", "version", "id", "type", "html"],
};
const MAX_TEXT = 300;

/** Tell whether somebody speaks the bridge's language: others may have business of their own. */
export function isOfBridge(data) {
  return typeof data === "object" && data !== null && data.gong === "frontend-sdk";
}

/**
 * Judge a message. `frame` has `window`, `origins`, `tenantOrigins`, `kind`, and `said`, the set
 * of what was believed so far. Gives what was said, its size, and a reason not to believe it.
 */
export function judge(event, frame, settings) {
  const message = isOfBridge(event.data) ? event.data : {};
  const said = TYPES.includes(message.type) ? message.type : "unknown";
  const size = typeof message.html === "string" ? message.html.length : 0;
  return { said, size, reason: reasonAgainst(event, frame, settings) };
}

function reasonAgainst(event, frame, settings) {
  if (event.source === null || event.source !== frame.window) return "other-window";
  if (!frame.origins.includes(event.origin)) return "other-origin";
  const message = event.data;
  if (!isSound(message)) return "malformed";
  if (isTooLarge(message.html, settings.maxContentBytes)) return "too-large";
  if (frame.isClosed) return "late";
  if (frame.said.has(message.type)) return "repeated";
  if (message.type === "ready") return reasonAgainstReady(message, event.origin, frame, settings);
  if (!frame.said.has("ready")) return "before-ready";
  return message.type === "content" && frame.kind !== "EMAIL_COMPOSER" ? "no-draft" : null;
}

function reasonAgainstReady(message, origin, frame, settings) {
  const isTenant = frame.tenantOrigins.includes(origin) && frame.kind !== "DIALER";
  return isTenant && message.apiBaseUrl !== settings.apiBaseUrl ? "base-url" : null;
}

function isSound(message) {
  return isOfBridge(message)
    && message.version === 1
    && TYPES.includes(message.type)
    && Object.keys(message).every((key) => KEYS[message.type].includes(key))
    && isShortText(message.id)
    && (message.apiBaseUrl === undefined || isShortText(message.apiBaseUrl))
    && (message.type !== "content" || typeof message.html === "string");
}

function isShortText(value) {
  return typeof value === "string" && value.length > 0 && value.length <= MAX_TEXT;
}

function isTooLarge(html, limit) {
  if (typeof html !== "string") return false;
  return html.length > limit || new TextEncoder().encode(html).length > limit;
}
