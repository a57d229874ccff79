// Delivering a document.

async function chooseDocument() {
  const found = await attempt(() => call("choices"));
  const entries = (found || []).filter((entry) => entry.documents.length);
  showPage(h("div", { class: "wb-sheet" }, h("h1", {}, "Deliver"), entries.length
    ? entries.map((entry) => h("section", {}, h("h2", {}, entry.project.name), h("ul", { class: "wb-links" }, entry.documents.map((one) => h("li", {},
      h("a", { href: address("deliver", { project: one.project, document: one.id }) }, one.name),
      h("span", { class: "wb-faint" }, ` ${one.states.approved} of ${one.segments} approved`))))))
    : h("p", {}, "There are no documents yet. ", h("a", { href: address("") }, "Upload one"), " first.")));
}

function readiness(found) {
  const { document: one } = found;
  if (!found.whole) {
    return h("div", { class: "wb-card notice bad" }, h("h2", {}, `${counted(one.states.pending, "segment")} not translated yet`),
      h("p", {}, "A document is delivered when it is whole. ", h("a", { href: address("") }, "Translate the rest"), ", or ", h("a", { href: address("review") }, "write it yourself"), "."));
  }
  if (!found.open_count) return h("div", { class: "wb-card notice good" }, h("h2", {}, "✓ Every segment is approved"), h("p", {}, "Nothing is left to look at."));
  const withFindings = found.open.filter((segment) => segment.findings).length;
  return h("div", { class: "wb-card notice warn" },
    h("h2", {}, `${counted(found.open_count, "segment")} to look at first`),
    h("p", {}, `${counted(one.segments - one.states.approved, "segment")} not approved`, withFindings ? `, ${withFindings} with findings` : "", ". You can deliver the document anyway."),
    h("details", { open: found.open_count <= 12 }, h("summary", {}, "Show them"), h("table", { class: "wb-table" },
      h("thead", {}, h("tr", {}, h("th", { class: "number" }, "#"), h("th", {}, "Source"), h("th", {}, "State"), h("th", {}, "Findings"))),
      h("tbody", {}, found.open.map((segment) => h("tr", {},
        h("td", { class: "number" }, h("a", { href: address("review", { document: one.id, segment: segment.id }), "aria-label": `Review segment ${segment.position + 1}` }, segment.position + 1)),
        h("td", { lang: found.project.source_language }, segment.source.length > 160 ? `${segment.source.slice(0, 160)}…` : segment.source),
        h("td", {}, h("span", { class: `wb-state ${segment.state}` }, segment.state === "pending" ? "not translated" : segment.state)),
        h("td", {}, segment.findings ? h("span", { class: "wb-warn" }, String(segment.findings)) : ""))))),
    found.open_count > found.open.length ? h("p", { class: "wb-faint" }, `… and ${(found.open_count - found.open.length).toLocaleString()} more.`) : null));
}

function formats(found) {
  const { document: one } = found;
  const get = (name) => async (event) => {
    const pressed = event.currentTarget;
    pressed.disabled = true;
    await attempt(async () => {
      const file = await call("deliver", { document: one.id, format: name });
      saveFile(file.name, file.data);
      tell(`${file.name} is in your downloads.`);
      for (const note of file.notes) tell(`${file.name}: ${note}`, "warn");
    });
    pressed.disabled = false;
  };
  return h("div", { class: "wb-card" }, h("h2", {}, "Download"), h("table", { class: "wb-table wb-downloads" }, h("tbody", {},
    found.formats.map(({ name, label }, index) => h("tr", {}, h("td", {}, index ? label : h("strong", {}, `${label} (${one.format})`)),
      h("td", { class: "number" }, button("Download", get(name), { kind: index ? "small" : "main", disabled: !found.whole, "aria-label": `Download: ${label}` })))))));
}

async function startDelivery() {
  if (!number("document")) return chooseDocument();
  const found = await attempt(() => call("state", { document: number("document") }));
  if (!found) return chooseDocument();
  remember("document", found.document.id);
  remember("project", found.project.id);
  return showPage(h("div", { class: "wb-sheet" },
    h("div", { class: "wb-row-of-buttons" }, h("h1", {}, found.document.name), h("span", { class: "wb-faint" }, found.project.name), h("span", { class: "wb-spring" }),
      h("a", { class: "wb-button", href: address("review") }, "Review")),
    readiness(found), formats(found),
    found.document.notes.length ? h("div", { class: "wb-card" }, h("h2", {}, "Notes"), h("ul", { class: "wb-links" }, found.document.notes.map((note) => h("li", {}, note)))) : null));
}

showPage(h("p", { class: "wb-faint" }, "Loading…"));
startDelivery();
