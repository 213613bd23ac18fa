/** Where a name comes from, and whether later cells may assign to it. */
export interface Origin {
  /** Number of the cell that declares it. */
  cell: number;
  module: string;
  kind: "variable" | "fixed";
}

/** Every name that cells declared, as each later cell sees it: from the last cell before it that did. */
export class DeclaredNames {
  readonly #origins = new Map<string, Origin[]>();

  /** In the order of the cells. */
  add(name: string, origin: Origin): void {
    const known = this.#origins.get(name);
    if (known) known.push(origin);
    else this.#origins.set(name, [origin]);
  }

  before(cell: number, name: string): Origin | undefined {
    return this.#origins.get(name)?.findLast((origin) => origin.cell < cell);
  }

  *all(): Iterable<{ name: string; kind: Origin["kind"] }> {
    for (const [name, origins] of this.#origins) yield { name, kind: origins.at(-1)?.kind ?? "fixed" };
  }
}
