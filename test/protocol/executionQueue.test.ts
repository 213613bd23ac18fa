import assert from "node:assert/strict";
import fc from "fast-check";
import { type Command, emptyQueue, ended, enqueue } from "../../kernel/protocol/executionQueue.ts";
import { type Message, messageFactory } from "../../kernel/protocol/message.ts";

const message = messageFactory("session", "user");
const request = (code: string, stop_on_error = true): Message<"execute_request"> =>
  message("execute_request", {
    code,
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error,
  });

describe("the queue of cells", () => {
  it("answers every request once, in order, and runs one at a time, whatever comes when", () => {
    const event = fc.oneof(
      fc.record({ kind: fc.constant("come" as const), stop: fc.boolean() }),
      fc.record({ kind: fc.constant("end" as const), status: fc.constantFrom("ok" as const, "error" as const) }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let queue = emptyQueue;
        let running: string | undefined;
        const came: string[] = [];
        const answered: string[] = [];
        const carryOut = (commands: Command[]) => {
          for (const { kind, request: chosen } of commands) {
            if (kind === "run") {
              assert.equal(running, undefined, "one at a time");
              running = chosen.content.code;
            } else answered.push(chosen.content.code);
          }
        };
        for (const [index, each] of events.entries()) {
          if (each.kind === "come") {
            came.push(String(index));
            const step = enqueue(queue, request(String(index), each.stop));
            queue = step.queue;
            carryOut(step.commands);
          } else if (running !== undefined) {
            answered.push(running);
            running = undefined;
            const step = ended(queue, each.status);
            queue = step.queue;
            carryOut(step.commands);
          }
        }
        while (running !== undefined) {
          answered.push(running);
          running = undefined;
          const step = ended(queue, "ok");
          queue = step.queue;
          carryOut(step.commands);
        }
        assert.deepEqual(answered, came);
        assert.deepEqual(queue, emptyQueue);
      }),
    );
  });

  it("aborts what waits after an error, but not where the failed request said so", () => {
    const waiting = (stop: boolean) => enqueue(enqueue(emptyQueue, request("a", stop)).queue, request("b")).queue;
    assert.deepEqual(
      ended(waiting(true), "error").commands.map(({ kind }) => kind),
      ["abort"],
    );
    assert.deepEqual(
      ended(waiting(false), "error").commands.map(({ kind }) => kind),
      ["run"],
    );
    assert.deepEqual(
      ended(waiting(true), "ok").commands.map(({ kind }) => kind),
      ["run"],
    );
  });
});
