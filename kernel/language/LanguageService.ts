import ts from "typescript-service";
import { blankMagics } from "../interpreter/magicLines.ts";
import type { LanguageRequest } from "../protocol/language.ts";
import { analyzeCell, cellModule } from "./cellModule.ts";
import type { CellProblem, Questions } from "./client.ts";
import { isComplete } from "./completeness.ts";
import { completions } from "./completions.ts";
import { DeclaredNames } from "./declaredNames.ts";
import { inspection } from "./inspection.ts";
import { NotebookCells } from "./NotebookCells.ts";
import { problems } from "./problems.ts";
import { ServiceHost } from "./serviceHost.ts";

/** A cell as the service sees it while it is asked about. */
export interface Asked {
  service: ts.LanguageService;
  path: string;
  code: string;
  /** Where the cell's code begins in the file. */
  offset: number;
  /** What earlier cells declared. */
  names: DeclaredNames;
}

/**
 * TypeScript's language service over the cells that ran. Each cell is a module of its own that imports the names it uses
 * from the last cell that declared them, so the cost of a question does not grow with the number of cells, and a name
 * can be declared again.
 */
export class LanguageService implements Questions {
  readonly #host: ServiceHost;
  readonly #service: ts.LanguageService;
  readonly #notebook: NotebookCells;
  #cells: string[] = [];
  #names = new DeclaredNames();
  readonly #packages = new Set<string>();
  #session = 0;

  /**
   * @param folder the notebook's
   * @param home the kernel's folder in dist
   */
  constructor(folder: string, home: string) {
    this.#host = new ServiceHost(folder, home);
    this.#service = ts.createLanguageService(this.#host, ts.createDocumentRegistry());
    this.#notebook = new NotebookCells(this.#host, this.#service);
    this.#pin();
  }

  add(given: string): void {
    const code = blankMagics(given);
    const declared = analyzeCell(code);
    const cell = this.#cells.length;
    const module = `glassbook-cell-${this.#session}-${cell}`;
    this.#host.write(`${module}.ts`, cellModule(code, declared, (name) => this.#names.before(cell, name)).text);
    this.#cells.push(code);
    for (const [name, kind] of declared.names) this.#names.add(name, { cell, module, kind });
    const known = this.#packages.size;
    for (const name of declared.packages) this.#packages.add(name);
    if (this.#packages.size > known) this.#pin();
  }

  restart(): void {
    this.#session++;
    this.#cells = [];
    this.#names = new DeclaredNames();
  }

  complete(code: string, cursor: number) {
    return completions(this.#ask(blankMagics(code)), cursor);
  }

  inspect(code: string, cursor: number) {
    return inspection(this.#ask(blankMagics(code)), cursor);
  }

  isComplete(code: string) {
    return isComplete(blankMagics(code));
  }

  check(index: number): CellProblem[] {
    const code = this.#cells[index];
    return code === undefined ? [] : problems(this.#ask(code, index));
  }

  notebook(request: LanguageRequest) {
    return this.#notebook.answer(request);
  }

  warm(): void {
    completions(this.#ask("console."), "console.".length);
  }

  /** Always the same file: the service then has only this one to read anew. */
  #ask(code: string, cell = this.#cells.length): Asked {
    const { text, offset } = cellModule(code, analyzeCell(code), (name) => this.#names.before(cell, name));
    const path = this.#host.write("glassbook-cell.ts", text, true);
    return { service: this.#service, path, code, offset, names: this.#names };
  }

  /** Packages that any cell imported stay loaded, also while the cell that is asked about uses none of them. */
  #pin(): void {
    const imports = [...this.#packages].map((name) => `import ${JSON.stringify(name)};`);
    this.#host.write("glassbook-packages.ts", `${imports.join("\n")}\nexport {};`, true);
  }
}
