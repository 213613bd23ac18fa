import assert from "node:assert/strict";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { cacheFolder } from "../../kernel/library/ground/cacheFolder.node.ts";

describe("cacheFolder", () => {
  it("is GLASSBOOK_CACHE, else each system's own", () => {
    assert.equal(cacheFolder({ GLASSBOOK_CACHE: "here" }, "win32"), resolve("here"));
    assert.equal(cacheFolder({ XDG_CACHE_HOME: "/x" }, "linux"), join("/x", "glassbook"));
    assert.equal(cacheFolder({}, "linux"), join(homedir(), ".cache", "glassbook"));
    assert.equal(cacheFolder({ XDG_CACHE_HOME: "/x" }, "darwin"), join(homedir(), "Library", "Caches", "glassbook"));
    assert.equal(cacheFolder({ LOCALAPPDATA: "/l" }, "win32"), join("/l", "glassbook", "Cache"));
  });
});
