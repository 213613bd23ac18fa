import assert from "node:assert/strict";
import { isClass } from "../../kernel/interpreter/typeName.ts";
import * as datasets from "../../kernel/library/datasets/index.ts";
import * as display from "../../kernel/library/display/index.ts";
import * as engine from "../../kernel/library/engine/index.ts";
import * as explain from "../../kernel/library/explain/index.ts";
import * as global from "../../kernel/library/global/index.ts";
import * as glassbook from "../../kernel/library/index.ts";
import * as metrics from "../../kernel/library/metrics/index.ts";
import * as models from "../../kernel/library/models/index.ts";

// The variable view and the outputs tell a value's class by its name, and the bundler renames a class that names itself.
describe("the library's classes", () => {
  it("are called what they are exported as", () => {
    const exported = [datasets, display, engine, explain, global, glassbook, metrics, models].flatMap(Object.entries);
    const classes = exported.filter(([, value]) => typeof value === "function" && isClass(value));
    assert.ok(classes.length > 20, `${classes.length} classes`);
    assert.deepEqual(
      classes.map(([, { name }]) => name),
      classes.map(([name]) => name),
    );
  });
});
