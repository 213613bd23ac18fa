import { language, setLanguage } from "../library/ground/language.ts";
import { isSpoken, languageOf } from "../library/ground/languageTag.ts";
import { say } from "../library/ground/say.ts";
import { tidyNumber } from "../payloads/number.ts";
import { type CellCost, type TensorMemory, tensorSentence } from "./cellCost.ts";
import { magicHelp } from "./magicHelp.ts";
import { isMagic, type Magic, magics } from "./magicLines.ts";
import { typeName } from "./typeName.ts";

export interface MagicContext {
  /** The names that cells declared, and their values. */
  variables(): Promise<Map<string, unknown>>;
  forget(): Promise<void>;
  /** Starts the TensorFlow session and gives its tfjs and what is said of it. */
  tensorflow(): Promise<{ tf: TensorFlow; describe(): string; choose(backend: string): Promise<unknown> }>;
  /** What the session holds; undefined until it has been started. */
  memory(): TensorMemory | undefined;
  /** What the cell before this one took and left behind. */
  lastCost(): CellCost | undefined;
}

/** What the magics use of tfjs. */
export interface TensorFlow {
  disposeVariables(): void;
}

/** What compiled cells call for their magics. */
export class Magics {
  readonly #context: MagicContext;
  #started = 0;

  constructor(context: MagicContext) {
    this.#context = context;
  }

  async magic(name: string, parameters: string): Promise<void> {
    if (!isMagic(name)) {
      throw new Error(
        say`there is no magic %${name}: expected one of ${magics.map((known) => `%${known}`).join(", ")}`,
      );
    }
    if (parameters === "?") console.log(magicHelp[name]());
    else console.log(await this.#commands[name as Exclude<Magic, "time" | "timeit">](parameters));
  }

  async time<T>(run: () => T | Promise<T>): Promise<T> {
    this.startTime();
    try {
      return await run();
    } finally {
      this.endTime();
    }
  }

  startTime(): void {
    this.#started = performance.now();
  }

  endTime(): void {
    console.log(say`took ${duration(performance.now() - this.#started)}`);
  }

  /** Seven rounds, each of as many runs as take about 0.1 s. */
  async timeit(run: () => unknown): Promise<void> {
    let runs = 1;
    let took = await round(run, runs);
    while (took < 100 && runs < 1e6) {
      runs *= took < 10 ? 10 : 2;
      took = await round(run, runs);
    }
    const means = [took / runs];
    for (let index = 1; index < 7; index++) means.push((await round(run, runs)) / runs);
    const mean = means.reduce((sum, each) => sum + each, 0) / means.length;
    const deviation = Math.sqrt(means.reduce((sum, each) => sum + (each - mean) ** 2, 0) / means.length);
    console.log(
      say`${duration(mean)} ± ${duration(deviation)} per run (mean ± sd of 7 rounds, ${tidyNumber(runs)} runs each)`,
    );
  }

  readonly #commands = {
    help: async () => magics.map((name) => magicHelp[name]()).join("\n"),
    who: async () => {
      const entries = [...(await this.#context.variables())].map(([name, value]) => `${name}: ${typeName(value)}`);
      return entries.length > 0 ? entries.join("\n") : say`no cell has declared a name`;
    },
    reset: async () => {
      await this.#context.forget();
      if (this.#context.memory()) (await this.#context.tensorflow()).tf.disposeVariables();
      return say`all names are forgotten`;
    },
    tensors: async () => {
      const memory = this.#context.memory();
      if (!memory) return say`no tensors: TensorFlow.js has not been imported`;
      return tensorSentence(memory, this.#context.lastCost());
    },
    backend: async (name: string) => {
      const { describe, choose } = await this.#context.tensorflow();
      if (name !== "") await choose(name);
      return describe();
    },
    // The host reads this one too: it is what checks types.
    typeErrors: async (mode: string) => {
      if (mode === "") return magicHelp.typeErrors();
      if (!["note", "block", "off"].includes(mode)) {
        throw new Error(say`type errors can be note, block or off, not "${mode}"`);
      }
      return say`type errors: ${mode}`;
    },
    // And this one: it has notices of its own.
    language: async (tag: string) => {
      if (tag !== "" && !isSpoken(tag)) throw new Error(say`the language can be en or zh-CN, not "${tag}"`);
      if (tag !== "") await setLanguage(languageOf(tag) ?? "en");
      return language();
    },
  };
}

async function round(run: () => unknown, runs: number): Promise<number> {
  // An interrupt comes between the rounds.
  await new Promise((resolve) => setImmediate(resolve));
  const started = performance.now();
  for (let index = 0; index < runs; index++) {
    const result = run();
    if (result instanceof Promise) await result;
  }
  return performance.now() - started;
}

/** In the unit that leaves the fewest digits. */
export function duration(milliseconds: number): string {
  if (milliseconds >= 60_000) {
    return say`${Math.floor(milliseconds / 60_000)} min ${((milliseconds % 60_000) / 1000).toFixed(0)} s`;
  }
  const [value, unit] =
    milliseconds >= 1000
      ? [milliseconds / 1000, "s"]
      : milliseconds >= 1
        ? [milliseconds, "ms"]
        : milliseconds >= 1e-3
          ? [milliseconds * 1e3, "µs"]
          : [milliseconds * 1e6, "ns"];
  return `${value.toPrecision(3)} ${unit}`;
}
