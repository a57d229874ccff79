// What all pages share: calling the server, the header, messages, dialogs, light and dark.

/** The server's explanation why it did not do something. */
class Refused extends Error {
  constructor(answer) {
    super(answer.error);
    this.kind = answer.kind;
    this.clashes = answer.clashes || [];
  }
}

/** The server did not answer. */
class Unreachable extends Error {}

async function call(name, given = {}) {
  let answer;
  try {
    answer = await server.call({ name, arguments: given });
  } catch {
    answer = null;
  }
  if (!answer || (!("value" in answer) && !("error" in answer))) {
    throw new Unreachable("The server does not answer. What you typed stays here; it is tried again.");
  }
  if ("error" in answer) throw new Refused(answer);
  return answer.value;
}

/** Run a handler; what goes wrong is shown as a message. */
async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    tell(error.message, "error");
    if (!(error instanceof Refused || error instanceof Unreachable)) console.error(error);
    return undefined;
  }
}

const query = new URLSearchParams(location.search);
const number = (name) => Number.parseInt(query.get(name) || "", 10) || 0;
const messages = h("div", { class: "wb-messages", role: "status", "aria-live": "polite" });

/** Show a line for a while; errors until they are closed. */
function tell(text, kind = "info") {
  const line = h("div", { class: `wb-message ${kind}`, role: kind === "error" ? "alert" : null }, h("span", {}, text));
  const close = () => line.remove();
  line.append(button("×", close, { kind: "quiet", "aria-label": "Close the message" }));
  while (messages.children.length > 3) messages.firstChild.remove();
  messages.append(line);
  setTimeout(close, kind === "error" ? 15_000 : 4_000);
}

/** A modal dialog; `fill` gives its content and gets a function that closes it. */
function openDialog(title, fill, { wide = false } = {}) {
  const before = document.activeElement;
  const close = () => shown.close();
  const shown = h("dialog", { class: `wb-dialog${wide ? " wide" : ""}`, "aria-label": title,
    onclose: () => { shown.remove(); if (before && before.isConnected) before.focus(); } });
  shown.append(h("header", {}, h("h2", {}, title), button("×", close, { kind: "quiet", "aria-label": "Close", keys: "Esc" })),
    h("div", { class: "wb-dialog-body" }, fill(close)));
  root.append(shown);
  shown.showModal();
  return shown;
}

/** Ask for one decision; gives the chosen value, or null. */
function decide(title, content, choices) {
  return new Promise((resolve) => {
    let chosen = null;
    const shown = openDialog(title, (close) => [content, h("footer", {}, choices.map(([value, label, kind = ""]) =>
      button(label, () => { chosen = value; close(); }, { kind })))]);
    shown.addEventListener("close", () => resolve(chosen));
  });
}

const root = element.querySelector(".wb");

/** Where a page is, with what is open now. */
function address(path, given = {}) {
  const kept = new URLSearchParams();
  for (const name of ["project", "document"]) {
    const value = given[name] ?? query.get(name) ?? sessionStorage.getItem(`workbench-${name}`);
    if (value) kept.set(name, value);
  }
  for (const [name, value] of Object.entries(given)) if (value !== null) kept.set(name, value);
  const asked = kept.toString();
  return `${location.origin}/${path}${asked ? `?${asked}` : ""}`;
}

/** Remember what is open, for the links to the other pages. */
function remember(name, value) {
  sessionStorage.setItem(`workbench-${name}`, String(value));
  query.set(name, String(value));
  root.querySelector("nav.wb-pages")?.replaceChildren(...pageLinks());
}

function pageLinks() {
  return props.value.map(([name, path]) => h("a", {
    href: address(path), "aria-current": name === props.page ? "page" : null, class: "wb-page" }, name));
}

function setTheme(theme) {
  const dark = theme === "dark" || (theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.body.classList.toggle("dark", dark);
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
}

function themeSwitch() {
  const known = ["auto", "light", "dark"];
  const current = () => localStorage.getItem("workbench-theme") || "auto";
  const shown = select(known.map((name) => [name, { auto: "As system", light: "Light", dark: "Dark" }[name]]), current(), {
    "aria-label": "Light or dark", class: "wb-input wb-theme",
    onchange: () => { localStorage.setItem("workbench-theme", shown.value); setTheme(shown.value); } });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTheme(current()));
  setTheme(current());
  return shown;
}

const signedIn = h("form", { method: "post", action: "/sign-out", class: "wb-signed-in" });

/** Who is signed in, and the way out. */
async function showPerson() {
  const found = await call("who");
  if (found.accounts) signedIn.replaceChildren(h("span", { class: "wb-faint", title: found.role }, found.name), h("button", { class: "wb-button quiet small" }, "Sign out"));
}

/** The header of the page and below it `content`; `help` opens the keys. */
function showPage(content, help = null) {
  document.title = `${props.page} – Workbench`;
  root.replaceChildren(
    h("header", { class: "wb-header" },
      h("strong", { class: "wb-name" }, "Workbench"),
      h("nav", { class: "wb-pages", "aria-label": "Pages" }, pageLinks()),
      h("span", { class: "wb-spring" }),
      help && button("Keys", help, { keys: "F1", kind: "quiet" }),
      signedIn, themeSwitch()),
    h("div", { class: "wb-main" }, content), messages);
}

showPerson().catch(() => {}); // the page says itself when the server does not answer
