// Projects and their documents.

let known = null; // what overview gave
let shownProject = null;
let pollTimer = 0;

async function load() {
  known = await attempt(() => call("overview"));
  if (!known) return;
  const wanted = number("project") || Number(sessionStorage.getItem("workbench-project"));
  const chosen = known.projects.find((one) => one.id === wanted) || (known.projects.length === 1 ? known.projects[0] : null);
  if (chosen) await openProject(chosen.id);
  else showAll(null);
}

function showAll(content) {
  showPage(h("div", { class: "wb-shelf" },
    h("nav", { class: "wb-shelf-list", "aria-label": "Projects" },
      h("div", { class: "wb-shelf-head" }, h("h1", {}, "Projects"), button("New project", newProject, { kind: "small main" })),
      known.projects.map((one) => h("a", { href: address("", { project: one.id, document: null }), "aria-current": shownProject?.id === one.id ? "true" : null,
        onclick: (event) => { if (event.ctrlKey || event.metaKey) return; event.preventDefault(); attempt(() => openProject(one.id)); } },
      h("span", {}, one.name), h("small", { class: "wb-faint" }, `${one.source_language} → ${one.target_language} · ${counted(one.documents, "document")}`)))),
    h("div", { class: "wb-shelf-main" }, content || h("div", { class: "wb-empty" },
      known.projects.length ? h("p", {}, "Choose a project.") : [h("h2", {}, "No project yet"),
        h("p", {}, "A project holds documents that are translated with the same glossary, model and memory."),
        button("New project", newProject, { kind: "main" })]))));
}

async function openProject(id) {
  const found = await call("contents", { project: id });
  shownProject = found.project;
  remember("project", id);
  history.replaceState(null, "", address("", { project: id, document: null }));
  showAll(projectSheet(found));
  poll();
}

function projectSheet(found) {
  const { project } = found;
  const { settings } = project;
  const isAdmin = known.person.role === "admin";
  const mode = settings.mode;
  return h("div", { class: "wb-sheet", "data-project": project.id },
    h("div", { class: "wb-row-of-buttons" }, h("h1", {}, project.name), h("span", { class: "wb-spring" }),
      button("Settings…", () => changeProject(project), { kind: "small" }),
      known.accounts && known.person.role !== "translator" ? button("People…", () => sharing(project), { kind: "small" }) : null,
      isAdmin ? button("Delete…", () => deleteProject(project), { kind: "small danger" }) : null),
    h("p", { class: "wb-faint" }, `${project.source_language} → ${project.target_language} · glossary ${settings.glossary} (${mode}) · model ${settings.model}`
      + (settings.memory ? ` · memory ${settings.memory}` : "")),
    uploadArea(project), documentTable(found.documents), memoryCard(project, found.memory));
}

/** What the project's own memory holds. */
function memoryCard(project, { approved, sent }) {
  const count = approved + sent.reduce((sum, one) => sum + one.units, 0);
  const get = () => attempt(async () => { const file = await call("export_memory", { project: project.id }); saveFile(file.name, file.data); });
  const back = (one) => attempt(async () => { await call("take_back", { project: project.id, name: one.document }); document.activeElement?.blur(); await refresh(); });
  return h("div", { class: "wb-card wb-memory" },
    h("div", { class: "wb-row-of-buttons" }, h("h2", {}, "Memory of the project"), h("span", { class: "wb-spring" }), button("Download TMX", get, { kind: "small", disabled: !count })),
    h("p", { class: "wb-faint" }, count ? `${counted(approved, "approved segment")}${sent.length ? `, ${counted(count - approved, "bead")} of alignments` : ""}. What is approved is found by the next translation in the project.`
      : "Empty yet. What is approved here is found by the next translation in the project; alignments can be sent here from the page Align."),
    sent.length ? h("ul", { class: "wb-links" }, sent.map((one) => h("li", {}, `${one.document}: ${counted(one.units, "bead")} `, h("span", { class: "wb-faint" }, one.author, " · ", moment(one.at)),
      button("Take back", () => back(one), { kind: "small quiet", "aria-label": `Take ${one.document} back` })))) : null);
}

function uploadArea(project) {
  const field = h("input", { type: "file", multiple: true, accept: known.suffixes.join(","), class: "wb-hidden", id: "wb-files", onchange: () => send([...field.files]) });
  const start = h("input", { type: "checkbox", checked: true });
  const log = h("ul", { class: "wb-upload-log", "aria-live": "polite" });
  const send = async (files) => {
    for (const file of files) {
      const line = h("li", {}, `${file.name}: reading…`);
      log.append(line);
      try {
        if (file.size > known.most_megabytes * 2 ** 20) throw new Refused({ error: `${file.name}: is larger than ${known.most_megabytes} MiB; split it into smaller files` });
        const content = await readFile(file);
        const view = await call("upload", { project: project.id, name: file.name, content, start: start.checked });
        line.replaceChildren(`${view.name}: ${counted(view.segments, "segment")}`, view.notes.map((note) => h("div", { class: "wb-warn" }, note)));
        line.className = "done";
      } catch (error) {
        line.textContent = error.message;
        line.className = "failed";
        line.setAttribute("role", "alert");
      }
      await refresh();
    }
    field.value = "";
  };
  return h("div", { class: "wb-card wb-drop", ondragover: (event) => { event.preventDefault(); event.currentTarget.classList.add("over"); },
    ondragleave: (event) => event.currentTarget.classList.remove("over"),
    ondrop: (event) => { event.preventDefault(); event.currentTarget.classList.remove("over"); send([...event.dataTransfer.files]); } },
  h("div", { class: "wb-row-of-buttons" }, field, button("Upload documents…", () => field.click(), { kind: "main" }),
    h("label", { class: "wb-check" }, start, "translate at once"),
    h("span", { class: "wb-faint" }, "or drop files here")),
  h("small", { class: "wb-faint" }, `${known.suffixes.join(" ")}; at most ${known.most_megabytes} MiB each`), log);
}

function documentTable(entries) {
  if (!entries.length) return h("p", { class: "wb-faint wb-documents" }, "There are no documents yet.");
  return h("table", { class: "wb-table wb-documents" },
    h("thead", {}, h("tr", {}, h("th", {}, "Document"), h("th", { class: "number" }, "Segments"), h("th", {}, "Translation"), h("th", {}, "Approved"), h("th", { class: "number" }, "Findings"), h("th", {}, h("span", { class: "wb-hidden-text" }, "Actions")))),
    h("tbody", {}, entries.map(documentRow)));
}

function documentRow({ document: one, progress }) {
  const isGoingOn = progress.state === "queued" || progress.state === "running";
  const pending = one.states.pending;
  const touched = one.states.edited + one.states.approved;
  const run = (name, said) => () => attempt(async () => { await call(name, { document: one.id }); if (said) tell(said); await refresh(); });
  return h("tr", { "data-document": one.id },
    h("td", {}, h("a", { href: address("review", { project: one.project, document: one.id }) }, one.name),
      h("div", { class: "wb-faint" }, h("small", {}, one.uploaded_by, " · ", moment(one.uploaded_at)))),
    h("td", { class: "number" }, one.segments.toLocaleString()),
    h("td", {}, translationState(progress)),
    h("td", { class: "wb-nowrap" }, h("progress", { max: one.segments, value: one.states.approved, "aria-label": "Approved" }), h("small", { class: "wb-faint" }, ` ${one.states.approved.toLocaleString()}`)),
    h("td", { class: "number" }, one.findings ? h("span", { class: "wb-warn" }, one.findings.toLocaleString()) : "0"),
    h("td", {}, h("div", { class: "wb-row-of-buttons end" },
      isGoingOn ? button("Cancel", run("cancel"), { kind: "small" })
        : [pending ? button(progress.state === "failed" ? "Try again" : progress.done ? "Go on" : "Translate", run("translate"), { kind: "small main" }) : null,
          h("a", { class: "wb-button small", href: address("review", { project: one.project, document: one.id }) }, "Review")],
      h("a", { class: "wb-button small", href: address("deliver", { project: one.project, document: one.id }) }, "Deliver"),
      !isGoingOn && !pending ? button("Again…", () => again(one, touched, run("retranslate")), { kind: "small quiet", title: "Translate anew what nobody has edited" }) : null,
      button("Remove…", () => removeDocument(one), { kind: "small quiet danger" }))));
}

function translationState(progress) {
  const share = progress.total ? Math.floor((100 * progress.done) / progress.total) : 100;
  const bar = h("progress", { max: progress.total || 1, value: progress.done, "aria-label": "Translated" });
  const left = progress.seconds_left === null ? "" : `, ${duration(progress.seconds_left)} left`;
  if (progress.state === "running") return [bar, h("small", {}, ` ${share} %${left}`)];
  if (progress.state === "queued") return [bar, h("small", {}, ` waiting${left}`)];
  if (progress.state === "failed") return h("span", { class: "wb-failed", role: "alert" }, `failed: ${progress.error}`);
  if (progress.done === progress.total) return h("span", { class: "wb-state approved" }, "translated");
  if (progress.state === "cancelled") return h("span", { class: "wb-faint" }, `cancelled at ${share} %`);
  return h("span", { class: "wb-faint" }, progress.done ? `${share} %` : "not translated");
}

async function refresh() {
  if (!shownProject) return false;
  const found = await call("contents", { project: shownProject.id });
  const old = root.querySelector(".wb-documents");
  const focused = old?.contains(document.activeElement) ? [...old.querySelectorAll("a, button")].indexOf(document.activeElement) : -1;
  const made = documentTable(found.documents);
  old?.replaceWith(made);
  root.querySelector(".wb-memory:not(:focus-within)")?.replaceWith(memoryCard(shownProject, found.memory));
  if (focused >= 0) made.querySelectorAll("a, button")[focused]?.focus();
  return found.documents.some(({ progress }) => progress.state === "queued" || progress.state === "running");
}

async function poll() {
  clearTimeout(pollTimer);
  let isGoingOn = false;
  try {
    isGoingOn = await refresh();
  } catch (error) {
    if (!(error instanceof Unreachable)) { tell(error.message, "error"); return; }
  }
  pollTimer = setTimeout(poll, isGoingOn ? 1_000 : 4_000);
}

function settingsFields(settings) {
  const list = (name) => select([...new Set([settings[name], ...known.offered[name]])].map((value) => [value, value || "none"]), settings[name], { name });
  const fields = { glossary: list("glossary"), model: list("model"), memory: list("memory"),
    mode: select(Object.entries(known.modes), settings.mode, { name: "mode" }) };
  return { element: h("div", {}, h("div", { class: "wb-fields" }, labelled("Glossary", fields.glossary), labelled("Model", fields.model), labelled("Translation memory", fields.memory)),
    labelled("How far the glossary counts", fields.mode)),
  values: () => Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.value])) };
}

function projectForm(title, name, settings, save) {
  openDialog(title, (close) => {
    const field = h("input", { class: "wb-input", name: "name", required: true, maxlength: 200, value: name, autofocus: true });
    const fields = settingsFields(settings);
    return h("form", { onsubmit: (event) => { event.preventDefault(); attempt(async () => {
      const saved = await save(field.value, fields.values());
      close();
      known = await call("overview");
      await openProject(saved.id);
    }); } }, labelled("Name", field), h("br"), fields.element, h("footer", {}, h("button", { class: "wb-button main" }, "Save")));
  });
}

function newProject() {
  projectForm("New project", "", known.defaults, (name, settings) => call("create", { name, settings }));
}

function changeProject(project) {
  projectForm("Settings of the project", project.name, project.settings, (name, settings) => call("change", { project: project.id, name, settings }));
}

function sharing(project) {
  openDialog("Who may see the project", (close) => {
    const field = h("textarea", { class: "wb-input", rows: 6, name: "members" }, project.members.join("\n"));
    return h("form", { onsubmit: (event) => { event.preventDefault(); attempt(async () => {
      await call("share", { project: project.id, members: field.value.split("\n").map((name) => name.trim()).filter(Boolean) });
      close();
      await openProject(project.id);
    }); } }, labelled("Names, one a line", field), h("footer", {}, h("button", { class: "wb-button main" }, "Save")));
  });
}

async function deleteProject(project) {
  const sure = await decide(`Delete ${project.name}?`, h("p", {}, `Its ${counted(project.documents, "document")}, their translations and history are deleted. This cannot be undone.`),
    [["", "Keep it", "main"], ["yes", "Delete", "danger"]]);
  if (sure !== "yes") return;
  await attempt(async () => {
    await call("delete", { project: project.id });
    sessionStorage.removeItem("workbench-project");
    query.delete("project");
    shownProject = null;
    await load();
  });
}

async function removeDocument(one) {
  const sure = await decide(`Remove ${one.name}?`, h("p", {}, "Its translation, comments and history go with it. This cannot be undone."),
    [["", "Keep it", "main"], ["yes", "Remove", "danger"]]);
  if (sure === "yes") await attempt(async () => { await call("remove", { document: one.id }); await refresh(); });
}

async function again(one, touched, run) {
  const sure = await decide(`Translate ${one.name} again?`, h("p", {}, `With the glossary, model and memory as they are now. ${counted(touched, "segment")} that people edited or approved stay${touched === 1 ? "s" : ""} as ${touched === 1 ? "it is" : "they are"}.`),
    [["yes", "Translate again", "main"], ["", "Cancel"]]);
  if (sure === "yes") run();
}

showPage(h("p", { class: "wb-faint" }, "Loading…"));
attempt(load);
