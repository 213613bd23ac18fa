import type { KernelInfoReply } from "../protocol/message.ts";
import { protocolVersion } from "../protocol/message.ts";

/** What the kernel says of itself. `versions`: Glassbook's, and that of the TypeScript that answers in cells. */
export function kernelInfo(versions: { glassbook: string; typescript: string }): KernelInfoReply {
  return {
    status: "ok",
    protocol_version: protocolVersion,
    implementation: "glassbook",
    implementation_version: versions.glassbook,
    language_info: {
      name: "typescript",
      version: versions.typescript,
      mimetype: "text/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      codemirror_mode: { name: "javascript", typescript: true },
      nbconvert_exporter: "script",
    },
    banner: `Glassbook ${versions.glassbook}: TypeScript ${versions.typescript} on Node ${process.version}`,
    debugger: true,
    help_links: [
      { text: "TypeScript", url: "https://www.typescriptlang.org/docs/" },
      { text: "TensorFlow.js", url: "https://js.tensorflow.org/api/latest/" },
    ],
    supported_features: ["debugger"],
  };
}
