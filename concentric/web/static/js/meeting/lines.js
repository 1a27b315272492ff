// The lines one types on. Enter saves and keeps the line; what a line will mean shows under it as chips while it is typed.
import { parseLine } from "./grammar.js";
import { Suggest } from "./suggest.js";
import { handle, post, waiting } from "./outbox.js";
import { arrange, entryOf, listOf, placeAll } from "./place.js";
import { goToLine } from "./parts.js";
import { followOwn } from "./side.js";
import { say } from "./announce.js";
import { byId, cellName, columnOf, element, isRoom, newId, store, stored, today, words } from "./page.js";

const NO_PLACE = "Say where this goes: begin with / and two letters, for example /sr for School, Risk.";
const EMPTY = "Write something before saving.";
// On the wall names are told as roles, so what sticks there is kept apart.
const STICKY = isRoom ? "sticky-room" : "sticky";
const sticky = stored(STICKY, { source: "", instance: {} });
const drafts = stored("drafts", {});
const lines = new Map();

let pressed = false;
document.addEventListener("pointerdown", () => { pressed = true; }, true);
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => { pressed = false; }, true);

// Not while the mouse is down: what follows must not move the page under a click.
function onceReleased(act) {
  if (pressed) document.addEventListener("pointerup", () => setTimeout(act), { once: true });
  else act();
}

export const lineAt = (box) => lines.get(box);

export class Line {
  constructor(form) {
    this.form = form;
    this.box = form.querySelector("textarea");
    this.name = form.dataset.line;
    [this.context, this.column] = this.name === "capture" ? [null, null] : this.name.split("-");
    this.answers = null;
    this.says = form.appendChild(element("div", { className: "mt-line__says" }));
    this.wrong = form.appendChild(element("p", { className: "mt-line__wrong", aria: { role: "alert" } }));
    this.suggest = new Suggest(this.box, () => this.cell());
    lines.set(this.box, this);
    this.box.addEventListener("input", () => this.typed());
    this.box.addEventListener("focus", () => this.show());
    this.box.addEventListener("blur", () => onceReleased(() => this.show()));
    form.addEventListener("submit", (event) => { event.preventDefault(); event.stopPropagation(); this.save(); this.box.focus(); });
    if (drafts[this.name]) this.put(drafts[this.name]);
  }

  parsed() {
    const place = { words, today, context: this.context, column: this.answers ? "actions" : this.column };
    return parseLine(this.box.value, place);
  }

  cell() {
    const { context, column } = this.parsed();
    return { context: context ?? this.context, column: this.answers ? "actions" : column ?? this.column };
  }

  put(text) {
    this.box.value = text;
    this.typed();
  }

  typed() {
    if (this.box.value.startsWith(">") && !this.answers && columnOf(this.column)?.need) this.answerLast();
    this.wrong.textContent = "";
    drafts[this.name] = this.box.value;
    if (!this.box.value) delete drafts[this.name];
    store("drafts", drafts);
    this.box.style.height = "auto";
    if (this.box.scrollHeight > this.box.clientHeight) this.box.style.height = `${this.box.scrollHeight + 2}px`;
    this.show();
    this.suggest.update();
  }

  // What the line will mean, as chips: what is typed on it, then what sticks from the line before.
  show() {
    const parsed = this.parsed();
    const chips = parsed.tokens.map((token) => chip(token.kind, token.label));
    chips.push(...parsed.problems.map((problem) => chip("problem", problem.message)));
    if (this.answers) chips.unshift(chip("answers", `Answers: ${this.answers.text}`, () => this.answerNothing()));
    const active = document.activeElement === this.box || this.box.value;
    const cell = { context: parsed.context ?? this.context, column: parsed.column ?? (this.answers ? "actions" : this.column) };
    if (active && !parsed.source && sticky.source && cell.column !== "actions" && !unclear(this.box.value, parsed, "@")) {
      chips.push(chip("source", this.sourceName(), () => this.unstick("source")));
    }
    if (active && !parsed.instance && sticky.instance[cell.context]) chips.push(chip("place", sticky.instance[cell.context], () => this.unstick("instance", cell.context)));
    this.says.replaceChildren(...chips);
  }

  sourceName() {
    return words.agencies.find((each) => each.handle === sticky.source)?.name ?? sticky.source;
  }

  unstick(what, context) {
    if (what === "source") sticky.source = "";
    else stickInstance(context, "");
    store(STICKY, sticky);
    this.show();
    this.box.focus();
  }

  clearSticky() {
    const { context } = this.cell();
    const had = sticky.source || sticky.instance[context];
    sticky.source = "";
    stickInstance(context, "");
    store(STICKY, sticky);
    this.show();
    if (had) say("Source and place cleared.");
  }

  // An action tied to the last need of this cell that nobody struck.
  answerLast() {
    const needs = [...listOf(this.name).children].filter((each) => !each.classList.contains("mt-entry--struck"));
    const need = needs.at(-1);
    if (!need) return;
    this.box.value = this.box.value.slice(1).trimStart();
    this.answer(need);
  }

  answer(need) {
    this.answers = { id: need.dataset.entry, text: need.querySelector(".mt-entry__text").textContent.trim().slice(0, 60) };
    this.form.classList.add("mt-line--answer");
    this.box.placeholder = "What will be done, @who, by when";
    this.show();
    this.box.focus();
    say(`An action that answers: ${this.answers.text}`);
  }

  answerNothing() {
    this.answers = null;
    this.form.classList.remove("mt-line--answer");
    this.box.placeholder = this.form.dataset.placeholder;
    this.show();
  }

  save() {
    this.suggest.close();
    const raw = this.box.value;
    if (!raw.trim()) return;
    const parsed = this.parsed();
    const cell = { context: parsed.context ?? this.context, column: parsed.column ?? (this.answers ? "actions" : this.column) };
    if (!cell.context || !cell.column) return this.complain(NO_PLACE);
    if (!parsed.text && parsed.column && parsed.tokens.length === 1) return this.goThere(cell);
    if (!parsed.text) return this.complain(EMPTY);
    // On the wall this page knows no people; the server does, and holds the line itself.
    const held = unclear(raw, parsed, "!") ?? (words.members.length ? unclear(raw, parsed, "@") : null);
    if (held) return this.complain(held.message);
    if ([...parsed.text].length > 2000) return this.complain(`This has ${[...parsed.text].length} characters; the most is 2,000. Shorten it or split it in two.`);
    this.queue(raw, parsed, cell);
    this.put("");
    this.answerNothing();
    this.show();
  }

  queue(raw, parsed, { context, column }) {
    const id = newId();
    const answers = this.answers && column === "actions" ? [["answers", this.answers.id]] : [];
    if (parsed.source || (column !== "actions" && unclear(raw, parsed, "@"))) sticky.source = parsed.source ?? "";
    if (parsed.instance) stickInstance(context, parsed.instance);
    store(STICKY, sticky);
    const fields = [["entry_id", id], ["line", raw], ["context", context], ["column", column], ["source", sticky.source], ["instance", sticky.instance[context] ?? ""], ...answers];
    const item = { kind: "add", path: "entries/", fields, text: parsed.text, id, cell: `${context}-${column}`, limited: Boolean(parsed.sharing && parsed.sharing !== "everyone") };
    showWaiting(item);
    post(item);
    if (item.cell !== this.name) say(`Saved under ${cellName(context, column)}.`);
  }

  goThere({ context, column }) {
    this.put("");
    goToLine(`${context}-${column}`);
    say(cellName(context, column));
  }

  complain(message) {
    this.wrong.textContent = message;
  }
}

// A word that begins with a sign and is no token: a limit, an agency or a person that is not known holds the line.
const unclear = (line, parsed, sign) => parsed.problems.find((problem) => line[problem.start] === sign);

function chip(kind, text, off) {
  const made = element("span", { className: `mt-chip mt-chip--${{ instance: "place", sharing: "limit", route: "source" }[kind] ?? kind}`, textContent: text });
  if (!off) return made;
  const button = element("button", { type: "button", className: "mt-chip__off", tabIndex: -1, textContent: "×", aria: { label: `Take away: ${text}` } });
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", off);
  made.append(button);
  return made;
}

export function stickInstance(context, name) {
  sticky.instance[context] = name;
  store(STICKY, sticky);
  markInstances();
}

function markInstances() {
  for (const button of document.querySelectorAll("[data-instance]")) {
    button.setAttribute("aria-pressed", String(sticky.instance[button.dataset.context] === button.dataset.instance));
  }
}

// An entry as it waits to be saved. On the wall its words are not shown before the server has put roles for names.
function showWaiting(item) {
  const list = listOf(item.cell);
  if (!list || entryOf(item.id)) return;
  const text = isRoom ? "Being saved" : item.text;
  const entry = element("li", { className: "mt-entry mt-entry--waiting", id: `entry-${item.id}`, data: { entry: item.id, cell: item.cell, position: "" } },
    element("p", { className: "mt-entry__text", textContent: text }), element("p", { className: "mt-entry__marks" }, element("span", { className: "mt-chip", textContent: "Waiting" })));
  list.append(entry);
  arrange(list);
}

handle("add", {
  answered(item, answer) {
    const waiting = entryOf(item.id);
    if (answer.html) placeAll(answer.html);
    else waiting?.remove();
    if (!answer.html && isRoom) say("Saved. It is not shown in this view.");
    followOwn();
  },
  refused(item) {
    entryOf(item.id)?.remove();
    return false;
  },
});

export function start() {
  for (const form of document.querySelectorAll("form[data-line]")) {
    form.dataset.placeholder = form.querySelector("textarea").placeholder;
    new Line(form);
  }
  for (const item of waiting()) if (item.kind === "add") showWaiting(item);
  for (const list of document.querySelectorAll(".mt-entries")) arrange(list);
  markInstances();
  document.addEventListener("meeting:placed", (event) => { if (event.detail.querySelector?.("[data-instance]")) learnInstances(event.detail); });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-instance]");
    if (!button) return;
    const { context, instance } = button.dataset;
    stickInstance(context, sticky.instance[context] === instance ? "" : instance);
    say(sticky.instance[context] ? `What follows is about ${instance}.` : "About no one place in particular.");
  });
}

// A place named since the page was made is known to the grammar from now on.
function learnInstances(piece) {
  for (const { dataset } of piece.querySelectorAll("[data-instance]")) {
    if (!words.instances.some((each) => each.name === dataset.instance && each.context === dataset.context)) {
      words.instances.push({ name: dataset.instance, context: dataset.context });
    }
  }
  markInstances();
}

export const openAction = (context, text) => {
  goToLine(`${context}-actions`);
  const line = lineAt(byId(`line-${context}-actions`));
  if (line && !line.box.value) line.put(text);
};
