// A button beside each value copies it. Without this script the values are there all the same.
for (const button of document.querySelectorAll(".copy")) {
  const value = button.parentElement.querySelector("pre");
  button.hidden = false;
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(value.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(value);
      button.textContent = "Selected";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  };
}
