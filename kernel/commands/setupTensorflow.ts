import { parseArgs } from "node:util";
import { say } from "../library/ground/say.ts";
import { setUp } from "../tensorflow/setup/setUp.ts";
import { stepProgress } from "./stepProgress.ts";

export const setupTensorflowHelp = () => say`glassbook setup-tensorflow [options]

Installs native TensorFlow for notebooks: downloads it from PyPI with pip, builds the binding of tfjs-node against it in
the user's cache, and tests it. All sessions use it from then on. If a step fails, what was installed before stays.

  --gpu                 tfjs-node-gpu with NVIDIA's CUDA libraries (Linux x64; needs about 10 GB of disk while it runs)
  --tensorflow VERSION  this TensorFlow (2.12 or newer) instead of the tested one
  --from DIR            a downloaded wheel, an installed Python TensorFlow (or its virtual environment), or an unpacked
                        libtensorflow, instead of a download

Needs Python 3 with pip, a C++17 compiler and npm, and says how to get what is missing. Exit status: 0, 1 if it failed, 2
if the command was wrong, 130 if it was interrupted (the same command resumes).
`;

/** `glassbook setup-tensorflow`: returns the exit status. */
export async function setupTensorflow(parameters: string[], home: URL): Promise<number> {
  const { values } = parseArgs({
    args: parameters,
    options: {
      gpu: { type: "boolean", default: false },
      tensorflow: { type: "string" },
      from: { type: "string" },
    },
  });
  const interrupted = new AbortController();
  const stop = () => interrupted.abort();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
  const progress = stepProgress();
  try {
    const probe = new URL("tensorflow/probe/probe.js", home);
    const { record, proof } = await setUp(values, { signal: interrupted.signal, report: progress.report, probe });
    progress.end();
    const [noGpu] = proof.reasons ?? [];
    const lines = [
      say`@tensorflow/${record.package} ${record.packageVersion} runs on libtensorflow ${record.tensorflow} (${proof.device}).`,
      ...(noGpu ? [say`${noGpu.backend} is not used: ${noGpu.why}.`] : []),
      say`All sessions use it from now on; \`npx glassbook doctor\` shows what runs and why.`,
    ];
    process.stdout.write(`${lines.join("\n")}\n`);
    return 0;
  } catch (error) {
    progress.end();
    if (interrupted.signal.aborted) {
      process.stderr.write(`${say`Interrupted. Downloads are kept; run the same command to continue.`}\n`);
      return 130;
    }
    process.stderr.write(`glassbook: ${error instanceof Error ? error.message : error}\n`);
    return 1;
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.removeListener(signal, stop);
  }
}
