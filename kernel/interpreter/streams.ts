/** One piece of what a cell wrote, and the cell that wrote it. */
export interface Write<Owner> {
  owner: Owner;
  name: "stdout" | "stderr";
  text: string;
}

const flushAfterMs = 8;
const flushAtLength = 1 << 16;
/** No message is longer, so that nothing else waits long behind one. */
const longestText = 1 << 20;

/** Gathers small writes for a few milliseconds, in order, so that 10,000 lines are not 10,000 messages. */
export class StreamBatcher<Owner> {
  readonly #emit: (write: Write<Owner>) => void;
  #pending: { owner: Owner; name: "stdout" | "stderr"; parts: string[]; length: number } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(emit: (write: Write<Owner>) => void) {
    this.#emit = emit;
  }

  write(owner: Owner, name: "stdout" | "stderr", text: string): void {
    if (this.#pending && (this.#pending.owner !== owner || this.#pending.name !== name)) this.flush();
    this.#pending ??= { owner, name, parts: [], length: 0 };
    this.#pending.parts.push(text);
    this.#pending.length += text.length;
    if (this.#pending.length >= flushAtLength) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), flushAfterMs);
  }

  /** Sends what is pending; to be called before any other message of the cell, and before `idle`. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const pending = this.#pending;
    this.#pending = undefined;
    if (!pending) return;
    const { owner, name, parts } = pending;
    const text = parts.join("");
    for (let start = 0, end: number; start < text.length; start = end) {
      end = start + longestText;
      // An emoji's two halves stay together.
      if (/[\ud800-\udbff]/.test(text[end - 1] ?? "")) end++;
      this.#emit({ owner, name, text: text.slice(start, end) });
    }
  }
}
