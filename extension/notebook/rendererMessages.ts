import * as vscode from "vscode";
import type { FromRenderer, KernelState, ToRenderer } from "../../kernel/payloads/messages.ts";
import { type AnyMessage, isMessage } from "../../kernel/protocol/message.ts";
import type { Glassbook } from "../glassbook.ts";
import type { NotebookKernel } from "./NotebookKernel.ts";
import { viewStates } from "./viewStates.ts";

/** Carries comm messages between what renderers draw and the kernel that computed it, and keeps what views are left at. */
export function rendererMessages({ context, kernels }: Glassbook): vscode.Disposable {
  const { contributes } = context.extension.packageJSON as { contributes: { notebookRenderer: { id: string }[] } };
  const messagings = contributes.notebookRenderer.map(({ id }) => vscode.notebooks.createRendererMessaging(id));
  /** To all views of a notebook. */
  const tell = (notebook: vscode.NotebookDocument, message: ToRenderer) => {
    for (const editor of vscode.window.visibleNotebookEditors) {
      if (editor.notebook !== notebook) continue;
      for (const messaging of messagings) void messaging.postMessage(message, editor);
    }
  };
  const told = new WeakMap<NotebookKernel, KernelState["state"]>();
  const states = viewStates(context.workspaceState);
  return vscode.Disposable.from(
    ...messagings.map((messaging) =>
      messaging.onDidReceiveMessage(({ editor, message }) => {
        const answer = (said: ToRenderer) => void messaging.postMessage(said, editor);
        const said = message as FromRenderer;
        if (said.type === "view_state") void states.set(said.key, said.state);
        else if (said.type === "view_state_request") {
          answer({ type: "view_state", key: said.key, state: states.get(said.key) });
        } else toKernel(kernels.running(editor.notebook), said, answer);
      }),
    ),
    kernels.onMade((kernel) =>
      kernel.onMessage((message) => {
        const forRenderer = toRenderer(message);
        if (forRenderer) tell(kernel.notebook, forRenderer);
      }),
    ),
    kernels.onChange((kernel) => {
      const state = stateOf(kernel);
      if (told.get(kernel) === state) return;
      told.set(kernel, state);
      tell(kernel.notebook, stateMessage(kernel));
    }),
  );
}

/** Passes on what a renderer says to the kernel; the editor answers where it knows, or where there is no kernel. */
function toKernel(
  kernel: NotebookKernel | undefined,
  message: Exclude<FromRenderer, { type: "view_state" | "view_state_request" }>,
  answer: (said: ToRenderer) => void,
): void {
  if (message.type === "kernel_state_request" || !kernel || stateOf(kernel) === "gone") {
    answer(stateMessage(kernel));
    return;
  }
  const { type, ...content } = message;
  if (type === "comm_open" && "target_name" in content) kernel.started().send("comm_open", content);
  else if (type !== "comm_open") kernel.started().send(type, content);
}

function toRenderer(message: AnyMessage): ToRenderer | undefined {
  if (isMessage(message, "comm_msg")) return { type: "comm_msg", ...message.content };
  if (isMessage(message, "comm_close")) return { type: "comm_close", ...message.content };
  return undefined;
}

function stateOf(kernel: NotebookKernel | undefined): KernelState["state"] {
  const state = kernel?.state ?? "none";
  if (state === "none") return "gone";
  return state === "starting" ? "busy" : state;
}

function stateMessage(kernel: NotebookKernel | undefined): KernelState {
  return { type: "kernel_state", state: stateOf(kernel), locale: vscode.env.language };
}
