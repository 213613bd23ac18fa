import type { AnyMessage } from "../../kernel/protocol/message.ts";

const questions = new Set(["language_request", "debug_request"]);

/**
 * Whether a message answers a question of the editor's own: the language service's, or the variable view's. The kernel is
 * not busy with them, and a view that asks again after each `busy` would ask for ever.
 */
export function isBesideCells({ parent_header }: AnyMessage): boolean {
  return "msg_type" in parent_header && questions.has(parent_header.msg_type);
}
