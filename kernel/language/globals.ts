/** Declares what the kernel puts into every cell; the doc comments are what inspection shows. */
export const globalsDeclaration = `
/** A Jupyter MIME bundle, or anything else that can be shown. */
declare interface DisplayOptions {
  /** Names the output, so that a later call can update it. */
  display_id?: string;
  /** Updates the output of that display_id in place. */
  update?: boolean;
}
/** Shows a value as an output of the cell: tensors, tables, images, explanations, or anything with a \`Symbol.for("Jupyter.display")\` method. */
declare function display(value: unknown, options?: DisplayOptions): Promise<void>;
/** Removes the cell's outputs; with \`wait\`, when the next one comes. */
declare function clearOutput(options?: { wait?: boolean }): void;
/** Shows a value in the front end's pager. */
declare function page(value: unknown): Promise<void>;
/** Asks the reader for a line of text. With \`password\` it is not shown. */
declare function input(prompt?: string, options?: { password?: boolean }): Promise<string>;
/** Asks the reader for a line of text and waits for it; null where nothing can be asked. */
declare function prompt(message?: string, defaultValue?: string): string | null;
/** Asks the reader yes or no and waits for the answer. */
declare function confirm(message?: string): boolean;
/** A line of messages between a cell and a widget in the front end. */
declare interface Comm {
  readonly id: string;
  readonly target: string;
  send(data: Record<string, unknown>, buffers?: Uint8Array[]): void;
  onMessage(listener: (data: Record<string, unknown>, buffers: Uint8Array[]) => void | Promise<void>): void;
  onClose(listener: () => void): void;
  close(data?: Record<string, unknown>): void;
}
/** Opens a line to the widget that the front end has under this target name. */
declare function createComm(target: string, data?: Record<string, unknown>, options?: { metadata?: Record<string, unknown>; buffers?: Uint8Array[] }): Comm;
/** Says what happens when the front end opens a line to this target name. */
declare function onCommOpen(target: string, listener: (comm: Comm, data: Record<string, unknown>, buffers: Uint8Array[]) => void | Promise<void>): void;
`;
