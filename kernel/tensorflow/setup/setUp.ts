import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { BackendError } from "../../library/ground/errors.ts";
import { replaceFile } from "../../library/ground/replaceFile.node.ts";
import { say } from "../../library/ground/say.ts";
import type { ProbeReport } from "../probe/report.ts";
import { runProbe } from "../probe/runProbe.ts";
import { compileBinding } from "./compileBinding.ts";
import { requireSpace, thisMachine } from "./disk.ts";
import { fetchPackage } from "./fetchPackage.ts";
import { fetchWheel, installPackages } from "./fetchWheel.ts";
import { linkTree, nvidiaBeside, readSource, type Source, takeOver } from "./installedTensorFlow.ts";
import { holdLock } from "./lock.ts";
import { packageFolder, recordFile, type SetUp, setUpRoot } from "./places.ts";
import { type Machine, type Plan, packageVersion, planFor, type Wish } from "./plan.ts";
import { findCompiler, findNpm, findPip, type Tool } from "./tools.ts";
import { DamagedWheel, unpackWheel, type WheelFacts } from "./unpackWheel.ts";
import { cudaRequirements, cudaVersions } from "./wheelFacts.ts";

/** How far a set-up is: what it does, from 0 to 1 where that is known, and a detail. */
export type Report = (title: string, fraction?: number, detail?: string) => void;

export interface SetUpOptions {
  signal: AbortSignal;
  report: Report;
  /** URL of the built probe.js, which tries the result in a process of its own. */
  probe: URL;
  /** Free bytes at a folder. Default: what the system says. */
  freeBytes?: (folder: string) => Promise<number>;
  machine?: Machine;
}

/** NVIDIA's libraries for one TensorFlow, unpacked. */
const nvidiaBytes = 5.5e9;

interface Job extends SetUpOptions {
  plan: Plan;
  source: Source | undefined;
  /** Where it grows; what an interrupted set-up left there is used. */
  staging: string;
  place: string;
}

/**
 * Fetches libtensorflow, builds tfjs-node's binding against it, tries it, and only then makes it the one that sessions
 * use: until the last step, and if any step fails, what was set up before stays.
 *
 * @throws BackendError or DataError that says what is missing and how to get it; the signal's reason when aborted.
 */
export async function setUp(wish: Wish, options: SetUpOptions): Promise<{ record: SetUp; proof: ProbeReport }> {
  const plan = planFor(wish, options.machine ?? thisMachine());
  const root = setUpRoot();
  await mkdir(root, { recursive: true }).catch(refuseCache);
  const unlock = await holdLock(join(root, `${plan.package}.lock`)).catch(refuseCache);
  try {
    const source = wish.from === undefined ? undefined : await readSource(wish.from);
    const staging = join(root, `building-${plan.package}`);
    const job = { ...options, plan, source, staging, place: packageFolder({ folder: staging }, plan.package) };
    return await build(job, wish.from ?? plan.requirement);
  } finally {
    await unlock();
  }
}

async function build(job: Job, source: string): Promise<{ record: SetUp; proof: ProbeReport }> {
  const { plan, staging, place, signal, report } = job;
  report(say`Looking for a compiler, npm and pip`);
  const compiler = await findCompiler(signal);
  const npm = await findNpm(signal);
  const pip = job.source?.kind === "folder" && plan.package === "tfjs-node" ? undefined : await findPip(signal);
  await continueOrClear(staging, `${plan.package} ${packageVersion} ${source}`);
  await requireSpace(setUpRoot(), job.source?.kind === "folder" ? plan.diskBytes / 2 : plan.diskBytes, job.freeBytes);

  await once(staging, "package", async () => {
    report(say`Downloading @tensorflow/${plan.package} ${packageVersion}`);
    await fetchPackage(plan.package, staging, { npm, signal });
    return {};
  });
  const facts = await once(staging, "library", () => library(job, pip));
  if (plan.package === "tfjs-node-gpu") await once(staging, "nvidia", () => nvidia(job, facts, pip));
  report(say`Building the binding`);
  await compileBinding(place, compiler, signal);

  report(say`Trying it`);
  // Without a GPU the GPU's package runs on the CPU, which is told and is no failure.
  const request = { ...(plan.package === "tfjs-node" && { backend: plan.package }), package: place };
  const proof = await runProbe(job.probe, request, signal);
  if (proof.error !== undefined || proof.tensorflow === undefined) {
    await rm(staging, { recursive: true, force: true });
    const why = proof.error ?? proof.reasons?.map((reason) => reason.why).join("; ");
    throw new BackendError(
      say`The new build does not work here: ${why}. Nothing was changed; another --tensorflow VERSION may work.`,
    );
  }
  const record: Omit<SetUp, "folder"> = {
    package: plan.package,
    packageVersion,
    tensorflow: proof.tensorflow,
    source,
    ...cudaVersions(facts.buildInfo),
    builtAt: new Date().toISOString(),
  };
  return { record: await switchTo(staging, record), proof };
}

async function library({ plan, source, place, signal, report }: Job, pip: Tool | undefined): Promise<WheelFacts> {
  const deps = join(place, "deps");
  await rm(deps, { recursive: true, force: true });
  if (source?.kind === "folder") {
    report(say`Taking over ${source.libraries}`);
    return takeOver(source, deps);
  }
  if (!pip) throw new BackendError(say`Unpacking a wheel needs pip.`);
  const unpack = async (wheel: string, keep: boolean) => {
    report(say`Unpacking libtensorflow`);
    return unpackWheel(wheel, deps, { python: pip.command, signal, keep });
  };
  if (source) return unpack(source.file, true);
  const wheels = join(setUpRoot(), "wheels");
  const fetch = () => fetchWheel(plan.requirement, wheels, { pip, signal, report });
  try {
    return await unpack(await fetch(), false);
  } catch (error) {
    // One that an interrupted set-up left; it is gone now.
    if (!(error instanceof DamagedWheel)) throw error;
    return unpack(await fetch(), false);
  }
}

async function nvidia(job: Job, facts: WheelFacts, pip: Tool | undefined): Promise<object> {
  const { source, staging, place, signal, report } = job;
  const target = join(place, "deps", "nvidia");
  await rm(target, { recursive: true, force: true });
  const beside = source?.kind === "folder" ? nvidiaBeside(source.libraries) : undefined;
  if (beside && existsSync(beside)) {
    report(say`Taking over ${beside}`);
    await linkTree(beside, target);
    return {};
  }
  const requirements = cudaRequirements(facts.metadata);
  if (requirements.length === 0 || !pip) {
    throw new BackendError(
      say`This TensorFlow does not declare the NVIDIA libraries it needs (no and-cuda extra): use 2.14 or newer.`,
    );
  }
  const site = join(staging, "nvidia-site");
  await rm(site, { recursive: true, force: true });
  const title = say`Downloading NVIDIA's CUDA libraries`;
  await installPackages(requirements, site, { pip, signal, report, title, expectedBytes: nvidiaBytes });
  await rename(join(site, "nvidia"), target);
  await rm(site, { recursive: true });
  return {};
}

/** What was set up for the same source goes on; anything else is cleared away. */
async function continueOrClear(staging: string, source: string): Promise<void> {
  const note = join(staging, "source");
  if ((await readFile(note, "utf8").catch(() => undefined)) === source) return;
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  await replaceFile(note, source);
}

/** Does a step, or takes its result from an earlier, interrupted set-up. */
async function once<T>(staging: string, step: string, run: () => Promise<T>): Promise<T> {
  const note = join(staging, `${step}.done`);
  const done = await readFile(note, "utf8").catch(() => undefined);
  if (done !== undefined) return JSON.parse(done) as T;
  const result = await run();
  await replaceFile(note, JSON.stringify(result));
  return result;
}

/** The record is replaced at once, after everything it names is in place. */
async function switchTo(staging: string, record: Omit<SetUp, "folder">): Promise<SetUp> {
  const root = setUpRoot();
  const stamp = record.builtAt.replace(/\D/g, "");
  const folder = join(root, `${record.package}-tensorflow-${record.tensorflow}-${stamp}`);
  await rename(staging, folder);
  const whole: SetUp = { ...record, folder };
  await replaceFile(recordFile(record.package), `${JSON.stringify(whole, null, 2)}\n`);
  // Earlier ones, and wheels: a session that runs on one has it in memory.
  for (const name of await readdir(root)) {
    const old = name.startsWith(`${record.package}-tensorflow-`) && join(root, name) !== folder;
    if (old || name === "wheels") await rm(join(root, name), { recursive: true, force: true });
  }
  return whole;
}

function refuseCache(error: NodeJS.ErrnoException): never {
  if (error instanceof BackendError) throw error;
  throw new BackendError(
    say`The cache cannot be written (${error.message}): set GLASSBOOK_CACHE (or GLASSBOOK_TENSORFLOW) to a writable folder, here and where notebooks run.`,
  );
}
