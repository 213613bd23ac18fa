import type { FromRenderer, ToRenderer } from "../../kernel/payloads/messages.ts";
import { type AnyMessage, isMessage, messageFactory } from "../../kernel/protocol/message.ts";
import type { startKernel } from "../kernel.ts";
import type { EditorPage } from "./editorPage.ts";

/** What the page does not answer itself. */
type ForKernel = Exclude<FromRenderer, { type: "view_state" | "view_state_request" }>;

/** Carries comm messages between a page and a kernel, as the extension does. */
export async function bridge({ page, tell }: EditorPage, { compute }: ReturnType<typeof startKernel>): Promise<void> {
  const message = messageFactory("editor", "editor");
  const toPage = (said: ToRenderer) => tell(said).catch(() => {});
  compute.onMessage((said) => {
    if (isMessage(said, "comm_msg") || isMessage(said, "comm_close")) {
      const { comm_id, data } = said.content;
      void toPage({ type: isMessage(said, "comm_msg") ? "comm_msg" : "comm_close", comm_id, data });
    }
  });
  compute.died.catch(() => toPage({ type: "kernel_state", state: "gone" }));
  await page.exposeFunction("onPosted", (posted: ForKernel) => {
    if (posted.type === "kernel_state_request") return toPage({ type: "kernel_state", state: "idle" });
    const { type, ...content } = posted;
    compute.send(message(type, content as never) as unknown as AnyMessage);
  });
}
