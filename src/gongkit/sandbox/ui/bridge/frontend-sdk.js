/**
 * The bridge between a page that Gong embeds and Gong, as the sandbox has it.
 *
 * It stands for the npm package `@gong.io/frontend-sdk`: an import map gives it that name. What
 * Gong documents is `init` and the three methods; how they are called is assumed, so that each
 * likely way works:
 *
 *     init(apiBaseUrlForCustomer);
 *     GongFrontendApi.ready();                     // static methods
 *     new GongFrontendApi().ready();               // an instance
 *     const gong = await init(…); gong.ready();    // what init gives, awaited or not
 *
 * @module @gong.io/frontend-sdk
 */

/** The origins that Gong's own pages have here. Nothing is sent to, or believed from, any other. */
const GONG_ORIGINS = ["origins of Gong"];
const MAX_CONTENT_BYTES = 1_000_000;
const ANSWER_MS = 10_000;

/** What went wrong, in a sentence that says what to do. */
export class GongFrontendError extends Error {
  name = "GongFrontendError";
}

/**
 * @typedef {object} InitOptions
 * @property {string} [api_base_url_for_customer] The company's API base URL, as the token
 *   endpoint gave it. Needed where the page is at a sub-domain of the tenant's own.
 * @property {string} [apiBaseUrlForCustomer] The same.
 * @property {string} [apiBaseUrl] The same.
 */

/**
 * @typedef {object} Api
 * @property {() => Promise<void>} ready
 * @property {() => Promise<void>} close
 * @property {(html: string) => Promise<void>} closeWithContent
 */

/** @type {{apiBaseUrl: string | null, gong: string} | null} */
let begun = null;
/** What was said already. @type {Set<string>} */
const said = new Set();
/**
 * @typedef {object} Answer
 * @property {boolean} ok
 * @property {string} [error]
 */

/** Those who wait for an answer, by their messages. @type {Map<string, (answer: Answer) => void>} */
const waiting = new Map();

/**
 * Begin. Call it once, before anything else.
 *
 * @param {string | InitOptions} [options]
 * @returns {Promise<Api> & Api} The methods: at once, and as what it resolves to.
 */
export function init(options) {
  if (begun) throw new GongFrontendError("init() was called before. Call it once.");
  begun = { apiBaseUrl: baseUrlIn(options), gong: gongOrigin() };
  window.addEventListener("message", hear);
  return Object.assign(Promise.resolve(api), api);
}

/** The methods, called on the class itself or on an instance. */
export class GongFrontendApi {
  /** @param {string | InitOptions} [options] As of `init`, where that was not called. */
  constructor(options) {
    if (options !== undefined && !begun) init(options);
  }

  /** Say that the page has loaded, and can be seen. */
  static ready() {
    return say("ready");
  }

  /** Close the frame: the user cancelled. */
  static close() {
    return say("close");
  }

  /**
   * Close the frame, and give HTML for the draft. Gong sanitizes it.
   *
   * @param {string} html
   */
  static closeWithContent(html) {
    return say("content", html);
  }

  ready() {
    return GongFrontendApi.ready();
  }

  close() {
    return GongFrontendApi.close();
  }

  /** @param {string} html */
  closeWithContent(html) {
    return GongFrontendApi.closeWithContent(html);
  }
}

/** @type {Api} */
const api = {
  ready: GongFrontendApi.ready,
  close: GongFrontendApi.close,
  closeWithContent: GongFrontendApi.closeWithContent,
};

export default { init, GongFrontendApi };

/**
 * Send a message to Gong, and wait until it is taken. It rejects with the reason why not.
 *
 * @param {"ready" | "close" | "content"} type
 * @param {string} [html]
 * @returns {Promise<void>}
 */
async function say(type, html) {
  if (!begun) throw new GongFrontendError("Call init() first.");
  const gong = begun.gong;
  checkTurn(type);
  if (type === "content") checkContent(html);
  said.add(type);
  const message = { gong: "frontend-sdk", version: 1, id: crypto.randomUUID(), type };
  if (type === "content") message.html = html;
  if (type === "ready" && begun.apiBaseUrl) message.apiBaseUrl = begun.apiBaseUrl;
  const answer = await answered(message, gong);
  if (!answer.ok) throw new GongFrontendError(answer.error);
}

/** @param {string} type */
function checkTurn(type) {
  const name = type === "content" ? "closeWithContent" : type;
  if (said.has("close") || said.has("content")) {
    throw new GongFrontendError(`${name}(): the frame is closed already.`);
  }
  if (said.has(type)) throw new GongFrontendError(`${name}() was called before. Call it once.`);
  if (type !== "ready" && !said.has("ready")) {
    throw new GongFrontendError(`${name}(): call ready() first.`);
  }
}

/** @param {unknown} html */
function checkContent(html) {
  if (typeof html !== "string") {
    throw new GongFrontendError(`closeWithContent() takes HTML as a string, not ${typeof html}.`);
  }
  const size = new TextEncoder().encode(html).length;
  if (size > MAX_CONTENT_BYTES) {
    throw new GongFrontendError(
      `closeWithContent(): the HTML has ${size} bytes, and may have ${MAX_CONTENT_BYTES}.`,
    );
  }
}

/**
 * @param {{id: string}} message
 * @param {string} gong
 * @returns {Promise<Answer>}
 */
function answered(message, gong) {
  return new Promise((resolve) => {
    const late = setTimeout(() => {
      waiting.delete(message.id);
      resolve({ ok: false, error: `Gong (${gong}) does not answer. Is the page in its frame?` });
    }, ANSWER_MS);
    waiting.set(message.id, (answer) => {
      clearTimeout(late);
      resolve(answer);
    });
    window.parent.postMessage(message, gong);
  });
}

/** Hear Gong's answers, and nothing else. @param {MessageEvent} event */
function hear(event) {
  if (event.source !== window.parent || event.origin !== begun.gong) return;
  const answer = event.data;
  if (answer?.gong !== "host" || !waiting.has(answer.id)) return;
  const told = waiting.get(answer.id);
  waiting.delete(answer.id);
  told({ ok: answer.ok === true, error: String(answer.error ?? "Gong refused the message.") });
}

/** Find which of Gong's origins the page around this one has. */
function gongOrigin() {
  if (window.parent === window) {
    throw new GongFrontendError(
      "The page is not in a frame. Open it in Gong: by its button in the email composer, or on"
      + " an account's page.",
    );
  }
  const around = originAround();
  if (around === null) return GONG_ORIGINS[0];
  if (GONG_ORIGINS.includes(around)) return around;
  throw new GongFrontendError(
    `The page is in a frame of ${around}, and Gong is ${GONG_ORIGINS[0]}.`,
  );
}

/** Give the origin of the page around this one, where the browser says it. */
function originAround() {
  const known = window.location.ancestorOrigins?.[0];
  if (known) return known;
  try {
    return new URL(document.referrer).origin;
  } catch {
    return null;
  }
}

/**
 * @param {unknown} options
 * @returns {string | null}
 */
function baseUrlIn(options) {
  if (options === undefined || options === null) return null;
  const given = typeof options === "object"
    ? options.api_base_url_for_customer ?? options.apiBaseUrlForCustomer ?? options.apiBaseUrl
    : options;
  if (typeof given !== "string" || !/^https?:\/\//.test(given) || !URL.canParse(given)) {
    throw new GongFrontendError(
      "init() takes the company's api_base_url_for_customer, such as"
      + " https://company-17.api.gong.io, or an object that has it under that name.",
    );
  }
  return new URL(given).origin;
}
