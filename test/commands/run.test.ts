import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmod, lstat, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseNotebook } from "../../kernel/export/nbformat.ts";
import { eventually } from "../eventually.ts";
import { root } from "../goldens.ts";

describe("glassbook run", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "glassbook-run-"));
  });
  after(() => rm(folder, { recursive: true }));

  const glassbook = (...parameters: string[]) =>
    new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
      const child = spawn(process.execPath, [join(root, "dist/kernel/main.js"), ...parameters], { cwd: folder });
      let stdout = "";
      let stderr = "";
      child.stdout.on("data", (chunk) => (stdout += chunk));
      child.stderr.on("data", (chunk) => (stderr += chunk));
      child.on("close", (status) => resolve({ status, stdout, stderr }));
    });

  const notebook = async (name: string, ...cells: (string | { source: string; tags: string[] })[]) => {
    const content = {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {},
      cells: cells.map((cell, index) => ({
        id: `c${index}`,
        cell_type: "code",
        execution_count: null,
        outputs: [],
        metadata: typeof cell === "string" ? {} : { tags: cell.tags },
        source: typeof cell === "string" ? cell : cell.source,
      })),
    };
    await writeFile(join(folder, name), JSON.stringify(content));
    return name;
  };

  const outputsOf = async (file: string) =>
    parseNotebook(await readFile(join(folder, file), "utf8")).cells.map((cell) =>
      cell.cell_type === "code" ? cell.outputs : [],
    );

  it("writes the executed notebook and a page, and prints cells tagged summary", async () => {
    const file = await notebook("fine.ipynb", "const a: number = 41;\nconsole.log('hello')", {
      source: "a + 1",
      tags: ["summary"],
    });
    const { status, stdout } = await glassbook("run", file, "--output", "o/fine.ipynb", "--html", "o/fine.html");
    assert.equal(status, 0);
    assert.match(stdout, /42\n[\s\S]*wrote o\/fine\.ipynb\nwrote o\/fine\.html/);
    const [first, second] = await outputsOf("o/fine.ipynb");
    assert.deepEqual(first, [{ output_type: "stream", name: "stdout", text: "hello\n" }]);
    assert.equal(second?.[0]?.output_type, "execute_result");
    assert.ok((await stat(join(folder, "o/fine.html"))).size > 1_000_000, "the page carries plotly.js");
  });

  it("stops at the first error with cell, line and message; what had run is written", async () => {
    const file = await notebook(
      "broken.ipynb",
      "console.log('ran')",
      "const b = 1;\nb.c.d",
      "console.log('not reached')",
    );
    const { status, stderr } = await glassbook("run", file, "--output", "broken-out.ipynb");
    assert.equal(status, 1);
    assert.match(
      stderr,
      /broken\.ipynb: the code cell at position 2 failed[\s\S]*TypeError: Cannot read properties of undefined[\s\S]*line 2/,
    );
    const [first, second, third] = await outputsOf("broken-out.ipynb");
    assert.equal(first?.length, 1);
    assert.equal(second?.[0]?.output_type, "error");
    assert.deepEqual(third, []);
  });

  it("goes on with --allow-errors", async () => {
    const file = await notebook("allowed.ipynb", "throw new Error('one')", "console.log('reached')");
    const { status } = await glassbook("run", file, "--allow-errors", "--output", "allowed-out.ipynb");
    assert.equal(status, 0);
    assert.equal((await outputsOf("allowed-out.ipynb"))[1]?.[0]?.output_type, "stream");
  });

  it("interrupts a cell that takes longer than --timeout", async () => {
    const file = await notebook("slow.ipynb", "while (true) {}");
    const { status, stderr } = await glassbook("run", file, "--timeout", "0.5", "--output", "slow-out.ipynb");
    assert.equal(status, 1);
    assert.match(stderr, /took longer than 0\.5 s/);
  });

  it("says before the first cell that its output cannot be written, and leaves what is there", async () => {
    const file = await notebook("unwritable.ipynb", "(await import('node:fs')).writeFileSync('ran', '')");
    const { status, stderr } = await glassbook("run", file, "--output", `${file}/x.ipynb`);
    assert.equal(status, 2);
    assert.match(stderr, /^glassbook: cannot write unwritable\.ipynb\/x\.ipynb: .*\n$/);
    await assert.rejects(stat(join(folder, "ran")));
    assert.equal((await outputsOf(file)).length, 1);
  });

  // Windows has neither signals nor, for most, links.
  if (process.platform !== "win32") {
    it("writes what had run when a scheduler ends it", async () => {
      const file = await notebook("stopped.ipynb", "console.log('kept')", "console.log('begun'); while (true) {}");
      const output = join(folder, "o/stopped.ipynb");
      const child = spawn(process.execPath, [join(root, "dist/kernel/main.js"), "run", file, "--output", output], {
        cwd: folder,
      });
      const ended = new Promise((resolve) => child.once("close", resolve));
      let told = "";
      child.stderr.on("data", (chunk) => (told += chunk));
      child.stdout.on("data", (chunk) => (told += chunk));
      // The bar names the cell that runs.
      await eventually(() => /begun/.test(told), "the second cell runs");
      child.kill("SIGTERM");
      assert.equal(await ended, 1);
      const [first] = await outputsOf("o/stopped.ipynb");
      assert.deepEqual(first, [{ output_type: "stream", name: "stdout", text: "kept\n" }]);
    });

    it("replaces a notebook through a link, and keeps its permissions", async () => {
      const file = await notebook("real.ipynb", "6 * 7");
      await chmod(join(folder, file), 0o640);
      await symlink(file, join(folder, "link.ipynb"));
      assert.equal((await glassbook("run", file, "--output", "link.ipynb")).status, 0);
      assert.equal((await lstat(join(folder, "link.ipynb"))).isSymbolicLink(), true);
      assert.equal((await stat(join(folder, file))).mode & 0o777, 0o640);
      assert.equal((await outputsOf(file))[0]?.length, 1);
    });
  }

  it("reports a process that a cell ended", async () => {
    const file = await notebook("dead.ipynb", "console.log('x')", "process.exit(7)");
    const { status, stderr } = await glassbook("run", file, "--output", "dead-out.ipynb");
    assert.equal(status, 1);
    assert.match(stderr, /exited with status 7/);
    assert.equal((await outputsOf("dead-out.ipynb"))[0]?.length, 1);
  });

  for (const [what, parameters, message] of [
    ["a missing file", ["run", "nowhere.ipynb"], /cannot read nowhere\.ipynb: there is no such file/],
    ["a missing file to export", ["export", "nowhere.ipynb"], /cannot read nowhere\.ipynb: there is no such file/],
    ["an option without its value", ["install", "--prefix"], /--prefix does not go with this value or lacks one/],
    ["no notebook", ["run"], /expected one notebook/],
    ["an unknown option", ["run", "x.ipynb", "--color"], /there is no option --color: see glassbook --help/],
    ["a bad timeout", ["run", "x.ipynb", "--timeout", "soon"], /--timeout is soon/],
    ["an unknown command", ["fly"], /there is no command "fly"/],
  ] as const) {
    it(`answers ${what} with one line and status 2`, async () => {
      const { status, stderr } = await glassbook(...parameters);
      assert.equal(status, 2);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /\n {4}at /);
    });
  }

  it("answers a file that is no notebook", async () => {
    await writeFile(join(folder, "text.ipynb"), "not json");
    const { status, stderr } = await glassbook("run", "text.ipynb");
    assert.equal(status, 2);
    assert.match(stderr, /text\.ipynb is not a notebook/);
  });
});
