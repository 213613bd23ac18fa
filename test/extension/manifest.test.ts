import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { mime } from "../../kernel/library/display/index.ts";
import { root } from "../goldens.ts";

const text = (path: string) => readFileSync(join(root, path), "utf8");
const json = (path: string) => JSON.parse(text(path)) as Record<string, unknown>;

/** All TypeScript of the extension, by path. */
const sources = readdirSync(join(root, "extension"), { recursive: true })
  .map(String)
  .filter((path) => path.endsWith(".ts"))
  .map((path) => text(join("extension", path)));

/** The strings that the extension asks `vscode.l10n` for. */
function asked(): Set<string> {
  const calls = sources.flatMap((source) => [...source.matchAll(/\bt\(\s*("(?:[^"\\]|\\.)*")/g)]);
  return new Set(calls.map(([, literal]) => JSON.parse(literal ?? '""') as string));
}

describe("the extension's manifest", () => {
  const manifest = json("package.json") as {
    contributes: {
      commands: { command: string; title: string }[];
      menus: Record<string, { command: string }[]>;
      configuration: { properties: Record<string, { enum?: string[] }> };
      notebookRenderer: { entrypoint: string; mimeTypes: string[]; requiresMessaging?: string }[];
    };
  };
  const { commands, menus, configuration } = manifest.contributes;

  it("names the commands that there are, each a file of its own", () => {
    const ids = sources.flatMap((source) => [...source.matchAll(/: Command = \{\n {2}id: "(\w+)"/g)]);
    const registered = ids.map(([, id]) => `glassbook.${id}`).sort();
    assert.deepEqual(commands.map(({ command }) => command).sort(), registered);
    for (const { command } of Object.values(menus).flat()) assert.ok(registered.includes(command), command);
  });

  it("offers each backend by its command, and tells of each setting in the docs", () => {
    const { properties } = configuration;
    const backends = properties["glassbook.backend"]?.enum ?? [];
    const offered = [...text("extension/commands/chooseBackend.ts").matchAll(/^ {6}"?([\w-]+)"?: t\(/gm)];
    assert.deepEqual(
      offered.map(([, name]) => name),
      backends,
    );
    const rows = text("docs/vscode.md").split("\n");
    const rowOf = (setting: string) => rows.find((row) => row.startsWith("|") && row.includes(`\`${setting}\``));
    for (const [setting, { enum: values = [] }] of Object.entries(properties)) {
      const row = rowOf(setting);
      assert.ok(row, setting);
      for (const value of values) assert.ok(row.includes(`\`${value}\``), `${setting}: ${value}`);
    }
  });

  it("contributes every renderer that is built, each for what the library writes, and none for HTML", () => {
    const built = readdirSync(join(root, "renderers")).filter((name) => name.endsWith(".renderer.ts"));
    const { notebookRenderer } = manifest.contributes;
    assert.deepEqual(
      notebookRenderer.map(({ entrypoint }) => entrypoint).sort(),
      built.map((name) => `./dist/renderers/${name.replace(".renderer.ts", ".js")}`).sort(),
    );
    const { explanation, training, plotly, table, images } = mime;
    assert.deepEqual(
      notebookRenderer.flatMap(({ mimeTypes }) => mimeTypes).sort(),
      [explanation, training, plotly, table, images].sort(),
    );
    for (const { entrypoint, mimeTypes, requiresMessaging } of notebookRenderer) {
      // Each asks for the editor's language and for what was kept over a reload, where there is one to ask.
      assert.equal(requiresMessaging, "optional", entrypoint);
      const name = entrypoint.replace("./dist/renderers/", "").replace(".js", "");
      assert.deepEqual(mimeTypes, [mime[name as keyof typeof mime]]);
    }
  });

  it("has each of its strings in English and Chinese", () => {
    const [english, chinese] = [json("package.nls.json"), json("package.nls.zh-cn.json")];
    const used = [...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key ?? "");
    assert.ok(used.length > 0);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(english).sort());
    assert.deepEqual(Object.keys(chinese).sort(), Object.keys(english).sort());
    for (const [key, value] of Object.entries(chinese)) assert.match(String(value), /\p{Script=Han}/u, key);
  });

  it("says everything in Chinese too, with the same places to fill in", () => {
    const chinese = json("extension/l10n/bundle.l10n.zh-cn.json") as Record<string, string>;
    const strings = asked();
    assert.ok(strings.size > 0);
    assert.deepEqual(Object.keys(chinese).sort(), [...strings].sort());
    const places = (given: string) => [...given.matchAll(/\{\d\}/g)].map(String).sort();
    for (const [english, translated] of Object.entries(chinese)) {
      // `TensorFlow（CPU）` is Chinese by its brackets.
      assert.match(translated, /[\p{Script=Han}（）]/u, english);
      assert.deepEqual(places(translated), places(english), english);
    }
  });
});
