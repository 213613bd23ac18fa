/** A heap: what comes out is what has the highest priority, of equals what came first. */
export class PriorityQueue<T> {
  readonly #heap: { readonly value: T; readonly priority: number; readonly turn: number }[] = [];
  #turns = 0;

  get size(): number {
    return this.#heap.length;
  }

  push(value: T, priority: number): void {
    const heap = this.#heap;
    heap.push({ value, priority, turn: this.#turns++ });
    for (let at = heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (this.#before(parent, at)) break;
      [heap[at], heap[parent]] = [heap[parent], heap[at]];
      at = parent;
    }
  }

  pop(): T | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first?.value;
    heap[0] = last;
    for (let at = 0; ; ) {
      let best = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < heap.length && this.#before(child, best)) best = child;
      if (best === at) return first.value;
      [heap[at], heap[best]] = [heap[best], heap[at]];
      at = best;
    }
  }

  #before(a: number, b: number): boolean {
    const [x, y] = [this.#heap[a], this.#heap[b]];
    return x.priority > y.priority || (x.priority === y.priority && x.turn < y.turn);
  }
}
