import { parseArgs } from "node:util";
import { say } from "../library/ground/say.ts";
import { survey } from "../tensorflow/doctor/survey.ts";
import { doctorText } from "../tensorflow/doctor/text.ts";
import { stepProgress } from "./stepProgress.ts";

export const doctorHelp = () => say`glassbook doctor [--json]

Shows what runs TensorFlow.js in this folder's notebooks, and why nothing faster does: Node, every backend and its speed,
GPU, driver and CUDA, memory, other copies of TensorFlow.js, and the next steps.

Exit status: 0 if training works, 1 if not.
`;

/** `glassbook doctor`: returns the exit status. */
export async function doctor(parameters: string[], home: URL): Promise<number> {
  const { values } = parseArgs({ args: parameters, options: { json: { type: "boolean", default: false } } });
  const progress = stepProgress();
  const found = await survey({
    folder: process.cwd(),
    probe: new URL("tensorflow/probe/probe.js", home),
    signal: new AbortController().signal,
    report: (title) => process.stderr.isTTY && progress.report(title),
  });
  progress.end();
  process.stdout.write(values.json ? `${JSON.stringify(found, null, 2)}\n` : doctorText(found));
  return found.ok ? 0 : 1;
}
