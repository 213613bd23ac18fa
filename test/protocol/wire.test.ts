import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import fc from "fast-check";
import { type AnyMessage, messageFactory } from "../../kernel/protocol/message.ts";
import { fromFrames, toFrames } from "../../kernel/protocol/wire.ts";

const stream = (text: string, buffers: Uint8Array[] = []) =>
  messageFactory("s", "u")("stream", { name: "stdout", text }, {}, { buffers }) as unknown as AnyMessage;

describe("the wire format", () => {
  it("gives back every message, its identities and its buffers", () => {
    const identities = fc.array(fc.uint8Array({ minLength: 1 }), { maxLength: 2 });
    const buffers = fc.array(fc.uint8Array(), { maxLength: 3 });
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), identities, buffers, (text, key, sender, binary) => {
        const message = stream(text, binary);
        const frames = toFrames(message, key, sender);
        const received = fromFrames(frames, key, "iopub");
        assert.ok("message" in received);
        assert.deepEqual(JSON.parse(JSON.stringify(received.message)), JSON.parse(JSON.stringify(message)));
        assert.deepEqual(received.identities, sender);
      }),
    );
  });

  it("signs the four JSON parts with HMAC-SHA256, as the protocol has it", () => {
    const [, signature, ...parts] = toFrames(stream("x"), "key");
    const expected = createHmac("sha256", "key").update(Buffer.concat(parts)).digest("hex");
    assert.equal(Buffer.from(signature ?? []).toString(), expected);
    assert.equal(Buffer.from(toFrames(stream("x"), "")[1] ?? []).toString(), "");
  });

  it("refuses a message of which any byte was changed", () => {
    const frames = toFrames(stream("text"), "key");
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.nat(), (part, place) => {
        const changed = frames.map((frame) => Buffer.from(frame));
        const target = changed[part];
        if (target) target[place % target.length] = (target[place % target.length] ?? 0) ^ 1;
        assert.ok("refused" in fromFrames(changed, "key", "shell"));
      }),
    );
  });

  it("never throws, whatever comes", () => {
    const frames = fc.array(fc.oneof(fc.uint8Array(), fc.constant(new Uint8Array(Buffer.from("<IDS|MSG>")))), {
      maxLength: 9,
    });
    fc.assert(fc.property(frames, (given) => assert.ok("refused" in fromFrames(given, "key", "shell"))));
    const signed = (parts: string[]) => {
      const bytes = parts.map((part) => Buffer.from(part));
      const hmac = createHmac("sha256", "k").update(Buffer.concat(bytes)).digest("hex");
      return fromFrames([Buffer.from("<IDS|MSG>"), Buffer.from(hmac), ...bytes], "k", "shell");
    };
    assert.deepEqual(signed(["[]", "{}", "1", "{"]), {
      refused: "header, metadata, content: not a JSON object, or nested deeper than 500",
    });
    const deep = `{"msg_id":"a","msg_type":"b","c":${"[".repeat(10_000)}${"]".repeat(10_000)}}`;
    assert.deepEqual(signed([deep, "{}", "{}", "{}"]), {
      refused: "header: not a JSON object, or nested deeper than 500",
    });
    assert.deepEqual(signed(["{}", "{}", "{}", "{}"]), { refused: "a header without msg_id and msg_type" });
  });
});
