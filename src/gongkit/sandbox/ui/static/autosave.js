// Keeps a form's content as it changes, a moment after the last change, one request at a time.

const PAUSE = 800;
const GONE = "This draft is no longer there: it was sent or deleted on another page.";
const SIGNED_OUT = "Nobody is signed in any more. Sign in on another page, then save again.";

export class Autosave extends EventTarget {
  #form;
  #timer = 0;
  #running = null;
  #again = false;

  constructor(form) {
    super();
    this.#form = form;
    form.addEventListener("submit", () => this.stop());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.#timer) this.save();
    });
  }

  // Whether something has changed that is in no request yet.
  get isBehind() {
    return this.#timer !== 0 || this.#again;
  }

  // Something has changed.
  touch() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), PAUSE);
    this.dispatchEvent(new Event("changed"));
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  // Saves now; resolves to what the sandbox answered once everything until now is kept.
  save() {
    this.stop();
    this.#again = Boolean(this.#running);
    this.#running ??= this.#run().finally(() => { this.#running = null; });
    return this.#running;
  }

  async #run() {
    let detail;
    do {
      this.#again = false;
      this.dispatchEvent(new Event("saving"));
      detail = await this.#send();
      this.dispatchEvent(new CustomEvent("saved", { detail }));
    } while (this.#again);
    return detail;
  }

  async #send() {
    try {
      const answer = await fetch(this.#form.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new FormData(this.#form),
      });
      if (answer.redirected) return { errors: { draft: SIGNED_OUT } };
      if (answer.ok || answer.status === 422) return await answer.json();
      const why = answer.status === 404 ? GONE : `The draft could not be saved (${answer.status}).`;
      return { errors: { draft: why } };
    } catch {
      return { errors: { draft: "The draft could not be saved: the sandbox does not answer." } };
    }
  }
}
