// In a piece of the page with data-choosing: each group of ticks that has a heading gets "All" and "None".

for (const heading of document.querySelectorAll("[data-choosing] [role=group] > [id]")) {
  const ticks = [...heading.parentElement.querySelectorAll("[type=checkbox]")];
  const row = Object.assign(document.createElement("div"), { className: "cx-actions" });
  const buttons = [["All", true], ["None", false]].map(([word, on]) => button(word, heading.textContent, () => tick(ticks, on)));
  heading.replaceWith(row);
  row.append(heading, ...buttons);
}

function button(word, of, act) {
  const made = Object.assign(document.createElement("button"), {
    type: "button",
    className: "govuk-button govuk-button--secondary cx-button--quiet cx-button--small",
    textContent: word,
  });
  made.setAttribute("aria-label", `${word}: ${of}`);
  made.addEventListener("click", act);
  return made;
}

function tick(ticks, on) {
  for (const each of ticks.filter((one) => one.checked !== on)) {
    each.checked = on;
    each.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
