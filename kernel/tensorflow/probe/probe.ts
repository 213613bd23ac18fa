// Tries a backend in this process and prints what came of it: run by runProbe.
import * as tf from "@tensorflow/tfjs";
import { setLanguage } from "../../library/ground/language.ts";
import { languageOfEnvironment } from "../../library/ground/languageTag.ts";
import { NoBackendError, startSession } from "../session.ts";
import type { ProbeReport, ProbeRequest } from "./report.ts";
import { trainFor } from "./trainFor.ts";

await setLanguage(languageOfEnvironment(process.env));

async function probe({ backend, package: place, folder, trainMs = 0 }: ProbeRequest): Promise<ProbeReport> {
  const session = await startSession({ backend, package: place, folder });
  const { device, reasons } = session;
  const imagesPerSecond = await trainFor(trainMs);
  const binding = (tf.backend() as { binding?: { TF_Version?: string } }).binding;
  return {
    backend: session.backend,
    ...(device && { device }),
    reasons,
    imagesPerSecond,
    ...(binding?.TF_Version && { tensorflow: binding.TF_Version }),
  };
}

const request = JSON.parse(process.argv[2] ?? "{}") as ProbeRequest;
const report = await probe(request).catch((error: Error): ProbeReport => {
  const refusal = error instanceof NoBackendError && error.reasons.length === 1 ? error.reasons[0] : undefined;
  return { error: refusal?.why ?? error.message, ...(refusal?.remedy && { remedy: refusal.remedy }) };
});
process.stdout.write(`${JSON.stringify({ probe: report })}\n`, () => process.exit());
