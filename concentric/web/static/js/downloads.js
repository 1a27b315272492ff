// A form with data-download="id": its file is saved, and then the piece of the page with that id is drawn anew, since the
// download changed it. Whatever else comes back (a refusal, the way to sign in) is left to the browser.
import { formToken } from "./session.js";

async function download(form, submitter) {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form, submitter), headers: { "X-CSRFToken": formToken() } });
  const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1];
  if (!answer.ok || !name) return form.submit();
  save(await answer.blob(), name);
  drawAnew(form.dataset.download);
}

function save(file, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function drawAnew(id) {
  const page = await fetch(window.location.href);
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html").getElementById(id);
  if (page.ok && fresh) document.getElementById(id).replaceChildren(...fresh.childNodes);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.dataset.download) return;
  event.preventDefault();
  download(form, event.submitter).catch(() => form.submit());
});
