// What others do, as it happens. The browser's EventSource comes back by itself and says where it was; when it gives up,
// because the session ended, we ask to sign in again and follow on from the last number heard.
import { ask } from "./ask.js";
import { base, isRoom, me, screen } from "./page.js";
import { entryOf, placeAll, removeEntry, whereOf } from "./place.js";
import { followOthers, followOwn } from "./side.js";
import { look } from "./presence.js";
import { drain, waiting } from "./outbox.js";
import { say, sayOfOthers } from "./announce.js";

const AGAIN_MS = 3000;
let heard = Number(screen.dataset.seq);

export function follow() {
  const source = new EventSource(`${base}stream?after=${heard}${isRoom ? "&view=room" : ""}`);
  source.addEventListener("open", () => drain());
  source.addEventListener("change", (event) => take(JSON.parse(event.data)));
  source.addEventListener("resync", () => reload(source));
  source.addEventListener("ended", () => { source.close(); comeBack(); });
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) setTimeout(comeBack, AGAIN_MS);
  });
}

async function comeBack() {
  try {
    const response = await ask(`${base}presence`);
    if (response.ok) follow();
    else if (response.status === 404 || response.status === 403) say("This meeting is no longer open to you.");
    else setTimeout(comeBack, AGAIN_MS);
  } catch {
    setTimeout(comeBack, AGAIN_MS);
  }
}

// Too much was missed to catch up piece by piece. Drafts and what waits are kept, so the page can be loaded again.
function reload(source) {
  source.close();
  if (waiting().length) drain().then(() => window.location.reload());
  else window.location.reload();
}

function take(change) {
  heard = Math.max(heard, change.seq);
  const mine = change.by === me;
  if (change.kind === "quiet") return followOthers(); // nothing to show here, but the rings count that something is planned
  if (change.kind === "presence") return look();
  if (change.kind === "gone") removeEntry(change.id);
  if (change.kind === "entry" || change.kind === "limited") takeEntry(change, mine);
  if (mine) followOwn();
  else followOthers();
}

function takeEntry(change, mine) {
  if (!change.html) return removeEntry(change.id);
  const known = entryOf(change.id);
  placeAll(change.html, { fresh: !mine });
  const entry = entryOf(change.id);
  if (mine || !entry) return;
  const text = entry.querySelector(".mt-entry__text").textContent.trim();
  sayOfOthers(`${known ? "Changed" : "New"} in ${whereOf(entry)}: ${text}`);
}
