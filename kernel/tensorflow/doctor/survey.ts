import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { freemem, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { say } from "../../library/ground/say.ts";
import { backendNames } from "../backendNames.ts";
import { runProbe } from "../probe/runProbe.ts";
import { readSetUp } from "../setup/places.ts";
import { findCopies } from "./copies.ts";
import { driverFor, findGpus, isOlder } from "./gpus.ts";
import { nextSteps } from "./nextSteps.ts";
import type { BackendState, DoctorReport } from "./report.ts";

export interface SurveyOptions {
  /** The notebook's folder. */
  folder: string;
  /** URL of the built probe.js. */
  probe: URL;
  signal: AbortSignal;
  report(title: string): void;
}

const wantedNode = "20.19";
const trainMs = 1000;

/** Looks at everything that decides what a session runs on. Each backend is tried in a process of its own. */
export async function survey({ folder, probe, signal, report }: SurveyOptions): Promise<DoctorReport> {
  const backends: BackendState[] = [];
  for (const backend of backendNames) {
    report(say`Trying ${backend}`);
    const { device, imagesPerSecond, error, remedy } = await runProbe(probe, { backend, folder, trainMs }, signal);
    backends.push({
      backend,
      ...(device && { device }),
      ...(imagesPerSecond && { imagesPerSecond }),
      ...(error && { why: error }),
      ...(remedy && { remedy }),
    });
  }
  const asked = process.env.GLASSBOOK_BACKEND || undefined;
  const taken = backends.find(({ backend, why }) => why === undefined && (!asked || backend === asked));
  const setUps = (["tfjs-node-gpu", "tfjs-node"] as const).flatMap((name) => readSetUp(name) ?? []);
  const cuda = setUps.find((setUp) => setUp.cuda);
  const driverWanted = cuda?.cuda && driverFor(cuda.cuda);
  const found: Omit<DoctorReport, "next"> = {
    ok: taken?.imagesPerSecond !== undefined,
    node: {
      version: process.versions.node,
      wanted: `>=${wantedNode}`,
      ok: !isOlder(process.versions.node, wantedNode),
      platform: `${process.platform} ${process.arch}`,
    },
    ...(taken && { backend: taken.backend }),
    ...(asked && { asked }),
    backends,
    gpus: await findGpus(),
    ...(cuda?.cuda && {
      cuda: { wanted: cuda.cuda, ...(cuda.cudnn && { cudnn: cuda.cudnn }), ...(driverWanted && { driverWanted }) },
    }),
    memory: { totalBytes: totalmem(), freeBytes: freemem() },
    setUps,
    tfjs: await tensorFlowJs(folder),
  };
  return { ...found, next: nextSteps(found) };
}

async function tensorFlowJs(folder: string): Promise<DoctorReport["tfjs"]> {
  const file = createRequire(import.meta.url).resolve("@tensorflow/tfjs/package.json");
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
  // …/node_modules/@tensorflow/tfjs/package.json
  const own = join(dirname(file), "../..");
  return { version, copies: await findCopies(folder, own) };
}
