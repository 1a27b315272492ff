// What follows from the entries (rings, agenda, states, the room's column) is drawn by the server and fetched when things
// have gone quiet: soon after one's own change, later after other people's, and never faster than the server can give.
import { ask } from "./ask.js";
import { base, byId, isRoom } from "./page.js";
import { placeAll } from "./place.js";

const SOON_MS = 350;
const LATER_MS = 2500;
const SHARE = 12;
let timer = null;
let timerAt = 0;
let lastTook = 0;
let fetching = false;

export const followOwn = () => follow(SOON_MS);
export const followOthers = () => follow(Math.max(LATER_MS, lastTook * SHARE) * (0.8 + Math.random() * 0.4));

function follow(delay) {
  const at = Date.now() + delay;
  if (timer && timerAt <= at) return;
  clearTimeout(timer);
  timerAt = at;
  timer = setTimeout(refresh, delay);
}

async function refresh() {
  timer = null;
  if (fetching) return follow(LATER_MS);
  fetching = true;
  const began = Date.now();
  try {
    const part = encodeURIComponent(byId("meeting").dataset.part);
    const response = await ask(`${base}side?part=${part}${isRoom ? "&view=room" : ""}`);
    if (response.ok) take(await response.json());
  } catch {
    // Offline: the next change, or the stream's return, asks again.
  } finally {
    lastTook = Date.now() - began;
    fetching = false;
  }
}

// The answer to `side`, and to every form that is not about an entry.
export function take(answer) {
  if (answer.html) placeAll(answer.html);
  if (answer.summary) document.dispatchEvent(new CustomEvent("meeting:summary", { detail: answer.summary }));
}
