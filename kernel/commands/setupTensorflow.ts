import { parseArgs } from "node:util";
import { say } from "../library/ground/say.ts";
import { setUp } from "../tensorflow/setup/setUp.ts";
import { stepProgress } from "./stepProgress.ts";

export const setupTensorflowHelp = () => say`glassbook setup-tensorflow [options]

Puts TensorFlow's own library under notebooks: fetches it from PyPI by pip, builds tfjs-node's binding against it into the
user's cache, tries it, and from then on every session uses it. If a step fails, what was there before stays.

  --gpu                 tfjs-node-gpu with NVIDIA's CUDA libraries (Linux x64; about 10 GB of disk while it runs)
  --tensorflow VERSION  this TensorFlow (2.12 and newer) instead of the tested one
  --from DIR            a downloaded wheel, an installed Python TensorFlow (or its virtual environment), or an unpacked
                        libtensorflow, instead of a download

Needs Python 3 with pip, a C++ compiler (C++17) and npm; says how to get what is missing. Exit status: 0, 1 when it could
not be done, 2 when the command was wrong, 130 when it was interrupted (the next one goes on from there).
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
    process.stdout.write(
      `@tensorflow/${record.package} ${record.packageVersion} runs on libtensorflow ${record.tensorflow} (${proof.device}).\n` +
        (noGpu ? `${noGpu.backend} is not used: ${noGpu.why}.\n` : "") +
        "Every session uses it from now on; `npx glassbook doctor` says what runs and why.\n",
    );
    return 0;
  } catch (error) {
    progress.end();
    if (interrupted.signal.aborted) {
      process.stderr.write("interrupted; what has come is kept, and the same command goes on from there\n");
      return 130;
    }
    process.stderr.write(`glassbook: ${error instanceof Error ? error.message : error}\n`);
    return 1;
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.removeListener(signal, stop);
  }
}
