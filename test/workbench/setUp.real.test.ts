import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inWorkbench } from "./inWorkbench.ts";

/** Named by the setting: what the command sets up there, the kernel must find. */
const cacheFolder = mkdtempSync(join(tmpdir(), "glassbook-set-up-"));
after(() => rmSync(cacheFolder, { recursive: true, force: true, maxRetries: 5 }));

inWorkbench("TensorFlow, set up by its command in a workbench", {
  suite: "setUp",
  files: [],
  settings: { "glassbook.cacheFolder": cacheFolder },
  env: { GLASSBOOK_TENSORFLOW: "" },
});
