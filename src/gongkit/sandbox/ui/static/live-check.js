// Checks a form while it is filled in, and says beside each field what is wrong with it.
// The server has the rules, and checks again when the form is sent.

const PAUSE = 300; // milliseconds without a key

for (const form of document.querySelectorAll("form[data-check]")) {
  watch(form);
}

function watch(form) {
  const touched = new Set();
  const sent = "sent" in form.dataset;
  const status = form.querySelector("[data-check-status]");
  let count = form.querySelectorAll(".wrong").length;
  let timer;
  let running;

  form.addEventListener("input", (event) => {
    touched.add(placeOf(event.target));
    later(PAUSE);
  });
  form.addEventListener("focusout", (event) => {
    const place = placeOf(event.target);
    if (place && !touched.has(place)) {
      touched.add(place);
      later(0);
    }
  });

  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(check, milliseconds);
  }

  async function check() {
    running?.abort();
    running = new AbortController();
    const texts = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    const body = new URLSearchParams(texts);
    try {
      const answer = await fetch(form.dataset.check, { method: "POST", body, signal: running.signal });
      if (tellSession(form, answer)) {
        show(await answer.json());
      }
    } catch {
      // Another check is on its way, or the sandbox is gone: sending the form will tell.
    }
  }

  function show({ beside }) {
    const before = count;
    count = 0;
    for (const box of form.querySelectorAll("[data-field]:not([data-picture])")) {
      const place = box.dataset.field;
      const isShown = sent || touched.has(place) || isFilled(box);
      const messages = (isShown && beside[place]) || [];
      count += messages.length > 0;
      tell(box, messages);
    }
    if (status) {
      status.textContent = summary(count, before);
    }
  }
}

// Says when nobody who may do this is signed in any more, before the form is sent and lost.
export function tellSession(form, answer) {
  const isOver = answer.redirected || answer.status === 403;
  const said = form.querySelector("[data-session]");
  if (!isOver) {
    said?.remove();
  } else if (!said) {
    // The bar of a long form is always in sight.
    const bar = form.querySelector(".save");
    bar ? bar.prepend(sessionIsOver()) : form.querySelector(".actions").before(sessionIsOver());
  }
  return !isOver;
}

function sessionIsOver() {
  const made = document.createElement("p");
  made.className = "alert";
  made.role = "alert";
  made.dataset.session = "";
  const link = document.createElement("a");
  link.href = "/sign-in";
  link.target = "_blank";
  link.textContent = "Sign in in another tab";
  made.append("You are no longer signed in as a tech admin. ", link, ", and go on here: nothing is lost.");
  return made;
}

export function tell(box, messages) {
  box.classList.toggle("wrong", messages.length > 0);
  const control = box.querySelector("textarea, input:not([type=hidden], [type=checkbox])");
  if (messages.length) {
    control?.setAttribute("aria-invalid", "true");
  } else {
    control?.removeAttribute("aria-invalid");
  }
  const lines = messages.map((message) => {
    const line = document.createElement("span");
    line.textContent = message;
    return line;
  });
  box.querySelector(".wrong-text").replaceChildren(...lines);
}

function placeOf(element) {
  return element.closest("[data-field]")?.dataset.field;
}

function isFilled(box) {
  return [...box.querySelectorAll("textarea, input:not([type=hidden])")].some((control) =>
    control.type === "checkbox" ? control.checked : control.value.trim() !== "",
  );
}

function summary(count, before) {
  if (count === 0) {
    return before > 0 ? "Nothing is left to mend." : "";
  }
  return count === 1 ? "One field needs a change." : `${count} fields need a change.`;
}
