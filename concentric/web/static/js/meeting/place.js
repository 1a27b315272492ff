// Puts fragments where their ids are, without taking the focus, moving the caret or closing what is open.
import { byId, changesAll, columnOf, contextOf, me, mayWrite } from "./page.js";

const TYPED_IN = "textarea, select, input:not([type=hidden]):not([type=checkbox]):not([type=radio])";
const postponed = new Map();

export function placeAll(html, options = {}) {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const piece of [...template.content.children]) {
    if (piece.matches("li[data-entry]")) placeEntry(piece, options);
    else replace(piece);
  }
}

export const entryOf = (id) => byId(`entry-${id}`);
export const listOf = (cell) => byId(`entries-${cell}`);
const isBusy = (entry) => Boolean(entry?.querySelector("[data-busy]"));

// `fresh` marks what somebody else has just added.
export function placeEntry(entry, { fresh = false } = {}) {
  trim(entry);
  const old = entryOf(entry.dataset.entry);
  if (isBusy(old)) {
    if (old.dataset.version !== entry.dataset.version || old.dataset.planVersion !== entry.dataset.planVersion) old.pendingEntry = entry;
    return old;
  }
  const from = old?.closest("ul");
  const list = listOf(entry.dataset.cell);
  if (!list) return null;
  const hadFocus = old?.contains(document.activeElement) ? document.activeElement : null;
  if (old && from === list) old.replaceWith(entry);
  else {
    old?.remove();
    const position = Number(entry.dataset.position);
    const after = [...list.children].find((each) => Number(each.dataset.position || Infinity) > position);
    list.insertBefore(entry, after ?? null);
  }
  if (fresh && !old) entry.classList.add("mt-entry--new");
  for (const each of new Set([from, list])) if (each) arrange(each);
  if (hadFocus) (entry.querySelector(`[data-do="${hadFocus.dataset.do}"]`) ?? entry).focus({ preventScroll: true });
  return entry;
}

export function removeEntry(id) {
  const entry = entryOf(id);
  if (!entry || isBusy(entry)) return;
  const list = entry.closest("ul");
  const hadFocus = entry.contains(document.activeElement);
  entry.remove();
  arrange(list);
  if (hadFocus) lineOf(list.id.replace("entries-", ""))?.focus();
}

export const lineOf = (cell) => byId(`line-${cell}`);

// A fragment is drawn with every tool; those this viewer has no use for go. (The server refuses them in any case.)
function trim(entry) {
  if (mayWrite && (changesAll || entry.dataset.author === me)) return;
  entry.querySelector(".mt-entry__tools")?.remove();
  entry.querySelector("[data-prompt]")?.remove();
  delete entry.dataset.line;
}

// One stop of the Tab key for each cell's entries: arrows go on from there, and to the tools of the entry.
export function arrange(list) {
  const entries = [...list.children];
  const current = entries.find((each) => each === document.activeElement) ?? entries.at(-1);
  for (const entry of entries) {
    entry.tabIndex = entry === current ? 0 : -1;
    for (const tool of entry.querySelectorAll(".mt-entry__tools a")) tool.tabIndex = -1;
  }
}

function replace(piece) {
  const old = byId(piece.id);
  if (!old || old.isEqualNode(piece)) return;
  const focused = document.activeElement;
  if ((old.contains(focused) && focused.matches(TYPED_IN)) || isBeingReworded(old)) {
    postponed.set(piece.id, piece);
    return;
  }
  postponed.delete(piece.id);
  const folds = [old, ...old.querySelectorAll("details")].filter((each) => each.id && each.matches("details")).map((each) => [each.id, each.open]);
  const scroll = [old, ...old.querySelectorAll("*")].find((each) => each.scrollTop)?.scrollTop;
  const within = old.contains(focused) ? focused : null;
  old.replaceWith(piece);
  for (const [id, open] of folds) if (byId(id)) byId(id).open = open;
  if (scroll) piece.scrollTop = scroll;
  if (within) refocus(piece, within);
  document.dispatchEvent(new CustomEvent("meeting:placed", { detail: piece }));
}

// Words half changed in an open fold stay, also while the hand is elsewhere.
const isBeingReworded = (piece) => [...piece.querySelectorAll("details[open] textarea")].some((each) => each.value !== each.defaultValue);

function refocus(piece, was) {
  const fold = byId(was.closest("details:not([open])")?.id)?.querySelector("summary");
  const same = fold || (was.id && byId(was.id)) || (was.name && piece.querySelector(`[name="${was.name}"][value="${was.value}"]`));
  const next = same || piece.querySelector("button, a[href]") || piece.closest(".mt-cell")?.querySelector("textarea");
  next?.focus({ preventScroll: true });
}

function placePostponed() {
  for (const [id, piece] of [...postponed]) {
    if (byId(id)?.contains(document.activeElement)) continue;
    postponed.delete(id);
    replace(piece);
  }
}

document.addEventListener("focusout", () => setTimeout(placePostponed));

export const whereOf = (entry) => {
  const [context, column] = entry.dataset.cell.split("-");
  return `${contextOf(context).short}, ${columnOf(column).short}`;
};
