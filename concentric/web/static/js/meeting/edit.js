// Changing, moving and striking an entry where it stands; and two wordings side by side when somebody else changed it.
import { Suggest } from "./suggest.js";
import { handle, post } from "./outbox.js";
import { arrange, entryOf, lineOf, placeAll, placeEntry } from "./place.js";
import { followOwn } from "./side.js";
import { lineAt } from "./lines.js";
import { editing } from "./presence.js";
import { say } from "./announce.js";
import { base, cellName, element, newId, words } from "./page.js";

const button = (text, act, className = "mt-tool") => {
  const made = element("button", { type: "button", className, textContent: text });
  made.addEventListener("click", act);
  return made;
};

// Opens a small form in the entry.
function open(entry, form, { focus = true } = {}) {
  entry.querySelector("[data-busy]")?.remove();
  form.dataset.busy = "";
  entry.querySelector(".mt-entry__text").after(form);
  editing(entry.dataset.entry);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    shut(entry);
  });
  if (focus) form.querySelector("textarea, select, input").focus();
}

function shut(entry, { refocus = true } = {}) {
  entry.querySelector("[data-busy]")?.remove();
  for (const hidden of entry.querySelectorAll(".mt-entry__text, .mt-entry__marks")) hidden.hidden = false;
  editing("");
  const next = entry.pendingEntry ? placeEntry(entry.pendingEntry) : entry;
  if (refocus) { next.tabIndex = 0; next.focus({ preventScroll: true }); }
  return next;
}

// `refusal`: what was wrong with `text`. It comes back by itself, so it takes the focus from nothing else.
export function edit(entry, text = entry.dataset.line, refusal = "") {
  if (text === undefined) return;
  const id = entry.dataset.entry;
  const [context, column] = entry.dataset.cell.split("-");
  const box = element("textarea", { className: "mt-line__text", id: `edit-${id}`, rows: 1, value: text, data: { most: 2000 }, aria: { label: "Change the entry" } });
  const form = element("form", { className: "mt-edit" }, box,
    element("div", { className: "mt-edit__tools" }, element("button", { className: "mt-line__add", textContent: "Save" }), button("Cancel", () => shut(entry)),
      button("Strike", () => strike(entry)), element("a", { href: `${base}entries/${id}/`, textContent: "All details and earlier wordings" })));
  const suggest = new Suggest(box, () => ({ context, column }));
  const fit = () => { box.style.height = "auto"; box.style.height = `${box.scrollHeight + 2}px`; };
  box.addEventListener("input", () => { suggest.update(); fit(); });
  box.addEventListener("keydown", (event) => {
    if (suggest.key(event) || event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    saveEdit(entry, box.value, entry.dataset);
  });
  for (const shown of entry.querySelectorAll(".mt-entry__text, .mt-entry__marks")) shown.hidden = true;
  if (refusal) form.append(element("p", { className: "mt-line__wrong", id: `wrong-${id}`, textContent: refusal }));
  if (refusal) box.setAttribute("aria-describedby", `wrong-${id}`);
  open(entry, form, { focus: !refusal || entry.contains(document.activeElement) });
  fit();
  box.setSelectionRange(box.value.length, box.value.length);
}

// An action carries two versions: of its words, and of its plan.
const basedOn = (line, { version, planVersion }) => [["line", line], ["version", version], ...(planVersion ? [["plan_version", planVersion]] : [])];

function saveEdit(entry, line, base) {
  const { entry: id, line: before } = entry.dataset;
  if (line.trim() === before?.trim()) return shut(entry);
  const shown = shut(entry);
  shown.dataset.line = line;
  shown.classList.add("mt-entry--waiting");
  post({ kind: "change", path: `entries/${id}/change/`, fields: basedOn(line, base), text: line, line, before, id });
}

export function move(entry) {
  const select = element("select", { className: "govuk-select", aria: { label: "Move to" } });
  for (const row of words.contexts) {
    const group = element("optgroup", { label: row.short });
    for (const col of words.columns) group.append(new Option(`${row.short} · ${col.short}`, `${row.key}-${col.key}`));
    select.append(group);
  }
  select.value = entry.dataset.cell;
  const form = element("form", { className: "mt-edit__tools" }, select, element("button", { className: "mt-line__add", textContent: "Move" }), button("Cancel", () => shut(entry)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const to = select.value;
    const shown = shut(entry);
    if (to === shown.dataset.cell) return;
    post({ kind: "move", path: `entries/${shown.dataset.entry}/move/`, fields: [["to", to], ["version", shown.dataset.version]], id: shown.dataset.entry, to });
  });
  open(entry, form);
}

export function strike(entry) {
  const reason = element("input", { className: "govuk-input", required: true, autocomplete: "off", aria: { label: "Why is it struck?" }, placeholder: "Why is it struck?" });
  const form = element("form", { className: "mt-edit__tools" }, reason, element("button", { className: "mt-line__add", textContent: "Strike" }), button("Cancel", () => shut(entry)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const shown = shut(entry);
    post({ kind: "move", path: `entries/${shown.dataset.entry}/strike/`, fields: [["reason", reason.value]], id: shown.dataset.entry, text: reason.value });
  });
  open(entry, form);
}

export function answer(entry) {
  const line = lineAt(lineOf(entry.dataset.cell));
  line?.answer(entry);
}

export function promptAnswer(entry, value) {
  entry.querySelector(`[data-prompt] [value="${value}"]`)?.click();
}

const later = {
  answered(item, response) {
    if (response.conflict) return conflict(item, response);
    if (response.html) placeAll(response.html);
    if (item.to) say(`Moved to ${cellName(...item.to.split("-"))}.`);
    followOwn();
  },
  // Beside its own box, with the typing; and in the tray, where it outlives the page.
  refused(item, message) {
    const entry = entryOf(item.id);
    entry?.classList.remove("mt-entry--waiting");
    if (entry && item.line) {
      entry.dataset.line = item.before;
      edit(entry, item.line, message);
    }
    return false;
  },
};
handle("change", later);
handle("move", later);

// Both wordings, and who wrote the other. Nothing is saved over anything before somebody chooses.
function conflict(item, response) {
  if (response.html) placeAll(response.html);
  const entry = entryOf(item.id);
  if (!entry) return;
  if (!item.line) {
    say("Somebody else changed this entry meanwhile. Look at it again.");
    return;
  }
  const side = (by, text) => element("div", { className: "mt-conflict__side" }, element("p", { className: "mt-conflict__by", textContent: by }), element("p", { textContent: text }));
  const done = (act) => () => { act(); close(); };
  const close = () => { panel.remove(); editing(""); arrange(entry.closest("ul")); };
  const [context, column] = entry.dataset.cell.split("-");
  const keepBoth = () => post({ kind: "add", path: "entries/", id: newId(), cell: entry.dataset.cell, text: item.line, get fields() { return [["entry_id", this.id], ["line", item.line], ["context", context], ["column", column]]; } });
  const panel = element("div", { className: "mt-conflict", data: { busy: "", conflict: "" }, aria: { role: "group", label: "Two wordings" } },
    element("p", { className: "mt-conflict__title", textContent: "Two people changed this entry. Nothing is lost: choose what it says." }),
    element("div", { className: "mt-two" }, side(response.by ? `${response.by} wrote` : "Theirs", response.theirs), side("You wrote", item.line)),
    element("div", { className: "mt-conflict__choices" },
      button("Keep mine", done(() => post({ ...item, fields: basedOn(item.line, { version: response.version, planVersion: response.plan_version }) })), "mt-choice"),
      button("Keep theirs", done(() => {}), "mt-choice"),
      button("Keep both", done(keepBoth), "mt-choice")));
  entry.querySelector(".mt-entry__text").after(panel);
  say("Two people changed this entry. Choose which wording to keep.");
}
