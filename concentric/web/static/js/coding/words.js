// The entry's words in a box with a caret, so that the keyboard selects in it as it does anywhere; nothing can be typed.
// The server counts code points, the browser UTF-16: an emoji is one there and two here.

const box = () => document.getElementById("words");

export const codePoints = (text, offset) => Array.from(text.slice(0, offset)).length;

// The selected words as { start, end } in code points; empty where none are selected.
export function selectedSpan() {
  const { value, selectionStart, selectionEnd } = box() ?? { selectionStart: 0, selectionEnd: 0 };
  if (selectionStart === selectionEnd) return {};
  return { start: codePoints(value, selectionStart), end: codePoints(value, selectionEnd) };
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
  const chosen = words.value.slice(words.selectionStart, words.selectionEnd);
  const text = chosen ? `The next code is for “${chosen}” alone.` : "";
  if (note.textContent !== text) note.textContent = text;
  note.hidden = !chosen;
}
