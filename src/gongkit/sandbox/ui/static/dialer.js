// The number pad. The sandbox calls nobody: it says so, and what is not known of Gong.

const form = document.getElementById("pad");
const number = form.elements.number;
const called = document.getElementById("called");

for (const key of form.querySelectorAll("[data-key]")) {
  key.addEventListener("click", () => {
    number.value += key.dataset.key;
  });
}

document.getElementById("erase").addEventListener("click", () => {
  number.value = number.value.slice(0, -1);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  called.textContent = number.value.trim()
    ? `Nobody is called here. How Gong tells a dialer's frame to call ${number.value.trim()} is not published, so the frame hears nothing.`
    : "Enter a number first.";
});
