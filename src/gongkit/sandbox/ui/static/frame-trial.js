// Shows what a composer's frame gives, as it came.

const by = document.getElementById("given-by");
const given = document.getElementById("given");

document.addEventListener("gong-content", ({ detail }) => {
  by.textContent = `It came with ${detail.html.length.toLocaleString("en")} characters:`;
  given.textContent = detail.html;
  given.hidden = false;
});

document.addEventListener("gong-closed", () => {
  by.textContent = "The frame was closed without content.";
  given.hidden = true;
});
