import protobuf from "protobufjs/minimal.js";
import { eachField } from "./readFields.ts";

/** Which program wrote an ONNX file, as the file says: `pytorch 2.5.1`; "" where it says nothing. */
export function producerOf(bytes: Uint8Array): string {
  const reader = protobuf.Reader.create(bytes);
  const found = ["", ""];
  eachField(reader, reader.len, (field) => {
    if (field !== 2 && field !== 3) return false;
    found[field - 2] = reader.string();
    return true;
  });
  return found.filter((part) => part !== "").join(" ");
}
