// Several frameworks sent one after another, each as it would be sent alone, with what became of it as it goes.
// Without this module the form sends them all at once, and the page that answers says the same.
const form = document.querySelector("[data-sends-each]");
const results = document.querySelector("[data-results]");

async function send(box) {
  const data = new FormData(form);
  data.delete("chosen");
  data.append("chosen", box.value);
  const answer = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("[data-outcomes]");
}

function show(outcome) {
  const rows = results.querySelector("tbody");
  if (rows) rows.append(...outcome.querySelectorAll("tbody > tr"));
  else results.append(outcome);
}

function failed(box) {
  const line = document.createElement("p");
  line.textContent = `${box.labels[0].textContent.trim()}: no answer came. Open its page to see where it stands.`;
  results.append(line);
}

form?.addEventListener("submit", async (event) => {
  const chosen = [...form.querySelectorAll("[name=chosen]:checked")];
  if (!chosen.length) return;
  event.preventDefault();
  const [area, bar, said] = ["[data-progress]", "progress", "[role=status]"].map((one) => form.querySelector(one));
  for (const control of form.querySelectorAll("button, [name=chosen]")) control.disabled = true;
  area.hidden = false;
  bar.max = chosen.length;
  for (const [number, box] of chosen.entries()) {
    said.textContent = `Sending ${number + 1} of ${chosen.length}`;
    const outcome = await send(box).catch(() => null);
    if (outcome) show(outcome);
    else failed(box);
    bar.value = number + 1;
  }
  form.querySelector("button").hidden = true;
  said.textContent = `Done: ${chosen.length} of ${chosen.length}`;
});
