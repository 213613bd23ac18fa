// npm run package [-- TARGET…]: makes a VSIX for each platform, and one for all, in out/vsix. Downloads nothing.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { targets } from "./targets.ts";
import { vsix } from "./vsix.ts";

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !targets.some((target) => target.name === name));
if (unknown.length > 0) {
  throw new Error(`no target ${unknown.join(", ")}; there is: ${targets.map(({ name }) => name).join(", ")}`);
}
const folder = join(process.cwd(), "out/vsix");
mkdirSync(folder, { recursive: true });
for (const target of targets.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const file = join(folder, `glassbook-${target.name}.vsix`);
  const bytes = vsix(process.cwd(), target);
  writeFileSync(file, bytes);
  console.log(`${file}: ${(bytes.length / 1e6).toFixed(1)} MB of at most ${target.mostBytes / 1e6}`);
  if (bytes.length > target.mostBytes) process.exitCode = 1;
}
