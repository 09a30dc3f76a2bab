// The editor's toolbar: one stop for the Tab key, arrows from button to button.

export class EditorToolbar {
  #bar;
  #editor;
  #others;

  // others: what is done for the commands that are not the editor's own, by name.
  constructor(bar, editor, others) {
    this.#bar = bar;
    this.#editor = editor;
    this.#others = others;
    bar.addEventListener("click", (event) => {
      const name = event.target.closest("[data-command]")?.dataset.command;
      if (name) this.run(name);
    });
    bar.addEventListener("keydown", (event) => this.#move(event));
    this.#block.addEventListener("change", () => editor.command("block", this.#block.value));
    editor.addEventListener("cursor", () => this.#show());
    this.#stopAt(this.#stops[0]);
  }

  run(name) {
    const other = this.#others[name];
    if (other) other();
    else this.#editor.command(name);
  }

  focus() {
    this.#stops.find((each) => each.tabIndex === 0)?.focus();
  }

  // Leaves the buttons of these commands, and the apps', as the only ones that work.
  allowOnly(names) {
    for (const each of this.#bar.querySelectorAll("[data-command], #block")) {
      each.disabled = names !== null && !names.includes(each.dataset.command);
    }
    for (const each of this.#bar.querySelectorAll("[data-command=source]")) {
      each.setAttribute("aria-pressed", String(names !== null));
    }
    this.#stopAt(this.#stops.find((each) => !each.disabled));
  }

  get #block() { return this.#bar.querySelector("#block"); }

  // What is in the dialogs of apps is theirs.
  get #stops() {
    const all = [...this.#bar.querySelectorAll("button, select")];
    return all.filter((each) => !each.closest("dialog"));
  }

  #show() {
    const { active, block } = this.#editor.state;
    for (const each of this.#bar.querySelectorAll("[data-command]")) {
      const { command } = each.dataset;
      if (command in this.#others && command !== "link") continue;
      if (["undo", "redo", "clear"].includes(command)) continue;
      each.setAttribute("aria-pressed", String(active.has(command)));
    }
    this.#block.value = block;
  }

  #move(event) {
    const stops = this.#stops.filter((each) => !each.disabled);
    const at = stops.indexOf(event.target);
    if (at < 0) return;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: stops.length - 1 }[event.key];
    if (event.key === "Escape") this.#editor.focus();
    if (to === undefined) return;
    event.preventDefault();
    const stop = stops[(to + stops.length) % stops.length];
    this.#stopAt(stop);
    stop.focus();
  }

  #stopAt(stop) {
    for (const each of this.#stops) each.tabIndex = each === stop ? 0 : -1;
  }
}
