import { fileURLToPath } from "node:url";
import { language } from "../../library/ground/language.ts";
import { say } from "../../library/ground/say.ts";
import { lastWords, runTool } from "../setup/runTool.ts";
import type { ProbeReport, ProbeRequest } from "./report.ts";

/** Tries a backend in a process of its own, so that one that crashes is told of, too. */
export async function runProbe(probe: URL, request: ProbeRequest, signal: AbortSignal): Promise<ProbeReport> {
  const parameters = ["--no-deprecation", fileURLToPath(probe), JSON.stringify(request)];
  const { stdout, stderr, status } = await runTool(process.execPath, parameters, {
    signal,
    // What the user asks sessions for must not be what is tried.
    env: { ELECTRON_RUN_AS_NODE: "1", GLASSBOOK_BACKEND: "", GLASSBOOK_LANGUAGE: language() },
  });
  const answer = stdout
    .split("\n")
    .filter((line) => line.startsWith('{"probe":'))
    .at(-1);
  if (answer) return (JSON.parse(answer) as { probe: ProbeReport }).probe;
  const crash = /\n(SIG\w+)$/.exec(stderr)?.[1];
  const words = lastWords(stderr, 2);
  return {
    error: crash
      ? say`the process that tried it crashed (${crash}): ${words}`
      : say`the process that tried it ended with status ${status}: ${words}`,
  };
}
