
"use strict";
// j and k walk over the segments that are shown. The page reads the same without this script.
document.querySelector(".keys").hidden = false;
document.addEventListener("keydown", (event) => {
  const step = { j: 1, k: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  const shown = [...document.querySelectorAll("tbody")].filter((segment) => segment.offsetParent !== null);
  const current = document.querySelector("tbody.current");
  const at = shown.indexOf(current);
  const next = shown[at < 0 ? 0 : Math.min(Math.max(at + step, 0), shown.length - 1)];
  if (!next) return;
  if (current) current.classList.remove("current");
  next.classList.add("current");
  next.querySelector("a").focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
});
