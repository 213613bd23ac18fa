import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { HistoryEntry, HistoryRequest } from "../protocol/message.ts";

/** A cell that ran: one line of the history file. */
export interface HistoryRecord {
  /** When its session began, in milliseconds. */
  session: number;
  line: number;
  input: string;
  output: string | null;
}

const keptRecords = 10_000;
/** Cells that end within this time are written at once; a person who waits for a cell does not wait for the disk. */
const writeAfterMs = 100;

/** The cells of this and earlier sessions, kept in a file of JSON lines that all kernels append to. */
export class History {
  readonly #file: string | undefined;
  readonly #log: (line: string) => void;
  #earlier: HistoryRecord[] | undefined;
  #own: HistoryRecord[] = [];
  #unwritten: HistoryRecord[] = [];
  #lastEnded: HistoryRecord | undefined;
  #writing: NodeJS.Timeout | undefined;
  #session = Date.now();

  /** @param file where to keep it; undefined: in memory alone */
  constructor(file: string | undefined, log: (line: string) => void) {
    this.#file = file;
    this.#log = log;
  }

  input(line: number, input: string): void {
    this.#own.push({ session: this.#session, line, input, output: null });
    if (this.#own.length > 2 * keptRecords) this.#own = this.#own.slice(-keptRecords);
  }

  output(line: number, output: string): void {
    const last = this.#own.at(-1);
    if (last?.line === line) last.output = output;
  }

  /** The process that runs the cells is a new one: line numbers start again. */
  restart(): void {
    this.flush();
    this.#session = Math.max(Date.now(), this.#session + 1);
  }

  find(request: HistoryRequest): HistoryEntry[] {
    const earlier = this.#load();
    return findHistory([...earlier, ...this.#own], this.#session, request);
  }

  /** The last cell's output is known: its record is written soon. */
  ended(): void {
    const last = this.#own.at(-1);
    if (!last || this.#file === undefined || last === this.#lastEnded) return;
    this.#lastEnded = last;
    this.#unwritten.push(last);
    this.#writing ??= setTimeout(() => this.flush(), writeAfterMs);
  }

  /** Writes what is still to be written. */
  flush(): void {
    clearTimeout(this.#writing);
    this.#writing = undefined;
    if (this.#unwritten.length === 0 || this.#file === undefined) return;
    // Before anything of this session is in the file, so that it is not read back as an earlier one's.
    this.#load();
    const lines = this.#unwritten.map((record) => `${JSON.stringify(record)}\n`);
    this.#unwritten = [];
    try {
      mkdirSync(dirname(this.#file), { recursive: true });
      appendFileSync(this.#file, lines.join(""));
    } catch (error) {
      this.#log(`history is not kept: ${(error as Error).message}`);
    }
  }

  /** Reads the earlier sessions, once; two that began in one millisecond are two all the same. */
  #load(): HistoryRecord[] {
    if (this.#earlier) return this.#earlier;
    this.#earlier = this.#read();
    const latest = this.#earlier.reduce((most, { session }) => Math.max(most, session), 0);
    if (latest >= this.#session) {
      this.#session = latest + 1;
      for (const record of this.#own) record.session = this.#session;
    }
    return this.#earlier;
  }

  #read(): HistoryRecord[] {
    if (this.#file === undefined) return [];
    try {
      const lines = readFileSync(this.#file, "utf8").split("\n").filter(Boolean);
      if (lines.length > 2 * keptRecords) writeFileSync(this.#file, `${lines.slice(-keptRecords).join("\n")}\n`);
      return lines.slice(-keptRecords).flatMap(parseRecord);
    } catch {
      return [];
    }
  }
}

function parseRecord(line: string): HistoryRecord[] {
  try {
    const record = JSON.parse(line) as Partial<HistoryRecord> | null;
    return isRecord(record) ? [record] : [];
  } catch {
    // Half a line of a process that was killed.
    return [];
  }
}

/** The file is anybody's to edit. */
const isRecord = (record: Partial<HistoryRecord> | null): record is HistoryRecord =>
  typeof record?.session === "number" &&
  typeof record.line === "number" &&
  typeof record.input === "string" &&
  (record.output === null || typeof record.output === "string");

/** Answers a history_request from records in the order they were made. Session 0 is this one, −1 the one before. */
export function findHistory(records: HistoryRecord[], current: number, request: HistoryRequest): HistoryEntry[] {
  const found = select(records, current, request);
  return found.map(({ session, line, input, output }) => [session, line, request.output ? [input, output] : input]);
}

function select(records: HistoryRecord[], current: number, request: HistoryRequest): HistoryRecord[] {
  const { n, unique } = request;
  const pattern = request.pattern ?? "*";
  const last = (found: HistoryRecord[]) => (n === undefined || n === null ? found : n > 0 ? found.slice(-n) : []);
  if (request.hist_access_type === "tail") return last(records);
  if (request.hist_access_type === "search") {
    const found = records.filter(({ input }) => matchesGlob(pattern, input));
    return last(unique ? found.filter(({ input }, i) => !found.some((r, j) => j > i && r.input === input)) : found);
  }
  const { session = 0, start = 0, stop } = request;
  const sessions = [...new Set([...records.map((record) => record.session), current])];
  const wanted = session <= 0 ? sessions.at(sessions.indexOf(current) + session) : session;
  return records.filter(
    (record) => record.session === wanted && record.line >= start && (stop == null || record.line < stop),
  );
}

/**
 * Whether a text is what a shell's pattern means: `?` one character, `*` any number. In steps of at most the product of
 * both lengths, whatever the pattern.
 */
function matchesGlob(pattern: string, text: string): boolean {
  let [at, place] = [0, 0];
  let [star, starPlace] = [-1, 0];
  while (place < text.length) {
    if (pattern[at] === "*") [star, starPlace] = [at++, place];
    else if (pattern[at] === "?" || pattern[at] === text[place]) [at, place] = [at + 1, place + 1];
    else if (star >= 0) [at, place] = [star + 1, ++starPlace];
    else return false;
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}
