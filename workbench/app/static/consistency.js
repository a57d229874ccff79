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

/** How a score went, once it was counted twice; a single point says nothing. */
function trend(name, about) {
  const found = told.trends[name];
  return found?.points.length > 1 ? trendPicture(found.points, told.size, about) : null;
}

function tiles() {
  const { corpus } = told;
  const tile = (label, value, about) => h("div", { class: "wb-tile" }, h("div", { class: "wb-faint" }, label), h("strong", {}, value), h("small", { class: "wb-faint" }, about));
  return h("div", { class: "wb-tiles" },
    h("div", { class: "wb-tile" }, h("div", { class: "wb-faint" }, "Score"), h("strong", {}, percent(corpus.score)), h("small", { class: "wb-faint" }, counted(corpus.segments, "segment")),
      trend("", "Score of the project")),
    tile("Terms rendered", percent(corpus.term_success_rate), counted(corpus.terms, "term")),
    tile("Terms alike", percent(corpus.term_consistency), "the most frequent rendering"),
    tile("Numbers kept", percent(corpus.number_fidelity), counted(corpus.numbers, "number")),
    tile("Names kept", percent(corpus.name_fidelity), counted(corpus.names, "name")));
}

function documentScores() {
  return h("div", { class: "wb-card" }, h("h2", {}, "Documents"), h("table", { class: "wb-table wb-figures" },
    h("thead", {}, h("tr", {}, h("th", {}, "Document"), h("th", {}, "Score"), h("th", {}, "Trend"), h("th", { class: "number" }, "Terms"), h("th", { class: "number" }, "Numbers"), h("th", { class: "number" }, "Names"), SEVERITIES.map((one) => h("th", { class: "number" }, capitalised(one))))),
    h("tbody", {}, told.scores.map((one) => h("tr", {},
      h("td", {}, h("a", { href: address("review", { document: told.documents[one.document] }) }, one.document)),
      h("td", {}, h("meter", { class: "wb-meter", min: 0, max: 1, value: one.score, "aria-label": `Score of ${one.document}` }), " ", percent(one.score)),
      h("td", {}, trend(one.document, `Score of ${one.document}`)),
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
  const all = told.total;
  const body = h("tbody", {});
  const more = h("p", { class: "wb-faint" });
  const shown = select([["", `All checks (${all})`], ...checks.map(([check, count]) => [check, `${check} (${count})`])], "", { "aria-label": "Check",
    onchange: () => attempt(async () => draw(await call("findings", { project: told.project.id, check: shown.value }))) });
  const draw = (found) => {
    body.replaceChildren(...found.findings.map((one) => h("tr", { class: one.accepted ? "wb-faint" : "" },
      h("td", {}, h("a", { href: address("review", { document: told.documents[one.document], position: one.segment }) }, `${one.document} ${one.segment}`)),
      h("td", {}, one.check, h("div", { class: "wb-faint" }, h("small", {}, one.severity))),
      h("td", {}, one.message, one.accepted ? h("small", {}, ` (accepted: ${one.accepted})`) : "", h("div", { class: "wb-faint" }, one.target.length > 180 ? `${one.target.slice(0, 180)}…` : one.target)))));
    more.textContent = found.total > found.findings.length ? `The first ${found.findings.length} of ${found.total.toLocaleString()}; choose a check, or look into the HTML report.` : "";
  };
  draw(told);
  return h("div", { class: "wb-card" }, h("div", { class: "wb-row-of-buttons" }, h("h2", {}, "Findings"), shown),
    all ? h("table", { class: "wb-table" }, h("thead", {}, h("tr", {}, h("th", { class: "wb-where" }, "Segment"), h("th", { class: "wb-check-name" }, "Check"), h("th", {}, "What"))), body) : h("p", {}, "Nothing was found."), more);
}

/** The report; counted in the background first where something changed since. */
async function countedReport(project) {
  for (;;) {
    const found = await call("report", { project });
    if (!found.task) return found;
    const bar = h("progress", { "aria-label": "Checked" });
    showPage(h("div", { class: "wb-sheet" }, h("h1", {}, found.project.name), h("p", { class: "wb-faint", role: "status" }, "Checking the documents of the project… ", bar)));
    for (let task = null; !task?.value;) {
      task = await call("state", { key: found.task });
      if (task.error) throw new Refused({ error: task.error, kind: "refused" });
      if (task.total) { bar.max = task.total; bar.value = task.done; }
      if (!task.value) await new Promise((resolve) => { setTimeout(resolve, 300); });
    }
  }
}

async function startConsistency() {
  const project = number("project") || Number(sessionStorage.getItem("workbench-project"));
  if (!project) return chooseProject();
  told = await attempt(() => countedReport(project));
  if (!told) return chooseProject();
  remember("project", project);
  const get = () => attempt(async () => { const file = await call("download", { project }); saveFile(file.name, file.data); });
  return showPage(h("div", { class: "wb-sheet" },
    h("div", { class: "wb-row-of-buttons" }, h("h1", {}, told.project.name), h("span", { class: "wb-faint" }, "counted ", moment(told.at)), h("span", { class: "wb-spring" }), button("HTML report", get)),
    told.scores.length ? [tiles(), documentScores(), findings(), concepts()] : h("p", {}, "Nothing is translated yet.")));
}

startConsistency();
