import type { Session } from "./session.ts";

interface Entry {
  readonly owner: object;
  readonly key: string;
  readonly session: Promise<Session>;
  users: number;
  /** Put out of the cache while it was in use: released by the last user. */
  isDropped: boolean;
}

/**
 * Warm sessions, each of an owner (a model as it is now) and a key (what is asked of it). The least recently used go
 * when there are more than `size`; one that is running is released when it is done.
 */
export class SessionCache {
  readonly #size: number;
  readonly #byOwner = new Map<object, Map<string, Entry>>();
  /** In order of use, the oldest first. */
  readonly #order = new Set<Entry>();

  constructor(size: number) {
    this.#size = size;
  }

  /** Runs `work` on the session of this owner and key, made by `make` where there is none. */
  async use<T>(
    owner: object,
    key: string,
    make: () => Promise<Session>,
    work: (session: Session) => Promise<T>,
  ): Promise<T> {
    const entry = this.#entry(owner, key, make);
    entry.users++;
    try {
      return await work(await entry.session);
    } catch (error) {
      // A session that could not be made is not kept.
      await entry.session.catch(() => this.#drop(entry));
      throw error;
    } finally {
      entry.users--;
      if (entry.isDropped && entry.users === 0) await release(entry);
    }
  }

  /** Releases all sessions of an owner. */
  async dropAll(owner: object): Promise<void> {
    const entries = [...(this.#byOwner.get(owner)?.values() ?? [])];
    await Promise.all(entries.map((entry) => this.#drop(entry)));
  }

  get count(): number {
    return this.#order.size;
  }

  #entry(owner: object, key: string, make: () => Promise<Session>): Entry {
    let ofOwner = this.#byOwner.get(owner);
    if (!ofOwner) {
      ofOwner = new Map();
      this.#byOwner.set(owner, ofOwner);
    }
    const entry = ofOwner.get(key) ?? { owner, key, session: make(), users: 0, isDropped: false };
    ofOwner.set(key, entry);
    this.#order.delete(entry);
    this.#order.add(entry);
    const [oldest] = this.#order;
    if (oldest && this.#order.size > this.#size) void this.#drop(oldest);
    return entry;
  }

  async #drop(entry: Entry): Promise<void> {
    if (!this.#order.delete(entry)) return;
    const ofOwner = this.#byOwner.get(entry.owner);
    ofOwner?.delete(entry.key);
    if (ofOwner?.size === 0) this.#byOwner.delete(entry.owner);
    entry.isDropped = true;
    if (entry.users === 0) await release(entry);
  }
}

async function release(entry: Entry): Promise<void> {
  const session = await entry.session.catch(() => undefined);
  await session?.release();
}
