// Keys. On a line: Enter, arrows on an empty line, F2, F8, "?" on an empty line. On an entry: single letters, which can be
// turned off. None is taken from the browser or a screen reader: no Control, no Alt, no key that moves by page.
import { lineAt } from "./lines.js";
import { answer, edit, move, promptAnswer, strike } from "./edit.js";
import { arrange, lineOf, listOf } from "./place.js";
import { go, goToLine } from "./parts.js";
import { preference, setPreference } from "./announce.js";
import { byId, isRoom, words } from "./page.js";

const cells = words.contexts.flatMap((row) => words.columns.map((col) => `${row.key}-${col.key}`));

function toEntry(entry) {
  const list = entry.closest("ul");
  entry.tabIndex = 0;
  entry.focus({ preventScroll: true });
  arrange(list);
  entry.scrollIntoView({ block: "nearest" });
}

function fromLine(line, step) {
  if (line.name === "capture") return step > 0 && document.querySelector(".mt-part--now [data-line] textarea")?.focus();
  const above = step < 0 && listOf(line.name).lastElementChild;
  return above ? toEntry(above) : toLine(line.name, step);
}

// The line of the next or the last cell; before the first of all, the quick line.
function toLine(cell, step) {
  const next = cells[cells.indexOf(cell) + step];
  if (next && lineOf(next)) goToLine(next);
  else if (step < 0) byId("line-capture")?.focus();
}

function onLine(event, line) {
  if (event.isComposing || line.suggest.key(event)) return;
  const empty = line.box.value === "";
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
  if (event.key === "Enter" && !event.ctrlKey && !event.altKey && !event.metaKey) line.save();
  else if (empty && plain && event.key === "ArrowDown") fromLine(line, 1);
  else if (empty && plain && event.key === "ArrowUp") fromLine(line, -1);
  else if (empty && event.key === "?") byId("keys").showModal();
  else if (empty && event.key === "Backspace" && line.answers) line.answerNothing();
  else if (event.key === "Escape" && line.answers) line.answerNothing();
  else if (event.key === "Escape" && empty) line.clearSticky();
  else if (event.key === "F2" && plain && line.name !== "capture") edit([...listOf(line.name).querySelectorAll("li[data-line]")].at(-1) ?? document.body);
  else return;
  event.preventDefault();
}

const ON_ENTRY = { e: edit, m: move, x: strike, a: answer, ">": answer, k: (entry) => promptAnswer(entry, "keep"), Enter: edit, F2: edit };

function onEntry(event, entry) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const single = event.key.length === 1;
  if (single && !preference("single-keys")) return;
  if (event.key === "ArrowDown") (entry.nextElementSibling ? toEntry(entry.nextElementSibling) : lineOf(entry.dataset.cell)?.focus());
  else if (event.key === "ArrowUp") (entry.previousElementSibling ? toEntry(entry.previousElementSibling) : toLine(entry.dataset.cell, -1));
  else if (event.key === "ArrowRight") entry.querySelector(".mt-entry__tools a")?.focus();
  else if (event.key === "Escape") lineOf(entry.dataset.cell)?.focus();
  else if (event.key === "?") byId("keys").showModal();
  else if (event.key === "r") switchView();
  else if (ON_ENTRY[event.key] && tooled(entry)) ON_ENTRY[event.key](entry);
  else return;
  event.preventDefault();
}

const tooled = (entry) => Boolean(entry.querySelector(".mt-entry__tools"));

function onTool(event, tool) {
  const entry = tool.closest("[data-entry]");
  const tools = [...entry.querySelectorAll(".mt-entry__tools a")];
  const next = tools[tools.indexOf(tool) + { ArrowRight: 1, ArrowLeft: -1 }[event.key]];
  if (event.key === "ArrowRight" || event.key === "ArrowLeft") (next ?? entry).focus();
  else if (event.key === "Escape") entry.focus();
  else return;
  event.preventDefault();
}

function switchView() {
  document.querySelector("[data-switch-view]").click();
}

export function start() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "F8" && !event.ctrlKey && !event.altKey && !event.shiftKey && !event.metaKey) {
      event.preventDefault();
      return switchView();
    }
    const line = lineAt(event.target);
    if (line) return onLine(event, line);
    if (event.target.matches?.("li[data-entry]")) return onEntry(event, event.target);
    if (event.target.matches?.(".mt-entry__tools a")) return onTool(event, event.target);
    return undefined;
  });
  document.addEventListener("click", (event) => {
    const tool = event.target.closest(".mt-entry__tools a[data-do]");
    if (!tool || event.ctrlKey || event.metaKey || event.shiftKey || isRoom) return;
    const entry = tool.closest("[data-entry]");
    if (tool.dataset.do === "edit" && entry.dataset.line === undefined) return;
    event.preventDefault();
    ({ edit, move, answer })[tool.dataset.do](entry);
  });
  document.addEventListener("focusin", (event) => {
    const entry = event.target.closest?.("li[data-entry]");
    if (entry) arrange(entry.closest("ul"));
  });
  for (const [attribute, name] of [["data-single-keys", "single-keys"], ["data-say-others", "say-others"]]) {
    const box = document.querySelector(`[${attribute}]`);
    box.checked = preference(name);
    box.addEventListener("change", () => setPreference(name, box.checked));
  }
  if (document.activeElement === document.body) go(byId("meeting").dataset.part);
}
