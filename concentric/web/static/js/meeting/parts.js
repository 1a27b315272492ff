// One part of the meeting at a time, and ways between them: the rings, the agenda, the strip, links in the room's column.
import { base, byId, isRoom, screen } from "./page.js";
import { entryOf, lineOf } from "./place.js";
import { say } from "./announce.js";

const idOf = (part) => `part-${part.replace(":", "-")}`;
const touches = window.matchMedia("(pointer: coarse)").matches;
export const current = () => screen.dataset.part;

export function go(part, { focus = true } = {}) {
  const section = byId(idOf(part));
  if (!section) return;
  screen.dataset.part = part;
  for (const each of document.querySelectorAll(".mt-part")) each.classList.toggle("mt-part--now", each === section);
  markCurrent();
  history.replaceState(null, "", `${base}?${isRoom ? "view=room&" : ""}part=${part}`);
  if (!focus) return;
  const line = section.querySelector("[data-line] textarea");
  const target = line && !touches ? line : section.querySelector(".mt-part__title");
  target.focus({ preventScroll: true });
  const top = byId("hand").getBoundingClientRect().top;
  if (top < 0 || top > window.innerHeight / 2) byId("hand").scrollIntoView({ block: "start" });
  say(section.querySelector(".mt-part__title").textContent);
}

export function goToLine(cell) {
  const [context] = cell.split("-");
  if (current() !== `context:${context}`) go(`context:${context}`, { focus: false });
  lineOf(cell)?.focus();
  byId(`cell-${cell}`)?.scrollIntoView({ block: "nearest" });
}

export function goToEntry(id) {
  const entry = entryOf(id);
  if (!entry) return;
  go(`context:${entry.dataset.cell.split("-")[0]}`, { focus: false });
  entry.tabIndex = 0;
  entry.focus();
  entry.scrollIntoView({ block: "center" });
}

export function markCurrent() {
  for (const link of document.querySelectorAll("[data-goes]:is(.mt-ring, .mt-agenda__link, .mt-strip__link)")) {
    if (link.dataset.goes === current()) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const rings = [...document.querySelectorAll(".mt-ring")];
  const chosen = rings.find((ring) => ring.hasAttribute("aria-current")) ?? rings.at(-1);
  for (const ring of rings) ring.setAttribute("tabindex", ring === chosen ? "0" : "-1");
  const view = document.querySelector("[data-switch-view]");
  if (view) view.href = `${base}?${isRoom ? "" : "view=room&"}part=${current()}`;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-goes]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if (link.dataset.entryTo) goToEntry(link.dataset.entryTo);
  else if (link.dataset.cellTo) goToLine(link.dataset.cellTo);
  else go(link.dataset.goes);
});

// In the rings: up and right go outwards, down and left inwards.
document.addEventListener("keydown", (event) => {
  const ring = event.target.closest?.(".mt-ring");
  const step = { ArrowUp: -1, ArrowRight: -1, ArrowDown: 1, ArrowLeft: 1 }[event.key];
  if (!ring || !step) return;
  event.preventDefault();
  const rings = [...document.querySelectorAll(".mt-ring")];
  const next = rings[rings.indexOf(ring) + step];
  if (!next) return;
  go(next.dataset.goes, { focus: false });
  next.focus();
});

document.addEventListener("meeting:placed", (event) => {
  if (event.detail.querySelector?.("[data-goes]")) markCurrent();
});
