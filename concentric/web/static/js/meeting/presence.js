// Who is here, and which entry each is changing.
import { ask } from "./ask.js";
import { base, byId, element, isRoom } from "./page.js";
import { entryOf } from "./place.js";

const EVERY_MS = 30_000;
let now = "";

export function editing(id) {
  if (now === id) return;
  now = id;
  tell();
}

async function tell() {
  await hear({ method: "POST", body: new URLSearchParams([["editing", now], ...(isRoom ? [["view", "room"]] : [])]) });
}

export const look = () => hear({});

async function hear(options) {
  if (document.hidden && !options.method) return;
  try {
    const response = await ask(`${base}presence${isRoom ? "?view=room" : ""}`, options);
    if (response.ok) show((await response.json()).here);
  } catch {
    // Offline: presence is of the moment and is not kept for later.
  }
}

function show(here) {
  const others = here.filter((each) => !each.me);
  const names = [...new Set(others.map((each) => each.name))];
  byId("viewing").textContent = names.length ? `Looking at this screen: ${names.join(", ")}` : "";
  for (const mark of document.querySelectorAll(".mt-editing")) mark.remove();
  for (const each of others) {
    const entry = each.editing && entryOf(each.editing);
    entry?.querySelector(".mt-entry__text").after(element("span", { className: "mt-editing", textContent: `${each.name} is changing this` }));
  }
}

export function start() {
  tell();
  setInterval(() => { if (!document.hidden) tell(); }, EVERY_MS);
}
