// De-identification by keyboard: single letters, which can be turned off. Everything they do is a link or a button of the page.
const SETTING = "concentric:single-keys";

function areOn() {
  try { return localStorage.getItem(SETTING) !== "off"; } catch { return true; }
}

const page = document.querySelector("[data-review]");
const keys = document.getElementById("keys");

// Words that are selected in the text when they are to be marked go along to the next page, in this tab alone.
const WORDS = "concentric:marked-words";
const markForm = document.querySelector("[data-mark]");
if (markForm) {
  const words = sessionStorage.getItem(WORDS);
  sessionStorage.removeItem(WORDS);
  if (words && !markForm.elements.words.value) markForm.elements.words.value = words;
}

function rememberSelection() {
  const selection = document.getSelection();
  const words = selection.anchorNode?.parentElement?.closest("[data-passage]") ? selection.toString().trim() : "";
  if (words && words.length <= 160) sessionStorage.setItem(WORDS, words);
}

function press(key) {
  if (key === "e") {
    const boxes = [...page.querySelectorAll("[data-everywhere]")];
    for (const box of boxes) box.checked = box === boxes[0] ? !box.checked : boxes[0].checked;
    boxes[0]?.focus();
    return boxes.length > 0;
  }
  const target = page.querySelector(`[data-key~="${CSS.escape(key)}"]`);
  if (!target) return false;
  const folded = target.closest("details");
  if (folded) folded.open = true;
  if (target.matches("input[type=text]")) target.focus();
  else target.click();
  return true;
}

if (page) {
  const current = page.querySelector(".rv-mark[aria-current]");
  if (current && matchMedia("(min-width: 60rem)").matches) current.scrollIntoView({ block: "center" });
  for (const button of page.querySelectorAll("[data-opens][hidden]")) button.hidden = false;
  page.querySelector("[data-key=m]")?.addEventListener("click", rememberSelection);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || keys?.open || !areOn()) return;
    if (event.target.closest("input[type=text], textarea, select")) return;
    if (press(event.key) !== false) event.preventDefault();
  });
}

const setting = keys?.querySelector("[data-single-keys]");
if (setting) {
  setting.checked = areOn();
  setting.addEventListener("change", () => {
    try { localStorage.setItem(SETTING, setting.checked ? "on" : "off"); } catch { /* lasts as long as the page */ }
  });
}
