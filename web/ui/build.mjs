// Builds what the browser loads: web/ui into web/static, and the sandbox's telephone into sandbox/static.
//
//   node web/ui/build.mjs [--force] [--source-maps] [--only=web|sandbox]
//
// 1. A folder whose inputs have not changed since its last build is left alone (their hash is kept beside it).
// 2. Workers are built first: the pages must know their hashed names.
// 3. Every page in the folder's html is an entry; its `src="…tsx"` and `href="…css"` are rewritten to what was built.
// 4. What an earlier build left behind is removed last, so a page being loaded meanwhile still finds its files.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const FLAGS = new Set(process.argv.slice(2));
const SOURCE_MAPS = FLAGS.has("--source-maps");

const TARGETS = [
  { name: "web", from: "web/ui", pages: "web/ui/pages", workers: "web/ui/live", to: "web/static" },
  { name: "sandbox", from: "sandbox/page", pages: "sandbox/page", workers: null, to: "sandbox/static" },
];

const SHARED = {
  bundle: true,
  format: "esm",
  target: ["chrome115", "firefox115", "safari16.4"],
  minify: true,
  sourcemap: SOURCE_MAPS,
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  metafile: true,
  absWorkingDir: ROOT,
  logLevel: "warning",
  loader: { ".wav": "file", ".svg": "file", ".png": "file", ".woff2": "file", ".geojson": "json" },
  define: { "process.env.NODE_ENV": '"production"' },
};

/** Every file below a folder, sorted, so that a hash over them is stable. */
function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** One hash over everything that a build reads. */
function fingerprint(target) {
  const hash = createHash("sha256").update(`maps:${SOURCE_MAPS}`);
  const inputs = [...filesBelow(join(ROOT, target.from)), join(ROOT, "package-lock.json"), join(ROOT, "tsconfig.json")];
  for (const file of [...inputs, fileURLToPath(import.meta.url)]) hash.update(relative(ROOT, file)).update(readFileSync(file));
  return hash.digest("hex");
}

/** Builds `*.worker.ts` and says where each went: the name a page asks for by `__WORKER_<NAME>__`. */
async function buildWorkers(target, outdir) {
  const folder = target.workers && join(ROOT, target.workers);
  const entries = folder && existsSync(folder) ? filesBelow(folder).filter((file) => file.endsWith(".worker.ts")) : [];
  if (entries.length === 0) return { define: {}, outputs: {} };
  const { metafile } = await build({ ...SHARED, entryPoints: entries, outdir, entryNames: "assets/[name]-[hash]", assetNames: "assets/[name]-[hash]" });
  const define = {};
  for (const [out, { entryPoint }] of Object.entries(metafile.outputs)) {
    if (entryPoint) define[`__WORKER_${basename(entryPoint, ".worker.ts").toUpperCase()}__`] = JSON.stringify(`/static/assets/${basename(out)}`);
  }
  return { define, outputs: metafile.outputs };
}

/** The sources that a page names, as absolute paths. */
function sourcesOf(page) {
  const html = readFileSync(page, "utf8");
  return [...html.matchAll(/(?:src|href)="(\.[^"]+\.(?:tsx?|css))"/g)].map(([, name]) => resolve(dirname(page), name));
}

/** The page with its sources' names replaced by what they were built into. */
function rewrite(page, built) {
  const html = readFileSync(page, "utf8").replace(/(src|href)="(\.[^"]+\.(?:tsx?|css))"/g, (_all, attribute, name) => {
    const found = built.get(resolve(dirname(page), name));
    if (!found) throw new Error(`${relative(ROOT, page)} names ${name}, which was not built`);
    return `${attribute}="/static/${found.file}"`;
  });
  const styles = sourcesOf(page).map((source) => built.get(source)?.css).filter(Boolean);
  const links = styles.map((file) => `<link rel="stylesheet" href="/static/${file}">`).join("\n");
  return links ? html.replace("</head>", `${links}\n</head>`) : html;
}

/** entry source → { file, css } as esbuild's metafile tells it. */
function whereBuilt(outputs, outdir) {
  const built = new Map();
  for (const [out, { entryPoint, cssBundle }] of Object.entries(outputs)) {
    if (!entryPoint) continue;
    const name = (file) => relative(outdir, join(ROOT, file));
    built.set(join(ROOT, entryPoint), { file: name(out), css: cssBundle && name(cssBundle) });
  }
  return built;
}

function removeStale(outdir, keep) {
  for (const file of filesBelow(outdir)) if (!keep.has(file)) rmSync(file);
}

function printSizes(target, files) {
  const rows = files
    .filter((file) => [".js", ".css", ".html"].includes(extname(file)))
    .map((file) => ({ file, raw: statSync(file).size, gz: gzipSync(readFileSync(file)).length }))
    .sort((a, b) => b.raw - a.raw);
  const kb = (n) => `${(n / 1024).toFixed(1)} kB`.padStart(10);
  for (const { file, raw, gz } of rows) console.log(`${kb(raw)} ${kb(gz)} gz  ${relative(ROOT, file)}`);
  const total = (key) => rows.reduce((sum, row) => sum + row[key], 0);
  console.log(`${kb(total("raw"))} ${kb(total("gz"))} gz  ${target.name}, all of it`);
}

async function buildTarget(target) {
  const folder = join(ROOT, target.pages);
  const pages = existsSync(folder) ? filesBelow(folder).filter((file) => file.endsWith(".html")) : [];
  if (pages.length === 0) return console.log(`${target.name}: no pages in ${target.pages} yet, skipped`);
  const outdir = join(ROOT, target.to);
  const stamp = join(outdir, ".built");
  const now = fingerprint(target);
  if (!FLAGS.has("--force") && existsSync(stamp) && readFileSync(stamp, "utf8") === now) return console.log(`${target.name}: nothing changed`);

  const workers = await buildWorkers(target, outdir);
  const entryPoints = [...new Set(pages.flatMap(sourcesOf))];
  const names = { entryNames: "assets/[name]-[hash]", chunkNames: "assets/[name]-[hash]", assetNames: "assets/[name]-[hash]" };
  const define = { ...SHARED.define, ...workers.define };
  const { metafile } = await build({ ...SHARED, ...names, entryPoints, outdir, splitting: true, publicPath: "/static", define });
  const built = whereBuilt(metafile.outputs, outdir);

  mkdirSync(outdir, { recursive: true });
  const written = Object.keys({ ...workers.outputs, ...metafile.outputs }).map((file) => join(ROOT, file));
  for (const page of pages) {
    const out = join(outdir, basename(page));
    writeFileSync(out, rewrite(page, built));
    written.push(out);
  }
  writeFileSync(stamp, now);
  removeStale(outdir, new Set([...written, stamp]));
  printSizes(target, written);
}

const only = [...FLAGS].find((flag) => flag.startsWith("--only="))?.slice("--only=".length);
for (const target of TARGETS) if (!only || only === target.name) await buildTarget(target);
