// What the editor's document said before each change, so that a change can be undone.
// The browser keeps a history of its own, but not of what is put in by a script.

const MOST = 100;

export class EditorHistory {
  #past;
  #future;
  #kind;
  #read;
  #write;

  // read() gives the document as it is, write(state) brings it back.
  constructor(read, write) {
    this.#read = read;
    this.#write = write;
    this.begin();
  }

  // Forgets everything: the document is another one.
  begin() {
    this.#past = [this.#read()];
    this.#future = [];
    this.#kind = "";
  }

  // Notes a change. Changes of one kind that follow each other are one; "" is always a new one.
  note(kind = "") {
    if (kind && kind === this.#kind) this.#past.pop();
    this.#past.push(this.#read());
    if (this.#past.length > MOST) this.#past.shift();
    this.#future = [];
    this.#kind = kind;
  }

  undo() {
    if (this.#past.length < 2) return false;
    this.#future.push(this.#past.pop());
    this.#write(this.#past.at(-1));
    this.#kind = "";
    return true;
  }

  redo() {
    const state = this.#future.pop();
    if (!state) return false;
    this.#past.push(state);
    this.#write(state);
    this.#kind = "";
    return true;
  }
}
