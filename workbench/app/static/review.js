// The review page itself: the bar with filters, the list, the active segment, the keys.

const STATES = { pending: "not translated", machine: "machine", memory: "memory", edited: "edited", approved: "approved" };
const POLL = 2_000; // milliseconds between looks for what others changed
let session = null; // what open_document gave

function stateLabel(state) {
  return h("span", { class: `wb-state ${state}` }, STATES[state]);
}

async function chooseDocument() {
  const found = await attempt(() => call("choices"));
  const projects = (found || []).filter((entry) => entry.documents.length);
  showPage(h("div", { class: "wb-sheet" }, h("h1", {}, "Review"),
    projects.length ? projects.map((entry) => h("section", {}, h("h2", {}, entry.project.name),
      h("ul", { class: "wb-links" }, entry.documents.map((one) => h("li", {},
        h("a", { href: address("review", { project: one.project, document: one.id }) }, one.name),
        h("span", { class: "wb-faint" }, ` ${one.states.approved} of ${one.segments} approved`))))))
      : h("p", {}, "There is nothing to review yet. ", h("a", { href: address("") }, "Upload a document"), " first.")));
}

class Review {
  constructor(opened) {
    session = opened;
    this.document = opened.document;
    this.revision = opened.revision;
    this.wanted = { states: [], text: "" };
    this.active = null;
    this.editor = null;
    this.drafts = new Map(); // texts of segments that were left with a conflict, or restored
    this.checks = 0;
    this.list = new SegmentList((row) => this.makeRow(row), (ids) => call("rows", { document: this.document.id, ids }));
    this.saver = new Saver((row) => this.saved(row), (edit, clash) => this.conflict(edit, clash), (count, lost) => this.showWaiting(count, lost));
    this.side = new SidePanel({
      insert: (text, whole) => this.insert(text, whole), accept: (found) => this.accept(found), fill: () => this.fill(),
      go: (id) => this.go(id), focusEditor: () => this.editor?.field.focus() });
    this.checkSoon = later(200, () => this.check());
    this.keys = this.makeKeys();
    this.build();
    this.list.put(opened.rows);
    this.list.setIds(opened.ids);
    this.showCounts(opened.counts);
    this.showTranslation(opened.progress);
    this.restore(opened.ids);
  }

  build() {
    const search = h("input", { type: "search", class: "wb-input wb-search", placeholder: "Search", "aria-label": "Search source and translation",
      oninput: later(250, () => { this.wanted.text = search.value; this.filter(); }),
      onkeydown: (event) => { if (event.key === "Enter") { event.preventDefault(); this.step(1, true); } } });
    this.search = search;
    this.filters = h("div", { class: "wb-filters", role: "group", "aria-label": "Filters" });
    this.waiting = h("span", { class: "wb-waiting", role: "status" });
    this.progress = h("span", { class: "wb-progress" });
    this.translation = h("div", { class: "wb-translation", role: "status" });
    const help = () => showKeys(this.keys);
    showPage([
      h("div", { class: "wb-bar" },
        h("h1", { title: this.document.notes.join("; ") }, this.document.name), this.progress, this.waiting,
        h("span", { class: "wb-spring" }), search,
        button("Replace…", () => this.replace(), { keys: "Ctrl+H" }),
        button("Undo", () => this.reverse("undo"), { keys: "Ctrl+Z" }), button("Redo", () => this.reverse("redo"), { keys: "Ctrl+Shift+Z" }),
        button("Changes", () => showLatest(this.document.id, (id) => this.go(id)), { title: "Who changed what, and when" }),
        button("Check again", () => this.recheck(), { title: "Check all segments with the glossary as it is now" }),
        h("a", { class: "wb-button", href: address("deliver") }, "Deliver")),
      this.translation, this.filters,
      h("div", { class: "wb-desk" }, this.list.view, this.side.element)], help);
    root.onkeydown = (event) => this.key(event);
    addEventListener("beforeunload", (event) => { this.leave(); if (this.saver.waiting.size) event.preventDefault(); });
    addEventListener("blur", () => this.leave());
  }

  // The rows

  makeRow(row) {
    const isActive = row.id === this.active;
    const made = h("div", { class: `wb-row ${row.kind} ${row.state}${isActive ? " active" : ""}`, role: "listitem", "data-id": row.id,
      "aria-posinset": this.list.indexes.get(row.id) + 1, "aria-setsize": this.list.ids.length,
      "aria-current": isActive ? "true" : null, onclick: (event) => this.clicked(event, row.id) },
    h("div", { class: "wb-number", title: row.place }, row.position + 1),
    h("div", { class: "wb-source", lang: session.project.source_language }, highlighted(row.source_pieces, isActive)),
    h("div", { class: "wb-target", lang: session.project.target_language },
      isActive ? this.makeEditor(row) : (row.target ? highlighted(row.target_pieces) : h("span", { class: "wb-faint" }, "–"))),
    h("div", { class: "wb-status" }, stateLabel(row.state), this.signs(row), isActive ? this.decision(row) : null));
    return made;
  }

  signs(row) {
    const open = row.findings.filter((found) => !found.accepted);
    return [
      open.length + row.marks.length ? h("span", { class: "wb-sign warn", title: [...open.map((found) => found.message), ...row.marks].join("\n") }, `⚠ ${open.length + row.marks.length}`) : null,
      row.comments ? h("span", { class: "wb-sign", title: counted(row.comments, "open comment") }, `✎ ${row.comments}`) : null];
  }

  decision(row) {
    return row.state === "approved" ? button("Reopen", () => this.reopen(), { keys: "Alt+R", kind: "small" })
      : button("Approve", () => this.approveAndNext(), { keys: "Ctrl+Enter", kind: "small", title: "Approve, and go on" });
  }

  makeEditor(row) {
    const draft = this.drafts.get(row.id);
    this.editor = new Editor(row, draft === undefined ? row.target : draft, (editor) => this.typed(editor));
    return this.editor.element;
  }

  typed(editor) {
    this.drafts.set(editor.row.id, editor.text);
    this.checkSoon();
  }

  async check() {
    const { editor } = this;
    if (!editor) return;
    if (editor.changed) keepDraft(editor.row.id, editor.text, editor.row.version);
    const asked = ++this.checks;
    const target = editor.text;
    try {
      const found = await call("draft", { segment: editor.row.id, target });
      if (asked !== this.checks || this.editor !== editor || editor.text !== target) return;
      editor.paint(found.target_pieces);
      this.side.check(found);
      this.list.shown.get(editor.row.id)?.querySelector(".wb-source")?.replaceChildren(...highlighted(found.source_pieces, true));
    } catch (error) {
      if (!(error instanceof Unreachable)) tell(error.message, "error");
    }
  }

  clicked(event, id) {
    if (id === this.active || String(getSelection()).length) return;
    this.activate(id);
  }

  // Going from one segment to another

  async activate(id) {
    const before = this.active;
    if (before !== null && before !== id) this.leave();
    const row = await attempt(() => this.list.show(id));
    if (!row) return;
    const left = this.active;
    this.active = id;
    if (left !== null && left !== id) this.list.refresh(left);
    if (left !== id) this.list.refresh(id);
    this.list.shown.get(id)?.scrollIntoView({ block: "nearest" });
    this.editor?.field.focus();
    this.editor?.field.setSelectionRange(this.editor.text.length, this.editor.text.length);
    history.replaceState(null, "", address("review", { document: this.document.id, segment: id }));
    this.side.open({ ...this.list.rows.get(id) });
    if (this.drafts.has(id) || this.list.rows.get(id).state === "pending") this.check(); // its terms are not known yet
  }

  /** Commit what was written in the active segment; resolves when nothing is on its way to the store any more. */
  leave() {
    const { editor } = this;
    if (!editor) return this.saver.run();
    if (!editor.changed) { this.drafts.delete(editor.row.id); forgetDraft(editor.row.id); return this.saver.run(); }
    const edit = { name: "save", segment: editor.row.id, target: editor.text, version: editor.row.version };
    if (this.saver.waiting.get(edit.segment)?.target === edit.target) return this.saver.run();
    return this.saver.add(edit);
  }

  step(by, fromSearch = false) {
    const { ids } = this.list;
    if (!ids.length) return;
    const index = this.list.indexes.get(this.active);
    const next = index === undefined || fromSearch ? (by > 0 ? 0 : ids.length - 1) : index + by;
    if (next >= 0 && next < ids.length) this.activate(ids[next]);
  }

  async go(id) {
    if (!this.list.indexes.has(id)) { this.resetFilter(); await this.filter(); }
    this.activate(id);
  }

  /** The next segment that is not approved, behind the active one or else from the start. */
  async nextOpen() {
    const { ids, rows } = this.list;
    const start = (this.list.indexes.get(this.active) ?? -1) + 1;
    for (const id of [...ids.slice(start), ...ids.slice(0, start)]) {
      if (!rows.has(id)) {
        const open = await attempt(() => call("find", { document: this.document.id, wanted: { ...this.wanted, states: ["pending", "machine", "memory", "edited"] } }));
        const known = new Map((open?.ids || []).map((one) => [one, true]));
        const found = [...ids.slice(start), ...ids.slice(0, start)].find((one) => known.has(one) && one !== this.active);
        return found ? this.activate(found) : tell("Every segment is approved.");
      }
      if (rows.get(id).state !== "approved" && id !== this.active) return this.activate(id);
    }
    return tell("Every segment here is approved.");
  }

  // What is done with the active segment

  approveAndNext() {
    const { editor } = this;
    if (!editor) return this.nextOpen();
    const { row } = editor;
    if (row.state === "pending" && !editor.text.trim()) return this.nextOpen();
    const edit = { name: "approve", segment: row.id, target: editor.text, version: row.version };
    this.drafts.delete(row.id);
    this.list.rows.set(row.id, { ...row, state: "approved", target: editor.text, target_pieces: editor.changed ? [{ text: editor.text }] : row.target_pieces });
    this.editor = null;
    this.saver.add(edit);
    return this.nextOpen();
  }

  async reopen() {
    await this.leave(); // the approval may be on its way
    if (this.editor?.row.state !== "approved") return;
    const { row } = this.editor;
    const version = Math.max(row.version, this.saver.versions.get(row.id) || 0);
    const found = await attempt(() => call("reopen", { segment: row.id, version }));
    if (found) { this.saver.versions.set(row.id, found.version); this.saved(found); }
  }

  insert(text, whole) {
    if (!this.editor) return;
    if (whole) this.editor.replaceAll(text);
    else this.editor.insert(text);
  }

  insertMissing() {
    const missing = this.side.row?.terms.filter((term) => term.outcome !== "kept" && term.renderings.length) || [];
    if (missing.length) this.insert(missing[0].renderings[0], false);
    else tell("No term is missing.");
  }

  async accept(found) {
    const reason = found.accepted ? "" : await askReason(found);
    if (!found.accepted && !reason) return;
    await this.leave();
    const row = await attempt(() => call("accept", { segment: this.active, check: found.check, reason }));
    if (row) this.saved(row);
  }

  async fill() {
    await this.leave();
    const rows = await attempt(() => call("fill", { segment: this.active }));
    if (!rows) return;
    this.take(rows);
    tell(rows.length ? `${counted(rows.length, "segment")} filled. Undo takes it back.` : "Nothing to fill.");
    this.side.load();
  }

  async reverse(name, over = false) {
    await this.leave();
    try {
      const rows = await call(name, { document: this.document.id, over });
      if (!rows.length) { tell(`There is nothing to ${name}.`); return; }
      this.take(rows, { force: true });
      this.go(rows[0].id);
    } catch (error) {
      if (error.kind !== "conflict") { tell(error.message, "error"); return; }
      const clash = error.clashes[0];
      const chosen = await decide(`${error.message.split(";")[0]}`, h("div", {}, h("p", {}, "Now there stands:"), h("blockquote", {}, clash.target)),
        [["", "Leave it", "main"], ["over", `${name === "undo" ? "Undo" : "Redo"} anyway`]]);
      if (chosen === "over") this.reverse(name, true);
    }
  }

  replace() {
    this.leave();
    const { field } = this.editor || {};
    const chosen = field ? field.value.slice(field.selectionStart, field.selectionEnd) : "";
    showReplace(this.document.id, chosen, (rows) => {
      this.take(rows, { force: true });
      tell(`Replaced in ${counted(rows.length, "segment")}. Undo takes it back.`);
    });
  }

  async recheck() {
    await this.leave();
    const count = await attempt(() => call("recheck", { document: this.document.id }));
    if (count !== undefined) { tell(`${counted(count, "segment")} with findings.`); this.poll(); }
  }

  // What the server says

  /** A row that was committed by us. */
  saved(row) {
    this.take([row]);
    this.pollSoon();
  }

  /** Take over rows; the text that is being written stays, unless `force`. Only rows of `own` actions become what
   * waiting edits are based on: over a change of somebody else they would be saved without a question. */
  take(rows, { force = false, own = true } = {}) {
    for (const row of rows) {
      if (own) this.saver.versions.set(row.id, Math.max(row.version, this.saver.versions.get(row.id) || 0));
      if (force) { this.drafts.delete(row.id); forgetDraft(row.id); }
    }
    const mine = rows.find((row) => row.id === this.active);
    const isDirty = Boolean(mine && !force && this.editor?.changed && this.editor.text.trim() !== mine.target.trim());
    const keeps = (id) => isDirty && id === this.active;
    const focused = this.editor && document.activeElement === this.editor.field;
    const selection = focused && [this.editor.field.selectionStart, this.editor.field.selectionEnd];
    if (mine && !isDirty) this.drafts.delete(mine.id);
    this.list.put(rows, keeps);
    if (!mine) return;
    if (isDirty) { this.editor.row = mine; return; }
    if (focused) { this.editor.field.focus(); this.editor.field.setSelectionRange(...selection); }
    this.side.open({ ...mine });
  }

  async conflict(edit, clash) {
    const pieces = await attempt(() => call("compare", { old: clash.target, new: edit.target }));
    const chosen = await askConflict(clash, edit.target, pieces);
    const row = (await attempt(() => call("rows", { document: this.document.id, ids: [edit.segment] })))?.[0];
    if (!row) return;
    if (chosen === "mine") {
      this.saver.versions.set(edit.segment, row.version);
      this.list.rows.set(row.id, row);
      this.saver.waiting.set(edit.segment, { ...edit, version: row.version });
    } else if (chosen === "theirs") {
      forgetDraft(edit.segment);
      this.take([row], { force: true });
    } else {
      this.drafts.set(edit.segment, edit.target);
      this.saver.versions.set(edit.segment, row.version);
      this.list.rows.set(row.id, row);
      if (this.active === row.id) { this.list.refresh(row.id); this.editor.field.focus(); }
      else this.activate(row.id);
    }
  }

  pollSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.poll(), 150);
  }

  async poll() {
    clearTimeout(this.timer);
    try {
      const found = await call("changes", { document: this.document.id, revision: this.revision });
      if (!found.complete) { this.list.rows.clear(); this.list.asked.clear(); this.list.setIds(this.list.ids); }
      this.revision = found.revision;
      if (found.counts) this.showCounts(found.counts);
      this.showTranslation(found.progress);
      const news = found.rows.filter((row) => row.version > (this.list.rows.get(row.id)?.version ?? -1)
        || row.comments !== this.list.rows.get(row.id)?.comments || row.findings.length !== this.list.rows.get(row.id)?.findings.length);
      this.others(news);
    } catch (error) {
      if (!(error instanceof Unreachable)) { tell(error.message, "error"); return; } // gone, or no longer to be seen
    }
    this.timer = setTimeout(() => this.poll(), document.hidden ? 5 * POLL : POLL);
  }

  /** Rows that others changed, or the translation. */
  others(rows) {
    const active = rows.find((row) => row.id === this.active);
    const isDirty = active && this.editor && this.editor.changed;
    if (isDirty && active.version > this.editor.row.version && active.author !== session.person.name) {
      tell(`${active.author || "The translation"} has just changed this segment; saving yours will ask.`, "warn");
      this.list.put(rows.filter((row) => row.id !== this.active));
      return;
    }
    if (active || rows.length) this.take(rows.filter((row) => row.id !== this.active || !isDirty), { own: false });
  }

  restore(ids) {
    const kept = keptDrafts(ids);
    for (const draft of kept) this.saver.add({ name: "save", ...draft });
    if (kept.length) tell(`${counted(kept.length, "text")} that the page could not save before ${kept.length === 1 ? "is" : "are"} saved now.`);
  }

  showWaiting(count, lost = false) {
    this.waiting.textContent = count ? (lost ? `⚠ ${counted(count, "edit")} not saved: the server does not answer; trying again` : "saving…") : "";
    this.waiting.classList.toggle("lost", Boolean(count && lost));
  }

  /** How far the translation is, or why it cannot be made; nothing once it is there. */
  showTranslation(found) {
    const shown = JSON.stringify(found);
    if (shown === this.translated) return;
    this.translated = shown;
    const again = (label) => button(label, () => attempt(async () => this.showTranslation(await call("translate", { document: this.document.id }))), { kind: "small" });
    const left = found.total - found.done;
    const isGoingOn = found.state === "queued" || found.state === "running";
    this.translation.className = `wb-translation ${found.state || ""}`;
    if (isGoingOn) {
      this.translation.replaceChildren(h("progress", { max: found.total || 1, value: found.done, "aria-label": "Translated" }),
        `${found.done.toLocaleString()} of ${found.total.toLocaleString()} translated${found.seconds_left === null ? "" : `, ${duration(found.seconds_left)} left`}`);
    } else if (left) {
      this.translation.replaceChildren(h("span", {}, found.state === "failed" ? `The translation failed: ${found.error}. ` : "", `${counted(left, "segment")} not translated; you can write ${left === 1 ? "it" : "them"} yourself.`),
        again(found.state === "failed" ? "Try again" : "Translate"));
    } else this.translation.replaceChildren();
  }

  // Filters

  showCounts(counts) {
    this.counts = counts;
    const done = counts.total ? Math.round((100 * counts.states.approved) / counts.total) : 0;
    this.progress.replaceChildren(h("progress", { max: counts.total || 1, value: counts.states.approved, "aria-label": "Approved" }),
      ` ${counts.states.approved.toLocaleString()} of ${counts.total.toLocaleString()} approved (${done} %)`);
    const chip = (label, count, on, toggle) => h("button", { type: "button", class: "wb-chip", "aria-pressed": String(on), disabled: !count && !on, onclick: toggle },
      label, h("span", { class: "wb-count" }, count.toLocaleString()));
    const focused = this.filters.contains(document.activeElement) ? [...this.filters.children].indexOf(document.activeElement) : -1;
    const isAll = !this.wanted.states.length && !["marked", "with_findings", "commented", "repeated"].some((name) => this.wanted[name]);
    this.filters.replaceChildren(
      chip("All", counts.total, isAll, () => { this.resetFilter(true); this.filter(); }),
      ...Object.keys(STATES).map((state) => chip(STATES[state], counts.states[state], this.wanted.states.includes(state), () => this.toggleState(state))),
      h("span", { class: "wb-divider" }),
      ...[["marked", "marked"], ["with_findings", "findings"], ["commented", "comments"], ["repeated", "repeated"]].map(([name, label]) =>
        chip(label, counts[name], Boolean(this.wanted[name]), () => { this.wanted[name] = !this.wanted[name]; this.filter(); })),
      h("span", { class: "wb-faint wb-found" }, this.list.ids.length === counts.total ? "" : `${counted(this.list.ids.length, "segment")} shown`));
    if (focused >= 0) this.filters.children[focused]?.focus();
  }

  toggleState(state) {
    const { states } = this.wanted;
    this.wanted.states = states.includes(state) ? states.filter((one) => one !== state) : [...states, state];
    this.filter();
  }

  resetFilter(keepText = false) {
    this.wanted = { states: [], text: keepText ? this.wanted.text : "" };
    if (!keepText) this.search.value = "";
  }

  async filter() {
    await this.leave();
    const found = await attempt(() => call("find", { document: this.document.id, wanted: this.wanted }));
    if (!found) return;
    this.list.view.scrollTop = 0;
    this.list.setIds(found.ids);
    if (this.active !== null && !this.list.indexes.has(this.active)) { this.active = null; this.editor = null; this.side.clear(); }
    this.showCounts(this.counts);
  }

  // Keys

  makeKeys() {
    const ctrl = (event) => event.ctrlKey || event.metaKey;
    const alt = (event, code) => event.altKey && !ctrl(event) && event.code === code;
    const inEditor = () => this.editor && document.activeElement === this.editor.field;
    const inList = () => !/^(INPUT|TEXTAREA|SELECT|BUTTON|A|SUMMARY)$/.test(document.activeElement?.tagName || "");
    const free = (event) => !ctrl(event) && !event.altKey && inList();
    const clean = () => !inEditor() || !this.editor.changed;
    return [
      { shown: "Alt+↓ / Alt+↑", label: "Next, previous segment", hit: (e) => alt(e, "ArrowDown") || alt(e, "ArrowUp") || (free(e) && ["ArrowDown", "ArrowUp", "j", "k"].includes(e.key)),
        run: (e) => this.step(e.code === "ArrowDown" || e.key === "j" ? 1 : -1) },
      { shown: "Ctrl+Enter", label: "Approve, and go to the next segment that is not approved", hit: (e) => ctrl(e) && !e.shiftKey && e.key === "Enter", run: () => this.approveAndNext() },
      { shown: "Alt+N", label: "Next segment that is not approved, without approving", hit: (e) => alt(e, "KeyN"), run: () => this.nextOpen() },
      { shown: "Ctrl+S", label: "Save (leaving a segment saves too)", hit: (e) => ctrl(e) && e.key.toLowerCase() === "s", run: () => this.leave() },
      { shown: "Ctrl+. or Alt+G", label: "Insert the glossary's rendering of the first missing term", hit: (e) => (ctrl(e) && e.key === ".") || alt(e, "KeyG"), run: () => this.insertMissing() },
      { shown: "Ctrl+1 … 9 or Alt+1 … 9", label: "Insert the suggestion of that number", hit: (e) => (ctrl(e) || e.altKey) && !e.shiftKey && /^(Digit|Numpad)[1-9]$/.test(e.code),
        run: (e) => { const one = this.side.inserts[Number(e.code.slice(-1)) - 1]; if (one) this.insert(one.text, one.whole); } },
      { shown: "Alt+A", label: "Ask the model for other translations", hit: (e) => alt(e, "KeyA"), run: () => { if (this.side.row) this.side.ask(); } },
      { shown: "Alt+M", label: "Back to the machine's text", hit: (e) => alt(e, "KeyM"), run: () => { if (this.editor?.row.machine) this.insert(this.editor.row.machine, true); } },
      { shown: "Alt+S", label: "Copy the source into the translation", hit: (e) => alt(e, "KeyS"), run: () => { if (this.editor) this.insert(this.editor.row.source, true); } },
      { shown: "Alt+F", label: "Fill the repetitions with this text", hit: (e) => alt(e, "KeyF"), run: () => { if (this.active !== null) this.fill(); } },
      { shown: "Alt+R", label: "Take the approval back", hit: (e) => alt(e, "KeyR"), run: () => this.reopen() },
      { shown: "Alt+C", label: "Write a comment", hit: (e) => alt(e, "KeyC"), run: () => this.side.element.querySelector(".wb-comment-field")?.focus() },
      { shown: "Ctrl+Z", label: "Undo typing; in a saved text: undo the last saved change", hit: (e) => ctrl(e) && !e.shiftKey && e.key.toLowerCase() === "z" && (inEditor() || inList()) && clean(), run: () => this.reverse("undo") },
      { shown: "Ctrl+Shift+Z", label: "Redo", hit: (e) => ctrl(e) && ((e.shiftKey && e.key.toLowerCase() === "z") || e.key.toLowerCase() === "y") && (inEditor() || inList()) && clean(), run: () => this.reverse("redo") },
      { shown: "Ctrl+F or /", label: "Search; Enter goes to the first hit", hit: (e) => (ctrl(e) && e.key.toLowerCase() === "f") || (free(e) && e.key === "/"), run: () => { this.search.focus(); this.search.select(); } },
      { shown: "Ctrl+H", label: "Search and replace", hit: (e) => ctrl(e) && e.key.toLowerCase() === "h", run: () => this.replace() },
      { shown: "Esc", label: "From a field to the list, where ↓ ↑ Enter move and open", hit: (e) => e.key === "Escape", run: () => { this.leave(); this.list.view.focus(); } },
      { shown: "Enter", label: "In the list: write in the segment", hit: (e) => free(e) && e.key === "Enter", run: () => { if (this.editor) this.editor.field.focus(); else this.step(1); } },
      { shown: "F1", label: "These keys", hit: (e) => e.key === "F1", run: () => showKeys(this.keys) },
    ];
  }

  key(event) {
    if (event.defaultPrevented || root.querySelector("dialog[open]")) return;
    const found = this.keys.find((one) => one.hit(event));
    if (found) { event.preventDefault(); found.run(event); }
  }
}

async function start() {
  if (!number("document")) return chooseDocument();
  const opened = await attempt(() => call("open_document", { document: number("document") }));
  if (!opened) return chooseDocument();
  remember("document", opened.document.id);
  remember("project", opened.project.id);
  const review = new Review(opened);
  const wanted = number("segment") || opened.ids[number("position") - 1]; // positions count from 1
  if (wanted) await review.go(wanted);
  else review.list.view.focus();
  review.poll();
  if (opened.ids.length) call("prepare", { segment: opened.ids[0] }).catch(() => {}); // only saves time
  return review;
}

showPage(h("p", { class: "wb-faint" }, "Loading…"));
start();
