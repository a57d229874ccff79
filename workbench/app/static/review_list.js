// The list of segments: only the rows near the visible part are in the page.

const OVERSCAN = 500; // pixels above and below the visible part that are in the page too
const CHUNK = 40; // rows that are fetched together

/** Rows of a document by the order of `ids`; `rows` holds what was fetched. */
class SegmentList {
  constructor(makeRow, fetchRows) {
    this.makeRow = makeRow;
    this.fetchRows = fetchRows;
    this.rows = new Map();
    this.ids = [];
    this.heights = new Map();
    this.shown = new Map();
    this.asked = new Set();
    this.above = h("div", { class: "wb-gap" });
    this.below = h("div", { class: "wb-gap" });
    this.view = h("div", { class: "wb-list", role: "list", "aria-label": "Segments", tabindex: "-1" }, this.above, this.below);
    this.view.addEventListener("scroll", () => this.schedule());
    this.watcher = new ResizeObserver((entries) => this.measure(entries));
    new ResizeObserver(() => this.schedule()).observe(this.view);
  }

  /** Show these segments, in this order. */
  setIds(ids) {
    this.ids = ids;
    this.indexes = new Map(ids.map((id, index) => [id, index]));
    for (const [id, row] of this.shown) if (!this.indexes.has(id)) this.drop(id, row);
    this.draw();
  }

  /** Take over newer rows; those in the page are made anew, unless `keeps` says that they are being edited. */
  put(rows, keeps = () => false) {
    for (const row of rows) {
      this.rows.set(row.id, row);
      this.asked.delete(row.id);
      const old = this.shown.get(row.id);
      if (old && !keeps(row.id)) this.swap(row.id, old);
    }
    this.schedule();
  }

  refresh(id) {
    const old = this.shown.get(id);
    if (old) this.swap(id, old);
  }

  swap(id, old) {
    const made = this.build(id);
    this.watcher.unobserve(old);
    old.replaceWith(made);
    this.shown.set(id, made);
    this.watcher.observe(made);
  }

  build(id) {
    const row = this.rows.get(id);
    if (row) return this.makeRow(row);
    return h("div", { class: "wb-row loading", role: "listitem", "data-id": id, style: `height:${this.height(id)}px` }, "…");
  }

  drop(id, row) {
    this.watcher.unobserve(row);
    const hadFocus = row.contains(document.activeElement);
    row.remove();
    if (hadFocus) this.view.focus({ preventScroll: true }); // keys still work; typing brings the row back
    this.shown.delete(id);
  }

  height(id) {
    return this.heights.get(id) || 62;
  }

  measure(entries) {
    let changed = false;
    for (const { target } of entries) {
      const id = Number(target.dataset.id);
      const height = target.offsetHeight;
      if (height && !target.classList.contains("loading") && this.heights.get(id) !== height) {
        this.heights.set(id, height);
        changed = true;
      }
    }
    if (changed) this.schedule();
  }

  schedule() {
    if (this.pending) return;
    this.pending = requestAnimationFrame(() => {
      this.pending = 0;
      this.draw();
    });
  }

  /** The pixels above each row, and below the last one. */
  tops() {
    const tops = [0];
    for (const id of this.ids) tops.push(tops[tops.length - 1] + this.height(id));
    return tops;
  }

  draw() {
    const tops = this.tops();
    const start = this.view.scrollTop - OVERSCAN;
    const end = this.view.scrollTop + this.view.clientHeight + OVERSCAN;
    let first = 0;
    while (first < this.ids.length - 1 && tops[first + 1] < start) first += 1;
    let last = first;
    while (last < this.ids.length && tops[last] < end) last += 1;
    const wanted = this.ids.slice(first, last);
    const kept = new Set(wanted);
    for (const [id, row] of this.shown) if (!kept.has(id)) this.drop(id, row);
    let place = this.above;
    for (const id of wanted) {
      let row = this.shown.get(id);
      if (!row) {
        row = this.build(id);
        this.shown.set(id, row);
        this.watcher.observe(row);
      }
      if (place.nextSibling !== row) place.after(row);
      place = row;
    }
    this.above.style.height = `${tops[first]}px`;
    this.below.style.height = `${tops[this.ids.length] - tops[last]}px`;
    this.fetch(wanted.filter((id) => !this.rows.has(id) && !this.asked.has(id)));
  }

  async fetch(missing) {
    for (let start = 0; start < missing.length; start += CHUNK) {
      const ids = missing.slice(start, start + CHUNK);
      ids.forEach((id) => this.asked.add(id));
      try {
        this.put(await this.fetchRows(ids));
      } catch (error) {
        tell(error.message, "error");
        setTimeout(() => { ids.forEach((id) => this.asked.delete(id)); this.schedule(); }, 2_000);
      }
    }
  }

  /** Bring a segment into view, with its row in the page; resolves when it is there. */
  async show(id) {
    const index = this.indexes.get(id);
    if (index === undefined) return null;
    if (!this.rows.has(id)) {
      const around = this.ids.slice(Math.max(0, index - 10), index + 20).filter((other) => !this.rows.has(other));
      this.put(await this.fetchRows(around));
    }
    if (!this.shown.has(id)) {
      this.view.scrollTop = Math.max(0, this.tops()[index] - this.view.clientHeight / 3);
      this.draw();
    }
    const row = this.shown.get(id);
    row?.scrollIntoView({ block: "nearest" });
    return row || null;
  }
}
