// node test/run.mjs [core | real] [PATTERN]: runs the built tests in one mocha and ends with "N passed, N failed".
// real: what needs a real TensorFlow and takes minutes (*.real.test.ts); no other scope runs that.
// core: only what Node alone can host; *.host.test.ts needs a Linux machine (Python, Chromium, Jupyter).
import { readdirSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";

const [first, second] = process.argv.slice(2);
const [scope, pattern = ""] = first === "core" || first === "real" ? [first, second] : ["all", first];
const built = join(import.meta.dirname, "../dist/test");
const files = readdirSync(built, { recursive: true })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".test.js") && name.includes(pattern))
  .filter((name) => name.endsWith(".real.test.js") === (scope === "real"))
  .filter((name) => scope !== "core" || !name.endsWith(".host.test.js"))
  .sort();

// What was set up on this machine is none of the tests' business.
process.env.LC_ALL = "C.UTF-8";
process.env.GLASSBOOK_TENSORFLOW = join(built, "no-set-up");

const mocha = new Mocha({ ui: "bdd", timeout: 60_000, reporter: "spec", forbidOnly: true, forbidPending: true });
for (const name of files) mocha.addFile(join(built, name));
await mocha.loadFilesAsync();

mocha.run().on("end", function () {
  const { passes, failures, pending } = this.stats;
  console.log(`${passes} passed, ${failures + pending} failed`);
  process.exit(failures + pending + (passes === 0 ? 1 : 0) > 0 ? 1 : 0);
});
