// Takes a picture as soon as it is chosen, and shows where it will be seen.

import { tell } from "/ui/live-check.js";

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
  removes.addEventListener("change", () => show(kind, removes.checked ? null : url));

  function describe(name, { about, advice }) {
    const file = document.createElement("code");
    file.textContent = name;
    const lines = [paragraph("", file, `, ${about}`)];
    lines.push(...advice.map((sentence) => paragraph("advice", sentence)));
    box.querySelector(".about").replaceChildren(...lines);
  }
}

async function send(input) {
  const body = new FormData();
  body.append(input.name, input.files[0]);
  try {
    const answer = await fetch(form.dataset.pictures, { method: "POST", body });
    return answer.status === 413 ? { error: "The image has more than 1,000 KB." } : await answer.json();
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
  return (form.elements["integration.name"].value.trim() || "Your app")[0];
}

function paragraph(name, ...content) {
  const made = document.createElement("p");
  made.className = name;
  made.append(...content);
  return made;
}
