/** What VS Code gives a notebook renderer (`vscode-notebook-renderer`), as far as ours use it. */
export interface RendererContext {
  /** Absent where no editor listens. */
  postMessage?(message: unknown): void;
  onDidReceiveMessage?(listener: (message: unknown) => void): { dispose(): void };
}

export interface OutputItem {
  readonly id: string;
  readonly mime: string;
  text(): string;
  /** @throws SyntaxError where the data is no JSON. */
  json(): unknown;
  data(): Uint8Array;
}

export interface Renderer {
  /** Called again with the same element when an output changes. */
  renderOutputItem(item: OutputItem, element: HTMLElement, signal?: AbortSignal): void | Promise<void>;
  /** Without an id: all of them. */
  disposeOutputItem(id?: string): void;
}
