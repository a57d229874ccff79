// Test sets: run one, compare with the baseline, the trend, the worst segments.

const METRICS = { chrf: "chrF", "chrf++": "chrF++", bleu: "BLEU", ter: "TER", terms: "Terms kept", numbers: "Numbers kept", names: "Names kept",
  consistency: "Terms alike", found: "Marked terms found", lookalikes: "Look-alikes left alone", comet: "COMET" };
const metricName = (name) => METRICS[name] || name;
const score = (value) => value.toFixed(2);
const signed = (change) => (score(Math.abs(change)) === "0.00" ? "0.00" : `${change < 0 ? "−" : "+"}${score(Math.abs(change))}`);

let known = null; // what overview gave
let chosen = null; // the number of the evaluation that is shown
let timer = 0;

async function load() {
  known = await attempt(() => call("overview"));
  if (!known) return;
  const wanted = number("evaluation");
  const first = known.evaluations.find((one) => one.id === wanted) || known.evaluations[0];
  if (first) await open(first.id);
  else draw(known.may_run ? welcome() : h("div", { class: "wb-empty" }, h("p", {}, "Nothing was evaluated yet. Editors and administrators may do that.")));
  follow();
}

function welcome() {
  return h("div", { class: "wb-empty" }, h("h2", {}, "Nothing was evaluated yet"),
    h("p", {}, "A test set is translated with a model and a glossary, measured, and compared with the baseline or with the evaluation before."),
    button("Evaluate…", ask, { kind: "main" }));
}

function draw(content) {
  const link = (one) => h("a", { href: address("evaluation", { evaluation: one.id }), "aria-current": one.id === chosen ? "true" : null,
    onclick: (event) => { if (event.ctrlKey || event.metaKey) return; event.preventDefault(); attempt(() => open(one.id)); } },
  h("span", {}, one.testset, one.scores.chrf === undefined ? "" : h("span", { class: "wb-shelf-number" }, `chrF ${score(one.scores.chrf)}`)),
  h("small", { class: "wb-faint" }, one.author, " · ", moment(one.at)));
  showPage(h("div", { class: "wb-shelf" },
    h("nav", { class: "wb-shelf-list", "aria-label": "Evaluations" },
      h("div", { class: "wb-shelf-head" }, h("h1", {}, "Evaluations"), known.may_run ? button("Evaluate…", ask, { kind: "small main" }) : null),
      h("div", { class: "wb-running" }), known.evaluations.map(link)),
    h("div", { class: "wb-shelf-main" }, content)));
  drawRunning();
}

function drawRunning() {
  const place = root.querySelector(".wb-running");
  place?.replaceChildren(...known.running.map((one) => h("div", { class: "wb-task", role: "status" },
    h("div", { class: "wb-row-of-buttons" }, h("span", {}, one.name), h("span", { class: "wb-spring" }),
      button(one.error ? "Close" : "Cancel", () => stop(one), { kind: "small quiet" })),
    one.error ? h("span", { class: "wb-failed", role: "alert" }, one.error)
      : [h("progress", { max: one.total || 1, value: one.total ? one.done : null, "aria-label": "Translated" }),
        h("small", { class: "wb-faint" }, ` ${!one.total ? "waiting or loading the model" : one.done < one.total ? `${Math.floor((100 * one.done) / one.total)} % translated` : "measuring"}`)])));
}

async function stop(one) {
  await attempt(() => call("cancel", { key: one.key }));
  known.running = known.running.filter((other) => other !== one);
  drawRunning();
}

/** Ask for those that are going on until they are done. */
function follow() {
  clearTimeout(timer);
  if (!known.running.some((one) => !one.error)) return;
  timer = setTimeout(async () => {
    for (const one of known.running.filter((other) => !other.error)) {
      try {
        Object.assign(one, await call("state", { key: one.key }));
      } catch (error) {
        if (error instanceof Unreachable) continue;
        one.error = error.message;
      }
      if (!one.evaluation || !known.running.includes(one)) continue;
      const running = known.running.filter((other) => other !== one);
      known = { ...(await call("overview")), running };
      await open(one.evaluation);
    }
    drawRunning();
    follow();
  }, 800);
}

async function open(id) {
  const found = await call("show", { evaluation: id });
  chosen = id;
  query.set("evaluation", id);
  history.replaceState(null, "", address("evaluation", { evaluation: id }));
  draw(sheet(found));
}

function sheet(found) {
  const { evaluation: one, report } = found;
  const get = () => attempt(async () => { const file = await call("download", { evaluation: one.id }); saveFile(file.name, file.data); });
  const mine = known.person.name === one.author || known.person.role === "admin";
  const made = Object.fromEntries(report.run.signature.split("|").map((part) => part.split(/:(.*)/s)));
  return h("div", { class: "wb-sheet", "data-evaluation": one.id },
    h("div", { class: "wb-row-of-buttons" }, h("h1", {}, one.testset), h("span", { class: "wb-faint" }, one.author, " · ", moment(one.at)), h("span", { class: "wb-spring" }),
      button("Run (JSON)", get, { kind: "small", title: "For workbench eval compare" }), mine ? button("Remove…", () => remove(one), { kind: "small quiet danger" }) : null),
    h("p", { class: "wb-faint" }, `${counted(report.run.segments, "segment")} · model ${made.model} · glossary ${made.glossary} (${made.mode}) · ${made.engine}`,
      report.run.seconds ? ` · ${report.run.seconds.toFixed(0)} s` : ""),
    verdict(report), figures(found), worst(report), parts(report));
}

function verdict(report) {
  const failed = report.checks.filter((one) => !one.passed);
  const ruined = report.ruined || [];
  const notes = report.notes.map((note) => h("p", { class: "wb-faint" }, note));
  if (report.passed === null) {
    return h("div", { class: "wb-card notice" }, report.against ? [h("h2", {}, `Compared with the evaluation of ${report.against}`), h("p", {}, `${report.comparison.changed} of ${counted(report.run.segments, "segment")} differ.`)]
      : [h("h2", {}, "The first evaluation of this test set"), h("p", {}, "The next one is compared with it.")], notes);
  }
  if (report.passed) return h("div", { class: "wb-card notice good" }, h("h2", {}, "✓ The quality gate would pass"), h("p", {}, `${counted(report.checks.length, "limit")} held; ${report.comparison ? `${report.comparison.changed} of ${counted(report.run.segments, "segment")} differ from the baseline.` : ""}`), notes);
  return h("div", { class: "wb-card notice bad" }, h("h2", {}, "The quality gate would fail"),
    h("ul", { class: "wb-links" }, failed.map((one) => h("li", {}, `${one.name}: ${one.reason}`)), ruined.slice(0, 10).map((one) => h("li", {}, `segment ${one.segment}: ${one.kind}: ${one.reason}`)),
      ruined.length > 10 ? h("li", {}, `and ${ruined.length - 10} more ruined segments`) : null), notes);
}

function figures({ report, trends, size, lower_is_better: lower }) {
  const tested = Object.fromEntries((report.comparison.differences || []).map((one) => [one.metric, one]));
  const before = report.baseline?.figures || {};
  const row = ([name, figure]) => {
    const was = tested[name]?.baseline ?? before[name]?.score; // tested: held to the glossary of this evaluation, too
    const change = was === undefined ? null : figure.score - was;
    const gain = lower.includes(name) ? -change : change;
    const sure = tested[name] && tested[name].p_value < 0.05;
    return h("tr", {}, h("td", {}, metricName(name), lower.includes(name) ? h("small", { class: "wb-faint" }, " less is better") : ""),
      h("td", { class: "number" }, was === undefined ? "–" : score(was)), h("td", { class: "number" }, h("strong", {}, score(figure.score))),
      h("td", { class: `number${sure && gain < 0 ? " wb-failed" : sure && gain > 0 ? " wb-good" : ""}` }, change === null ? "–" : signed(change)),
      h("td", { class: "number" }, tested[name] ? tested[name].p_value.toFixed(3) : ""),
      h("td", {}, trends[name] ? trendPicture(trends[name].points, size, metricName(name)) : null));
  };
  return h("div", { class: "wb-card" }, h("h2", {}, "Figures"), h("div", { class: "wb-wide" }, h("table", { class: "wb-table wb-figures" },
    h("thead", {}, h("tr", {}, h("th", {}, "Metric"), h("th", { class: "number" }, report.against === "the baseline" ? "Baseline" : "Before"), h("th", { class: "number" }, "Now"), h("th", { class: "number" }, "Change"),
      h("th", { class: "number", title: "How likely a difference as large is by chance" }, "p"), h("th", {}, "Trend"))),
    h("tbody", {}, Object.entries(report.run.figures).map(row)))),
  h("p", { class: "wb-faint" }, "Coloured where a change is significant (p < 0.05). The trend goes through the baselines and evaluations of the same test set; the last point is this one."));
}

function worst(report) {
  const faulty = report.worst.filter((one) => one.faults.length);
  const moved = report.comparison.moved.map((one) => ({ ...one, hypothesis: one.system, score: one.after, faults: [], was: one.before }));
  const views = { score: ["Lowest chrF", report.worst.slice(0, 40)], faults: [`With faults (${faulty.length})`, faulty], moved: [`Moved most (${moved.length})`, moved] };
  const body = h("tbody", {});
  const line = (name, content) => h("div", { class: "wb-versions" }, h("small", { class: "wb-faint" }, name), h("div", {}, content));
  const only = (pieces, kind) => difference(pieces.filter((piece) => piece.kind === "same" || piece.kind === kind));
  const fill = () => body.replaceChildren(...views[shown.value][1].map((one) => {
    const isMoved = one.was !== undefined;
    return h("tr", {},
      h("td", { class: "number", title: one.document }, one.segment), h("td", { class: "number" }, isMoved ? `${one.was.toFixed(1)} → ${one.score.toFixed(1)}` : one.score.toFixed(1)),
      h("td", {}, line("source", one.source), line(isMoved ? "before" : "translation", only(one.difference, "removed")), line(isMoved ? "now" : "reference", only(one.difference, "added")),
        isMoved ? line("reference", one.reference) : null, one.faults.map((fault) => h("div", { class: "wb-failed" }, h("small", {}, fault)))));
  }));
  const shown = select(Object.entries(views).map(([name, [label]]) => [name, label]), "score", { "aria-label": "Which segments", onchange: fill });
  fill();
  return h("div", { class: "wb-card wb-worst" }, h("div", { class: "wb-row-of-buttons" }, h("h2", {}, "Worst segments"), shown),
    h("table", { class: "wb-table" }, h("thead", {}, h("tr", {}, h("th", { class: "number" }, "#"), h("th", { class: "number" }, "chrF"), h("th", {}, "Texts"))), body));
}

function parts(report) {
  if (!report.comparison.slices) return null;
  return h("div", { class: "wb-card" }, h("h2", {}, "Parts of the test set (chrF)"), h("table", { class: "wb-table" },
    h("thead", {}, h("tr", {}, h("th", {}, "Part"), h("th", { class: "number" }, "Segments"), h("th", { class: "number" }, "Before"), h("th", { class: "number" }, "Now"))),
    h("tbody", {}, report.comparison.slices.map((one) => h("tr", {}, h("td", {}, one.name), h("td", { class: "number" }, one.size), h("td", { class: "number" }, one.baseline.toFixed(1)), h("td", { class: "number" }, one.system.toFixed(1)))))));
}

function ask() {
  openDialog("Evaluate a test set", (close) => {
    const UPLOAD = "";
    const testset = select([...known.testsets.map((name) => [name, name]), [UPLOAD, "files of mine…"]], known.testsets.includes("main") ? "main" : known.testsets[0] || UPLOAD, { name: "testset", onchange: () => update() });
    const source = h("input", { type: "file", class: "wb-input", name: "source" });
    const reference = h("input", { type: "file", class: "wb-input", name: "reference" });
    const files = h("div", {}, h("div", { class: "wb-fields" }, labelled("Sources, or a table", source), labelled("References", reference)),
      h("p", { class: "wb-faint" }, "Plain text, one segment a line in both; or one table with the columns source, reference, document, named NAME.nl-en.tsv."));
    const lists = Object.fromEntries(["glossary", "model", "memory"].map((name) => [name, select([...new Set([known.defaults[name], ...known.offered[name]])].map((value) => [value, value || "none"]), name === "memory" ? "" : known.defaults[name], { name })]));
    const mode = select(known.modes.map((name) => [name, name]), known.defaults.mode, { name: "mode" });
    const update = () => { files.hidden = testset.value !== UPLOAD; source.required = !files.hidden; };
    update();
    const send = async () => {
      const sent = [];
      for (const field of files.hidden ? [] : [source, reference]) {
        const file = field.files[0];
        if (file && file.size > known.most_megabytes * 2 ** 20) throw new Refused({ error: `${file.name}: is larger than ${known.most_megabytes} MiB` });
        if (file) sent.push({ name: file.name, content: await readFile(file) });
      }
      const settings = { ...Object.fromEntries(Object.entries(lists).map(([name, field]) => [name, field.value])), mode: mode.value };
      const key = await call("start", { testset: testset.value, files: sent, settings });
      close();
      known.running.push({ key, name: testset.value || sent[0].name, done: 0, total: 0, error: "" });
      drawRunning();
      follow();
    };
    return h("form", { onsubmit: (event) => { event.preventDefault(); attempt(send); } },
      labelled("Test set", testset), h("br"), files,
      h("div", { class: "wb-fields" }, labelled("Model", lists.model), labelled("Glossary", lists.glossary), labelled("How far it counts", mode), labelled("Translation memory", lists.memory)),
      h("p", { class: "wb-faint" }, "It runs in the background, one evaluation at a time; you may leave the page."),
      h("footer", {}, h("button", { class: "wb-button main" }, "Evaluate")));
  });
}

async function remove(one) {
  const sure = await decide("Remove this evaluation?", h("p", {}, "Its figures leave the trend, too."), [["", "Keep it", "main"], ["yes", "Remove", "danger"]]);
  if (sure === "yes") await attempt(async () => { await call("remove", { evaluation: one.id }); query.delete("evaluation"); chosen = null; await load(); });
}

showPage(h("p", { class: "wb-faint" }, "Loading…"));
attempt(load);
