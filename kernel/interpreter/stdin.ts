/** What asks for a line: the promise of `input`, or the thread that `prompt` holds. */
export interface StdinOptions {
  /** Sends an input_request on behalf of the running cell; throws where the front end takes none. */
  ask(prompt: string, password: boolean): void;
  /** Sends one, and holds this thread until the answer; undefined when the cell is interrupted meanwhile. */
  askAndWait(prompt: string): string | undefined;
}

/** The cell was interrupted while `prompt` held its thread. */
export class PromptInterrupted extends Error {}

/** `input`, `prompt` and `confirm`. */
export class Stdin {
  readonly #options: StdinOptions;
  #waiting: { resolve(value: string): void; reject(error: Error): void }[] = [];

  constructor(options: StdinOptions) {
    this.#options = options;
  }

  input = (prompt = "", { password = false }: { password?: boolean } = {}): Promise<string> =>
    new Promise((resolve, reject) => {
      this.#options.ask(String(prompt), password);
      this.#waiting.push({ resolve, reject });
    });

  prompt = (message = "", defaultValue = ""): string | null => {
    const answer = this.#options.askAndWait(String(message));
    if (answer === undefined) throw new PromptInterrupted("interrupted");
    return answer === "" ? defaultValue : answer;
  };

  confirm = (message = ""): boolean => /^\s*y(es)?\s*$/i.test(this.prompt(`${message} [y/N] `) ?? "");

  /** The front end answered the oldest question. */
  reply(value: string): void {
    this.#waiting.shift()?.resolve(value);
  }

  /** The cell that asked has ended: what it asked is not answered any more. */
  forget(): void {
    for (const { reject } of this.#waiting.splice(0)) reject(new DOMException("interrupted", "AbortError"));
  }
}
