// node test/run.mjs [core] [PATTERN]: runs the built tests in one mocha and ends with "N passed, N failed".
// core: only what Node alone can host; *.host.test.ts needs a Linux machine (Python, Chromium, Jupyter).
import { readdirSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";

const [scope, pattern = ""] = process.argv[2] === "core" ? ["core", process.argv[3]] : ["all", process.argv[2]];
const built = join(import.meta.dirname, "../dist/test");
const files = readdirSync(built, { recursive: true })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".test.js") && name.includes(pattern))
  .filter((name) => scope === "all" || !name.endsWith(".host.test.js"))
  .sort();

const mocha = new Mocha({ ui: "bdd", timeout: 60_000, reporter: "spec", forbidOnly: true, forbidPending: true });
for (const name of files) mocha.addFile(join(built, name));
await mocha.loadFilesAsync();

mocha.run().on("end", function () {
  const { passes, failures, pending } = this.stats;
  console.log(`${passes} passed, ${failures + pending} failed`);
  process.exit(failures + pending + (passes === 0 ? 1 : 0) > 0 ? 1 : 0);
});
