import type { BackendState, DoctorReport } from "./report.ts";

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;

/** The report for a reader: one line for each thing looked at, then what to do. */
export function doctorText(report: DoctorReport): string {
  const { node, backend, asked, gpus, cuda, memory, setUps, tfjs, next } = report;
  const by = asked ? `, as GLASSBOOK_BACKEND asks` : "";
  const lines: [string, string][] = [
    ["Node", `${node.version} on ${node.platform}${node.ok ? "" : `; needs ${node.wanted}`}`],
    ["Sessions run on", backend ? `${backend}${by}` : `nothing${asked ? `: ${asked} does not work` : ""}`],
    ...report.backends.map((state): [string, string] => [`  ${state.backend}`, backendLine(state)]),
    [
      "GPU",
      gpus.length === 0
        ? "no NVIDIA GPU found (nvidia-smi)"
        : gpus.map((gpu) => `${gpu.name}, driver ${gpu.driver}, ${gigabytes(gpu.memoryMegabytes * 1e6)}`).join("; "),
    ],
    ...(cuda ? [["CUDA", cudaLine(cuda)] as [string, string]] : []),
    ["Memory", `${gigabytes(memory.totalBytes)}, ${gigabytes(memory.freeBytes)} free`],
    ...setUps.map((setUp): [string, string] => [
      "Set up",
      `${setUp.package} ${setUp.packageVersion} with libtensorflow ${setUp.tensorflow} (${setUp.source}) in ${setUp.folder}`,
    ]),
    [
      "TensorFlow.js",
      `${tfjs.version}, the kernel's own${tfjs.copies.length > 0 ? `; ${tfjs.copies.length} other ${tfjs.copies.length === 1 ? "copy" : "copies"} in this folder, which cells do not use` : ""}`,
    ],
    ["Training", report.ok ? "works" : "does not work"],
  ];
  const width = Math.max(...lines.map(([name]) => name.length)) + 2;
  const text = lines.map(([name, value]) => `${name.padEnd(width)}${value}`).join("\n");
  const steps = next.length > 0 ? `\n\nWhat to do next:\n${next.map((step) => `- ${step}`).join("\n")}` : "";
  return `${text}${steps}\n`;
}

function backendLine({ device, imagesPerSecond, why, remedy }: BackendState): string {
  if (why !== undefined) return `no: ${why}${remedy ? ` (\`${remedy}\`)` : ""}`;
  const speed = imagesPerSecond ? `, trains on ${imagesPerSecond.toLocaleString("en")} images/s` : "";
  return `works: ${device}${speed}`;
}

function cudaLine({ wanted, cudnn, driverWanted }: NonNullable<DoctorReport["cuda"]>): string {
  return `built for CUDA ${wanted}${cudnn ? ` and cuDNN ${cudnn}` : ""}${driverWanted ? `, needs driver ${driverWanted} or newer` : ""}`;
}
