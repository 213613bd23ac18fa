import { type AnyMessage, isMessage, parentId, progressDisplayId } from "../../kernel/protocol/message.ts";
import { type CellOutput, displayOutput, errorOutput } from "./cellOutput.ts";

/** What happens to the cells of one notebook. `id` is the `msg_id` of the execute_request, `cell` whatever names a cell. */
export type RunEvent =
  | { kind: "run"; id: string; cell: string }
  | { kind: "message"; message: AnyMessage; now: number }
  /** The cell is no longer in the notebook. */
  | { kind: "removed"; cell: string }
  /** The kernel ended or is being restarted: nothing more will come. `error` is shown in the cell that was running. */
  | { kind: "gone"; now: number; error?: { name: string; message: string } };

/** What is to be done in the editor, in this order. `key` names an output that a later command goes on with. */
export type RunCommand =
  /** Show the cell as waiting. */
  | { kind: "queue"; id: string; cell: string }
  /** Show it as running, without outputs. */
  | { kind: "start"; id: string; now: number }
  /** Open an ended run again, for output that came late. */
  | { kind: "reopen"; id: string; cell: string; started: number }
  | { kind: "count"; id: string; count: number }
  | { kind: "clear"; id: string }
  | { kind: "append"; id: string; key: string; output: CellOutput }
  /** Go on writing in an output. */
  | { kind: "write"; id: string; key: string; name: "stdout" | "stderr"; text: string }
  | { kind: "replace"; id: string; key: string; output: CellOutput }
  | { kind: "end"; id: string; success: boolean | undefined; now: number }
  | { kind: "progress"; cell: string; fraction: number; text: string }
  | { kind: "problems"; cell: string; problems: unknown };

interface Run {
  readonly cell: string;
  /** `ended`: kept for what comes late, until the cell runs again. */
  readonly phase: "waiting" | "running" | "ended";
  readonly started: number;
  readonly ended: number;
  readonly success: boolean | undefined;
  /** The reply came; the run has ended when `idle` is there too. */
  readonly replied: boolean;
  readonly idle: boolean;
  /** Outputs that this run has appended, counted for their keys. */
  readonly outputs: number;
  /** The output that the next text on this stream goes on with. */
  readonly stream: { readonly key: string; readonly name: "stdout" | "stderr" } | undefined;
  /** `clear_output(wait=True)` came: the next output takes the place of all. */
  readonly clearNext: boolean;
}

/** All runs of a notebook's cells that may still get output, and where its updatable outputs stand. */
export interface CellRuns {
  readonly runs: ReadonlyMap<string, Run>;
  readonly displays: ReadonlyMap<string, readonly { id: string; key: string }[]>;
}

export const noRuns: CellRuns = { runs: new Map(), displays: new Map() };

export interface Step {
  state: CellRuns;
  commands: RunCommand[];
}

const fresh: Omit<Run, "cell"> = {
  phase: "waiting",
  started: 0,
  ended: 0,
  success: undefined,
  replied: false,
  idle: false,
  outputs: 0,
  stream: undefined,
  clearNext: false,
};

const diagnosticsMime = "application/vnd.glassbook.diagnostics.v1+json";
const progressMime = "application/vnd.glassbook.progress.v1+json";

/** The pure core of running cells: events in, commands out. Messages of runs that it does not know change nothing. */
export function step(state: CellRuns, event: RunEvent): Step {
  const draft = new Draft(state);
  if (event.kind === "run") draft.queue(event.id, event.cell);
  else if (event.kind === "removed") draft.remove(event.cell);
  else if (event.kind === "gone") draft.abandon(event.now, event.error);
  else draft.receive(event.message, event.now);
  return { state: { runs: draft.runs, displays: draft.displays }, commands: draft.commands };
}

/** One step while it is being made: copies of the maps, and the commands so far. */
class Draft {
  readonly runs: Map<string, Run>;
  readonly displays: Map<string, readonly { id: string; key: string }[]>;
  readonly commands: RunCommand[] = [];

  constructor(state: CellRuns) {
    this.runs = new Map(state.runs);
    this.displays = new Map(state.displays);
  }

  queue(id: string, cell: string): void {
    // What an earlier run of this cell may still say is of no interest any more.
    for (const [other, run] of this.runs) if (run.cell === cell && run.phase === "ended") this.#forget(other);
    this.runs.set(id, { ...fresh, cell });
    this.commands.push({ kind: "queue", id, cell });
  }

  remove(cell: string): void {
    for (const [id, run] of this.runs) {
      if (run.cell !== cell) continue;
      if (run.phase !== "ended") this.commands.push({ kind: "end", id, success: undefined, now: run.started });
      this.#forget(id);
    }
  }

  abandon(now: number, error: { name: string; message: string } | undefined): void {
    for (const [id, run] of this.runs) {
      if (run.phase === "running" && error) this.#append(id, errorOutput(error.name, error.message, ""));
      if (run.phase !== "ended") this.#end(id, run.phase === "running" ? false : undefined, now);
    }
    this.runs.clear();
    this.displays.clear();
  }

  receive(message: AnyMessage, now: number): void {
    const id = parentId(message) ?? "";
    const run = this.runs.get(id);
    if (!run) return;
    if (isMessage(message, "execute_reply")) {
      const { status } = message.content;
      const success = status === "aborted" ? undefined : status === "ok";
      this.#set(id, { replied: true, success });
      this.#endIfDone(id, now);
    } else if (isMessage(message, "status")) {
      if (message.content.execution_state !== "idle") return;
      this.#set(id, { idle: true });
      this.#endIfDone(id, now);
    } else if (isMessage(message, "update_display_data")) this.#update(run, message.content);
    else this.#output(id, run, message, now);
  }

  /** A message that shows something in the cell. */
  #output(id: string, run: Run, message: AnyMessage, now: number): void {
    if (isMessage(message, "display_data") && diagnosticsMime in message.content.data) {
      const { problems } = message.content.data[diagnosticsMime] as { problems: unknown };
      this.commands.push({ kind: "problems", cell: run.cell, problems });
      return;
    }
    if (!/^(execute_input|stream|display_data|execute_result|error|clear_output)$/.test(message.header.msg_type))
      return;
    const late = run.phase === "ended";
    if (late) this.#reopen(id, run);
    else this.#start(id, now);
    if (isMessage(message, "execute_input")) {
      this.commands.push({ kind: "count", id, count: message.content.execution_count });
    } else if (isMessage(message, "stream")) {
      this.#write(id, message.content.name, message.content.text);
    } else if (isMessage(message, "clear_output")) {
      if (message.content.wait) this.#set(id, { clearNext: true });
      else this.#clear(id);
    } else if (isMessage(message, "error")) {
      const { ename, evalue, traceback } = message.content;
      this.#append(id, errorOutput(ename, evalue, traceback.join("\n")));
    } else if (isMessage(message, "display_data")) {
      this.#append(id, displayOutput("display_data", message.content), message.content.transient?.display_id);
    } else if (isMessage(message, "execute_result")) {
      this.#append(id, displayOutput("execute_result", message.content), message.content.transient?.display_id);
    }
    if (late) this.commands.push({ kind: "end", id, success: run.success, now: run.ended });
  }

  #update(run: Run, content: Parameters<typeof displayOutput>[1]): void {
    const displayId = content.transient?.display_id ?? "";
    if (displayId === progressDisplayId) {
      const { fraction, text } = content.data[progressMime] as { fraction: number; text: string };
      if (run.phase === "running") this.commands.push({ kind: "progress", cell: run.cell, fraction, text });
      return;
    }
    for (const place of this.displays.get(displayId) ?? []) {
      const holder = this.runs.get(place.id);
      if (!holder) continue;
      const late = holder.phase === "ended";
      if (late) this.#reopen(place.id, holder);
      const output = displayOutput("display_data", content);
      this.commands.push({ kind: "replace", ...place, output });
      if (late) this.commands.push({ kind: "end", id: place.id, success: holder.success, now: holder.ended });
    }
  }

  /** Not at `busy`: a cell that is aborted gets that too, and keeps the outputs that it has. */
  #start(id: string, now: number): void {
    if (this.runs.get(id)?.phase !== "waiting") return;
    this.#set(id, { phase: "running", started: now });
    this.commands.push({ kind: "start", id, now });
  }

  #reopen(id: string, run: Run): void {
    this.commands.push({ kind: "reopen", id, cell: run.cell, started: run.started });
  }

  #endIfDone(id: string, now: number): void {
    const run = this.runs.get(id);
    if (run && run.phase !== "ended" && run.replied && run.idle) this.#end(id, run.success, now);
  }

  #end(id: string, success: boolean | undefined, now: number): void {
    this.#set(id, { phase: "ended", success, ended: now });
    this.commands.push({ kind: "end", id, success, now });
  }

  #append(id: string, output: CellOutput, displayId?: string): string {
    this.#clearIfAsked(id);
    const key = this.#newKey(id);
    this.#set(id, { stream: undefined });
    this.commands.push({ kind: "append", id, key, output });
    if (displayId !== undefined) {
      this.displays.set(displayId, [...(this.displays.get(displayId) ?? []), { id, key }]);
    }
    return key;
  }

  #write(id: string, name: "stdout" | "stderr", text: string): void {
    this.#clearIfAsked(id);
    const stream = this.runs.get(id)?.stream;
    if (stream?.name === name) {
      this.commands.push({ kind: "write", id, key: stream.key, name, text });
      return;
    }
    const key = this.#append(id, { kind: "stream", name, text });
    this.#set(id, { stream: { key, name } });
  }

  #clearIfAsked(id: string): void {
    if (this.runs.get(id)?.clearNext) this.#clear(id);
  }

  #clear(id: string): void {
    this.#set(id, { clearNext: false, stream: undefined });
    this.#forgetDisplays(id);
    this.commands.push({ kind: "clear", id });
  }

  #newKey(id: string): string {
    const outputs = this.runs.get(id)?.outputs ?? 0;
    this.#set(id, { outputs: outputs + 1 });
    return `${id}/${outputs}`;
  }

  #set(id: string, change: Partial<Run>): void {
    const run = this.runs.get(id);
    if (run) this.runs.set(id, { ...run, ...change });
  }

  #forget(id: string): void {
    this.runs.delete(id);
    this.#forgetDisplays(id);
  }

  #forgetDisplays(id: string): void {
    for (const [displayId, places] of this.displays) {
      const left = places.filter((place) => place.id !== id);
      if (left.length === 0) this.displays.delete(displayId);
      else if (left.length < places.length) this.displays.set(displayId, left);
    }
  }
}
