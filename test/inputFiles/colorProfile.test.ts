import assert from "node:assert/strict";
import { profileNote } from "../../kernel/library/inputFiles/colorProfile.ts";

/** An ICC profile of version 2 that only says what it is called. */
function profile(name: string): Uint8Array {
  const bytes = Buffer.alloc(156 + name.length + 1);
  bytes.writeUInt32BE(1, 128);
  bytes.write("desc", 132, "latin1");
  bytes.writeUInt32BE(144, 136);
  bytes.writeUInt32BE(12 + name.length + 1, 140);
  bytes.write("desc", 144, "latin1");
  bytes.writeUInt32BE(name.length + 1, 152);
  bytes.write(name, 156, "latin1");
  return bytes;
}

describe("a color profile", () => {
  it("is noted by its name, unless it is sRGB", () => {
    for (const name of ["sRGB IEC61966-2.1", "c2"]) assert.equal(profileNote(profile(name)), undefined, name);
    assert.equal(profileNote(undefined), undefined);
    assert.match(profileNote(profile("Display P3")) ?? "", /^The file has the color profile Display P3, which was not/);
    assert.match(profileNote(profile("A\u0007dobe RGB")) ?? "", /profile Adobe RGB,/);
  });

  it("without a name, or damaged, is noted too", () => {
    const note = /^The file has a color profile, which was not applied: its colors were read as sRGB\.$/;
    for (const bytes of [profile(""), new Uint8Array(), profile("x").subarray(0, 150)]) {
      assert.match(profileNote(bytes) ?? "", note);
    }
  });
});
