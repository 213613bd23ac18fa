import { Worker } from "node:worker_threads";
import type { LanguageRequest } from "../protocol/language.ts";
import type { CompleteReply, InspectReply, IsCompleteReply } from "../protocol/message.ts";

/** A type error of a cell; line and column are 1-based. */
export interface CellProblem {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  message: string;
  /** TypeScript's number of it. */
  code: number;
}

/** What can be asked of the language service, which knows every cell that ran. Positions are in code points. */
export interface Questions {
  complete(code: string, cursor: number): CompleteReply;
  inspect(code: string, cursor: number): InspectReply;
  isComplete(code: string): IsCompleteReply;
  /** Type errors of the cell that was added under this number. */
  check(cell: number): CellProblem[];
  /** About the cells that an editor shows, whether they ran or not. */
  notebook(request: LanguageRequest): unknown;
  /** Loads what answers will need. */
  warm(): void;
}

/** After a question that a person waits for, type checks wait this long for the next one, as while somebody types. */
const restMs = 300;
/** V8's own choice would be 48: memory without need. */
const maxYoungGenerationSizeMb = 12;

/** To the worker: cells that ran or run, all cells forgotten, or a question. */
export type ToWorker =
  | { kind: "add"; codes: string[] }
  | { kind: "restart" }
  | { kind: "ask"; id: number; question: keyof Questions; parameters: unknown[] };

export type FromWorker = { id: number; answer: unknown } | { id: number; failed: string };

interface Waiting {
  id: number;
  question: keyof Questions;
  parameters: unknown[];
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/**
 * The host's side of the language service, which works in a thread of its own so that messages and heartbeats never
 * wait for it. One question at a time; what a person waits for goes before type checks.
 */
export class LanguageClient {
  readonly #script: URL;
  readonly #folder: string;
  #worker: Worker | undefined;
  #asked: Waiting | undefined;
  #waiting: Waiting[] = [];
  #cells: string[] = [];
  /** How many of them the worker knows. */
  #told = 0;
  #count = 0;
  #lastUrgent = Number.NEGATIVE_INFINITY;
  #resting: NodeJS.Timeout | undefined;

  /** @param script the built languageWorker.js */
  constructor(script: URL, folder: string) {
    this.#script = script;
    this.#folder = folder;
  }

  complete = (code: string, cursor: number) => this.#ask("complete", code, cursor);
  inspect = (code: string, cursor: number) => this.#ask("inspect", code, cursor);
  isComplete = (code: string) => this.#ask("isComplete", code);
  /** Type errors of a cell. */
  check = (cell: number) => this.#ask("check", cell);
  notebook = (request: LanguageRequest) => this.#ask("notebook", request);
  warm = () => this.#ask("warm");

  /** A cell runs: later ones see what it declares. Returns its number. The worker is told later, not to take the cell's time. */
  addCell(code: string): number {
    return this.#cells.push(code) - 1;
  }

  /** Tells the worker of new cells, so that the next question does not wait for them. */
  tell(): void {
    if (!this.#worker || this.#told === this.#cells.length) return;
    this.#worker.postMessage({ kind: "add", codes: this.#cells.slice(this.#told) } satisfies ToWorker);
    this.#told = this.#cells.length;
  }

  /** Forgets all cells. */
  restart(): void {
    this.#cells = [];
    this.#told = 0;
    for (const { question, reject } of this.#waiting) if (question === "check") reject(new Error("forgotten"));
    this.#waiting = this.#waiting.filter(({ question }) => question !== "check");
    this.#worker?.postMessage({ kind: "restart" } satisfies ToWorker);
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #ask<Q extends keyof Questions>(question: Q, ...parameters: Parameters<Questions[Q]>) {
    return new Promise<ReturnType<Questions[Q]>>((resolve, reject) => {
      const asked = { id: ++this.#count, question, parameters, resolve: resolve as Waiting["resolve"], reject };
      this.#waiting.push(asked);
      this.#next();
    });
  }

  #next(): void {
    if (this.#asked) return;
    const urgent = this.#waiting.findIndex(({ question }) => question !== "check");
    const rest = this.#lastUrgent + restMs - performance.now();
    if (urgent < 0 && rest > 0) {
      this.#resting ??= setTimeout(() => {
        this.#resting = undefined;
        this.#next();
      }, rest);
      return;
    }
    const [next] = this.#waiting.splice(Math.max(0, urgent), 1);
    if (!next) return;
    if (next.question !== "check" && next.question !== "warm") this.#lastUrgent = performance.now();
    this.#asked = next;
    this.#worker ??= this.#start();
    this.tell();
    const { id, question, parameters } = next;
    this.#worker.postMessage({ kind: "ask", id, question, parameters } satisfies ToWorker);
  }

  #start(): Worker {
    const resourceLimits = { maxYoungGenerationSizeMb };
    const worker = new Worker(this.#script, { workerData: { folder: this.#folder }, resourceLimits });
    worker.unref();
    worker.on("message", (message: FromWorker) => {
      if ("failed" in message) this.#asked?.reject(new Error(message.failed));
      else this.#asked?.resolve(message.answer);
      this.#asked = undefined;
      this.#next();
    });
    // Out of memory, most likely: the next question starts another one, which learns all cells again.
    worker.on("error", (error) => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#asked?.reject(error);
      this.#asked = undefined;
      this.#next();
    });
    this.#told = 0;
    return worker;
  }
}
