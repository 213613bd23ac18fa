import { spawn } from "node:child_process";

export interface ToolOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** Text for its stdin. */
  input?: string;
}

export interface ToolResult {
  /** Exit status; undefined where the program is not there or cannot be started. */
  status: number | undefined;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end. @throws the signal's reason when aborted; the program and its children are ended then. */
export function runTool(command: string, parameters: readonly string[], options: ToolOptions): Promise<ToolResult> {
  const { cwd, env, signal, input } = options;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    // A group of its own: what is called python may be a script that starts it.
    const detached = process.platform !== "win32";
    const child = spawn(command, parameters, { cwd, env: { ...process.env, ...env }, stdio: "pipe", detached });
    const end = () => {
      if (child.pid !== undefined) process.kill(detached ? -child.pid : child.pid);
    };
    signal.addEventListener("abort", end);
    const result: ToolResult = { status: undefined, stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        result[name] += text;
      });
    }
    // It may end without reading.
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? "");
    const settle = (status: number | null, why: string) => {
      signal.removeEventListener("abort", end);
      if (signal.aborted) reject(signal.reason);
      else
        resolve({ ...result, status: status ?? undefined, stderr: why ? `${result.stderr}\n${why}` : result.stderr });
    };
    child.once("error", (error) => settle(null, error.message));
    child.once("close", (status, died) => settle(status, died ?? ""));
  });
}

/** The last lines that say something, for an error message. */
export function lastWords(text: string, lines = 4): string {
  const said = text.split("\n").filter((line) => line.trim() !== "");
  return said.slice(-lines).join("\n");
}
