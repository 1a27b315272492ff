// The contextual summary saves itself, against the version it was written from.
import { handle, post, supersede } from "./outbox.js";
import { byId, element } from "./page.js";
import { say } from "./announce.js";

const QUIET_MS = 1200;

export function start() {
  const form = document.querySelector("[data-summary]");
  if (!form) return;
  const box = form.elements.text;
  const said = byId("summary-said");
  let timer = null;
  let saved = box.value;

  const save = () => {
    clearTimeout(timer);
    if (box.value === saved || byId("summary-conflict")) return;
    saved = box.value;
    said.textContent = "Saving";
    const fields = [["text", saved], ["version", form.elements.version.value]];
    if (!supersede("summary", fields)) post({ kind: "summary", path: "summary/", fields, text: saved, id: "summary" });
  };

  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, QUIET_MS); });
  box.addEventListener("blur", save);
  form.addEventListener("submit", (event) => { event.preventDefault(); event.stopPropagation(); save(); });

  handle("summary", {
    prepare(item) { item.fields = [item.fields[0], ["version", item.version ?? form.elements.version.value]]; },
    answered(item, answer) {
      if (answer.conflict) return ask(item, answer);
      form.elements.version.value = answer.version;
      said.textContent = "Saved";
    },
    refused(item, message) { // beside its box; and in the tray, where the words outlive the page
      said.textContent = `Not saved. ${message}`;
      return false;
    },
  });

  // Somebody else saved a summary: taken over when nobody here has begun to change it.
  document.addEventListener("meeting:summary", ({ detail }) => {
    if (Number(form.elements.version.value) >= detail.version || box.value !== saved || byId("summary-conflict")) return;
    const caret = box.selectionStart;
    box.value = saved = detail.text;
    if (document.activeElement === box) box.setSelectionRange(caret, caret);
    form.elements.version.value = detail.version;
    said.textContent = "Somebody else changed the summary; this is theirs.";
  });

  function ask(item, answer) {
    const mine = item.fields[0][1];
    const choose = (text) => () => {
      panel.remove();
      form.elements.version.value = answer.version;
      box.value = text;
      saved = answer.theirs;
      save();
      said.textContent = "Saved";
      box.focus();
    };
    const choice = (label, text) => {
      const made = element("button", { type: "button", className: "mt-choice", textContent: label });
      made.addEventListener("click", choose(text));
      return made;
    };
    const side = (by, text) => element("div", { className: "mt-conflict__side" }, element("p", { className: "mt-conflict__by", textContent: by }), element("p", { className: "cx-preserve", textContent: text }));
    const panel = element("div", { className: "mt-conflict", id: "summary-conflict", aria: { role: "group", label: "Two summaries" } },
      element("p", { className: "mt-conflict__title", textContent: "Two people wrote the summary. Nothing is lost: choose what it says." }),
      element("div", { className: "mt-two" }, side("Theirs", answer.theirs), side("Yours", mine)),
      element("div", { className: "mt-conflict__choices" }, choice("Keep mine", mine), choice("Keep theirs", answer.theirs), choice("Keep both", `${answer.theirs}\n\n${mine}`)));
    box.after(panel);
    say("Two people wrote the summary. Choose which to keep.");
  }
}
