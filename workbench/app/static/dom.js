// Elements out of data. Texts become text nodes and attributes, never markup.

/** An element: attributes, listeners ("onclick": function), and children (elements, texts, lists, null for none). */
function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** An element of a picture. */
function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children.flat(Infinity));
  return made;
}

/** A line of points ({x, y, label}), the last one marked; what each stands for is its tooltip, and read out. */
function trendPicture(points, [width, height], name) {
  return svg("svg", { class: "wb-trend", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${name}: ${points.map((point) => point.label).join("; ")}` },
    svg("polyline", { points: points.map((point) => `${point.x},${point.y}`).join(" ") }),
    points.map((point, index) => svg("circle", { cx: point.x, cy: point.y, r: index === points.length - 1 ? 5 : 3.5, class: index === points.length - 1 ? "last" : "" }, svg("title", {}, point.label))));
}

/** A button; `keys` are shown in its tooltip. */
function button(label, action, { keys = "", kind = "", title = "", ...attributes } = {}) {
  const tip = [title, keys && `(${keys})`].filter(Boolean).join(" ");
  return h("button", { type: "button", class: `wb-button ${kind}`, title: tip || null, onclick: action, ...attributes }, label);
}

/** A labelled control in one line. */
function labelled(label, control, attributes = {}) {
  return h("label", { class: "wb-field", ...attributes }, h("span", {}, label), control);
}

function select(options, chosen, attributes = {}) {
  return h("select", { class: "wb-input", ...attributes },
    options.map(([value, label]) => h("option", { value, selected: value === chosen }, label)));
}

/** Two texts in one: what was removed and what was added. */
function difference(pieces) {
  const tags = { same: "span", removed: "del", added: "ins" };
  return pieces.map((piece) => h(tags[piece.kind], {}, piece.text));
}

/** A moment, short; the whole of it as tooltip. */
function moment(iso) {
  if (!iso) return "";
  const date = new Date(iso);
  const isToday = date.toDateString() === new Date().toDateString();
  const shown = isToday ? date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }) : date.toLocaleDateString();
  return h("time", { datetime: iso, title: date.toLocaleString() }, shown);
}

function duration(seconds) {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function counted(number, one, many = `${one}s`) {
  return `${number.toLocaleString()} ${number === 1 ? one : many}`;
}

/** `action`, once nothing has called it for so many milliseconds. */
function later(milliseconds, action) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), milliseconds);
  };
}

/** Save data of the server (Base64) as a file. */
function saveFile(name, base64) {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** The content of a chosen file as Base64. */
function readFile(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",", 2)[1] || "");
    reader.onerror = () => reject(new Refused({ error: `${file.name}: the browser cannot read it`, kind: "refused" }));
    reader.readAsDataURL(file);
  });
}
