// Builds what concentric/web/static holds: `npm install && npm run build` in this folder. Users of the product need no Node.
// htmx is kept at 2.x: 4.0 came out in September 2026, and 2.x is the line that has had years of use.
import { cp, mkdir, writeFile } from "node:fs/promises";
import * as sass from "sass";
import { transform } from "esbuild";

const root = new URL("./", import.meta.url);
const out = new URL("../concentric/web/static/", root);

async function styles() {
  const built = sass.compile(new URL("scss/concentric.scss", root).pathname, { style: "compressed", quietDeps: true });
  const { code } = await transform(built.css, { loader: "css", minify: true, target: ["chrome109", "firefox115", "safari15"] });
  await writeFile(new URL("css/concentric.css", out), code);
}

async function font() {
  const name = "atkinson-hyperlegible-next-latin";
  const source = `node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/${name}-wght-normal.woff2`;
  await cp(new URL(source, root), new URL(`fonts/${name}.woff2`, out));
}

async function htmx() {
  await cp(new URL("node_modules/htmx.org/dist/htmx.min.js", root), new URL("js/vendor/htmx.js", out));
}

async function licences() {
  const parts = { "htmx.org": "htmx", "@fontsource-variable/atkinson-hyperlegible-next": "atkinson-hyperlegible-next" };
  for (const [part, name] of Object.entries(parts)) {
    await cp(new URL(`node_modules/${part}/LICENSE`, root), new URL(`../docs/licences/${name}.txt`, root));
  }
}

for (const folder of ["css/", "fonts/", "js/vendor/"]) await mkdir(new URL(folder, out), { recursive: true });
await Promise.all([styles(), font(), htmx(), licences()]);
