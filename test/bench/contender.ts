import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** One turn of a contender: so many examples in so much time (by the clock, and of all its threads), and its peak of memory. */
export interface Turn {
  readonly milliseconds: number;
  readonly cpuMilliseconds: number;
  readonly count: number;
  readonly peakMegabytes: number;
}

/** A process that does one task whenever it is told to; it warms up before it says that it is ready. */
export class Contender {
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
    this.#process = spawn(command, args, {
      env: { ...process.env, ...environment },
      stdio: ["pipe", "pipe", "inherit"],
    });
    if (!this.#process.stdout) throw new Error("the contender has no output");
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  async ready(): Promise<void> {
    await this.#answer<{ ready: true }>("ready");
  }

  async turn(): Promise<Turn> {
    this.#process.stdin?.write("\n");
    return this.#answer<Turn>("milliseconds");
  }

  async stop(): Promise<void> {
    const over = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.stdin?.end();
    await over;
  }

  /** The next line that is an answer; libraries print lines of their own. */
  async #answer<T extends object>(key: keyof T & string): Promise<T> {
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) throw new Error(`the contender ${this.#process.spawnargs.join(" ")} ended without an answer`);
      const answer: unknown = value.startsWith("{") ? JSON.parse(value) : undefined;
      if (typeof answer === "object" && answer !== null && key in answer) return answer as T;
    }
  }
}
