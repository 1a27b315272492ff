// Every other form of the screen goes through the outbox, so that it too survives a lost connection; the answer is drawn
// where it belongs, and a refusal is said beside the form, with the typing kept.
import { handle, post } from "./outbox.js";
import { placeAll } from "./place.js";
import { followOwn, take } from "./side.js";
import { base, element, newId } from "./page.js";
import { openAction } from "./lines.js";
import { say } from "./announce.js";

const sent = new Map();
let count = 0;

function submit(form, submitter) {
  const fields = [...new FormData(form, submitter)].filter(([name]) => !["csrfmiddlewaretoken", "view", "row_id"].includes(name));
  const path = new URL(form.action).pathname.slice(base.length);
  fields.push(["row_id", newId()]); // sent again when the answer is lost, it is recorded once
  const key = String((count += 1));
  sent.set(key, form);
  post({ kind: "form", path, fields, key, text: fields.filter(([name]) => ["text", "reasons", "reason", "name", "who"].includes(name)).map(([, value]) => value).join(" · ") });
}

handle("form", {
  answered(item, answer) {
    const form = sent.get(item.key);
    sent.delete(item.key);
    if (form?.hasAttribute("data-clear")) form.reset();
    form?.querySelector(".mt-line__wrong")?.remove();
    const fold = form?.closest(".mt-name, .mt-reword");
    if (fold) fold.open = false;
    if ("status" in answer) take(answer);
    else { placeAll(answer.html ?? ""); followOwn(); }
  },
  refused(item, message) {
    const form = sent.get(item.key);
    sent.delete(item.key);
    if (!form?.isConnected) return false;
    form.querySelector(".mt-line__wrong")?.remove();
    form.append(element("p", { className: "mt-line__wrong", aria: { role: "alert" }, textContent: message }));
    form.querySelector("textarea, input:not([type=hidden])")?.focus();
    return true;
  },
});

export function start() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("[data-send], [data-prompt]")) return;
    event.preventDefault();
    if (form.checkValidity()) submit(form, event.submitter);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-do='find-out']");
    if (!link) return;
    event.preventDefault();
    const [context, column] = link.closest("[data-cell]").dataset.cell.split("-");
    openAction(context, "Find out ");
    say(`Plan who finds out about ${column}.`);
  });
}
