// How long a text is, once it nears the most the server keeps. Nothing is cut: what is too long stays until somebody
// shortens it or splits it in two.
import { element } from "./page.js";

const NEAR = 0.9;
const counted = (number) => number.toLocaleString("en-GB");

function count(box) {
  const most = Number(box.dataset.most);
  const length = [...box.value.trim()].length;
  const holder = box.closest(".mt-field") ?? box.form ?? box.parentElement;
  const old = holder.querySelector(`[data-count-of="${box.id}"]`);
  if (length < most * NEAR) return old?.remove();
  const said = old ?? element("p", { className: "mt-count-of", id: `count-${box.id}`, data: { countOf: box.id }, aria: { live: "polite" } });
  said.textContent = length > most ? `${counted(length)} characters: ${counted(length - most)} too many. Shorten it or split it in two.` : `${counted(length)} of ${counted(most)} characters`;
  said.classList.toggle("mt-line__wrong", length > most);
  if (old) return;
  if (box.closest(".mt-line, .mt-capture")) holder.append(said);
  else box.after(said);
}

export function start() {
  document.addEventListener("input", ({ target }) => { if (target.dataset?.most && target.id) count(target); });
  document.addEventListener("reset", ({ target }) => { for (const said of target.querySelectorAll("[data-count-of]")) said.remove(); });
}
