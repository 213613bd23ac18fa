import protobuf from "protobufjs";
import { crc32c } from "./crc32c.ts";

/** A scalar of one step, or rows of `[left, right, count]` of a histogram's buckets. */
export type Summary =
  | { kind: "scalar"; name: string; value: number; description?: string | undefined }
  | {
      kind: "histogram";
      name: string;
      buckets: readonly (readonly [number, number, number])[];
      description?: string | undefined;
    };

// Fields of TensorFlow's event.proto, summary.proto and tensor.proto; (number << 3) | wire type.
const field = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 };
const tag = (number: number, type: keyof typeof field) => (number << 3) | field[type];
const float = 1;
const double = 2;

/** An `Event` with the version that TensorBoard expects first in a file. `wallTime` is in seconds. */
export function versionEvent(wallTime: number): Uint8Array {
  const writer = protobuf.Writer.create();
  writer.uint32(tag(1, "fixed64")).double(wallTime);
  writer.uint32(tag(3, "bytes")).string("brain.Event:2");
  return writer.finish();
}

/** An `Event` with one summary, as TensorFlow 2's writers make it. */
export function summaryEvent(wallTime: number, step: number, summary: Summary): Uint8Array {
  const writer = protobuf.Writer.create();
  writer.uint32(tag(1, "fixed64")).double(wallTime);
  writer.uint32(tag(2, "varint")).int64(step);
  writer.uint32(tag(5, "bytes")).fork();
  writer.uint32(tag(1, "bytes")).fork();
  writer.uint32(tag(1, "bytes")).string(summary.name);
  writer.uint32(tag(8, "bytes")).fork();
  if (summary.kind === "scalar") {
    writer.uint32(tag(1, "varint")).int32(float);
    writer.uint32(tag(2, "bytes")).fork().ldelim();
    writer.uint32(tag(5, "bytes")).fork().float(summary.value).ldelim();
  } else {
    writer.uint32(tag(1, "varint")).int32(double);
    writer.uint32(tag(2, "bytes")).fork();
    for (const size of [summary.buckets.length, 3]) {
      writer.uint32(tag(2, "bytes")).fork().uint32(tag(1, "varint")).int64(size).ldelim();
    }
    writer.ldelim();
    writer.uint32(tag(6, "bytes")).fork();
    for (const value of summary.buckets.flat()) writer.double(value);
    writer.ldelim();
  }
  writer.ldelim();
  writer.uint32(tag(9, "bytes")).fork();
  const plugin = summary.kind === "scalar" ? "scalars" : "histograms";
  writer.uint32(tag(1, "bytes")).fork().uint32(tag(1, "bytes")).string(plugin).ldelim();
  if (summary.description) writer.uint32(tag(3, "bytes")).string(summary.description);
  // DATA_CLASS_SCALAR, DATA_CLASS_TENSOR
  writer.uint32(tag(4, "varint")).int32(summary.kind === "scalar" ? 1 : 2);
  return writer.ldelim().ldelim().ldelim().finish();
}

/** An event as a record of a TFRecord file: its length and its bytes, each with its masked checksum. */
export function record(event: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(16 + event.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(event.length), true);
  view.setUint32(8, masked(bytes.subarray(0, 8)), true);
  bytes.set(event, 12);
  view.setUint32(12 + event.length, masked(event), true);
  return bytes;
}

/** TensorFlow rotates and shifts checksums, since checksums of checksums tell little. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
