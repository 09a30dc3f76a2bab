// Takes a picture as soon as it is chosen, and shows where it will be seen.

import { tell, tellSession } from "/ui/live-check.js";

const form = document.querySelector("form[data-pictures]");

for (const box of form.querySelectorAll("[data-picture]")) {
  watch(box);
}

form.addEventListener("input", ({ target }) => {
  for (const shown of form.querySelectorAll("[data-shown]")) {
    if (shown.dataset.shown === target.name) {
      shown.textContent = target.value.trim() || shown.dataset.fallback;
    }
  }
  for (const none of form.querySelectorAll("[data-tile] > .none")) {
    none.textContent = initial();
  }
});

function watch(box) {
  const kind = box.dataset.picture;
  const input = box.querySelector("input[type=file]");
  const remove = box.querySelector("[data-remove]");
  const removes = remove.querySelector("input");
  let url = box.querySelector("[data-tile] img")?.src;

  input.addEventListener("change", async () => {
    if (!input.files.length) {
      return;
    }
    const { error, ...picture } = await send(input);
    if (error) {
      input.value = "";
      tell(box, [error]);
      return;
    }
    tell(box, []);
    box.querySelector("input[type=hidden][name$='.kept']").value = picture.kept;
    describe(input.files[0].name, picture);
    remove.hidden = false;
    removes.checked = false;
    url = picture.url;
    show(kind, url);
  });
  removes.addEventListener("change", () => {
    // The file itself must not be sent: what was chosen is kept, in case this is taken back.
    input.value = "";
    show(kind, removes.checked ? null : url);
  });

  function describe(name, { about, advice }) {
    const file = document.createElement("code");
    file.textContent = name;
    const lines = [paragraph("", file, `, ${about}`)];
    lines.push(...advice.map((sentence) => paragraph("advice", sentence)));
    box.querySelector(".about").replaceChildren(...lines);
  }
}

async function send(input) {
  const most = Number(form.dataset.mostBytes);
  if (input.files[0].size > most) {
    return { error: `The image has more than ${(most / 1_000).toLocaleString("en")} KB.` };
  }
  const body = new FormData();
  body.append(input.name, input.files[0]);
  try {
    const answer = await fetch(form.dataset.pictures, { method: "POST", body });
    return tellSession(form, answer) ? await answer.json() : { error: "Sign in, and choose it again." };
  } catch {
    return { error: "The picture could not be sent: is the sandbox still there?" };
  }
}

function show(kind, url) {
  for (const tile of form.querySelectorAll(`[data-tile="${kind}"]`)) {
    tile.replaceChildren(url ? image(tile, url) : letter(tile));
  }
}

function image(tile, url) {
  const made = document.createElement("img");
  made.className = tile.dataset.class;
  made.alt = "";
  made.src = url;
  return made;
}

function letter(tile) {
  const made = document.createElement("span");
  made.className = `${tile.dataset.class} none`;
  made.textContent = initial();
  return made;
}

function initial() {
  const [first] = form.elements["integration.name"].value.trim() || "Your app";
  return first;
}

function paragraph(name, ...content) {
  const made = document.createElement("p");
  made.className = name;
  made.append(...content);
  return made;
}
