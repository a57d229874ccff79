// The segment that is being written, and the way of edits to the store.

const DRAFT = "workbench-draft-";

/** Commits edits one after another; what cannot be sent stays in the browser and is tried again. */
class Saver {
  constructor(onSaved, onConflict, onWaiting) {
    Object.assign(this, { onSaved, onConflict, onWaiting });
    this.waiting = new Map();
    this.versions = new Map();
    this.running = null;
  }

  /** `edit`: segment, target, version that it is based on, and the function to call: "save" or "approve". */
  add(edit) {
    this.waiting.set(edit.segment, edit);
    keepDraft(edit.segment, edit.target, edit.version);
    this.onWaiting(this.waiting.size);
    return this.run();
  }

  run() {
    this.running ||= this.work().finally(() => { this.running = null; });
    return this.running;
  }

  async work() {
    clearTimeout(this.retry);
    while (this.waiting.size) {
      const [segment, edit] = this.waiting.entries().next().value;
      try {
        const version = Math.max(edit.version, this.versions.get(segment) || 0);
        const row = await call(edit.name, { segment, target: edit.target, version });
        this.versions.set(segment, row.version);
        if (this.waiting.get(segment) === edit) { this.waiting.delete(segment); forgetDraft(segment); }
        this.onWaiting(this.waiting.size);
        this.onSaved(row);
      } catch (error) {
        if (error instanceof Unreachable) {
          this.onWaiting(this.waiting.size, true);
          this.retry = setTimeout(() => this.run(), 1_500);
          return;
        }
        this.waiting.delete(segment);
        this.onWaiting(this.waiting.size);
        if (error.kind === "conflict") await this.onConflict(edit, error.clashes[0]);
        else tell(error.message, "error");
      }
    }
  }
}

function keepDraft(segment, target, version) {
  try {
    localStorage.setItem(DRAFT + segment, JSON.stringify({ target, version }));
  } catch { /* the browser keeps nothing for this site: the text is still on the page */ }
}

function forgetDraft(segment) {
  localStorage.removeItem(DRAFT + segment);
}

/** Texts that a closed page could not save, of these segments. */
function keptDrafts(ids) {
  const known = new Set(ids);
  return Object.keys(localStorage).filter((key) => key.startsWith(DRAFT)).flatMap((key) => {
    const segment = Number(key.slice(DRAFT.length));
    return known.has(segment) ? [{ segment, ...JSON.parse(localStorage.getItem(key)) }] : [];
  });
}

/** The text field of the active segment over a copy of its text that shows the terms. */
class Editor {
  constructor(row, draft, onInput) {
    this.row = row;
    this.behind = h("div", { class: "wb-behind", "aria-hidden": "true" });
    this.field = h("textarea", { class: "wb-editor", "aria-label": `Translation of segment ${row.position + 1}`,
      lang: session.project.target_language, spellcheck: "true", autocomplete: "off",
      oninput: () => { this.paint(null); onInput(this); } });
    this.field.value = draft;
    this.element = h("div", { class: "wb-edit" }, this.behind, this.field);
    this.paint(draft === row.target ? row.target_pieces : null);
  }

  get text() {
    return this.field.value;
  }

  get changed() {
    return this.text.trim() !== this.row.target.trim();
  }

  /** Show the terms in the text; without `pieces` the text only. */
  paint(pieces) {
    this.behind.replaceChildren(...(pieces ? highlighted(pieces) : [this.text]), "\u200b");
  }

  /** Put a text at the cursor, with spaces where words would touch; can be undone as typing can. */
  insert(text) {
    this.field.focus();
    const { selectionStart: start, selectionEnd: end } = this.field;
    const word = /[\p{L}\p{N}]/u;
    const before = word.test(this.text.slice(0, start).slice(-1)) || /[,.;:)]/.test(this.text.slice(0, start).slice(-1));
    const after = word.test(this.text.slice(end, end + 1));
    this.type(`${before ? " " : ""}${text}${after ? " " : ""}`);
  }

  replaceAll(text) {
    this.field.focus();
    this.field.select();
    this.type(text);
  }

  type(text) {
    if (!document.execCommand("insertText", false, text)) {
      this.field.setRangeText(text, this.field.selectionStart, this.field.selectionEnd, "end");
      this.field.dispatchEvent(new Event("input"));
    }
  }
}

/** Pieces of a text with its terms marked; their concepts are shown on hover, and on focus if they can have it. */
function highlighted(pieces, focusable = false) {
  return pieces.map((piece) => piece.outcome
    ? h("mark", { class: `wb-term ${piece.outcome}`, title: piece.description, tabindex: focusable ? 0 : null }, piece.text) : piece.text);
}
