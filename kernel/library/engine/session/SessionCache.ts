import type { Session } from "./session.ts";

interface Entry {
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
  /** In order of use. */
  readonly #entries = new Map<object, Map<string, Entry>>();
  #order: { owner: object; key: string }[] = [];

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
      await entry.session.catch(() => this.#drop(owner, key));
      throw error;
    } finally {
      entry.users--;
      if (entry.isDropped && entry.users === 0) await release(entry);
    }
  }

  /** Releases all sessions of an owner. */
  async dropAll(owner: object): Promise<void> {
    const keys = [...(this.#entries.get(owner)?.keys() ?? [])];
    await Promise.all(keys.map((key) => this.#drop(owner, key)));
  }

  get count(): number {
    return this.#order.length;
  }

  #entry(owner: object, key: string, make: () => Promise<Session>): Entry {
    const ofOwner = this.#entries.get(owner) ?? new Map<string, Entry>();
    this.#entries.set(owner, ofOwner);
    const known = ofOwner.get(key);
    this.#order = this.#order.filter((each) => each.owner !== owner || each.key !== key);
    this.#order.push({ owner, key });
    if (known) return known;
    const entry: Entry = { session: make(), users: 0, isDropped: false };
    ofOwner.set(key, entry);
    const [oldest] = this.#order;
    if (this.#order.length > this.#size && oldest) void this.#drop(oldest.owner, oldest.key);
    return entry;
  }

  async #drop(owner: object, key: string): Promise<void> {
    const ofOwner = this.#entries.get(owner);
    const entry = ofOwner?.get(key);
    if (!ofOwner || !entry) return;
    ofOwner.delete(key);
    if (ofOwner.size === 0) this.#entries.delete(owner);
    this.#order = this.#order.filter((each) => each.owner !== owner || each.key !== key);
    entry.isDropped = true;
    if (entry.users === 0) await release(entry);
  }
}

async function release(entry: Entry): Promise<void> {
  const session = await entry.session.catch(() => undefined);
  await session?.release();
}
