import { RemoteError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Answers } from "../answers.ts";
import type { ArrayBatch } from "../arrayRunner.ts";
import { PassingError } from "./retry.ts";

/** Answers that another try may mend: too many requests, a time-out, a server that is down or restarts. */
const passing = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Asks over HTTP as TensorFlow Serving and KServe are asked: `{ instances }` for `{ predictions }`. */
export async function postRows(
  url: string,
  headers: Readonly<Record<string, string>>,
  { values, shape }: ArrayBatch,
  signal: AbortSignal,
): Promise<Answers> {
  const body = JSON.stringify({ instances: nested(values, shape) });
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
      signal,
    });
    text = await response.text();
  } catch (error) {
    signal.throwIfAborted();
    throw new PassingError(say`${url} cannot be reached: ${causeOf(error)}`);
  }
  const said = say`${url} answered ${`${response.status} ${response.statusText}`.trim()}`;
  if (passing.has(response.status)) throw new PassingError(said, waitOf(response.headers.get("retry-after")));
  if (!response.ok) throw new RemoteError(say`${said}: ${excerpt(text)}`);
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new RemoteError(say`${url} did not answer with JSON: ${excerpt(text)}`);
  }
  const rows = Array.isArray(answer) ? answer : (answer as { predictions?: unknown } | null)?.predictions;
  if (!Array.isArray(rows) || !rows.every(isRow)) {
    throw new RemoteError(
      say`${url} answered ${excerpt(text)}: expected { "predictions": [[…], …] }, numbers for each row`,
    );
  }
  return rows;
}

const isRow = (row: unknown): row is number | number[] =>
  typeof row === "number" || (Array.isArray(row) && row.every((value) => typeof value === "number"));

const excerpt = (text: string) => (text.length > 200 ? `${text.slice(0, 200)}…` : text || say`(nothing)`);

/** Of `Retry-After` in seconds; a date is rare there, and our own pause serves. */
function waitOf(header: string | null): number | undefined {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? 1000 * seconds : undefined;
}

function causeOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message} (${cause.message || (cause as NodeJS.ErrnoException).code})` : message;
}

/** Flat numbers as lists in lists, one level for each axis. */
function nested(values: ArrayLike<number>, shape: readonly number[]): unknown[] {
  let rows: unknown[] = Array.from(values);
  for (let axis = shape.length - 1; axis > 0; axis--) {
    const each = shape[axis];
    rows = Array.from({ length: rows.length / each }, (_, i) => rows.slice(i * each, (i + 1) * each));
  }
  return rows;
}
