/** Fails when the script that the first visit of the console loads grows beyond its budget. `node build/budget.ts DIST` */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const BUDGET = 250 * 1024;
/** What every visit loads besides the entry. */
const SHELL = [/^_shell-.*js$/, /shell\/PersonMenu/, /shell\/StoreMenu/, /shell\/Bell/];

interface Chunk {
  file: string;
  isEntry?: boolean;
  imports?: string[];
}

const folder = process.argv[2] ?? "dist";
const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Record<string, Chunk>;

const loaded = new Set<string>();
function load(key: string): void {
  const chunk = manifest[key];
  if (chunk === undefined || loaded.has(chunk.file)) return;
  loaded.add(chunk.file);
  for (const further of chunk.imports ?? []) load(further);
}
for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry) load(key);
for (const pattern of SHELL) {
  const key = Object.keys(manifest).find((name) => pattern.test(name));
  if (key === undefined)
    throw new Error(`no built file fits ${pattern}: is the shell put together differently now?`);
  load(key);
}

const sizes = [...loaded].map((file) => ({
  file,
  bytes: gzipSync(readFileSync(join(folder, file)), { level: 9 }).length,
}));
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;

if (process.argv.includes("--list"))
  for (const { file, bytes } of sizes) console.log(`${kilobytes(bytes)}  ${file}`);
const routes = Object.values(manifest).filter(
  (chunk) => !loaded.has(chunk.file) && chunk.file.endsWith(".js"),
).length;
console.log(
  `console: the shell loads ${kilobytes(total)} of script (gzip) in ${sizes.length} files; budget ${kilobytes(BUDGET)}; ` +
    `${routes} further files come when needed`,
);
if (total > BUDGET) {
  console.error("console: that is too much. Load what is not needed at once with `lazy` or `import()`.");
  process.exit(1);
}
