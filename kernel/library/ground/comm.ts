/** Gets what the front end sends: data, and binary buffers beside it. */
export type CommListener = (data: Record<string, unknown>, buffers: Uint8Array[]) => void | Promise<void>;

/** Gets a line that the front end opened. */
export type CommOpenListener = (
  comm: Comm,
  data: Record<string, unknown>,
  buffers: Uint8Array[],
) => void | Promise<void>;

/** A line of messages between a cell and a widget in the front end: Jupyter's comm. */
export interface Comm {
  readonly id: string;
  readonly target: string;
  /** @throws Error when the line is closed */
  send(data: Record<string, unknown>, buffers?: Uint8Array[]): void;
  onMessage(listener: CommListener): void;
  onClose(listener: () => void): void;
  close(data?: Record<string, unknown>): void;
}

interface CommMaker {
  create(
    target: string,
    data?: Record<string, unknown>,
    options?: { metadata?: Record<string, unknown>; buffers?: Uint8Array[] },
  ): Comm;
  onOpen(target: string, listener: CommOpenListener): void;
}

/** The kernel puts its comms here; the library reads it. Neither imports the other. */
export const commKey: unique symbol = Symbol.for("glassbook.comms") as never;

const offered = () => (globalThis as { [commKey]?: CommMaker })[commKey];

/** Whether there is a front end to talk to: not in a plain script. */
export const hasComms = (): boolean => offered() !== undefined;

function maker(): CommMaker {
  const comms = offered();
  if (!comms) throw new Error("comms need a notebook: there is no front end to talk to in a plain script");
  return comms;
}

/**
 * Opens a line to the widget that the front end has under a target name. In cells it is a global too.
 *
 * @param data what the widget starts with, such as an anywidget's state
 * @throws Error outside a notebook
 * @example
 * const counter = createComm("my-counter", { count: 0 });
 * counter.onMessage(({ count }) => console.log(count));
 * counter.send({ count: 1 });
 */
export const createComm: CommMaker["create"] = (target, data, options) => maker().create(target, data, options);

/**
 * Says what happens when the front end opens a line to a target name. In cells it is a global too.
 *
 * @throws Error outside a notebook
 * @example
 * onCommOpen("echo", (comm) => comm.onMessage((data) => comm.send(data)));
 */
export const onCommOpen: CommMaker["onOpen"] = (target, listener) => maker().onOpen(target, listener);
