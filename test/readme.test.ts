import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isMessage } from "../kernel/protocol/message.ts";
import { root } from "./goldens.ts";
import { startKernel } from "./kernel.ts";

describe("README", () => {
  it("has an example that runs as it stands, one epoch instead of five", async () => {
    const readme = await readFile(join(root, "README.md"), "utf8");
    const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
    const kernel = startKernel();
    try {
      const ran = await kernel.run(example.replace("epochs: 5", "epochs: 1"));
      assert.equal(ran.error, undefined);
      const result = ran.messages.find((message) => isMessage(message, "execute_result"));
      assert.ok(result && isMessage(result, "execute_result"));
      assert.ok("application/vnd.plotly.v1+json" in result.content.data);
      assert.match(String(result.content.data["text/plain"]), /Integrated Gradients[\s\S]*LIME/);
    } finally {
      await kernel.stop();
    }
  }).timeout(300_000);

  it("names only files that are there", async () => {
    const readme = await readFile(join(root, "README.md"), "utf8");
    for (const [, path] of readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
      await assert.doesNotReject(readFile(join(root, path ?? "")), `${path} is missing`);
    }
  });
});
