// A second click on a button does not send its form again: what is made or ended is so once.

const onTheirWay = new Set();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") {
    return;
  }
  if (onTheirWay.has(form)) {
    event.preventDefault();
  }
  onTheirWay.add(form);
});

// Whoever comes back to the page by the browser's button may send it again.
window.addEventListener("pageshow", () => onTheirWay.clear());
