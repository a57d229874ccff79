// The glossary of a project: the list of concepts, and the editor of one.

const REVIEWS = ["approved", "proposed", "rejected"];
const STATUSES = [["preferred", "preferred"], ["admitted", "admitted"], ["deprecated", "forbidden"]];
const EXPORTS = { csv: "CSV: everything, as it is kept here", "csv-pairs": "CSV: pairs of terms in two columns", tsv: "TSV: pairs of terms in two columns", xlsx: "XLSX: everything, for Excel and LibreOffice",
  tbx: "TBX, version 3 (ISO 30042:2019)", tbx2: "TBX, version 2 (martif), for older tools" };
let now = null; // what state gave
let shownConcept = null; // the concept as the editor was opened with
let problems = new Map(); // hygiene findings by concept

async function chooseProject() {
  const projects = (await attempt(() => call("choices"))) || [];
  showPage(h("div", { class: "wb-sheet" }, h("h1", {}, "Glossary"), projects.length
    ? h("ul", { class: "wb-links" }, projects.map((one) => h("li", {}, h("a", { href: address("glossary", { project: one.id }) }, one.name), h("span", { class: "wb-faint" }, ` ${one.settings.glossary}`))))
    : h("p", {}, "A glossary belongs to a project. ", h("a", { href: address("") }, "Make one"), " first.")));
}

class GlossaryPage {
  constructor() {
    this.wanted = { text: "", review: "", status: "", domain: "" };
    this.opened = 0; // how often an editor was opened
    this.list = h("div", { class: "wb-concepts", role: "list", "aria-label": "Concepts" });
    this.found = h("span", { class: "wb-faint" });
    this.pane = h("section", { class: "wb-pane", "aria-label": "The concept" }, h("p", { class: "wb-faint" }, "Choose a concept."));
    const search = h("input", { type: "search", class: "wb-input", placeholder: "Search terms", "aria-label": "Search terms", oninput: later(200, () => this.filter("text", search.value)) });
    const chooser = (name, label, options) => { const field = select([["", label], ...options], "", { "aria-label": label, onchange: () => this.filter(name, field.value) }); return field; };
    this.review = chooser("review", "Any review", REVIEWS.map((one) => [one, one]));
    this.proposals = h("span", {});
    showPage([h("div", { class: "wb-bar" }, h("h1", {}, now.name), h("span", { class: "wb-progress" }, `${counted(now.concepts, "concept")}, ${counted(now.terms, "term")}`), this.proposals,
      h("span", { class: "wb-spring" }), button("New concept", () => this.open({ id: "", terms: [] }, true), { kind: "main" }),
      button("Harvest…", () => showHarvest(this), { title: "Terms of approved segments that the glossary has not" }),
      button("Check…", () => showHygiene(this)), button("Import…", () => showImport(this)), button("Export…", showExport)),
    h("div", { class: "wb-filters" }, search, this.review, chooser("status", "Any status", STATUSES), chooser("domain", "Any domain", now.domains.map((one) => [one, one])), this.found, this.file = h("span", { class: "wb-faint wb-file" })),
    h("div", { class: "wb-desk wb-glossary" }, this.list, this.pane)]);
    this.showProposals();
    this.showFile();
    this.list.onkeydown = (event) => this.move(event);
    root.onkeydown = (event) => { if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) { event.preventDefault(); search.focus(); } };
    this.load();
    attempt(() => this.check());
  }

  showProposals() {
    this.proposals.replaceChildren(now.proposed ? button(`${counted(now.proposed, "proposal")} to decide`, () => { this.review.value = "proposed"; this.filter("review", "proposed"); }, { kind: "small" }) : "");
  }

  /** Where the glossary is kept, and what an edit of a bundled one does. */
  showFile() {
    const about = { true: "Edited copy of the bundled glossary, for all projects", false: "Bundled; the first edit makes a copy for all projects" }[now.copied] || "";
    this.file.replaceChildren(about, now.copied !== false && now.file ? h("span", { title: now.file }, `${about && ": "}${now.file}`) : "");
  }

  async check() {
    problems = new Map();
    for (const one of await call("hygiene", { project: now.project.id })) problems.set(one.concept, [...(problems.get(one.concept) || []), one]);
    await this.load();
  }

  filter(name, value) {
    this.wanted[name] = value;
    attempt(() => this.load());
  }

  async load() {
    const asked = JSON.stringify(this.wanted);
    const found = await call("find", { project: now.project.id, wanted: this.wanted });
    if (asked !== JSON.stringify(this.wanted)) return;
    this.found.textContent = found.total > found.concepts.length ? `${found.concepts.length} of ${found.total.toLocaleString()} shown; search to see others` : counted(found.total, "concept");
    this.list.replaceChildren(...found.concepts.map((concept) => this.entry(concept)));
  }

  entry(concept) {
    const [source, target] = [now.project.source_language, now.project.target_language];
    const words = (language) => {
      const all = concept.terms.filter((term) => term.language === language);
      return all.map((term, index) => [index ? ", " : "", h("span", { class: `wb-word ${term.status} ${term.review}`, title: [term.status === "deprecated" ? "forbidden" : term.status, term.review].join(", ") }, term.text)]);
    };
    const found = problems.get(concept.id) || [];
    return h("div", { role: "listitem" }, h("button", { type: "button", class: "wb-concept", "data-concept": concept.id, "aria-current": shownConcept?.id === concept.id ? "true" : null, onclick: () => this.open(concept) },
      h("span", { lang: source }, words(source)), h("span", { lang: target }, words(target)),
      h("span", { class: "wb-faint" }, concept.terms.find((term) => term.domain)?.domain || ""),
      h("span", { class: "wb-sign warn" }, found.length ? `⚠ ${found.length}` : "")));
  }

  move(event) {
    const all = [...this.list.querySelectorAll(".wb-concept")];
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = by && all[all.indexOf(document.activeElement) + by];
    if (next) { event.preventDefault(); next.focus(); }
  }

  async open(concept, isNew = false) {
    this.opened += 1;
    shownConcept = isNew ? null : concept;
    for (const one of this.list.querySelectorAll(".wb-concept")) one.toggleAttribute("aria-current", one.dataset.concept === concept.id);
    const editor = new ConceptEditor(this, concept, isNew);
    this.pane.replaceChildren(editor.element);
    if (isNew) { editor.element.querySelector("input").focus(); return; }
    await attempt(async () => {
      const found = await call("places", { project: now.project.id, concept: concept.id });
      if (shownConcept === concept) editor.element.append(placesOf(found));
    });
  }

  /** The editor of a concept as it is now. */
  async openNamed(name) {
    await this.load();
    const concept = await call("concept", { project: now.project.id, name });
    if (concept) await this.open(concept);
    else tell("The concept is gone.");
  }

  /** Show what was saved; the editor of a concept that the person opened meanwhile stays. */
  async changed(concept) {
    const { opened } = this;
    now = await call("state", { project: now.project.id });
    this.showProposals();
    this.showFile();
    await this.check();
    if (this.opened !== opened) return;
    if (concept?.terms.length) await this.open(concept);
    else this.pane.replaceChildren(h("p", { class: "wb-faint" }, "Choose a concept."));
  }
}

class ConceptEditor {
  constructor(page, concept, isNew) {
    Object.assign(this, { page, concept, isNew });
    this.canEdit = now.person.role !== "translator";
    this.rows = [];
    const [source, target] = [now.project.source_language, now.project.target_language];
    this.name = h("input", { class: "wb-input", value: concept.id, required: true, maxlength: 200, readonly: !isNew, "aria-label": "Name of the concept" });
    this.body = h("div", { class: "wb-terms" });
    const started = concept.terms.length ? concept.terms : [source, target].map((language) => blankTerm(language));
    const rank = (term) => (term.language === source ? 0 : term.language === target ? 1 : 2);
    started.map((term, index) => [term, concept.keys?.[index]]).sort(([one], [other]) => rank(one) - rank(other))
      .forEach(([term, key]) => this.add(term, key));
    this.oldDomain = concept.terms.find((term) => term.domain)?.domain || "";
    this.domain = h("input", { class: "wb-input", value: this.oldDomain, maxlength: 100, list: "wb-domains", readonly: !this.canEdit && !isNew });
    const about = (field, label) => { const term = concept.terms.find((one) => one[field]); const area = h("textarea", { class: "wb-input", rows: 2, readonly: !this.canEdit && !isNew }); area.value = term?.[field] || ""; this[field] = area; return labelled(label, area); };
    this.element = h("form", { class: "wb-concept-form", onsubmit: (event) => { event.preventDefault(); attempt(() => this.save()); } },
      h("div", { class: "wb-fields" }, labelled("Concept", this.name), labelled("Domain", this.domain),
        h("datalist", { id: "wb-domains" }, now.domains.map((one) => h("option", { value: one })))),
      (problems.get(concept.id) || []).map((one) => h("div", { class: `wb-finding ${one.severity === "error" ? "critical" : ""}` }, h("span", {}, one.term && `“${one.term}”: `, one.message, one.mend && `; ${one.mend}`))),
      this.body,
      h("div", { class: "wb-row-of-buttons" }, button("Add a term", () => { this.add(blankTerm(target)); this.rows.at(-1).text.focus(); }, { kind: "small" })),
      about("definition", "Definition"), about("note", "Note"),
      h("div", { class: "wb-row-of-buttons wb-concept-actions" }, h("button", { class: "wb-button main" }, this.canEdit ? "Save" : "Propose the new terms"),
        !isNew && this.canEdit ? button("Remove the concept…", () => this.remove(), { kind: "danger quiet" }) : null));
  }

  add(term, key = null) {
    const locked = !this.canEdit && key !== null;
    const row = { term, key,
      language: h("input", { class: "wb-input wb-language", value: term.language, "aria-label": "Language", maxlength: 12, readonly: locked }),
      text: h("input", { class: "wb-input", value: term.text, "aria-label": `Term in ${term.language}`, maxlength: 300, readonly: locked }),
      status: select(STATUSES, term.status, { "aria-label": "Status", disabled: locked }),
      review: select(REVIEWS.map((one) => [one, one]), term.review, { "aria-label": "Review", disabled: !this.canEdit }) };
    const flag = (name, label) => { row[name] = h("input", { type: "checkbox", checked: term[name], disabled: locked }); return h("label", { class: "wb-check" }, row[name], label); };
    row.part_of_speech = h("input", { class: "wb-input", value: term.part_of_speech, maxlength: 40, placeholder: "Part of speech", "aria-label": "Part of speech", readonly: locked });
    const isSpecial = term.case_sensitive || term.do_not_translate;
    const more = h("div", { class: "wb-row-of-buttons wb-term-more", hidden: !isSpecial }, row.part_of_speech, flag("case_sensitive", "only with these capitals"), flag("do_not_translate", "stays untranslated"));
    const element = h("div", { class: `wb-term-row ${term.review}` }, row.language, row.text, row.status, row.review,
      term.review === "proposed" && key && this.canEdit ? h("span", { class: "wb-row-of-buttons" }, ["approve", "forbid", "reject"].map((one) => button({ approve: "Approve", forbid: "Forbid", reject: "Reject" }[one], () => this.decide(key, one), { kind: `small ${one === "approve" ? "main" : ""}` })))
        : h("span", { class: "wb-faint" }, h("small", {}, term.reviewed_by && `${term.review} by ${term.reviewed_by} ${term.reviewed_at}`)),
      button("⋯", (event) => { more.hidden = !more.hidden; event.currentTarget.setAttribute("aria-expanded", String(!more.hidden)); }, { kind: "quiet small", title: "More about the term", "aria-label": `More about the term ${term.text}`, "aria-expanded": String(isSpecial) }),
      locked ? null : button("×", () => { element.remove(); this.rows = this.rows.filter((one) => one !== row); }, { kind: "quiet small", title: "Remove the term", "aria-label": `Remove the term ${term.text}` }), more);
    this.rows.push(row);
    this.body.append(element);
  }

  /** The concept as the form says; definition and note stay with the term that has them, or go to the first. A domain
   * that was changed goes to all terms. */
  values() {
    const filled = this.rows.filter((row) => row.text.value.trim());
    const domain = this.domain.value.trim();
    const holder = (field) => Math.max(0, filled.findIndex((row) => row.term[field]));
    const terms = filled.map((row, index) => ({ ...row.term, text: row.text.value.trim(), language: row.language.value.trim(), status: row.status.value, review: row.review.value,
      part_of_speech: row.part_of_speech.value.trim(), case_sensitive: row.case_sensitive.checked, do_not_translate: row.do_not_translate.checked,
      domain: row.key && domain === this.oldDomain ? row.term.domain : domain,
      ...Object.fromEntries(["definition", "note"].filter((field) => index === holder(field)).map((field) => [field, this[field].value.trim()])) }));
    return { id: this.name.value.trim(), terms };
  }

  async save(over = false) {
    const mine = this.values();
    if (!this.canEdit) {
      const known = new Set(this.concept.terms.map((term) => `${term.language} ${term.text}`));
      const terms = mine.terms.filter((term) => !known.has(`${term.language} ${term.text}`));
      if (!terms.length) { tell("Add a term first."); return; }
      const proposed = await call("propose", { project: now.project.id, mine: { ...mine, terms } });
      tell("Proposed; an editor decides.");
      await this.page.changed(proposed);
      return;
    }
    try {
      const saved = await call("save", { project: now.project.id, base: this.isNew ? {} : this.concept, mine, over });
      tell("Saved. Segments are checked with it from now on; “Check again” on the review page does all of a document.");
      await this.page.changed(saved);
    } catch (error) {
      if (error.kind !== "conflict") throw error;
      const chosen = await decide("Somebody changed this concept meanwhile", h("p", {}, error.message), [["", "Look at theirs", "main"], ["over", "Save mine over it", "danger"]]);
      if (chosen === "over") await attempt(() => this.save(true));
      else await this.page.openNamed(mine.id);
    }
  }

  async decide(key, decision) {
    await attempt(async () => {
      await call("decide", { project: now.project.id, keys: [key], decision });
      await this.page.changed(await call("concept", { project: now.project.id, name: key[0] }));
    });
  }

  async remove() {
    const sure = await decide(`Remove ${this.concept.id}?`, h("p", {}, "All its terms go. They are no longer looked for in documents."), [["", "Keep it", "main"], ["yes", "Remove", "danger"]]);
    if (sure !== "yes") return;
    await attempt(async () => { await call("save", { project: now.project.id, base: this.concept, mine: { id: this.concept.id, terms: [] } }); await this.page.changed(null); });
  }
}

function blankTerm(language) {
  return { text: "", language, status: "preferred", review: "approved", part_of_speech: "", domain: "", definition: "", note: "", source: "", case_sensitive: false, do_not_translate: false, context: [], reviewed_by: "", reviewed_at: "" };
}

function placesOf(found) {
  return h("section", { class: "wb-part" }, h("h2", {}, `In the project: ${counted(found.total, "occurrence")}`),
    found.places.map((one) => h("div", { class: "wb-place" },
      h("a", { href: address("review", { document: one.document, segment: one.segment }) }, `${one.document_name} ${one.position + 1}`),
      h("span", { class: `wb-term ${one.use.outcome}` }, one.use.outcome), h("div", { lang: now.project.source_language }, one.source), h("div", { class: "wb-faint", lang: now.project.target_language }, one.target))),
    found.total > found.places.length ? h("p", { class: "wb-faint" }, `… and ${found.total - found.places.length} more.`) : null);
}

function showHygiene(page) {
  const all = [...problems.values()].flat();
  openDialog("Check of the glossary", (close) => all.length ? h("div", { class: "wb-scroll" }, h("table", { class: "wb-table" }, h("tbody", {}, all.map((one) => h("tr", {},
    h("td", { class: one.severity === "error" ? "wb-failed" : "wb-warn" }, one.severity),
    h("td", {}, button(one.concept || `line ${one.line}`, () => attempt(async () => { close(); await page.openNamed(one.concept); }), { kind: "quiet small" })),
    h("td", {}, one.term && `“${one.term}”: `, one.message, one.mend && `; ${one.mend}`)))))) : h("p", {}, "Nothing to mend."), { wide: true });
}

function showExport() {
  openDialog("Export the glossary", (close) => h("table", { class: "wb-table wb-downloads" }, h("tbody", {}, now.formats.map((format) => h("tr", {}, h("td", {}, EXPORTS[format] || format), h("td", { class: "number" }, button("Export", () => attempt(async () => {
    const file = await call("export", { project: now.project.id, format });
    saveFile(file.name, file.data);
    close();
    tell(`${file.name} is in your downloads.${file.losses.length ? ` It cannot hold: ${file.losses.join("; ")}.` : ""}`, file.losses.length ? "warn" : "info");
  }), { kind: "small", "aria-label": `Export as ${format}` })))))));
}

function showImport(page) {
  openDialog("Import terms", (close) => {
    const result = h("div", { "aria-live": "polite" });
    const field = h("input", { type: "file", class: "wb-input", "aria-label": "Glossary file", onchange: () => attempt(async () => {
      const file = field.files[0];
      if (!file) return;
      const given = { project: now.project.id, name: file.name, content: await readFile(file) };
      const plan = await call("preview", given);
      const choice = select([["keep", "keep what the glossary says"], ["take", "take what the file says"]], "keep");
      result.replaceChildren(h("p", {}, `${plan.new} new, ${plan.changed} changed, ${plan.conflicts} in conflict.`), plan.notes.map((note) => h("p", { class: "wb-warn" }, note)),
        h("pre", { class: "wb-scroll wb-lines" }, plan.lines.join("\n"), plan.left ? `\n… and ${plan.left} lines more` : ""),
        plan.conflicts ? labelled("In conflicts", choice) : "",
        h("footer", {}, button("Import", () => attempt(async () => { await call("take", { ...given, choice: choice.value }); close(); tell("Imported."); await page.changed(null); }), { kind: "main" })));
    }) });
    return [h("p", { class: "wb-faint" }, `CSV, TSV, XLSX or TBX. Nothing is written before you have seen what it would do.`), field, result];
  }, { wide: true });
}

function showHarvest(page) {
  attempt(async () => {
    const found = await call("harvest", { project: now.project.id });
    openDialog("Terms of approved segments", (close) => {
      if (!found.length) return h("p", {}, "Nothing new was found.");
      const boxes = found.map((one) => h("input", { type: "checkbox", value: one.source, "aria-label": `Propose ${one.source}` }));
      return [h("div", { class: "wb-scroll" }, found.map((one, index) => h("label", { class: "wb-preview-row" }, boxes[index], h("span", { class: "wb-number" }, `${one.frequency}×`),
        h("span", {}, h("b", {}, one.source), " → ", one.target || "?", h("div", { class: "wb-faint" }, one.example_source)), ""))),
      h("footer", {}, button("Propose the chosen ones", () => attempt(async () => {
        const count = await call("propose_harvested", { project: now.project.id, sources: boxes.filter((box) => box.checked).map((box) => box.value) });
        close();
        tell(`${counted(count, "proposal")} for an editor to decide.`);
        await page.changed(null);
      }), { kind: "main" }))];
    }, { wide: true });
  });
}

async function startGlossary() {
  const project = number("project") || Number(sessionStorage.getItem("workbench-project"));
  if (!project) return chooseProject();
  now = await attempt(() => call("state", { project }));
  if (!now) return chooseProject();
  remember("project", project);
  return new GlossaryPage();
}

showPage(h("p", { class: "wb-faint" }, "Loading…"));
startGlossary();
