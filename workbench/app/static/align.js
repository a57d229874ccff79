// Two documents side by side, bead by bead.

const DOUBTFUL = 0.5; // beads below are marked

class AlignPage {
  constructor(form) {
    this.form = form;
    this.active = 0;
    this.key = query.get("alignment");
    this.list = new SegmentList((bead) => this.makeRow(bead), async () => []);
    this.list.view.setAttribute("aria-label", "Beads");
    if (this.key) this.follow();
    else this.ask();
  }

  ask() {
    const { languages, suffixes, most_megabytes: most } = this.form;
    const fields = ["source", "target"].map((name) => h("input", { type: "file", class: "wb-input", name, required: true, accept: suffixes.join(",") }));
    const start = async () => {
      const [source, target] = await Promise.all(fields.map(async (field) => {
        const file = field.files[0];
        if (file.size > most * 2 ** 20) throw new Refused({ error: `${file.name}: is larger than ${most} MiB` });
        return { name: file.name, content: await readFile(file) };
      }));
      this.key = await call("start", { source, target });
      history.replaceState(null, "", address("align", { alignment: this.key }));
      await this.follow();
    };
    showPage(h("div", { class: "wb-sheet" }, h("h1", {}, "Align a document with its translation"),
      h("form", { class: "wb-card", onsubmit: (event) => { event.preventDefault(); attempt(start); } },
        h("div", { class: "wb-fields" }, labelled(`Document (${languages[0]})`, fields[0]), labelled(`Its translation (${languages[1]})`, fields[1])),
        h("div", { class: "wb-row-of-buttons" }, h("button", { class: "wb-button main" }, "Align"),
          h("span", { class: "wb-faint" }, "What you edit is kept as long as the server runs; export it when you are done.")))));
  }

  async follow() {
    const bar = h("progress", { "aria-label": "Aligned" });
    showPage(h("div", { class: "wb-sheet" }, h("p", { role: "status" }, "Aligning… ", bar)));
    for (;;) {
      const found = await attempt(() => call("state", { key: this.key }));
      if (!found || found.error) { if (found) tell(found.error, "error"); this.ask(); return; }
      if (found.beads) { this.build(found); return; }
      if (found.total) { bar.max = found.total; bar.value = found.done; }
      await new Promise((resolve) => { setTimeout(resolve, 500); });
    }
  }

  build(found) {
    this.undoButton = button("Undo", () => this.run("undo"), { keys: "Ctrl+Z" });
    this.redoButton = button("Redo", () => this.run("redo"), { keys: "Ctrl+Shift+Z" });
    this.count = h("span", { class: "wb-progress" });
    const format = select(found.formats.map((one) => [one, one]), "tmx", { "aria-label": "Format" });
    const save = () => attempt(async () => { const file = await call("export", { key: this.key, format: format.value }); saveFile(file.name, file.data); });
    showPage([h("div", { class: "wb-bar" }, h("h1", {}, found.name), this.count, h("span", { class: "wb-spring" }),
      button("Next doubtful", () => this.nextDoubtful(), { keys: "N" }), this.undoButton, this.redoButton, format, button("Export", save),
      button("Send to the memory…", () => this.send(), { kind: "main", title: "To the translation memory of a project" }),
      h("a", { class: "wb-button", href: address("align", { alignment: null }) }, "Align others")), this.list.view], () => this.help());
    root.onkeydown = (event) => this.pressed(event);
    this.take(found);
    this.list.view.focus();
  }

  take(found) {
    this.beads = found.beads;
    this.active = Math.min(this.active, this.beads.length - 1);
    this.list.heights.clear();
    this.list.rows.clear();
    this.list.setIds(this.beads.map((_, index) => index + 1));
    this.list.put(this.beads.map((bead, index) => ({ id: index + 1, ...bead })));
    const doubtful = this.beads.filter((bead) => bead.confidence < DOUBTFUL).length;
    this.count.textContent = `${counted(this.beads.length, "bead")}, ${doubtful} doubtful`;
    this.undoButton.disabled = !found.past;
    this.redoButton.disabled = !found.future;
  }

  makeRow(bead) {
    const index = bead.id - 1;
    const isActive = index === this.active;
    const side = (name, language) => h("div", { class: `wb-${name}`, lang: language }, bead[name].map((text, at) => [
      isActive && at ? button("✂ split here", () => this.edit("split", this.splitAt(bead, name, at)), { kind: "small quiet wb-split", title: "Split the bead here", "aria-label": `Split before ${name} segment ${at + 1}` }) : null,
      h("p", {}, text)]));
    return h("div", { class: `wb-row wb-bead${isActive ? " active" : ""}${bead.confidence < DOUBTFUL ? " doubtful" : ""}`, role: "listitem", "data-id": bead.id, "aria-current": isActive ? "true" : null,
      onclick: (event) => { if (!event.target.closest("button")) this.go(index); } },
    h("div", { class: "wb-number" }, bead.id), side("source", this.form.languages[0]), side("target", this.form.languages[1]),
    h("div", { class: "wb-status" }, h("span", { class: bead.confidence < DOUBTFUL ? "wb-sign warn" : "wb-sign" }, `${Math.round(100 * bead.confidence)} %`)),
    isActive ? h("div", { class: "wb-row-of-buttons wb-bead-actions" }, this.actions(bead)) : null);
  }

  actions(bead) {
    const small = (label, keys, run, disabled, title = "") => button(label, run, { keys, kind: "small", disabled, title });
    const last = bead.id === this.beads.length;
    const move = (side, direction) => small(`${side} ${direction === "back" ? "↑" : "↓"}`, { source: { back: "1", on: "2" }, target: { back: "3", on: "4" } }[side][direction],
      () => this.edit("move", { side, direction }), !bead[side].length || (direction === "back" ? bead.id === 1 : last),
      direction === "back" ? `The first ${side} segment goes to the bead before` : `The last ${side} segment goes to the next bead`);
    return [small("Merge with next", "M", () => this.edit("merge"), last), small("Drop", "D", () => this.edit("drop"), !bead.source.length || !bead.target.length),
      h("span", { class: "wb-faint" }, "Move"), move("source", "back"), move("source", "on"), move("target", "back"), move("target", "on")];
  }

  /** Where the other side is cut when one is cut at a segment: at the same share of it. */
  splitAt(bead, name, at) {
    const other = name === "source" ? "target" : "source";
    return { [name]: at, [other]: Math.round((bead[other].length * at) / bead[name].length) };
  }

  edit(name, more = {}) {
    return this.run("edit", { name, position: this.active, beads: this.beads.length, ...more });
  }

  async run(name, more = {}) {
    const found = await attempt(() => call(name, { key: this.key, ...more }));
    if (found) { this.take(found); await this.go(this.active); }
  }

  async go(index) {
    if (index < 0 || index >= this.beads.length) return;
    const before = this.active;
    this.active = index;
    this.list.refresh(before + 1);
    await this.list.show(index + 1);
    this.list.refresh(index + 1);
    this.list.view.focus({ preventScroll: true });
  }

  nextDoubtful() {
    const order = [...this.beads.keys()].map((_, step) => (this.active + 1 + step) % this.beads.length);
    const found = order.find((index) => this.beads[index].confidence < DOUBTFUL);
    if (found === undefined) tell("No bead is doubtful.");
    else this.go(found);
  }

  send() {
    const { projects } = this.form;
    if (!projects.length) { tell("There is no project of these languages whose memory could take it."); return; }
    openDialog("Send to the memory of a project", (close) => {
      const doubtful = this.beads.filter((bead) => bead.confidence < DOUBTFUL).length;
      const project = select(projects.map((one) => [String(one.id), one.name]), query.get("project") || sessionStorage.getItem("workbench-project"), { name: "project" });
      return h("form", { onsubmit: (event) => { event.preventDefault(); attempt(async () => {
        const count = await call("send", { key: this.key, project: Number(project.value) });
        close();
        tell(`${counted(count, "bead")} sent. The next translation in the project finds them.`);
      }); } }, labelled("Project", project), h("br"),
      h("p", { class: "wb-faint" }, "Beads with both sides go; what was sent of the same document before is replaced.", doubtful ? ` ${counted(doubtful, "bead is", "beads are")} doubtful: look at them first.` : ""),
      h("footer", {}, h("button", { class: "wb-button main" }, "Send")));
    });
  }

  keys() {
    return { j: ["↓ ↑ or j k", "Next, previous bead"], n: ["N", "Next doubtful bead"], m: ["M", "Merge with the next bead"], d: ["D", "Drop: the two sides do not correspond"],
      s: ["S", "Split in the middle"], 1: ["1, 2", "Move a source segment to the bead before, after"], 3: ["3, 4", "Move a target segment to the bead before, after"], z: ["Ctrl+Z, Ctrl+Shift+Z", "Undo, redo"] };
  }

  help() {
    openDialog("Keys", () => h("table", { class: "wb-table keys" }, h("tbody", {}, Object.values(this.keys()).map(([shown, label]) => h("tr", {}, h("td", {}, h("kbd", {}, shown)), h("td", {}, label))))));
  }

  pressed(event) {
    if (event.key === "F1") { event.preventDefault(); this.help(); return; }
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName) || root.querySelector("dialog[open]") || event.altKey) return;
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key === "z") { event.preventDefault(); this.run(event.shiftKey ? "redo" : "undo"); }
      return;
    }
    const bead = this.beads[this.active];
    const moves = { 1: ["source", "back"], 2: ["source", "on"], 3: ["target", "back"], 4: ["target", "on"] };
    const run = { arrowdown: () => this.go(this.active + 1), j: () => this.go(this.active + 1), arrowup: () => this.go(this.active - 1), k: () => this.go(this.active - 1),
      n: () => this.nextDoubtful(), m: () => this.edit("merge"), d: () => this.edit("drop"),
      s: () => this.edit("split", { source: Math.ceil(bead.source.length / 2), target: Math.ceil(bead.target.length / 2) }) }[key]
      || (moves[key] && (() => this.edit("move", { side: moves[key][0], direction: moves[key][1] })));
    if (run) { event.preventDefault(); run(); }
  }
}

showPage(h("p", { class: "wb-faint" }, "Loading…"));
attempt(async () => new AlignPage(await call("begin")));
