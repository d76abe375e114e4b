// Runs the front end's own tests: each `tests/*.test.ts` is bundled as the pages are, then run by Node's test runner.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = join(dirname(fileURLToPath(import.meta.url)), "tests");
const entryPoints = readdirSync(folder).filter((name) => name.endsWith(".test.ts")).map((name) => join(folder, name));
const outdir = mkdtempSync(join(tmpdir(), "switchboard-ui-"));
try {
  // A ticking page clock would keep a finished test alive: the test runner ends the process instead.
  await build({ entryPoints, outdir, bundle: true, format: "esm", platform: "node", outExtension: { ".js": ".mjs" }, loader: { ".geojson": "json" }, logLevel: "warning" });
  const tests = readdirSync(outdir).map((name) => join(outdir, name));
  const { status } = spawnSync(process.execPath, ["--test", "--test-force-exit", ...tests], { stdio: "inherit" });
  process.exitCode = status ?? 1;
} finally {
  rmSync(outdir, { recursive: true });
}
