// The meeting screen comes alive. Without this file it is whole, only slower: forms that post and come back.
import { byId, mayWrite } from "./page.js";
import * as counts from "./counts.js";
import * as forms from "./forms.js";
import * as keys from "./keys.js";
import * as lines from "./lines.js";
import * as outbox from "./outbox.js";
import * as presence from "./presence.js";
import * as summary from "./summary.js";
import { markCurrent } from "./parts.js";
import { follow } from "./stream.js";

for (const each of document.querySelectorAll("[data-with-script]")) each.hidden = false;
for (const each of document.querySelectorAll("[data-without-script]")) each.hidden = true;

// On a phone the rings and the agenda are folded, so that the part in hand comes first; going somewhere folds them again.
const isNarrow = window.matchMedia("(max-width: 61.99rem)");
const fitRail = () => { byId("rail-fold").open = !isNarrow.matches; };
isNarrow.addEventListener("change", fitRail);
byId("rail-fold").addEventListener("click", (event) => { if (isNarrow.matches && event.target.closest("[data-goes]")) fitRail(); });
fitRail();

const clock = byId("clock");
setInterval(() => {
  const now = new Date();
  const hour = now.getHours();
  clock.textContent = `${hour % 12 || 12}:${String(now.getMinutes()).padStart(2, "0")}${hour < 12 ? "am" : "pm"}`;
}, 15_000);

counts.start();
lines.start();
forms.start();
summary.start();
markCurrent();
keys.start();
outbox.start();
presence.start();
follow();
if (!mayWrite) byId("saved").hidden = true;
