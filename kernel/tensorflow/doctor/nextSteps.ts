import { say } from "../../library/ground/say.ts";
import { isOlder } from "./gpus.ts";
import type { DoctorReport } from "./report.ts";

/** What to do, the most useful first. */
export function nextSteps(found: Omit<DoctorReport, "next">): string[] {
  const { node, gpus, cuda, backends, asked, backend, tfjs } = found;
  const steps: string[] = [];
  const state = (name: string) => backends.find((each) => each.backend === name);
  if (!node.ok) steps.push(say`Install Node ${node.wanted.replace(">=", "")} or newer: this is ${node.version}.`);
  if (asked && !backend) {
    steps.push(
      say`GLASSBOOK_BACKEND names ${asked}, which does not work here: unset it to use the fastest that does, or fix what is reported above.`,
    );
  }
  const tooOld = cuda?.driverWanted ? gpus.find(({ driver }) => isOlder(driver, cuda.driverWanted ?? "")) : undefined;
  const gpuWorks = state("tfjs-node-gpu")?.why === undefined;
  if (tooOld && !gpuWorks) {
    steps.push(
      say`Install NVIDIA driver ${cuda?.driverWanted} or newer: CUDA ${cuda?.wanted} needs it, and ${tooOld.name} has ${tooOld.driver}.`,
    );
  } else if (gpus.length > 0 && !gpuWorks) {
    steps.push(say`Run \`npx glassbook setup-tensorflow --gpu\` to use the GPU (${gpus[0]?.name}).`);
  }
  const node2 = state("tfjs-node");
  if (gpus.length === 0 && node2?.remedy) {
    steps.push(
      say`Run \`${node2.remedy}\` for native TensorFlow on the CPU. Layers models do not need it: they run on ONNX Runtime.`,
    );
  }
  const other = tfjs.copies.filter(({ version }) => version !== tfjs.version);
  if (other.length > 0) {
    const found = other.map((copy) => say`${copy.version} (${copy.path})`).join(say`, `);
    steps.push(
      say`Cells always use the kernel's TensorFlow.js ${tfjs.version}; a plain Node script here would use ${found}.`,
    );
  }
  return steps;
}
