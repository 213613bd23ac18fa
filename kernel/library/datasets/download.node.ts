import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { DataError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";

/** No connection, or the server does not have the file. The message is a clause: `host answered 404`. */
export class Unreachable extends Error {
  override name = "Unreachable";
}

export interface TransferOptions {
  onProgress?: ((received: number) => void) | undefined;
  signal: AbortSignal;
  /** Milliseconds without a byte after which a connection counts as dead. Default 10,000. */
  patience?: number;
}

/** A connection that breaks is taken up again where it broke, this often. */
const tries = 3;

/**
 * Fetches a file, going on after the bytes that are already there. It is not checked here: a server may send anything.
 *
 * @throws Unreachable where nothing comes; DataError where it breaks off and does not come back.
 */
export async function transfer(url: string, file: string, options: TransferOptions): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const before = await sizeOf(file);
    try {
      return await attemptTransfer(url, file, before, options);
    } catch (error) {
      options.signal.throwIfAborted();
      const now = await sizeOf(file);
      if (error instanceof Unreachable && now === 0) throw error;
      if (attempt === tries) {
        const expected = error instanceof Broken ? error.expected : undefined;
        throw new DataError(
          expected
            ? say`${url} was interrupted ${tries} times: expected ${expected} bytes, received ${now}.`
            : say`${url} was interrupted ${tries} times: received ${now} bytes.`,
        );
      }
      await wait(200 * attempt, undefined, { signal: options.signal });
    }
  }
}

class Broken extends Error {
  readonly expected: number | undefined;

  constructor(expected: number | undefined) {
    super("the connection broke");
    this.expected = expected;
  }
}

async function attemptTransfer(url: string, file: string, have: number, options: TransferOptions): Promise<void> {
  const { onProgress, signal, patience = 10_000 } = options;
  const dead = new AbortController();
  const timer = setTimeout(() => dead.abort(), patience);
  try {
    // Without identity a server may pack the packed file once more, and ranges would count other bytes.
    const headers = { "accept-encoding": "identity", ...(have > 0 ? { range: `bytes=${have}-` } : {}) };
    const response = await fetch(url, { headers, signal: AbortSignal.any([signal, dead.signal]) }).catch((error) => {
      throw new Unreachable(
        say`${new URL(url).host} cannot be reached (${dead.signal.aborted ? say`no answer` : reasonOf(error)})`,
      );
    });
    // All of it is here already; whether it is the right one, the check will say.
    if (response.status === 416) return;
    if (!response.ok || !response.body) throw new Unreachable(say`${new URL(url).host} answered ${response.status}`);
    const begin = response.status === 206 ? have : 0;
    const length = response.headers.get("content-encoding") ? null : response.headers.get("content-length");
    const expected = length === null ? undefined : begin + Number(length);
    const sink = createWriteStream(file, { flags: begin > 0 ? "a" : "w" });
    let received = begin;
    try {
      for await (const chunk of response.body) {
        timer.refresh();
        received += chunk.length;
        await new Promise<void>((done, fail) => sink.write(chunk, (error) => (error ? fail(error) : done())));
        onProgress?.(received);
      }
    } catch (error) {
      // fetch itself holds the body to its content-length.
      if (isFileError(error)) throw error;
      throw new Broken(expected);
    } finally {
      await new Promise<void>((done) => sink.close(() => done()));
    }
  } finally {
    clearTimeout(timer);
  }
}

const isFileError = (error: unknown) => error instanceof Error && "syscall" in error && error.syscall === "write";

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : String(cause);
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
