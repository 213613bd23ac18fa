import { promisify } from "node:util";

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

type Callback = (...parameters: unknown[]) => void;

/**
 * Replaces the global timers by ones that know which cell set them: what a late timer prints goes to its own cell, and
 * an interrupted cell's timers are stopped with it.
 *
 * AsyncLocalStorage would follow every `await` too, but on Node before 24 it works by promise hooks, and terminating a
 * loop in an async cell then aborts the whole process (`execution_async_id() == 0`).
 */
export class CellTimers<Owner> {
  readonly #owner: () => Owner | undefined;
  readonly #running = new Map<Owner, Set<{ stop(): void }>>();
  readonly #forget = new WeakMap<object, () => void>();
  readonly #original = { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate };
  /** The owner of the timer whose callback, or what follows from it, is running. */
  firing: Owner | undefined;

  /** @param owner the cell that is running when a timer is set */
  constructor(owner: () => Owner | undefined) {
    this.#owner = owner;
    const original = this.#original;
    const timeout = (callback: Callback, delay?: number, ...parameters: unknown[]) =>
      this.#track((wrapped) => original.setTimeout(wrapped, delay), original.clearTimeout, callback, parameters, true);
    const interval = (callback: Callback, delay?: number, ...parameters: unknown[]) =>
      this.#track(
        (wrapped) => original.setInterval(wrapped, delay),
        original.clearInterval,
        callback,
        parameters,
        false,
      );
    const immediate = (callback: Callback, ...parameters: unknown[]) =>
      this.#track((wrapped) => original.setImmediate(wrapped), original.clearImmediate, callback, parameters, true);
    Object.assign(timeout, {
      [promisify.custom]: (delay?: number, value?: unknown) =>
        new Promise((resolve) => timeout(() => resolve(value), delay)),
    });
    Object.assign(immediate, {
      [promisify.custom]: (value?: unknown) => new Promise((resolve) => immediate(() => resolve(value))),
    });
    const clears = {
      clearTimeout: this.#forgetting(original.clearTimeout),
      clearInterval: this.#forgetting(original.clearInterval),
      clearImmediate: this.#forgetting(original.clearImmediate),
    };
    Object.assign(globalThis, { setTimeout: timeout, setInterval: interval, setImmediate: immediate, ...clears });
  }

  /** Runs something for another owner than the running cell: what it does until the next macrotask is the owner's. */
  runAs<T>(owner: Owner, run: () => T): T {
    this.firing = owner;
    // After it come the microtasks that follow from it, and only then the next immediate.
    this.#original.setImmediate(() => {
      if (this.firing === owner) this.firing = undefined;
    });
    return run();
  }

  /** An owner's code goes on: what it does until its next `await` is the owner's. */
  resume(owner: Owner): void {
    if (this.#owner() === owner) return;
    const before = this.firing;
    this.firing = owner;
    queueMicrotask(() => {
      if (this.firing === owner) this.firing = before;
    });
  }

  /** Stops every timer that a cell set and that is still waiting. */
  clear(owner: Owner): void {
    for (const timer of this.#running.get(owner) ?? []) timer.stop();
    this.#running.delete(owner);
  }

  #track<Timer>(
    start: (wrapped: () => void) => Timer,
    stop: (timer: Timer) => void,
    callback: Callback,
    parameters: unknown[],
    once: boolean,
  ): Timer {
    const owner = this.#owner();
    if (owner === undefined) return start(() => callback(...parameters));
    const own = this.#running.get(owner) ?? new Set();
    this.#running.set(owner, own);
    const entry = { stop: () => stop(timer) };
    const forget = () => {
      own.delete(entry);
      if (own.size === 0) this.#running.delete(owner);
    };
    const timer = start(() => {
      if (once) forget();
      this.runAs(owner, () => callback(...parameters));
    });
    own.add(entry);
    if (isObject(timer)) this.#forget.set(timer, forget);
    return timer;
  }

  /** A timer that is cleared keeps nothing of its cell. */
  #forgetting<Timer>(clear: (timer: Timer) => void): (timer: Timer) => void {
    return (timer) => {
      if (isObject(timer)) this.#forget.get(timer)?.();
      clear(timer);
    };
  }
}
