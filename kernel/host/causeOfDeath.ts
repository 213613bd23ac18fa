import { say } from "../library/ground/say.ts";

/** Why the process that runs the cells ended, as far as its status and its last words tell. */
export function causeOfDeath(code: number | null, signal: NodeJS.Signals | null, lastWords: string): string {
  if (/heap out of memory|Reached heap limit|Allocation failed/.test(lastWords)) {
    return say`The kernel ran out of JavaScript memory (NODE_OPTIONS=--max-old-space-size=8192 allows 8 GB). All variables are lost.`;
  }
  switch (signal) {
    case "SIGSEGV":
    case "SIGBUS":
    case "SIGILL":
    case "SIGFPE":
      return say`The kernel crashed in native code (${signal}). All variables are lost.`;
    case "SIGKILL":
      return say`The kernel was killed (${signal}), probably out of memory. All variables are lost.`;
    case null:
      return say`The kernel exited with status ${code}. All variables are lost.`;
    default:
      return say`The kernel was ended by ${signal}. All variables are lost.`;
  }
}
