import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** One turn of a contender: so many examples in so much time (by the clock, and of all its threads), and its peak of memory. */
export interface Turn {
  readonly milliseconds: number;
  readonly cpuMilliseconds: number;
  readonly count: number;
  readonly peakMegabytes: number;
}

/**
 * A process that does one task whenever it is told to. It starts with `ready`, so that each contender warms up alone: one
 * that measures how to use the machine's cores must not meet the others' start.
 */
export class Contender {
  readonly #command: string;
  readonly #args: readonly string[];
  readonly #environment: NodeJS.ProcessEnv;
  #process: ChildProcess | undefined;
  #lines: AsyncIterator<string> | undefined;

  constructor(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
    this.#command = command;
    this.#args = args;
    this.#environment = environment;
  }

  async ready(): Promise<void> {
    this.#process = spawn(this.#command, this.#args, {
      env: { ...process.env, ...this.#environment },
      stdio: ["pipe", "pipe", "inherit"],
    });
    if (!this.#process.stdout) throw new Error("the contender has no output");
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
    await this.#answer<{ ready: true }>("ready");
  }

  async turn(): Promise<Turn> {
    this.#process?.stdin?.write("\n");
    return this.#answer<Turn>("milliseconds");
  }

  async stop(): Promise<void> {
    const started = this.#process;
    if (!started) return;
    const over = new Promise((resolve) => started.once("exit", resolve));
    started.stdin?.end();
    await over;
  }

  /** The next line that is an answer; libraries print lines of their own. */
  async #answer<T extends object>(key: keyof T & string): Promise<T> {
    for (;;) {
      const { value, done } = (await this.#lines?.next()) ?? { value: "", done: true };
      if (done) throw new Error(`the contender ${this.#command} ${this.#args.join(" ")} ended without an answer`);
      const answer: unknown = value.startsWith("{") ? JSON.parse(value) : undefined;
      if (typeof answer === "object" && answer !== null && key in answer) return answer as T;
    }
  }
}
