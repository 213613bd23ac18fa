/** What a VSIX is for: one of VS Code's platforms, with its native code, or all of them, on WebAssembly. */
export interface Target {
  name: string;
  /** onnxruntime-node's folder with this platform's binary. */
  native?: string;
  /** What the file may weigh. */
  mostBytes: number;
}

const platformBytes = 40_000_000;

export const targets: Target[] = [
  { name: "linux-x64", native: "linux/x64", mostBytes: platformBytes },
  { name: "linux-arm64", native: "linux/arm64", mostBytes: platformBytes },
  { name: "darwin-arm64", native: "darwin/arm64", mostBytes: platformBytes },
  { name: "win32-x64", native: "win32/x64", mostBytes: platformBytes },
  { name: "win32-arm64", native: "win32/arm64", mostBytes: platformBytes },
  { name: "universal", mostBytes: 25_000_000 },
];
