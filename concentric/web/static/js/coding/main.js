// Coding by keyboard. Everything is a form, a button or a link of the page, and works without this: here they are sent
// without a new page, one after the other, single letters press them, and the words that are selected go along.
import { newId } from "../ids.js";
import { send as ask, signInAgain } from "../session.js";
import { Picker } from "./picker.js";
import { selectedSpan, prepareWords, showChosen } from "./words.js";

const SETTING = "concentric:single-keys";
const keys = document.getElementById("keys");
const live = document.querySelector("[data-live]");
const KEYS = new Set("calwnpjkxmvur?");
const NOTHING_TO_PRESS = {
  a: "Nothing is proposed here: the grid gives this entry no code, or the entry has that code, or one below it, already.",
  l: "There is no code to give again: you have given none yet, or this entry has it.",
  n: "No other entry is without a code.",
  p: "No other entry is without a code.",
  j: "This is the last entry.",
  k: "This is the first entry.",
  x: "You have given this entry no code.",
  u: "There is nothing of yours to take back.",
  r: "There is nothing to do again.",
};
let turn = Promise.resolve(); // what is asked for waits until what was asked for before it stands on the page
let pressed = null; // what a key that is being pressed sends: it is part of that key's turn
let early = null; // what is typed before the box that it is meant for has the focus

const page = () => document.getElementById("coding");
const areOn = () => { try { return localStorage.getItem(SETTING) !== "off"; } catch { return true; } };
const say = (text) => { live.textContent = ""; requestAnimationFrame(() => { live.textContent = text; }); };

function prepare() {
  for (const each of page().querySelectorAll("[data-without-script]")) each.hidden = true;
  for (const each of page().querySelectorAll("[data-opens][hidden]")) each.hidden = false;
  prepareWords();
  const box = page().querySelector("[data-picker]");
  if (box) new Picker(box, page().dataset.codes, say, pick);
}

// A memo with words that are not kept yet: the page is not changed under them.
const unkept = (form) => [...page().querySelectorAll("[data-memo] textarea")].find((each) => each.form !== form && each.value !== each.defaultValue);

// What the page says by itself, to be seen and heard.
function tell(text, level = "error") {
  page().querySelector("[data-told]")?.remove();
  const note = Object.assign(document.createElement("p"), { className: `cd-said cd-said--${level}`, textContent: text });
  note.dataset.told = "";
  page().querySelector(".cd-hand").prepend(note);
  say(text);
}

function keepFirst(box) {
  tell("A memo has words that are not kept yet. Keep them first, or take them out.");
  box.closest("details")?.setAttribute("open", "");
  box.focus();
}

// A code that was chosen in the picker: one there is, or a new one below what the grid proposes.
function pick(form, { id, name, below }, giveBack) {
  const data = below ? { name, under: below } : { code: id };
  send(below ? form.dataset.new : form.action, withSpan(new FormData(form), data), form, giveBack);
}

function withSpan(data, more = {}) {
  for (const [name, value] of Object.entries({ ...selectedSpan(), ...more })) data.set(name, value);
  return data;
}

// `body` is what a form posts; without it, the address is only opened. `giveBack`: puts back what was typed, if it is not sent.
function send(address, body, form, giveBack = () => {}) {
  const box = unkept(form);
  if (box) return keepFirst(box);
  if (body && !body.has("coding_id") && body.has("code")) body.set("coding_id", newId());
  const job = () => load(address, body).catch((problem) => {
    giveBack();
    tell(problem instanceof TypeError ? "Not saved: there is no connection. Do it again when there is." : body ? `Not saved. ${problem.message}` : problem.message);
  });
  if (pressed) pressed.push(job);
  else inTurn(job);
}

const inTurn = (job) => { turn = turn.then(job); };

// Whoever was signed out meanwhile signs in again on top of the page, and then it is sent.
async function request(address, body) {
  const post = () => ask(address, { method: body ? "POST" : "GET", body, headers: { Accept: "text/html" } });
  const again = (fault) => { if (body?.has("coding_id")) return post(); throw fault; }; // with its id, it is once only
  body?.delete("csrfmiddlewaretoken"); // it goes along as a header, and is another after signing in
  const answer = await post().catch(again);
  if (answer.status !== 401) return answer;
  await signInAgain();
  return post();
}

async function load(address, body) {
  page().setAttribute("aria-busy", "true");
  try {
    const answer = await request(address, body);
    if (answer.headers.get("Content-Type")?.includes("json")) throw new Error((await answer.json()).message);
    const next = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("coding");
    if (!next) return location.assign(answer.redirected ? answer.url : location.href);
    if (answer.redirected || !body) history.replaceState(null, "", answer.url);
    show(document.adoptNode(next));
  } finally {
    page().removeAttribute("aria-busy");
  }
}

function show(next) {
  page().replaceWith(next);
  prepare();
  const said = [...next.querySelectorAll("[data-said], .govuk-error-message")].map((each) => each.textContent.trim());
  if (said.length) say(said.join(" "));
  const faulty = next.querySelector(".govuk-form-group--error :is(input, textarea, select)");
  (faulty ?? next.querySelector("[data-first]") ?? document.getElementById("words") ?? document.getElementById("in-hand"))?.focus({ preventScroll: true });
  if (faulty?.matches("input[type=text], textarea")) faulty.setSelectionRange(faulty.value.length, faulty.value.length);
  const beside = matchMedia("(min-width: 62rem)").matches;
  (beside ? next.querySelector(".cd-line[aria-current]") : next.querySelector(".cd-hand"))?.scrollIntoView({ block: "nearest" });
}

async function press(key) {
  const target = page().querySelector(`[data-key~="${CSS.escape(key)}"]`);
  const typed = early ?? "";
  if (opensBox(key)) early = null;
  if (!target) return nothingToPress(key);
  if (target.matches("summary")) target.parentElement.open = true;
  const box = target.matches("summary") ? target.parentElement.querySelector("textarea, select") : target;
  if (box.matches("input, textarea, select")) {
    box.focus();
    if (typed && !box.matches("select")) {
      box.value += typed;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    return;
  }
  pressed = [];
  box.click();
  const jobs = pressed;
  pressed = null;
  for (const job of jobs) await job();
}

// Whoever may not code has only the keys that lead about.
function nothingToPress(key) {
  const mayCode = document.getElementById("give");
  if (NOTHING_TO_PRESS[key] && (mayCode || "npjk".includes(key))) tell(NOTHING_TO_PRESS[key], "info");
  if (key === "n") page().querySelector("[data-onward]")?.focus();
}

const opensBox = (key) => "cmv".includes(key);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || document.querySelector("dialog[open]") || !areOn()) return;
  const typing = event.target.closest("input, select, textarea");
  if (typing && typing.id !== "words") return leaveBox(event, typing);
  if (early === null && !KEYS.has(event.key)) return;
  event.preventDefault();
  if (early !== null) {
    if (event.key.length === 1) early += event.key;
    return;
  }
  if (opensBox(event.key)) early = "";
  inTurn(() => press(event.key));
});

// To the entry's words, where single letters are keys. The picker's box has its list to close first.
function leaveBox(event, box) {
  if (event.key === "Escape" && !event.defaultPrevented && page().contains(box)) document.getElementById("words")?.focus();
}

// Before `session.js` hears of it, which asks for plain forms whether the session is alive.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || !page().contains(form)) return;
  event.preventDefault();
  const address = event.submitter?.getAttribute("formaction") ?? form.action;
  const own = event.submitter?.closest("form, .cd-line"); // a chip of another entry is for the whole of that one
  const data = new FormData(form, event.submitter);
  const takesSpan = form.matches("[data-apply], [data-span]") || (form.id === "give" && !own);
  send(address, takesSpan ? withSpan(data) : data, form);
}, true);

document.addEventListener("click", (event) => {
  const link = event.target.closest("#coding a[href^='?entry=']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  send(link.href);
});

document.addEventListener("selectionchange", showChosen);
window.addEventListener("beforeunload", (event) => { if (unkept()) event.preventDefault(); });

const setting = keys.querySelector("[data-single-keys]");
setting.checked = areOn();
setting.addEventListener("change", () => {
  try { localStorage.setItem(SETTING, setting.checked ? "on" : "off"); } catch { /* lasts as long as the page */ }
});

prepare();
