import assert from "node:assert/strict";
import fc from "fast-check";
import { type CellRuns, noRuns, type RunCommand, type RunEvent, step } from "../../extension/notebook/cellRuns.ts";
import {
  type AnyMessage,
  type Contents,
  type Header,
  type MessageType,
  messageFactory,
  progressDisplayId,
} from "../../kernel/protocol/message.ts";

const make = messageFactory("kernel", "test");
const parent = (id: string) => ({ msg_id: id }) as Header;

/** A message of the run `id`, that comes at the time 5. */
function says<T extends MessageType>(id: string, type: T, content: Contents[T]): RunEvent {
  return { kind: "message", message: make(type, content, parent(id)) as unknown as AnyMessage, now: 5 };
}
const run = (id: string, cell = `cell of ${id}`): RunEvent => ({ kind: "run", id, cell });
const input = (id: string) => says(id, "execute_input", { code: "", execution_count: 3 });
const prints = (id: string, text: string, name: "stdout" | "stderr" = "stdout") => says(id, "stream", { name, text });
const shows = (id: string, text: string, display_id?: string) =>
  says(id, "display_data", {
    data: { "text/plain": text },
    metadata: {},
    ...(display_id !== undefined && { transient: { display_id } }),
  });
const updates = (id: string, text: string, display_id: string) =>
  says(id, "update_display_data", { data: { "text/plain": text }, metadata: {}, transient: { display_id } });
const fails = (id: string) => says(id, "error", { ename: "E", evalue: "v", traceback: ["E: v", "at 1"] });
const replies = (id: string, status: "ok" | "error" | "aborted" = "ok") =>
  says(id, "execute_reply", { status, execution_count: 3 } as Contents["execute_reply"]);
const status = (id: string, execution_state: "busy" | "idle") => says(id, "status", { execution_state });

/** All commands of a row of events. */
function commandsOf(...events: RunEvent[]): RunCommand[] {
  let state: CellRuns = noRuns;
  return events.flatMap((event) => {
    const next = step(state, event);
    state = next.state;
    return next.commands;
  });
}

/** In short: `append 0 hello`. */
const inShort = (commands: RunCommand[]) =>
  commands.map((command) => {
    const { kind } = command;
    if (kind === "append" || kind === "replace") {
      const { output } = command;
      const text = output.kind === "display" ? new TextDecoder().decode(output.items[0]?.data) : JSON.stringify(output);
      return `${kind} ${command.key} ${output.kind === "stream" ? output.text : text}`;
    }
    if (kind === "write") return `write ${command.key} ${command.text}`;
    if (kind === "end") return `end ${command.id} ${command.success}`;
    if (kind === "progress") return `progress ${command.cell} ${command.fraction}`;
    return "id" in command ? `${kind} ${command.id}` : kind;
  });

describe("the runs of a notebook's cells", () => {
  it("go from queue to end", () => {
    const commands = commandsOf(
      run("a"),
      status("a", "busy"),
      input("a"),
      prints("a", "1\n"),
      prints("a", "2\n"),
      shows("a", "picture"),
      prints("a", "3\n"),
      replies("a"),
      status("a", "idle"),
    );
    assert.deepEqual(inShort(commands), [
      "queue a",
      "start a",
      "count a",
      "append a/0 1\n",
      "write a/0 2\n",
      "append a/1 picture",
      "append a/2 3\n",
      "end a true",
    ]);
  });

  it("end when reply and idle are both there, whichever came first", () => {
    const [before, after] = [commandsOf(run("a"), input("a")), "end a true"];
    assert.equal(before.length, 3);
    assert.equal(inShort(commandsOf(run("a"), input("a"), replies("a"), status("a", "idle"))).at(-1), after);
    assert.equal(inShort(commandsOf(run("a"), input("a"), status("a", "idle"), replies("a"))).at(-1), after);
    assert.equal(commandsOf(run("a"), input("a"), replies("a")).length, 3);
    assert.equal(commandsOf(run("a"), input("a"), status("a", "idle")).length, 3);
  });

  it("keep stdout and stderr apart", () => {
    const commands = commandsOf(run("a"), prints("a", "o"), prints("a", "e", "stderr"), prints("a", "p"));
    assert.deepEqual(inShort(commands).slice(2), ["append a/0 o", "append a/1 e", "append a/2 p"]);
  });

  it("keep an aborted cell's outputs: it never started", () => {
    const commands = commandsOf(run("a"), status("a", "busy"), replies("a", "aborted"), status("a", "idle"));
    assert.deepEqual(inShort(commands), ["queue a", "end a undefined"]);
  });

  it("fail with the error's name, message and trace", () => {
    const commands = commandsOf(run("a"), input("a"), fails("a"), replies("a", "error"), status("a", "idle"));
    const appended = commands.find(({ kind }) => kind === "append");
    assert.deepEqual(appended?.kind === "append" && appended.output, {
      kind: "error",
      name: "E",
      message: "v",
      stack: "E: v\nat 1",
    });
    assert.equal(inShort(commands).at(-1), "end a false");
  });

  it("clear now, or when something comes to take the place", () => {
    const clear = (wait: boolean) => says("a", "clear_output", { wait });
    const now = commandsOf(run("a"), prints("a", "1"), clear(false), prints("a", "2"));
    assert.deepEqual(inShort(now).slice(2), ["append a/0 1", "clear a", "append a/1 2"]);
    const later = commandsOf(run("a"), prints("a", "1"), clear(true), prints("a", "2"), prints("a", "3"));
    assert.deepEqual(inShort(later).slice(2), ["append a/0 1", "clear a", "append a/1 2", "write a/1 3"]);
    const never = commandsOf(run("a"), prints("a", "1"), clear(true), replies("a"), status("a", "idle"));
    assert.deepEqual(inShort(never).slice(2), ["append a/0 1", "end a true"]);
  });

  it("update what another cell showed, also after that ended", () => {
    const commands = commandsOf(
      ...[run("a"), shows("a", "old", "d"), replies("a"), status("a", "idle")],
      ...[run("b"), shows("b", "old too", "d"), updates("b", "new", "d"), updates("b", "nobody's", "other")],
    );
    assert.deepEqual(inShort(commands).slice(4), [
      "queue b",
      "start b",
      "append b/0 old too",
      "reopen a",
      "replace a/0 new",
      "end a true",
      "replace b/0 new",
    ]);
  });

  it("do not update what was cleared or run again", () => {
    const cleared = commandsOf(
      ...[run("a"), shows("a", "old", "d"), says("a", "clear_output", { wait: false }), updates("a", "new", "d")],
    );
    assert.equal(inShort(cleared).at(-1), "clear a");
    const again = commandsOf(
      ...[run("a", "c"), shows("a", "old", "d"), replies("a"), status("a", "idle"), run("b", "c")],
      ...[updates("b", "new", "d"), prints("a", "late")],
    );
    assert.equal(inShort(again).at(-1), "queue b");
  });

  it("open an ended run for what comes late, and keep its time and its success", () => {
    const commands = commandsOf(
      ...[run("a"), input("a"), replies("a", "error"), status("a", "idle"), prints("a", "late")],
    );
    assert.deepEqual(commands.slice(4), [
      { kind: "reopen", id: "a", cell: "cell of a", started: 5 },
      { kind: "append", id: "a", key: "a/0", output: { kind: "stream", name: "stdout", text: "late" } },
      { kind: "end", id: "a", success: false, now: 5 },
    ]);
  });

  it("tell type errors and progress, which are no outputs", () => {
    const data = { "application/vnd.glassbook.diagnostics.v1+json": { problems: [1] }, "text/plain": "type error" };
    const progress = { "application/vnd.glassbook.progress.v1+json": { fraction: 0.5, text: "half" } };
    const commands = commandsOf(
      ...[run("a"), input("a")],
      says("a", "update_display_data", { data: progress, metadata: {}, transient: { display_id: progressDisplayId } }),
      ...[replies("a"), status("a", "idle"), says("a", "display_data", { data, metadata: {} })],
    );
    assert.deepEqual(inShort(commands).slice(3), ["progress cell of a 0.5", "end a true", "problems"]);
  });

  it("end with the kernel: the running one with its error, those that wait without", () => {
    const error = { name: "KernelDied", message: "killed" };
    const commands = commandsOf(run("a"), run("b"), input("a"), { kind: "gone", now: 9, error }, replies("a"));
    assert.deepEqual(inShort(commands).slice(4), [
      'append a/0 {"kind":"error","name":"KernelDied","message":"killed","stack":"KernelDied: killed"}',
      "end a false",
      "end b undefined",
    ]);
  });

  it("end with their cell", () => {
    const removed: RunEvent = { kind: "removed", cell: "cell of a" };
    const commands = commandsOf(run("a"), input("a"), removed, prints("a", "x"), replies("a"), status("a", "idle"));
    assert.deepEqual(inShort(commands).slice(3), ["end a undefined"]);
  });

  it("ignore messages that belong to nothing they know", () => {
    assert.deepEqual(commandsOf(input("x"), prints("x", "1"), replies("x"), status("x", "idle")), []);
  });
});

describe("in every order of messages", () => {
  const ids = ["a", "b", "c"];
  const eventOf = fc.oneof(
    fc
      .constantFrom(...ids)
      .chain((id) =>
        fc.constantFrom(
          run(id, id === "c" ? "cell of a" : undefined),
          ...[status(id, "busy"), status(id, "idle"), input(id), prints(id, "x"), prints(id, "y", "stderr"), fails(id)],
          ...[shows(id, "s"), shows(id, "s", "d"), updates(id, "u", "d"), replies(id), replies(id, "aborted")],
          ...[true, false].map((wait) => says(id, "clear_output", { wait })),
        ),
      ),
    fc.constantFrom<RunEvent>(
      { kind: "gone", now: 7, error: { name: "E", message: "m" } },
      { kind: "removed", cell: "cell of a" },
    ),
  );

  /** What the editor allows: it throws where an execution is used before its start or after its end. */
  function checkEditor(commands: RunCommand[]): void {
    const phase = new Map<string, "queued" | "running">();
    const outputs = new Map<string, string>();
    for (const command of commands) {
      if (command.kind === "progress" || command.kind === "problems") continue;
      const { id, kind } = command;
      const is = phase.get(id);
      if (kind === "queue" || kind === "reopen") {
        assert.equal(is, undefined, `${kind} of ${id}, which is ${is}`);
        phase.set(id, kind === "queue" ? "queued" : "running");
      } else if (kind === "start") {
        assert.equal(is, "queued", `start of ${id}, which is ${is}`);
        phase.set(id, "running");
      } else if (kind === "end") {
        assert.ok(is, `end of ${id}, which is not open`);
        phase.delete(id);
      } else {
        assert.equal(is, "running", `${kind} of ${id}, which is ${is}`);
        if (kind === "append") {
          assert.ok(!outputs.has(command.key), `${command.key} twice`);
          outputs.set(command.key, id);
        } else if (kind === "write" || kind === "replace") {
          assert.equal(outputs.get(command.key), id, `${kind} in ${command.key}, which is not there`);
        } else if (kind === "clear") {
          for (const [key, owner] of outputs) if (owner === id) outputs.delete(key);
        }
      }
    }
  }

  it("commands are such as the editor takes", () => {
    const distinctRuns = (events: RunEvent[]) => {
      // The editor runs no cell that is open, and no id comes twice.
      const seen = new Set<string>();
      return events.filter((event) => event.kind !== "run" || (!seen.has(event.id) && seen.add(event.id)));
    };
    fc.assert(
      fc.property(fc.array(eventOf, { maxLength: 60 }), (events) => checkEditor(commandsOf(...distinctRuns(events)))),
      { numRuns: 2000, seed: 6 },
    );
  });

  it("a run whose messages all came ends once, with what its reply says", () => {
    const rest = fc.shuffledSubarray(
      [status("a", "busy"), input("a"), prints("a", "1"), shows("a", "s", "d"), updates("a", "u", "d")],
      { minLength: 5 },
    );
    const last = fc.constantFrom([replies("a"), status("a", "idle")], [status("a", "idle"), replies("a")]);
    fc.assert(
      fc.property(rest, last, (before, after) => {
        const ends = commandsOf(run("a"), ...before, ...after).filter(({ kind }) => kind === "end");
        assert.deepEqual(ends, [{ kind: "end", id: "a", success: true, now: 5 }]);
      }),
      { seed: 6 },
    );
  });
});
