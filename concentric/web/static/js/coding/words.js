// The entry's words in a box with a caret, so that the keyboard selects in it as it does anywhere; nothing can be typed.
// The server counts code points, the browser UTF-16: an emoji is one there and two here.

const box = () => document.getElementById("words");

export const codePoints = (text, offset) => Array.from(text.slice(0, offset)).length;

// The selected words, without the blanks at their ends: a double click takes one along.
function selected() {
  const { value, selectionStart, selectionEnd } = box() ?? { value: "", selectionStart: 0, selectionEnd: 0 };
  const words = value.slice(selectionStart, selectionEnd);
  const start = selectionStart + words.length - words.trimStart().length;
  return { value, start, end: start + words.trim().length };
}

// The same as { start, end } in code points; empty where none are selected.
export function selectedSpan() {
  const { value, start, end } = selected();
  return start === end ? {} : { start: codePoints(value, start), end: codePoints(value, end) };
}

export function prepareWords() {
  const words = box();
  if (!words) return;
  words.readOnly = false; // some browsers show no caret in a box that is read-only
  words.setAttribute("aria-readonly", "true");
  words.setAttribute("inputmode", "none");
  words.setSelectionRange(0, 0);
  for (const kind of ["beforeinput", "drop", "paste", "cut"]) words.addEventListener(kind, (event) => event.preventDefault());
}

// Says beside the box what the next code will be given to.
export function showChosen() {
  const words = box();
  const note = document.querySelector("[data-chosen]");
  if (!words || !note) return;
  const { value, start, end } = selected();
  const chosen = value.slice(start, end);
  const text = chosen ? `The next code is for “${chosen}” alone.` : "";
  if (note.textContent !== text) note.textContent = text;
  note.hidden = !chosen;
}
