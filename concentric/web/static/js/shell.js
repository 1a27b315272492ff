// Small helps for every page. Nothing here is needed to use the page.
import "./session.js";

// The error summary takes the focus, and its links put the caret in the field.
function faceErrors() {
  const summary = document.querySelector("[data-error-summary]");
  if (!summary) return;
  document.title = `Error: ${document.title}`;
  summary.focus();
}

// A refused form is no place to come back to: Back would ask to send it again. The page that held the form stands in its
// place; forms that name no address still go where they went.
function leaveNoRefusalBehind() {
  if (!document.querySelector("[data-error-summary]") || !document.querySelector("meta[name=concentric-answers]")) return;
  const { href, origin } = window.location;
  for (const form of document.querySelectorAll("form:not([action])")) form.setAttribute("action", href);
  window.history.replaceState(null, "", document.referrer.startsWith(`${origin}/`) ? document.referrer : href);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".govuk-error-summary a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  (field.closest("fieldset, .govuk-form-group") ?? field).scrollIntoView();
  field.focus({ preventScroll: true });
});

// Header menus close on Escape and on a click elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// data-opens="dialog-id" opens a dialog; data-closes shuts the one it is in.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
});

// A second press of a plain form's button while the first is under way sends nothing twice. Forms that a script sends are its own.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (Date.now() - Number(form.dataset.sent ?? 0) < 2000) event.preventDefault();
  else form.dataset.sent = Date.now();
});

// data-keep: leaving a form with unsent typing asks first.
let unsent = false;
document.addEventListener("input", (event) => { if (event.target.form?.hasAttribute("data-keep")) unsent = true; });
document.addEventListener("submit", (event) => { if (!event.defaultPrevented) unsent = false; });
window.addEventListener("beforeunload", (event) => { if (unsent) event.preventDefault(); });

leaveNoRefusalBehind();
faceErrors();
