// Scores, pictures and findings of a project.

const SEVERITIES = ["critical", "functional", "cosmetic"];
let told = null; // what report gave

async function chooseProject() {
  const projects = (await attempt(() => call("choices"))) || [];
  showPage(h("div", { class: "wb-sheet" }, h("h1", {}, "Consistency"), projects.length
    ? h("ul", { class: "wb-links" }, projects.map((one) => h("li", {}, h("a", { href: address("consistency", { project: one.id }) }, one.name))))
    : h("p", {}, "There is no project yet. ", h("a", { href: address("") }, "Make one"), " first.")));
}

const capitalised = (word) => word[0].toUpperCase() + word.slice(1);
const percent = (share) => (share === null || share === undefined ? "–" : `${(100 * share).toFixed(1)} %`);

function tiles() {
  const { corpus } = told;
  const tile = (label, value, about) => h("div", { class: "wb-tile" }, h("div", { class: "wb-faint" }, label), h("strong", {}, value), h("small", { class: "wb-faint" }, about));
  return h("div", { class: "wb-tiles" },
    tile("Score", percent(corpus.score), counted(corpus.segments, "segment")),
    tile("Terms rendered", percent(corpus.term_success_rate), counted(corpus.terms, "term")),
    tile("Terms alike", percent(corpus.term_consistency), "the most frequent rendering"),
    tile("Numbers kept", percent(corpus.number_fidelity), counted(corpus.numbers, "number")),
    tile("Names kept", percent(corpus.name_fidelity), counted(corpus.names, "name")));
}

function documentScores() {
  return h("div", { class: "wb-card" }, h("h2", {}, "Documents"), h("table", { class: "wb-table" },
    h("thead", {}, h("tr", {}, h("th", {}, "Document"), h("th", {}, "Score"), h("th", { class: "number" }, "Terms"), h("th", { class: "number" }, "Numbers"), h("th", { class: "number" }, "Names"), SEVERITIES.map((one) => h("th", { class: "number" }, capitalised(one))))),
    h("tbody", {}, told.scores.map((one) => h("tr", {},
      h("td", {}, h("a", { href: address("review", { document: told.documents[one.document] }) }, one.document)),
      h("td", {}, h("meter", { class: "wb-meter", min: 0, max: 1, value: one.score, "aria-label": `Score of ${one.document}` }), " ", percent(one.score)),
      h("td", { class: "number" }, percent(one.term_success_rate)), h("td", { class: "number" }, percent(one.number_fidelity)), h("td", { class: "number" }, percent(one.name_fidelity)),
      SEVERITIES.map((severity) => h("td", { class: "number" }, one.findings[severity])))))));
}

function concepts() {
  const { rows, documents, left_out: left } = told.concepts;
  if (!rows.length) return null;
  return h("div", { class: "wb-card" }, h("h2", {}, "Concepts rendered in several ways"),
    h("p", { class: "wb-faint" }, "Letters stand for renderings, figures for how often; the darker, the further from the usual rendering."),
    h("div", { class: "wb-wide" }, h("table", { class: "wb-table wb-heat" },
      h("thead", {}, h("tr", {}, h("th", {}, "Concept"), h("th", {}, "Renderings"), documents.map((name) => h("th", {}, name)))),
      h("tbody", {}, rows.map((row) => h("tr", {}, h("td", {}, row.concept),
        h("td", {}, row.legend.map(([letter, text, count]) => h("div", {}, h("b", {}, letter), ` ${text} `, h("small", { class: "wb-faint" }, count)))),
        row.cells.map((cell) => (cell ? h("td", { title: cell.title, style: `--heat:${Math.round(45 * cell.deviation)}%`, class: "heat" }, cell.text) : h("td", {})))))))),
    left.concepts || left.documents ? h("p", { class: "wb-faint" }, `${left.concepts} more concepts and ${left.documents} more documents are in the HTML report.`) : null);
}

function findings() {
  const checks = Object.entries(told.checks);
  const body = h("tbody", {});
  const shown = select([["", `All checks (${told.total})`], ...checks.map(([check, count]) => [check, `${check} (${count})`])], "", { "aria-label": "Check", onchange: () => draw() });
  const draw = () => body.replaceChildren(...told.findings.filter((one) => !shown.value || one.check === shown.value).map((one) => h("tr", { class: one.accepted ? "wb-faint" : "" },
    h("td", {}, h("a", { href: address("review", { document: told.documents[one.document], position: one.segment }) }, `${one.document} ${one.segment}`)),
    h("td", {}, one.check, h("div", { class: "wb-faint" }, h("small", {}, one.severity))),
    h("td", {}, one.message, one.accepted ? h("small", {}, ` (accepted: ${one.accepted})`) : "", h("div", { class: "wb-faint" }, one.target.length > 180 ? `${one.target.slice(0, 180)}…` : one.target)))));
  draw();
  return h("div", { class: "wb-card" }, h("div", { class: "wb-row-of-buttons" }, h("h2", {}, "Findings"), shown),
    told.total ? h("table", { class: "wb-table" }, h("thead", {}, h("tr", {}, h("th", { class: "wb-where" }, "Segment"), h("th", { class: "wb-check-name" }, "Check"), h("th", {}, "What"))), body) : h("p", {}, "Nothing was found."),
    told.total > told.findings.length ? h("p", { class: "wb-faint" }, `The first ${told.findings.length} of ${told.total}; the HTML report has all.`) : null);
}

async function startConsistency() {
  const project = number("project") || Number(sessionStorage.getItem("workbench-project"));
  if (!project) return chooseProject();
  showPage(h("div", { class: "wb-sheet" }, h("p", { class: "wb-faint", role: "status" }, "Checking the documents of the project…")));
  told = await attempt(() => call("report", { project }));
  if (!told) return chooseProject();
  remember("project", project);
  const get = () => attempt(async () => { const file = await call("download", { project }); saveFile(file.name, file.data); });
  return showPage(h("div", { class: "wb-sheet" },
    h("div", { class: "wb-row-of-buttons" }, h("h1", {}, told.project.name), h("span", { class: "wb-spring" }), button("HTML report", get)),
    told.scores.length ? [tiles(), documentScores(), findings(), concepts()] : h("p", {}, "Nothing is translated yet.")));
}

startConsistency();
