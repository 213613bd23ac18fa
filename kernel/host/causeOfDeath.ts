const lost = "variables are lost";

/** Why the process that runs the cells ended, as far as its status and its last words tell. */
export function causeOfDeath(code: number | null, signal: NodeJS.Signals | null, lastWords: string): string {
  const who = "the process that runs the cells";
  if (/heap out of memory|Reached heap limit|Allocation failed/.test(lastWords)) {
    return `${who} ran out of JavaScript memory (NODE_OPTIONS=--max-old-space-size=8192 gives it 8 GB); ${lost}`;
  }
  switch (signal) {
    case "SIGSEGV":
    case "SIGBUS":
    case "SIGILL":
    case "SIGFPE":
      return `${who} crashed in native code (${signal}); ${lost}`;
    case "SIGKILL":
      return `${who} was ended by SIGKILL, as the system does when memory runs out; ${lost}`;
    case null:
      return `${who} exited with status ${code}; ${lost}`;
    default:
      return `${who} was ended by ${signal}; ${lost}`;
  }
}
