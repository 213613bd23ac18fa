import { say } from "../../library/ground/say.ts";
import type { BackendState, DoctorReport } from "./report.ts";

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;

/** A CJK character takes two places of a terminal. */
const widthOf = (text: string) => [...text].reduce((width, letter) => width + (letter > "\u2e7f" ? 2 : 1), 0);

/** The report for a reader: one line for each thing looked at, then what to do. */
export function doctorText(report: DoctorReport): string {
  const { node, gpus, cuda, memory, setUps, next } = report;
  const system = say`${node.version} on ${node.platform}`;
  const lines: [string, string][] = [
    ["Node", node.ok ? system : say`${system}; needs ${node.wanted}`],
    [say`Sessions run on`, sessions(report)],
    ...report.backends.map((state): [string, string] => [`  ${state.backend}`, backendLine(state)]),
    [
      "GPU",
      gpus.length === 0
        ? say`no NVIDIA GPU found (nvidia-smi)`
        : gpus
            .map((gpu) => say`${gpu.name}, driver ${gpu.driver}, ${gigabytes(gpu.memoryMegabytes * 1e6)}`)
            .join(say`; `),
    ],
    ...(cuda ? [["CUDA", cudaLine(cuda)] as [string, string]] : []),
    [say`Memory`, say`${gigabytes(memory.totalBytes)}, ${gigabytes(memory.freeBytes)} free`],
    ...setUps.map((setUp): [string, string] => [
      say`Set up`,
      say`${setUp.package} ${setUp.packageVersion} with libtensorflow ${setUp.tensorflow} (${setUp.source}) in ${setUp.folder}`,
    ]),
    ["TensorFlow.js", tensorFlowJs(report)],
    [say`Training`, report.ok ? say`works` : say`does not work`],
  ];
  const width = Math.max(...lines.map(([name]) => widthOf(name))) + 2;
  const text = lines.map(([name, value]) => `${name}${" ".repeat(width - widthOf(name))}${value}`).join("\n");
  const steps = next.length > 0 ? `\n\n${say`Next steps:`}\n${next.map((step) => `- ${step}`).join("\n")}` : "";
  return `${text}${steps}\n`;
}

function sessions({ backend, asked }: DoctorReport): string {
  if (backend) return asked ? say`${backend}, as set by GLASSBOOK_BACKEND` : backend;
  return asked ? say`nothing: ${asked} does not work` : say`nothing`;
}

function tensorFlowJs({ tfjs: { version, copies } }: DoctorReport): string {
  switch (copies.length) {
    case 0:
      return say`${version}, the kernel's own`;
    case 1:
      return say`${version}, the kernel's own; cells do not use the other copy in this folder`;
    default:
      return say`${version}, the kernel's own; cells do not use the ${copies.length} other copies in this folder`;
  }
}

function backendLine({ device, imagesPerSecond, why, remedy }: BackendState): string {
  if (why !== undefined) return remedy ? say`no: ${why} (\`${remedy}\`)` : say`no: ${why}`;
  if (!imagesPerSecond) return say`works: ${device}`;
  return say`works: ${device}, trains on ${imagesPerSecond.toLocaleString("en")} images/s`;
}

function cudaLine({ wanted, cudnn, driverWanted }: NonNullable<DoctorReport["cuda"]>): string {
  const built = cudnn ? say`built for CUDA ${wanted} and cuDNN ${cudnn}` : say`built for CUDA ${wanted}`;
  return driverWanted ? say`${built}, needs driver ${driverWanted} or newer` : built;
}
