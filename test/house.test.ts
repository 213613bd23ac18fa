import { strict as assert } from "node:assert";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import ts from "typescript-service";

const root = join(import.meta.dirname, "../..");
const house = readFileSync(join(root, "docs/house.md"), "utf8");

/** The cells of the table in docs/house.md that stands under a heading. */
function tableUnder(heading: string): string[][] {
  const [, section = ""] = house.split(`## ${heading}\n`);
  const rows =
    section
      .split("\n## ")[0]
      ?.split("\n")
      .filter((line) => line.startsWith("|")) ?? [];
  return rows.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const names = (cell: string | undefined) => [...(cell ?? "").matchAll(/`([^`]+)`/g)].map((found) => found[1] ?? "");

const sources = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true })
    .map((name) => `${folder}/${String(name).replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(".ts"));

interface Import {
  readonly to: string;
  /** Whether something of it is there when the program runs. */
  readonly byValue: boolean;
}

/** What a file imports from the project, as the compiler reads it. */
function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const add = (specifier: ts.Expression | undefined, byValue: boolean) => {
    if (specifier && ts.isStringLiteral(specifier) && specifier.text.startsWith(".")) {
      found.push({ to: normalize(join(dirname(file), specifier.text)).replaceAll("\\", "/"), byValue });
    }
  };
  const isTyped = (elements: readonly { readonly isTypeOnly: boolean }[]) =>
    elements.length > 0 && elements.every(({ isTypeOnly }) => isTypeOnly);
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const { importClause } = node;
      const bindings = importClause?.namedBindings;
      const onlyTypes =
        importClause?.isTypeOnly ||
        (!importClause?.name && bindings && ts.isNamedImports(bindings) && isTyped(bindings.elements));
      add(node.moduleSpecifier, !onlyTypes);
    } else if (ts.isExportDeclaration(node)) {
      const { exportClause } = node;
      const onlyTypes =
        node.isTypeOnly || (exportClause && ts.isNamedExports(exportClause) && isTyped(exportClause.elements));
      add(node.moduleSpecifier, !onlyTypes);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      // Only when it is called: no circle while modules are loaded.
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe("the house", () => {
  const floors = tableUnder("The library's floors").map(([rooms]) => names(rooms));
  const floorOf = (file: string) => {
    const room = roomOf(file);
    const floor = floors.findIndex((rooms) => rooms.includes(room));
    assert.notEqual(floor, -1, `${file} is in no room that docs/house.md names`);
    return floor;
  };
  const roomOf = (file: string) =>
    file.startsWith("kernel/library/") ? (file.split("/")[2] ?? "") : file.split("/").slice(0, 2).join("/");
  const isDoor = (file: string) => /^kernel\/library\/(\w+\/)?(tfjsNode\/)?index\.ts$/.test(file);
  const library = [...sources("kernel/library"), ...sources("kernel/payloads"), ...sources("renderers/shared")];
  const inside = library.filter((file) => !isDoor(file));
  const imports = new Map(inside.map((file) => [file, importsOf(file)]));

  it("has the floors that docs/house.md names, and each file on one of them", () => {
    assert.ok(floors.length >= 12, "docs/house.md lost its table of floors");
    const rooms = new Set(inside.map(roomOf));
    assert.deepEqual(
      [...rooms].filter((room) => !floors.flat().includes(room)),
      [],
    );
    assert.deepEqual(
      floors.flat().filter((room) => !rooms.has(room)),
      [],
    );
  });

  it("imports downwards only", () => {
    const upward: string[] = [];
    for (const [file, found] of imports) {
      for (const { to } of found) {
        if (roomOf(to) !== roomOf(file) && floorOf(to) >= floorOf(file)) upward.push(`${file} imports ${to}`);
      }
    }
    assert.deepEqual(upward, []);
  });

  it("lets no file of the library in by a door for users", () => {
    const found = [...imports].flatMap(([file, all]) =>
      all.filter(({ to }) => isDoor(to)).map(({ to }) => `${file} imports ${to}`),
    );
    assert.deepEqual(found, []);
  });

  it("has no circle of files that need each other to run", () => {
    const needs = new Map([...imports].map(([file, all]) => [file, all.filter((each) => each.byValue)]));
    const state = new Map<string, "open" | "done">();
    const circles: string[] = [];
    const walk = (file: string, path: readonly string[]): void => {
      if (state.get(file) === "done") return;
      if (state.get(file) === "open") {
        circles.push(
          [...path.slice(path.indexOf(file)), file].map((each) => relative("kernel/library", each)).join(" → "),
        );
        return;
      }
      state.set(file, "open");
      for (const { to } of needs.get(file) ?? []) walk(to, [...path, file]);
      state.set(file, "done");
    };
    for (const file of needs.keys()) walk(file, []);
    assert.deepEqual(circles, []);
  });

  it("keeps its files small", () => {
    const lengths = inside.map((file) => ({ file, lines: readFileSync(join(root, file), "utf8").split("\n").length }));
    const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
    assert.ok((sorted[Math.floor(sorted.length / 2)] ?? 0) < 100, "half of the files have 100 lines or more");
    assert.deepEqual(
      lengths.filter(({ lines }) => lines > 400).map(({ file, lines }) => `${file}: ${lines} lines`),
      [],
    );
  });

  it("answers where things are", () => {
    const questions = tableUnder("Where is …");
    assert.ok(questions.length >= 20, `${questions.length} questions`);
    for (const [question, place] of questions) {
      const [path = ""] = names(place);
      assert.ok(existsSync(join(root, path)), `"${question}": ${path} is not there`);
    }
  });

  it("has what CONTRIBUTING.md names", () => {
    const text = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
    const named = [...text.matchAll(/\]\(([^)]+)\)|`((?:kernel|renderers|extension|test|docs)\/[^`<]*)`/g)];
    const paths = named.map(([, link, path]) => link ?? path ?? "");
    assert.ok(paths.length > 15, `${paths.length} paths`);
    assert.deepEqual(
      paths.filter((path) => !existsSync(join(root, path))),
      [],
    );
  });

  it("is spelled as Americans do", () => {
    const british =
      /\b\w*(?:colour|behaviour|neighbour|favour(?:ite)?|centre[ds]?\b|grey|(?:normal|random|initial|optim|general|visual|serial|standard|sanit|recogn|organ|maxim|minim|util|categor|summar|local|token|quant)is(?:e[drs]?|ing|ation)\b|labelled(?!by)|cancelled\b|modelled|analyse[ds]?\b|catalogue|licence)\w*/gi;
    const wrong: string[] = [];
    for (const folder of ["kernel", "renderers", "extension", "docs", "packaging"]) {
      for (const name of readdirSync(join(root, folder), { recursive: true })) {
        const file = `${folder}/${String(name).replaceAll("\\", "/")}`;
        // The names of ImageNet's classes are torchvision's.
        if (!/\.(ts|md|json)$/.test(file) || file.endsWith("/imageNetClasses.ts")) continue;
        const found = readFileSync(join(root, file), "utf8").match(british);
        if (found) wrong.push(`${file}: ${[...new Set(found)].join(", ")}`);
      }
    }
    assert.deepEqual(wrong, []);
  });
});
