// A session that ends never loses typing. Whatever meets a 401 waits while the person signs in again in a dialog, and is
// sent once, with the new form token, if the same person came back.
//
//   let response = await send("/meetings/…/entries", { method: "POST", body: … });
//   if (response.status === 401) { await signInAgain(); response = await send(…); }
//
// `send` is fetch with our headers. `signInAgain` rejects, and nothing was sent, with SomebodyElse when another person
// signed in, and with StillSignedOut when the dialog was put off.

const ALIVE = "/session/alive";
const SIGN_IN = "/account/login/?next=/session/back";
const MINUTE = 60_000;
const person = document.querySelector("meta[name=concentric-person]")?.content ?? "";
// Long enough that a busy page is never slowed, short beside the length of a session. A page may ask sooner.
const askFirstAfterMs = () => Number(document.body.dataset.askFirstAfterMinutes ?? 10) * MINUTE;
const PAUSE_MS = 700;
let lastAnswered = Date.now();
let lastKey = 0;
let signingIn = null;
document.addEventListener("keydown", () => { lastKey = Date.now(); }, true);

export class SomebodyElse extends Error {}
export class StillSignedOut extends Error {}

export async function send(url, options = {}) {
  const response = await fetch(url, withHeaders(options));
  if (response.status !== 401) lastAnswered = Date.now();
  return response;
}

export function formToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

function withHeaders(options) {
  const headers = new Headers(options.headers);
  headers.set("X-Concentric-Fetch", "1");
  if (options.method && options.method !== "GET") headers.set("X-CSRFToken", formToken());
  return { ...options, headers, credentials: "same-origin" };
}

// One dialog at a time: everything that waits, waits for the same sign-in.
export function signInAgain() {
  signingIn ??= askToSignIn().finally(() => { signingIn = null; });
  return signingIn;
}

async function askToSignIn() {
  await pauseInTyping();
  const focused = document.activeElement;
  const dialog = buildDialog(() => putAway(dialog, focused));
  document.body.append(dialog);
  dialog.showModal();
  try {
    await signedIn(dialog);
  } catch (problem) {
    if (problem instanceof SomebodyElse) await showSomebodyElse(dialog);
    throw problem;
  } finally {
    putAway(dialog, focused);
  }
}

// Whoever types on sees the dialog when they stop, so that no letter goes into it that was meant for the page.
async function pauseInTyping() {
  const left = () => lastKey + PAUSE_MS - Date.now();
  while (left() > 0) await new Promise((resolve) => setTimeout(resolve, left()));
}

// At once, so that no key is pressed in between. What was focused may have been drawn anew meanwhile.
function putAway(dialog, focused) {
  if (!dialog.isConnected) return;
  dialog.close();
  dialog.remove();
  document.activeElement?.blur(); // Chromium gives a box its focus back before it may hold a caret, and drops what is typed
  (focused.isConnected ? focused : document.getElementById(focused.id))?.focus({ preventScroll: true });
}

function signedIn(dialog) {
  return new Promise((resolve, reject) => {
    async function hear(event) {
      if (event.origin !== window.location.origin || event.data !== "concentric:signed-in") return;
      const now = await whoIsThere();
      if (!now.person) return;
      window.removeEventListener("message", hear);
      if (now.person !== person) return reject(new SomebodyElse("Another person is signed in now. Nothing was sent."));
      refreshTokens(now.csrf);
      resolve();
    }
    window.addEventListener("message", hear);
    dialog.addEventListener("close", () => {
      window.removeEventListener("message", hear);
      reject(new StillSignedOut("You are still signed out. Nothing was sent."));
    });
  });
}

async function whoIsThere() {
  const response = await fetch(ALIVE, { credentials: "same-origin", headers: { "X-Concentric-Fetch": "1" } });
  lastAnswered = Date.now();
  return response.json();
}

function refreshTokens(token) {
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = token;
  for (const element of document.querySelectorAll("[hx-headers*=CSRF]")) element.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
}

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function buildDialog(putOff) {
  const later = element("button", { type: "button", className: "govuk-button govuk-button--secondary", textContent: "Not now" });
  const dialog = element("dialog", { className: "cx-dialog" },
    element("h2", { className: "cx-dialog__title", id: "sign-in-again", textContent: "Sign in again to carry on" }),
    element("p", { textContent: "You were signed out, somewhere else or because this page was left for a while. What you typed is still here, and is sent when you are back." }),
    element("iframe", { className: "cx-dialog__frame", src: SIGN_IN, title: "Sign in" }), later);
  later.addEventListener("click", putOff);
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); putOff(); });
  dialog.setAttribute("aria-labelledby", "sign-in-again");
  return dialog;
}

function showSomebodyElse(dialog) {
  dialog.querySelector("h2").textContent = "Somebody else is signed in now";
  dialog.querySelector("p").textContent =
    "Another person was writing on this page, so nothing was sent. Copy anything you need from it, then reload it; or sign out and let them sign in.";
  dialog.querySelector("iframe").remove();
  const close = dialog.querySelector("button");
  close.textContent = "Close, and keep the page open";
  close.focus();
  return new Promise((resolve) => dialog.addEventListener("close", resolve));
}

// A line at the top of the page, read out as it appears.
function say(words) {
  const notice = document.getElementById("not-sent") ?? element("div", { id: "not-sent", className: "cx-notice cx-notice--error" });
  notice.setAttribute("role", "alert");
  notice.replaceChildren(element("p", { className: "cx-notice__body", textContent: words }));
  document.getElementById("main").prepend(notice);
  notice.scrollIntoView({ block: "nearest" });
}

// Plain forms: after a quiet while, ask whether the session is alive before the browser lets go of the page.
const cleared = new WeakSet();
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (cleared.delete(form)) return;
  const isOurs = form.method === "post" && person && new URL(form.action).origin === window.location.origin;
  if (!isOurs || event.defaultPrevented || Date.now() - lastAnswered < askFirstAfterMs()) return;
  event.preventDefault();
  const submitter = event.submitter;
  try {
    const now = await whoIsThere();
    if (now.person !== person) await signInAgain();
    document.getElementById("not-sent")?.remove();
    cleared.add(form);
    form.requestSubmit(submitter);
  } catch (problem) {
    say(problem instanceof TypeError ? "There is no connection, so nothing was sent. What you typed is still here: try again in a moment." : problem.message);
  }
});

// htmx: our token on the way out; a 401 asks to sign in, then the same element asks again.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = formToken();
});
document.addEventListener("htmx:responseError", async (event) => {
  if (event.detail.xhr.status !== 401) return;
  const { elt, requestConfig } = event.detail;
  try {
    await signInAgain();
    window.htmx.trigger(elt, requestConfig.triggeringEvent?.type ?? "submit");
  } catch (problem) {
    say(problem.message);
  }
});
