// Type-ahead under a line: the ARIA pattern of a text box with a list. The list never takes the focus; nothing in it is
// chosen until an arrow or Tab chooses it, so that Enter always saves what is written.
import { contextOf, element, words } from "./page.js";
import { say } from "./announce.js";

const AT_MOST = 8;
const isWide = window.matchMedia("(min-width: 62rem)"); // there the forty cells stand as the grid they are
const BEFORE_CARET = /(?:^|\s)([@!~^])([^\s@#!~^]*)$|(?:^|\s)(#)([^@#!~^]*)$|^\s*(\/)([a-z]{0,2})$/i;

// What may be typed at the caret: { start, options: [{ insert, label, key }] } or null. `cell` is where the line will go.
export function optionsAt(text, caret, cell) {
  const found = BEFORE_CARET.exec(text.slice(0, caret));
  if (!found) return null;
  const sign = found[1] ?? found[3] ?? found[5];
  const typed = (found[2] ?? found[4] ?? found[6]).toLowerCase();
  const fits = ({ key, label }) => key.toLowerCase().startsWith(typed) || (sign !== "/" && fitsLabel(label, typed));
  const options = listFor(sign, cell, typed).filter(fits).slice(0, sign === "/" && isWide.matches ? 40 : AT_MOST);
  const start = caret - typed.length - 1;
  const whole = options.length === 1 && options[0].insert.trim().slice(1) === typed;
  return options.length && !whole ? { start, options } : null;
}

const fitsLabel = (label, typed) => label.toLowerCase().startsWith(typed) || label.toLowerCase().split(/[ ·,]+/).some((word) => word.startsWith(typed));

function listFor(sign, { context, column }, typed) {
  if (sign === "/" && !typed && !isWide.matches) return words.contexts.map((row) => ({ key: row.letter, insert: `/${row.letter}`, label: row.short }));
  if (sign === "/") return words.contexts.flatMap((row) => words.columns.map((col) => ({ key: row.letter + col.letter, insert: `/${row.letter}${col.letter} `, label: `${row.short} · ${col.short}` })));
  if (sign === "@") return [...words.agencies.map(agency), ...(column === "actions" ? words.members.map(member) : [])];
  if (sign === "#") return words.instances.filter((each) => !context || each.context === context).map((each) => ({ key: each.name, insert: `#"${each.name}" `, label: each.name, note: contextOf(each.context).short }));
  if (sign === "!") return [{ key: "not family", insert: "!not family ", label: "Not the family" }, ...words.agencies.map((each) => ({ key: each.handle, insert: `!${each.handle} only `, label: `Only ${each.name}` }))];
  if (sign === "~") return words.bases.map((each) => ({ key: each.key.replace("_", " "), insert: `~${each.key.replace("_", " ")} `, label: each.label }));
  return ["fri", "1w", "2w", "1m", "3m"].map((key) => ({ key, insert: `^${key} `, label: { fri: "This Friday", "1w": "In a week", "2w": "In two weeks", "1m": "In a month", "3m": "In three months" }[key] }));
}

const agency = (each) => ({ key: each.handle, insert: `@${each.handle} `, label: each.name });
const member = (each) => ({ key: each.handle, insert: `@${each.agency}:${each.handle} `, label: each.name, note: each.agency });

export class Suggest {
  constructor(box, cellOf) {
    Object.assign(this, { box, cellOf, list: null, active: -1, found: null });
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-haspopup", "listbox");
    box.addEventListener("blur", () => this.close());
  }

  get isOpen() { return Boolean(this.list); }

  update() {
    const atCaret = this.box.selectionStart === this.box.selectionEnd;
    this.found = atCaret ? optionsAt(this.box.value, this.box.selectionStart, this.cellOf()) : null;
    if (!this.found) return this.close();
    const wasOpen = this.isOpen;
    this.close();
    this.list = element("ul", { className: "mt-suggest", id: `${this.box.id}-list`, aria: { role: "listbox", label: "Suggestions" } },
      ...this.found.options.map((option, index) => this.option(option, index)));
    this.box.after(this.list);
    this.list.classList.toggle("mt-suggest--cells", this.found.options.length > AT_MOST);
    this.list.classList.toggle("mt-suggest--left", this.list.getBoundingClientRect().right > document.documentElement.clientWidth);
    this.box.setAttribute("aria-controls", this.list.id);
    if (!wasOpen) say(`${this.found.options.length} suggestions. Arrow down to choose.`);
  }

  option(option, index) {
    const made = element("li", { id: `${this.box.id}-option-${index}`, aria: { role: "option", selected: "false" } },
      element("span", { textContent: option.label }), element("span", { className: "mt-suggest__key", textContent: option.note ?? option.key }));
    made.addEventListener("mousedown", (event) => { event.preventDefault(); this.take(index); });
    return made;
  }

  move(step) {
    const { length } = this.found.options;
    this.active = (this.active + step + length + (this.active < 0 && step < 0 ? 1 : 0)) % length;
    [...this.list.children].forEach((each, index) => each.setAttribute("aria-selected", String(index === this.active)));
    const chosen = this.list.children[this.active];
    this.box.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  take(index = Math.max(this.active, 0)) {
    const { start, options } = this.found;
    const { box } = this;
    const after = box.value.slice(box.selectionStart);
    box.value = box.value.slice(0, start) + options[index].insert + after;
    box.setSelectionRange(start + options[index].insert.length, start + options[index].insert.length);
    this.close();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  close() {
    this.list?.remove();
    this.list = null;
    this.active = -1;
    this.box.removeAttribute("aria-activedescendant");
    this.box.removeAttribute("aria-controls");
  }

  // True when the key was for the list.
  key(event) {
    if (!this.isOpen) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") this.move(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Tab" && !event.shiftKey) this.take();
    else if (event.key === "Enter" && this.active >= 0) this.take();
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }
}
