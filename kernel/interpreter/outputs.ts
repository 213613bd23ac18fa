import { toBundle } from "../library/display/toBundle.node.ts";
import type { DisplayOptions, MimeBundle } from "../library/ground/cell.ts";
import {
  type AnyMessage,
  type Contents,
  type Header,
  type MessageFactory,
  type MessageOptions,
  type MessageType,
  progressDisplayId,
} from "../protocol/message.ts";
import type { Run } from "./run.ts";
import { StreamBatcher } from "./streams.ts";
import { truncation } from "./truncation.ts";

const progressEveryMs = 100;

/** Everything that cells put out, as messages in the order it came. */
export class Outputs {
  readonly #message: MessageFactory;
  readonly #send: (messages: AnyMessage | AnyMessage[]) => void;
  readonly #streams: StreamBatcher<Run>;
  #held: AnyMessage[] | undefined;

  constructor(message: MessageFactory, send: (messages: AnyMessage | AnyMessage[]) => void) {
    this.#message = message;
    this.#send = send;
    this.#streams = new StreamBatcher(({ owner, name, text }) => this.#tell("stream", { name, text }, owner));
  }

  /** Any message; what was written before it goes first. */
  send<T extends MessageType>(type: T, content: Contents[T], parent: Header, options?: MessageOptions): void {
    this.#streams.flush();
    this.#post(this.#message(type, content, parent, options) as unknown as AnyMessage);
  }

  /** A message that a silent cell does not send. */
  emit<T extends MessageType>(run: Run, type: T, content: Contents[T]): void {
    this.#streams.flush();
    this.#tell(type, content, run);
  }

  /** What is sent meanwhile goes in one parcel: each wakes the host, which costs more than it takes to make. */
  together(send: () => void): void {
    this.#streams.flush();
    const held: AnyMessage[] = [];
    this.#held = held;
    try {
      send();
    } finally {
      this.#held = undefined;
    }
    this.#send(held);
  }

  /** Sends what is written and waits to be gathered. */
  flush(): void {
    this.#streams.flush();
  }

  write(run: Run, name: "stdout" | "stderr", text: string): void {
    const { kept, note } = truncation(run, name, text);
    if (kept !== "") this.#streams.write(run, name, kept);
    if (note !== undefined) this.#streams.write(run, "stderr", note);
  }

  /** Shows a value; the promise, where there is one, is part of the cell. */
  show(run: Run, value: unknown, options?: DisplayOptions): Promise<void> {
    const bundle = toBundle(value);
    if (!(bundle instanceof Promise)) {
      this.display(run, bundle, options);
      return Promise.resolve();
    }
    const shown = bundle.then((data) => this.display(run, data, options));
    run.displays.add(shown);
    return shown.finally(() => run.displays.delete(shown));
  }

  display(run: Run, data: MimeBundle, { display_id, update }: DisplayOptions = {}): void {
    const transient = display_id === undefined ? {} : { display_id };
    this.emit(run, update ? "update_display_data" : "display_data", { data, metadata: {}, transient });
  }

  progress(run: Run, fraction: number, text: string): void {
    const now = performance.now();
    if (fraction < 1 && now - run.lastProgress < progressEveryMs) return;
    run.lastProgress = now;
    const percent = `${Math.round(fraction * 100)} %`;
    this.emit(run, "update_display_data", {
      data: { "application/vnd.glassbook.progress.v1+json": { fraction, text }, "text/plain": `${text}: ${percent}` },
      metadata: {},
      transient: { display_id: progressDisplayId },
    });
  }

  #tell<T extends MessageType>(type: T, content: Contents[T], run: Run): void {
    if (!run.silent) this.#post(this.#message(type, content, run.parent) as unknown as AnyMessage);
  }

  #post(message: AnyMessage): void {
    if (this.#held) this.#held.push(message);
    else this.#send(message);
  }
}
