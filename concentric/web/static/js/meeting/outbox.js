// Nothing typed is lost: whatever is to be sent waits here, in memory and in sessionStorage, and goes out in order.
// An entry carries an id of its own, so that sending it twice makes one; what the server refuses goes to the tray, in words.
import { SomebodyElse, StillSignedOut } from "../session.js";
import { isSignedOut, noting } from "./ask.js";
import { base, byId, element, isRoom, person, store, stored } from "./page.js";
import { say } from "./announce.js";

const TRIES = 4; // of what the server fails at: then it steps aside, so that what was typed after it goes on
const FAILED = "The server failed at this several times. It is kept here, and what came after it goes on.";
const PAUSES_MS = [1000, 2000, 4000, 8000, 15000];
const handlers = {};
let queue = stored("outbox", []);
let refused = stored("refused", []);
let sending = false;
let failures = 0;
let retry = null;
let blocked = "";

// handlers: { answered(item, answer, status), refused?(item, message) → true when it showed the reason itself, prepare?(item) }
export const handle = (kind, handler) => { handlers[kind] = handler; };
export const waiting = () => queue;

export function post(item) {
  queue.push(item);
  keep();
  drain({ attended: true });
}

// Newer text for something that still waits, such as the summary; false when nothing of the kind does.
export function supersede(kind, fields) {
  const item = queue.find((each, place) => each.kind === kind && !(sending && place === 0));
  if (item) item.fields = fields;
  keep();
  return Boolean(item);
}

// Whoever is known to be signed out is asked to sign in when they save something, not whenever a line comes back.
export async function drain({ attended = false } = {}) {
  clearTimeout(retry);
  if (sending || (isSignedOut() && !attended)) return;
  sending = true;
  while (queue.length && !blocked && await sendFirst());
  sending = false;
  show();
}

async function sendFirst() {
  const item = queue[0];
  handlers[item.kind]?.prepare?.(item);
  const body = new URLSearchParams([...item.fields, ...(isRoom ? [["view", "room"]] : [])]);
  let response;
  let answer;
  try {
    response = await noting(base + item.path, { method: "POST", body, headers: { "X-Concentric-Person": person } });
    answer = response.ok || response.status < 500 ? await response.json().catch(() => ({})) : {};
  } catch (problem) {
    if (problem instanceof SomebodyElse) blocked = problem.message;
    else if (!(problem instanceof StillSignedOut)) tryLater();
    return false;
  }
  if (response.status === 500 && (item.tries = (item.tries ?? 0) + 1) >= TRIES) {
    failures = 0;
    queue.shift();
    refuse(item, FAILED, { item: { ...item, fields: item.fields, tries: 0 } });
    keep();
    return true;
  }
  if (response.status >= 500 || response.status === 429 || response.status === 401) {
    tryLater();
    return false;
  }
  failures = 0;
  queue.shift();
  refused = refused.filter((each) => !each.id || each.id !== item.id); // this is the same entry's next word on it
  keep();
  if (response.ok || answer.conflict) handlers[item.kind]?.answered(item, answer, response.status);
  else refuse(item, answer.message ?? "This could not be saved.");
  return true;
}

function tryLater() {
  retry = setTimeout(drain, PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)]);
  failures += 1;
}

function refuse(item, message, more = {}) {
  const shown = handlers[item.kind]?.refused?.(item, message);
  if (shown && !more.item) return;
  refused.push({ text: item.text ?? "", message, id: item.id, ...more });
  keep();
  say(`Not saved. ${message}`);
}

function keep() {
  store("outbox", queue);
  store("refused", refused);
  show();
}

function show() {
  const place = byId("saved");
  const offline = failures > 0 || navigator.onLine === false;
  const state = blocked ? "stuck" : isSignedOut() ? "signed-out" : offline ? "offline" : queue.length ? "waiting" : "saved";
  const count = queue.length;
  const text = { stuck: `Stopped: ${count} not sent`, "signed-out": count ? `Signed out: ${count} waiting` : "Signed out", offline: count ? `Offline: ${count} waiting` : "Offline", waiting: `${count} waiting`, saved: "All saved" }[state];
  if (place.textContent !== text) place.textContent = text;
  place.dataset.state = state;
  byId("sign-in-now").hidden = state !== "signed-out";
  showTray();
}

// What the server would not keep: the words, the reason, and ways on.
function showTray() {
  const old = byId("tray");
  if (!refused.length) return old?.remove();
  const items = refused.map((each, index) => {
    const copy = element("button", { type: "button", className: "mt-tool", textContent: "Copy the words" });
    const drop = element("button", { type: "button", className: "mt-tool", textContent: "Put aside" });
    copy.addEventListener("click", () => navigator.clipboard?.writeText(each.text).then(() => say("Copied.")));
    drop.addEventListener("click", () => { refused.splice(index, 1); keep(); });
    const again = element("button", { type: "button", className: "mt-tool", textContent: "Send it again" });
    again.addEventListener("click", () => { refused.splice(index, 1); post(each.item); });
    return element("div", { className: "mt-tray__item" }, element("p", { className: "mt-tray__why", textContent: each.message }),
      ...(isRoom ? [] : [element("p", { textContent: each.text })]), copy, " ", ...(each.item ? [again, " "] : []), drop);
  });
  const tray = element("section", { id: "tray", className: "mt-tray", aria: { label: "Not saved" } }, element("h2", { className: "mt-column__title", textContent: "Not saved" }), ...items);
  if (old) old.replaceWith(tray);
  else byId("bar").after(tray);
}

async function signIn() {
  try {
    await noting(`${base}presence`);
  } catch (problem) {
    if (problem instanceof SomebodyElse) blocked = problem.message;
    show();
  }
}

document.addEventListener("meeting:signed", () => {
  show();
  if (isSignedOut()) say("You are signed out. What you write stays here, and is saved when you have signed in again.");
  else drain();
});
byId("sign-in-now").addEventListener("click", signIn);
window.addEventListener("online", () => { failures = 0; drain(); });
window.addEventListener("offline", show);
window.addEventListener("beforeunload", (event) => { if (queue.length && (blocked || failures || isSignedOut())) event.preventDefault(); });
export const start = () => { show(); drain(); };
