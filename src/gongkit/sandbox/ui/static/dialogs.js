// Opens in a window what a link would lead to; without this script the link does.

for (const opener of document.querySelectorAll("a[data-dialog]")) {
  const dialog = document.getElementById(opener.dataset.dialog);
  opener.setAttribute("role", "button");
  opener.setAttribute("aria-haspopup", "dialog");
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    open(dialog);
  });
  opener.addEventListener("keydown", (event) => {
    if (event.key === " ") {
      event.preventDefault();
      open(dialog);
    }
  });
}

function open(dialog) {
  dialog.showModal();
  dialog.querySelector("textarea, input:not([type=hidden])")?.focus();
}
