import * as vscode from "vscode";
import { type AnyMessage, isMessage } from "../../kernel/protocol/message.ts";
import type { FromRenderer, KernelState, ToRenderer } from "../../renderers/shared/messages.ts";
import type { Glassbook } from "../glassbook.ts";
import type { NotebookKernel } from "./NotebookKernel.ts";

/** Carries comm messages between what renderers draw and the kernel that computed it. */
export function rendererMessages({ context, kernels }: Glassbook): vscode.Disposable {
  const { contributes } = context.extension.packageJSON as {
    contributes: { notebookRenderer: { id: string; requiresMessaging?: string }[] };
  };
  const messagings = contributes.notebookRenderer
    .filter(({ requiresMessaging }) => requiresMessaging)
    .map(({ id }) => vscode.notebooks.createRendererMessaging(id));
  /** To all views of a notebook. */
  const tell = (notebook: vscode.NotebookDocument, message: ToRenderer) => {
    for (const editor of vscode.window.visibleNotebookEditors) {
      if (editor.notebook !== notebook) continue;
      for (const messaging of messagings) void messaging.postMessage(message, editor);
    }
  };
  const told = new WeakMap<NotebookKernel, KernelState["state"]>();
  return vscode.Disposable.from(
    ...messagings.map((messaging) =>
      messaging.onDidReceiveMessage(({ editor, message }) => {
        const kernel = kernels.running(editor.notebook);
        const answer = fromRenderer(kernel, message as FromRenderer);
        if (answer) void messaging.postMessage(answer, editor);
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

/** Passes on what a renderer says; returns the answer where it is for the editor to give one. */
function fromRenderer(kernel: NotebookKernel | undefined, message: FromRenderer): ToRenderer | undefined {
  if (message.type === "kernel_state_request" || !kernel || stateOf(kernel) === "gone") return stateMessage(kernel);
  const { type, ...content } = message;
  if (type === "comm_open" && "target_name" in content) kernel.started().send("comm_open", content);
  else if (type !== "comm_open") kernel.started().send(type, content);
  return undefined;
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
