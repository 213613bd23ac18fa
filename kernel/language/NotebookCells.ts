import ts from "typescript-service";
import { blankMagics } from "../interpreter/magicLines.ts";
import type { Described, LanguageAnswers, LanguageRequest, Place, Span } from "../protocol/language.ts";
import { analyzeCell, cellModule, type Declared } from "./cellModule.ts";
import type { Origin } from "./declaredNames.ts";
import { tags, typeText } from "./inspection.ts";
import { isTold } from "./problems.ts";
import type { ServiceHost } from "./serviceHost.ts";

interface NotebookCell {
  path: string;
  module: string;
  code: string;
  declared: Declared;
  /** Where the cell's own code begins in its module. */
  offset: number;
}

/**
 * The cells of a notebook as an editor shows them: modules like those of the cells that ran, but a name comes from the
 * last cell before that declares it, or else from the first one behind, whatever has run.
 */
export class NotebookCells {
  readonly #host: ServiceHost;
  readonly #service: ts.LanguageService;
  readonly #analyzed = new Map<string, Declared>();
  #cells: NotebookCell[] = [];

  constructor(host: ServiceHost, service: ts.LanguageService) {
    this.#host = host;
    this.#service = service;
  }

  answer({ question, cells, cell, at, name = "" }: LanguageRequest): LanguageAnswers[LanguageRequest["question"]] {
    this.#read(cells, cell);
    const asked = this.#cells[cell];
    if (!asked) return question === "definition" || question === "problems" ? [] : undefined;
    const position = asked.offset + Math.min(at, asked.code.length);
    if (question === "completions") return this.#completions(asked, position);
    if (question === "completion") return this.#completion(asked, cell, position, name);
    if (question === "hover") return this.#hover(asked, position);
    if (question === "signatures") return this.#signatures(asked, position);
    if (question === "definition") return this.#definition(asked, position);
    return this.#problems(asked);
  }

  /** Writes the cells' modules; those whose text is the same cost nothing. */
  #read(codes: string[], asked: number): void {
    const known = new Map(this.#analyzed);
    this.#analyzed.clear();
    const sources = codes.map(blankMagics);
    const declared = sources.map((code) => {
      const found = known.get(code) ?? analyzeCell(code);
      this.#analyzed.set(code, found);
      return found;
    });
    this.#cells = sources.map((code, index) => {
      const origin = (name: string) => this.#origin(declared, index, name);
      const { text, offset } = cellModule(code, declared[index] ?? analyzeCell(code), origin);
      const module = moduleName(index);
      const path = this.#host.write(`${module}.ts`, text, index === asked);
      return { path, module, code, declared: declared[index] ?? analyzeCell(code), offset };
    });
  }

  #origin(declared: Declared[], index: number, name: string): Origin | undefined {
    const declares = (each: Declared) => each.names.has(name);
    const before = declared.slice(0, index).findLastIndex(declares);
    const cell = before >= 0 ? before : declared.findIndex(declares);
    const kind = declared[cell]?.names.get(name);
    return kind && cell !== index ? { cell, module: moduleName(cell), kind } : undefined;
  }

  #completions({ path, code, offset, declared }: NotebookCell, position: number): LanguageAnswers["completions"] {
    const info = this.#service.getCompletionsAtPosition(path, position, { includeCompletionsWithInsertText: false });
    const typed = /[\p{ID_Continue}$\u200c\u200d]*$/u.exec(code.slice(0, position - offset))?.[0].length ?? 0;
    const replaces = { start: position - offset - typed, end: position - offset };
    const entries = (info?.entries ?? [])
      .filter(({ name, kind }) => kind !== ts.ScriptElementKind.warning && !name.startsWith("glassbook-"))
      .map(({ name, kind, sortText, insertText, kindModifiers }) => ({
        ...{ name, kind: kind as string, sortText, deprecated: /\bdeprecated\b/.test(kindModifiers ?? "") },
        ...(insertText !== undefined && { insertText }),
      }));
    const anyName = info ? info.isGlobalCompletion : false;
    if (anyName) {
      const known = new Set([...entries.map(({ name }) => name), ...declared.names.keys()]);
      for (const other of this.#cells) {
        for (const [name, kind] of other.declared.names) {
          if (known.has(name)) continue;
          known.add(name);
          entries.push({ name, kind: kind === "variable" ? "let" : "const", sortText: "11", deprecated: false });
        }
      }
    }
    return { entries, replaces };
  }

  #completion(cell: NotebookCell, index: number, position: number, name: string): Described | undefined {
    const found = this.#service.getCompletionEntryDetails(cell.path, position, name, {}, undefined, {}, undefined);
    if (found) {
      const documentation = ts.displayPartsToString(found.documentation);
      return described(ts.displayPartsToString(found.displayParts), documentation, found.tags);
    }
    // A name of another cell that this one does not use yet.
    const declared = analyzeCell(name);
    const all = this.#cells.map((each) => each.declared);
    const { text, offset } = cellModule(name, declared, (each) => this.#origin(all, index, each));
    const path = this.#host.write("glassbook-name.ts", text, true);
    const info = this.#service.getQuickInfoAtPosition(path, offset);
    return info && described(typeText(info), ts.displayPartsToString(info.documentation), info.tags);
  }

  #hover({ path, offset }: NotebookCell, position: number): LanguageAnswers["hover"] {
    const info = this.#service.getQuickInfoAtPosition(path, position);
    if (!info) return undefined;
    const start = info.textSpan.start - offset;
    const text = described(typeText(info), ts.displayPartsToString(info.documentation), info.tags);
    return { ...text, span: { start, end: start + info.textSpan.length } };
  }

  #signatures({ path }: NotebookCell, position: number): LanguageAnswers["signatures"] {
    const help = this.#service.getSignatureHelpItems(path, position, undefined);
    if (!help) return undefined;
    const signatures = help.items.map((item) => {
      const parameters = item.parameters.map((parameter) => ({
        label: ts.displayPartsToString(parameter.displayParts),
        markdown: ts.displayPartsToString(parameter.documentation),
      }));
      const separator = ts.displayPartsToString(item.separatorDisplayParts);
      const label = [
        ts.displayPartsToString(item.prefixDisplayParts),
        parameters.map((parameter) => parameter.label).join(separator),
        ts.displayPartsToString(item.suffixDisplayParts),
      ].join("");
      const markdown = [ts.displayPartsToString(item.documentation), ...tags(item.tags)].filter(Boolean).join("\n\n");
      return { label, markdown, parameters };
    });
    return { signatures, active: help.selectedItemIndex, activeParameter: help.argumentIndex };
  }

  #definition(cell: NotebookCell, position: number): Place[] {
    const found = this.#service.getDefinitionAtPosition(cell.path, position) ?? [];
    return found.flatMap(({ fileName, textSpan }) => this.#place(fileName, textSpan));
  }

  #place(file: string, { start, length }: ts.TextSpan): Place[] {
    const index = this.#cells.findIndex(({ path }) => path === file);
    const cell = this.#cells[index];
    if (!cell) {
      const at = this.#service.getProgram()?.getSourceFile(file)?.getLineAndCharacterOfPosition(start);
      return at ? [{ file, line: at.line, column: at.character }] : [];
    }
    if (start >= cell.offset) return [{ cell: index, span: spanOf(start - cell.offset, length) }];
    // What stands before the cell's code declares a name of another cell anew: on to that.
    const text = this.#host.readFile(file) ?? "";
    const name = text.slice(start, start + length);
    const again = text.indexOf(`").${name};`, start);
    return again >= 0 && again < cell.offset ? this.#definition(cell, again + '").'.length) : [];
  }

  #problems({ path, code, offset }: NotebookCell): LanguageAnswers["problems"] {
    const syntax = this.#service.getSyntacticDiagnostics(path);
    const all = syntax.length > 0 ? syntax : this.#service.getSemanticDiagnostics(path);
    return all.flatMap((diagnostic) => {
      const start = (diagnostic.start ?? 0) - offset;
      if (diagnostic.category !== ts.DiagnosticCategory.Error || !isTold(diagnostic.code) || start < 0) return [];
      if (start > code.length) return [];
      const end = Math.min(code.length, start + (diagnostic.length ?? 0));
      const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
      return [{ start, end, message, code: diagnostic.code, severity: "error" as const }];
    });
  }
}

const moduleName = (index: number) => `glassbook-notebook-${index}`;
const spanOf = (start: number, length: number): Span => ({ start, end: start + length });

function described(code: string, documentation: string, given: ts.JSDocTagInfo[] | undefined): Described {
  return {
    code: code.replace(/^\(alias\) /, ""),
    markdown: [documentation, ...tags(given)].filter(Boolean).join("\n\n"),
  };
}
