// The panel beside the list: everything about the active segment, and what can be inserted by one key.

const OF_TERMS = new Set(["term-missing", "term-forbidden"]); // shown with the terms themselves

class SidePanel {
  constructor(actions) {
    this.actions = actions;
    this.element = h("aside", { class: "wb-side", "aria-label": "The active segment" });
    this.clear();
  }

  clear() {
    this.row = null;
    this.offers = null;
    this.found = null;
    this.alternatives = null;
    this.inserts = [];
    this.element.replaceChildren(h("p", { class: "wb-faint" }, "Choose a segment: click it, or press Alt+↓."));
  }

  async open(row) {
    const isSame = this.row?.id === row.id;
    if (!isSame) { this.offers = null; this.found = null; this.alternatives = null; }
    this.row = row;
    this.draw();
    await this.load();
  }

  async load() {
    const { id } = this.row;
    const offers = await attempt(() => call("offers", { segment: id }));
    if (offers && this.row?.id === id) { this.offers = offers; this.draw(); }
    if (this.found) return;
    const found = await attempt(() => call("matches", { segment: id }));
    if (found?.length && this.row?.id === id) { this.found = found; this.draw(); }
  }

  /** What the checks say of the text that is being written. */
  check(found) {
    Object.assign(this.row, { terms: found.terms, findings: found.findings });
    if (this.offers) this.offers.difference = found.difference;
    this.draw();
  }

  async ask() {
    const { id } = this.row;
    this.alternatives = "asked";
    this.draw();
    const found = await attempt(() => call("alternatives", { segment: id }));
    if (this.row?.id !== id) return;
    this.alternatives = found || null;
    this.draw();
  }

  draw() {
    this.inserts = [];
    const focused = this.element.contains(document.activeElement) ? document.activeElement.dataset.name : null;
    const typed = this.element.querySelector(".wb-comment-field")?.value || "";
    const opened = new Set([...this.element.querySelectorAll("details[open]")].map((part) => part.dataset.name));
    this.element.replaceChildren(...[this.findings(), this.terms(), this.matches(), this.others(), this.tracked(),
      this.repetitions(), this.kept(opened.has("kept")), this.comments(typed), this.history(opened.has("history"))].filter(Boolean));
    if (focused) this.element.querySelector(`[data-name="${focused}"]`)?.focus();
  }

  section(title, name, ...content) {
    return h("section", { class: `wb-part ${name}` }, h("h2", {}, title), content);
  }

  findings() {
    const { marks } = this.row;
    const findings = this.row.findings.filter((found) => !OF_TERMS.has(found.check));
    if (!findings.length && !marks.length) return null;
    return this.section("Findings", "findings",
      findings.map((found) => h("div", { class: `wb-finding ${found.severity}${found.accepted ? " accepted" : ""}` },
        h("span", {}, found.message), this.acceptance(found))),
      marks.map((mark) => h("div", { class: "wb-finding mark" }, mark)));
  }

  acceptance(found, label = "Accept…") {
    return [found.accepted ? h("small", {}, `accepted: ${found.accepted} `) : null,
      button(found.accepted ? "Not accepted" : label, () => this.actions.accept(found), { kind: "quiet small" })];
  }

  /** Terms that are not as they should be, each with what may be inserted for it. */
  terms() {
    const lost = this.row.terms.filter((term) => term.outcome !== "kept");
    if (!lost.length) return null;
    const checks = new Map(this.row.findings.filter((found) => OF_TERMS.has(found.check)).map((found) => [found.check, found]));
    return this.section("Glossary", "terms",
      lost.map((term) => h("div", { class: `wb-finding${term.outcome === "forbidden" ? " critical" : ""}${checks.get(`term-${term.outcome}`)?.accepted ? " accepted" : ""}`, title: term.description },
        h("span", {}, h("b", {}, `“${term.words}”`), term.outcome === "missing" ? " is missing" : " has a forbidden rendering"),
        h("div", { class: "wb-choices" }, term.renderings.map((text) => this.insertButton(text, text, false))))),
      [...checks.values()].map((found) => h("div", { class: "wb-faint" }, this.acceptance(found, found.check === "term-missing" ? "Accept that terms are missing…" : "Accept the forbidden renderings…"))));
  }

  /** Terms that are as they should be take little room. */
  kept(open) {
    const kept = this.row.terms.filter((term) => term.outcome === "kept");
    if (!kept.length) return null;
    return h("details", { class: "wb-part", "data-name": "kept", open },
      h("summary", { "data-name": "kept-summary" }, `Terms kept (${kept.length})`),
      kept.map((term) => h("div", { class: "wb-offer", title: term.description }, h("span", { class: "wb-term kept" }, term.words), " ",
        h("span", { class: "wb-faint" }, term.renderings.join(", ")))));
  }

  insertButton(label, text, whole) {
    this.inserts.push({ text, whole });
    const key = this.inserts.length <= 9 ? String(this.inserts.length) : "";
    return h("button", { type: "button", class: "wb-insert", title: whole ? "Put this in place of the text" : "Insert at the cursor",
      onclick: () => this.actions.insert(text, whole) }, key && h("kbd", {}, key), h("span", {}, label));
  }

  matches() {
    if (!this.found) return null;
    return this.section("Translation memory", "memory", this.found.map((found) => h("div", { class: "wb-offer" },
      h("div", { class: "wb-faint" }, `${found.score} % · ${found.origin}`, found.note && ` · ${found.note}`),
      found.score < 100 ? h("div", { class: "wb-diff", lang: session.project.source_language }, difference(found.difference)) : null,
      this.insertButton(found.target, found.target, true))));
  }

  others() {
    let content;
    if (this.alternatives === "asked") content = h("p", { class: "wb-faint" }, "Translating…");
    else if (!this.alternatives) content = button("Ask the model", () => this.ask(), { keys: "Alt+A", kind: "small" });
    else if (!this.alternatives.length) content = h("p", { class: "wb-faint" }, "The model has nothing else.");
    else content = this.alternatives.map((found) => h("div", { class: "wb-offer" },
      this.insertButton(difference(found.difference.filter((piece) => piece.kind !== "removed")), found.target, true),
      found.terms_missing ? h("small", { class: "wb-warn" }, `${counted(found.terms_missing, "term")} missing`) : null));
    return this.section("Other translations", "others", content);
  }

  tracked() {
    const pieces = this.offers?.difference || [];
    if (pieces.every((piece) => piece.kind === "same") || !this.row.machine) return null;
    return this.section("Changes to the machine's text", "tracked", h("div", { class: "wb-diff" }, difference(pieces)),
      button("Back to the machine's text", () => this.actions.insert(this.row.machine, true), { kind: "small quiet", keys: "Alt+M" }));
  }

  repetitions() {
    const others = this.offers?.repetitions || [];
    if (!others.length) return null;
    const open = others.filter((other) => other.state !== "approved");
    return this.section("Repeated", "repeated",
      h("p", {}, "The same source stands in ", others.slice(0, 8).map((other, index) => [index ? ", " : "",
        h("a", { href: "#", onclick: (event) => { event.preventDefault(); this.actions.go(other.id); } }, String(other.position + 1))]),
        others.length > 8 ? ` and ${others.length - 8} more.` : "."),
      open.length ? button(`Fill ${counted(open.length, "open segment")} with this text`, () => this.actions.fill(), { keys: "Alt+F", kind: "small" }) : null);
  }

  comments(typed) {
    const field = h("textarea", { class: "wb-input wb-comment-field", rows: 2, "aria-label": "New comment", "data-name": "comment",
      placeholder: "Comment… (Ctrl+Enter adds it)", onkeydown: (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); event.stopPropagation(); add(); }
        if (event.key === "Escape") { event.stopPropagation(); this.actions.focusEditor(); }
      } });
    field.value = typed;
    const add = async () => {
      const text = field.value;
      const segment = this.row.id;
      const found = text.trim() && await attempt(() => call("comment", { segment, text }));
      if (found && this.offers) { field.value = ""; this.offers.comments = found; this.draw(); }
    };
    const mark = async (one) => {
      const found = await attempt(() => call("resolve", { comment: one.id, resolved: !one.resolved_by }));
      if (found && this.offers) { this.offers.comments = found; this.draw(); }
    };
    return this.section("Comments", "comments", (this.offers?.comments || []).map((one) =>
      h("div", { class: `wb-comment${one.resolved_by ? " resolved" : ""}` },
        h("div", { class: "wb-faint" }, one.author, " · ", moment(one.at), one.resolved_by && ` · closed by ${one.resolved_by}`),
        h("p", {}, one.text),
        button(one.resolved_by ? "Open again" : "Close", () => mark(one), { kind: "quiet small" }))), field);
  }

  history(open) {
    const events = this.offers?.history || [];
    if (!events.length) return null;
    return h("details", { class: "wb-part", "data-name": "history", open }, h("summary", { "data-name": "history-summary" }, `History (${events.length})`),
      events.map(historyEntry));
  }
}

/** One change: who, when, what. */
function historyEntry(event) {
  return h("div", { class: "wb-event" },
    h("div", { class: "wb-faint" }, event.author || "translation", " · ", event.kind, " · ", moment(event.at)),
    event.before === event.after ? h("div", {}, `${event.state_before} → ${event.state_after}`)
      : h("div", { class: "wb-diff" }, difference(event.difference)));
}
