import { isOlder } from "./gpus.ts";
import type { DoctorReport } from "./report.ts";

/** What to do, the most useful first. */
export function nextSteps(found: Omit<DoctorReport, "next">): string[] {
  const { node, gpus, cuda, backends, asked, backend, tfjs } = found;
  const steps: string[] = [];
  const state = (name: string) => backends.find((each) => each.backend === name);
  if (!node.ok) steps.push(`Install Node ${node.wanted.replace(">=", "")} or newer: this is ${node.version}.`);
  if (asked && !backend) {
    steps.push(
      `GLASSBOOK_BACKEND asks for ${asked}, which does not work here: leave it out for the best that does, or mend it as said above.`,
    );
  }
  const tooOld = cuda?.driverWanted ? gpus.find(({ driver }) => isOlder(driver, cuda.driverWanted ?? "")) : undefined;
  const gpuWorks = state("tfjs-node-gpu")?.why === undefined;
  if (tooOld && !gpuWorks) {
    steps.push(
      `Install an NVIDIA driver of version ${cuda?.driverWanted} or newer: CUDA ${cuda?.wanted} needs it, and ${tooOld.name} has ${tooOld.driver}.`,
    );
  } else if (gpus.length > 0 && !gpuWorks) {
    steps.push(`Run \`npx glassbook setup-tensorflow --gpu\`: there is a GPU (${gpus[0]?.name}), and it is not used.`);
  }
  const node2 = state("tfjs-node");
  if (gpus.length === 0 && node2?.remedy) {
    steps.push(
      `Run \`${node2.remedy}\` for TensorFlow's own library on the CPU. Models made of layers need it not: they run compiled.`,
    );
  }
  const other = tfjs.copies.filter(({ version }) => version !== tfjs.version);
  if (other.length > 0) {
    steps.push(
      `Cells use one TensorFlow.js, the kernel's ${tfjs.version}, whatever the folder has; a plain Node script would take ${other.map((copy) => `${copy.version} (${copy.path})`).join(", ")}.`,
    );
  }
  return steps;
}
