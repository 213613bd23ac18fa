import assert from "node:assert/strict";
import { join } from "node:path";
import ts from "typescript-service";
import { root } from "../goldens.ts";

describe("hovering over attribute", () => {
  it("shows the values' shape and units, and the cost, of every method", () => {
    const file = join(root, "kernel/library/explain/methods.ts");
    const { options } = ts.parseJsonConfigFileContent(
      ts.readConfigFile(join(root, "tsconfig.base.json"), ts.sys.readFile).config,
      ts.sys,
      root,
    );
    const program = ts.createProgram([file], {
      ...options,
      composite: false,
      noEmit: true,
      emitDeclarationOnly: false,
    });
    const checker = program.getTypeChecker();
    const source = program.getSourceFile(file);
    assert.ok(source);
    const moduleSymbol = checker.getSymbolAtLocation(source);
    assert.ok(moduleSymbol);
    const silent: string[] = [];
    let methods = 0;
    for (const exported of checker.getExportsOfModule(moduleSymbol)) {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      if (!(symbol.flags & ts.SymbolFlags.Class)) continue;
      const attribute = checker.getPropertyOfType(checker.getDeclaredTypeOfSymbol(symbol), "attribute");
      if (!attribute) continue;
      methods++;
      const text = ts.displayPartsToString(attribute.getDocumentationComment(checker));
      if (!/Cost:/.test(text) || !/[Vv]alues|`?\[n, /.test(text)) silent.push(exported.name);
    }
    assert.ok(methods > 40, `${methods} methods`);
    assert.deepEqual(silent, []);
  }).timeout(120_000);
});
