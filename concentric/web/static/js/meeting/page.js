// What the page was made with: whose it is, which view, and what the grammar knows by name.
export const screen = document.getElementById("meeting");
export const base = screen.dataset.base;
export const isRoom = screen.dataset.view === "room";
export const me = screen.dataset.me;
export const mayWrite = screen.dataset.mayWrite === "1";
export const changesAll = screen.dataset.changesAll === "1";
export const words = JSON.parse(document.getElementById("meeting-words").textContent);
export const today = words.today;

export const person = document.querySelector("meta[name=concentric-person]")?.content ?? "";
// Kept for this tab and this person alone: see docs/adr/0003-meeting-screen.md.
export const storageKey = (name) => `concentric:${name}:${base}:${person}`;

export const contextOf = (key) => words.contexts.find((each) => each.key === key);
export const columnOf = (key) => words.columns.find((each) => each.key === key);
export const cellName = (context, column) => `${contextOf(context)?.short ?? ""} · ${columnOf(column)?.short ?? ""}`;
export const byId = (id) => document.getElementById(id);

export { newId } from "../ids.js";

// element("p", { className: "…" }, "text", child): the text is text, never markup.
export function element(tag, properties = {}, ...children) {
  const { aria = {}, data = {}, ...rest } = properties;
  const made = Object.assign(document.createElement(tag), rest);
  for (const [name, value] of Object.entries(aria)) made.setAttribute(name === "role" ? "role" : `aria-${name}`, value);
  Object.assign(made.dataset, data);
  made.append(...children);
  return made;
}

export function stored(name, otherwise) {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey(name))) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function store(name, value) {
  try {
    sessionStorage.setItem(storageKey(name), JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: what waits is still in memory.
  }
}
