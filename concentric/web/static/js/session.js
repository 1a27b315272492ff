// A session that ends never loses typing. Whatever meets a 401 waits here while the person signs in again in a dialog,
// and is sent once, with the new form token, if the same person came back.
//
//   import { send } from "./session.js";
//   const response = await send("/meetings/…/entries", { method: "POST", body: JSON.stringify(entry) });
//
// `send` is fetch with our headers. It resolves with the answer, after a sign-in if one was needed; it rejects with
// SomebodyElse when another person signed in (nothing is sent), and with the network's own error when there is none.

const ALIVE = "/session/alive";
const SIGN_IN = "/account/login/?next=/session/back";
const ASK_FIRST_AFTER_MS = 10 * 60 * 1000;
const person = document.querySelector("meta[name=concentric-person]")?.content ?? "";
let lastAnswered = Date.now();
let signingIn = null;

export class SomebodyElse extends Error {}

export async function send(url, options = {}) {
  const response = await fetch(url, withHeaders(options));
  if (response.status !== 401) {
    lastAnswered = Date.now();
    return response;
  }
  await signInAgain();
  return fetch(url, withHeaders(options));
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
  const dialog = buildDialog();
  const focused = document.activeElement;
  document.body.append(dialog);
  dialog.showModal();
  try {
    await signedIn(dialog);
    dialog.close();
  } finally {
    if (!dialog.open) dialog.remove();
    focused?.focus?.();
  }
}

function signedIn(dialog) {
  return new Promise((resolve, reject) => {
    async function hear(event) {
      if (event.origin !== window.location.origin || event.data !== "concentric:signed-in") return;
      const now = await whoIsThere();
      if (!now.person) return;
      window.removeEventListener("message", hear);
      if (now.person === person) {
        refreshTokens(now.csrf);
        resolve();
      } else {
        showSomebodyElse(dialog);
        reject(new SomebodyElse("Another person is signed in now. Nothing was sent."));
      }
    }
    window.addEventListener("message", hear);
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

function buildDialog() {
  const dialog = element("dialog", { className: "cx-dialog" },
    element("h2", { className: "cx-dialog__title", id: "sign-in-again", textContent: "Sign in again to carry on" }),
    element("p", { textContent: "You were signed out because this page was left for a while. What you typed is still here, and is sent when you are back." }),
    element("iframe", { className: "cx-dialog__frame", src: SIGN_IN, title: "Sign in" }));
  dialog.setAttribute("aria-labelledby", "sign-in-again");
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  return dialog;
}

function showSomebodyElse(dialog) {
  dialog.querySelector("h2").textContent = "Somebody else is signed in now";
  dialog.querySelector("p").textContent =
    "This page was being written by another person, so nothing was sent. Copy anything you need from it, then reload it, or sign out and let them sign in.";
  dialog.querySelector("iframe").remove();
  const close = element("button", { type: "button", className: "govuk-button", textContent: "Close and keep the page open" });
  close.addEventListener("click", () => { dialog.close(); dialog.remove(); });
  dialog.append(close);
  close.focus();
}

// Plain forms: after a quiet while, ask whether the session is alive before the browser lets go of the page.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const isOurs = form.method === "post" && person && new URL(form.action).origin === window.location.origin;
  if (!isOurs || event.defaultPrevented || Date.now() - lastAnswered < ASK_FIRST_AFTER_MS) return;
  event.preventDefault();
  const submitter = event.submitter;
  try {
    const now = await whoIsThere();
    if (now.person !== person) await signInAgain();
    form.removeAttribute("data-sent");
    lastAnswered = Date.now();
    form.requestSubmit(submitter);
  } catch (problem) {
    form.removeAttribute("data-sent");
    if (!(problem instanceof SomebodyElse)) form.submit();
  }
});

// htmx: our headers on the way out; a 401 asks to sign in, then the same element asks again.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = formToken();
});
document.addEventListener("htmx:responseError", async (event) => {
  if (event.detail.xhr.status !== 401) return;
  const { elt, requestConfig } = event.detail;
  await signInAgain();
  window.htmx.ajax(requestConfig.verb, requestConfig.path, { source: elt, target: event.detail.target, values: requestConfig.unfilteredParameters });
});
