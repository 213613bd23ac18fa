import { createHmac, timingSafeEqual } from "node:crypto";
import type { AnyMessage, Channel } from "./message.ts";

const delimiter = Buffer.from("<IDS|MSG>");

/** What came over a socket: the message and who sent it, or why it was refused. */
export type Received = { message: AnyMessage; identities: Uint8Array[] } | { refused: string };

/** The parts of a multipart message on Jupyter's sockets, signed with HMAC-SHA256 (not at all where the key is empty). */
export function toFrames(message: AnyMessage, key: string, identities: Uint8Array[] = []): Uint8Array[] {
  const parts = [message.header, message.parent_header, message.metadata, message.content].map((part) =>
    Buffer.from(JSON.stringify(part)),
  );
  return [...identities, delimiter, Buffer.from(signature(parts, key)), ...parts, ...(message.buffers ?? [])];
}

/** Reads and checks what `toFrames` writes. Never throws: what is wrong is said, for the log. */
export function fromFrames(frames: Uint8Array[], key: string, channel: Channel): Received {
  const at = frames.findIndex((frame) => delimiter.equals(frame));
  if (at < 0) return { refused: "no <IDS|MSG> delimiter" };
  const [signed, ...rest] = frames.slice(at + 1);
  const parts = rest.slice(0, 4);
  if (!signed || parts.length < 4)
    return { refused: `${frames.length - at - 1} parts after the delimiter, at least 5 expected` };
  const expected = Buffer.from(signature(parts, key));
  if (signed.length !== expected.length || !timingSafeEqual(signed, expected)) return { refused: "wrong signature" };
  const parsed = parts.map(parseObject);
  const [header, parent_header, metadata, content] = parsed;
  if (!header || !parent_header || !metadata || !content) {
    const names = ["header", "parent header", "metadata", "content"].filter((_, index) => !parsed[index]);
    return { refused: `${names.join(", ")}: not a JSON object, or nested deeper than ${deepest}` };
  }
  if (typeof header.msg_id !== "string" || typeof header.msg_type !== "string") {
    return { refused: "a header without msg_id and msg_type" };
  }
  const buffers = rest.slice(4);
  const message = { channel, header, parent_header, metadata, content, ...(buffers.length > 0 ? { buffers } : {}) };
  return { message: message as unknown as AnyMessage, identities: frames.slice(0, at) };
}

function signature(parts: Uint8Array[], key: string): string {
  if (key === "") return "";
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}

/** No message nests as deep; what does would overflow the stack of who writes it again. */
const deepest = 500;

function isDeep(value: object): boolean {
  let level: object[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((each) => Object.values(each).filter((inner) => typeof inner === "object" && inner !== null));
  }
  return false;
}

const decoder = new TextDecoder("utf-8", { fatal: true });

function parseObject(part: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(decoder.decode(part));
    if (typeof value !== "object" || value === null || Array.isArray(value) || isDeep(value)) return undefined;
    return value as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
