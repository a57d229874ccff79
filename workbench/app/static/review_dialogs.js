// Dialogs of the review page: keys, conflicts, search and replace, the latest changes, accepting a finding.

function showKeys(keys) {
  openDialog("Keys", () => [
    h("p", { class: "wb-faint" }, "On a Mac, Option is Alt. Digits work with Ctrl or Alt, whichever your browser leaves to the page."),
    h("table", { class: "wb-table keys" }, h("tbody", {}, keys.map(({ shown, label }) =>
      h("tr", {}, h("td", {}, h("kbd", {}, shown)), h("td", {}, label)))))]);
}

/** Somebody else changed a segment: which text is to stand? Gives "mine", "theirs" or "both". */
function askConflict(clash, mine, pieces) {
  const who = clash.author || "the translation";
  return decide(`Segment ${clash.position + 1} was changed by ${who} meanwhile`, h("div", { class: "wb-conflict" },
    h("h3", {}, `Saved by ${who}`), h("blockquote", {}, clash.target),
    h("h3", {}, "Yours"), h("blockquote", {}, mine),
    pieces ? [h("h3", {}, "From theirs to yours"), h("div", { class: "wb-diff" }, difference(pieces))] : null),
  [["mine", "Keep mine"], ["theirs", "Take theirs", "main"], ["both", "Go on writing mine"]]);
}

function askReason(finding) {
  return new Promise((resolve) => {
    let reason = "";
    const shown = openDialog("Accept the finding", (close) => {
      const field = h("input", { class: "wb-input", name: "reason", autofocus: true, required: true, maxlength: 300 });
      return h("form", { onsubmit: (event) => { event.preventDefault(); reason = field.value.trim(); if (reason) close(); } },
        h("p", {}, finding.message),
        h("p", { class: "wb-faint" }, "It is accepted for this text, wherever the project has the same source and translation."),
        labelled("Reason", field), h("footer", {}, h("button", { class: "wb-button main" }, "Accept")));
    });
    shown.addEventListener("close", () => resolve(reason));
  });
}

/** Search and replace with a preview; `onDone` gets the changed rows, `go` brings a segment into view. */
function showReplace(documentId, text, onDone) {
  openDialog("Search and replace in the translations", (close) => {
    const sought = h("input", { class: "wb-input", name: "sought", autofocus: true, maxlength: 500, value: text });
    const put = h("input", { class: "wb-input", name: "replacement", maxlength: 500 });
    const matchCase = h("input", { type: "checkbox", checked: true });
    const wholeWords = h("input", { type: "checkbox" });
    const result = h("div", { class: "wb-preview", "aria-live": "polite" });
    const wanted = () => ({ text: sought.value, replacement: put.value, match_case: matchCase.checked, whole_words: wholeWords.checked });
    const look = async () => {
      if (!sought.value) { result.replaceChildren(); return; }
      const asked = wanted();
      const found = await attempt(() => call("preview", { document: documentId, wanted: asked }));
      if (!found || JSON.stringify(asked) !== JSON.stringify(wanted())) return;
      const boxes = found.map((item) => h("input", { type: "checkbox", checked: true, value: item.segment, "aria-label": `Replace in segment ${item.position + 1}` }));
      const run = async () => {
        const versions = Object.fromEntries(found.filter((_, index) => boxes[index].checked).map((item) => [item.segment, item.version]));
        const changed = await attempt(() => call("replace", { document: documentId, wanted: asked, versions }));
        if (changed) { close(); onDone(changed); }
      };
      result.replaceChildren(
        h("p", {}, found.length ? `${counted(found.length, "segment")} would change.` : "Nothing would change."),
        h("div", { class: "wb-scroll" }, found.slice(0, 300).map((item, index) => h("label", { class: "wb-preview-row" }, boxes[index],
          h("span", { class: "wb-number" }, item.position + 1),
          h("span", { class: "wb-diff" }, difference(item.pieces)), stateLabel(item.state)))),
        found.length > 300 ? h("p", { class: "wb-faint" }, `… and ${found.length - 300} more, all chosen.`) : "",
        found.length ? h("footer", {}, button("Replace in the chosen ones", run, { kind: "main" })) : "");
    };
    const soon = later(250, look);
    for (const field of [sought, put, matchCase, wholeWords]) field.addEventListener("input", soon);
    if (text) soon();
    return h("form", { onsubmit: (event) => { event.preventDefault(); look(); } },
      h("div", { class: "wb-fields" }, labelled("Search", sought), labelled("Replace with", put)),
      h("div", { class: "wb-fields" }, h("label", { class: "wb-check" }, matchCase, "Match case"),
        h("label", { class: "wb-check" }, wholeWords, "Whole words")), result);
  }, { wide: true });
}

async function showLatest(documentId, go) {
  const events = await attempt(() => call("latest", { document: documentId }));
  if (!events) return;
  openDialog("Latest changes", (close) => events.length
    ? h("div", { class: "wb-scroll" }, events.map((event) => h("div", { class: "wb-latest" },
      button(String(event.position + 1), () => { close(); go(event.segment); }, { kind: "quiet", title: "Go to the segment" }), historyEntry(event))))
    : h("p", {}, "Nobody has changed anything yet."), { wide: true });
}
