import ts from "typescript-service";
import type { Origin } from "./declaredNames.ts";

/** What a cell means to other cells. */
export interface Declared {
  /** Top-level names, and whether later cells may assign to them. */
  names: Map<string, Origin["kind"]>;
  /** Those that the cell exports itself. */
  exported: Set<string>;
  /** Every identifier in it, as names of other cells that it may use. */
  identifiers: Set<string>;
  /** Packages that it imports. */
  packages: Set<string>;
}

/** A cell as a module that imports what it uses of earlier cells and exports all that it declares. */
export interface CellModule {
  text: string;
  /** Where the cell's own code begins in `text`. */
  offset: number;
}

export function analyzeCell(code: string): Declared {
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.ESNext, false, ts.ScriptKind.TS);
  const found: Declared = { names: new Map(), exported: new Set(), identifiers: new Set(), packages: new Set() };
  for (const statement of file.statements) declare(statement, found);
  const visit = (node: ts.Node) => {
    if (ts.isIdentifier(node)) found.identifiers.add(node.text);
    const specifier = moduleSpecifier(node);
    if (specifier !== undefined && !/^[./]/.test(specifier)) found.packages.add(specifier);
    ts.forEachChild(node, visit);
  };
  visit(file);
  hoistVars(file, found);
  return found;
}

function declare(statement: ts.Statement, { names, exported }: Declared): void {
  const own = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  const isExported = own?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  const add = (name: string, kind: Origin["kind"]) => {
    names.set(name, kind);
    if (isExported) exported.add(name);
  };
  if (ts.isVariableStatement(statement)) {
    const constant = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
    for (const { name } of statement.declarationList.declarations) {
      for (const bound of boundNames(name)) add(bound, constant ? "fixed" : "variable");
    }
  } else if (ts.isImportDeclaration(statement)) {
    const { name, namedBindings } = statement.importClause ?? {};
    if (name) add(name.text, "fixed");
    if (namedBindings && ts.isNamespaceImport(namedBindings)) add(namedBindings.name.text, "fixed");
    else if (namedBindings) for (const element of namedBindings.elements) add(element.name.text, "fixed");
  } else if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  ) {
    if (statement.name && ts.isIdentifier(statement.name)) add(statement.name.text, "fixed");
  }
}

/** `var` in blocks and loops belongs to the cell too. */
function hoistVars(node: ts.Node, found: Declared): void {
  ts.forEachChild(node, (child) => {
    if (ts.isFunctionLike(child) || ts.isClassLike(child)) return;
    if (ts.isVariableDeclarationList(child) && (child.flags & ts.NodeFlags.BlockScoped) === 0) {
      for (const { name } of child.declarations)
        for (const bound of boundNames(name)) found.names.set(bound, "variable");
    }
    hoistVars(child, found);
  });
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundNames(element.name)));
}

function moduleSpecifier(node: ts.Node): string | undefined {
  const specifier = ts.isImportDeclaration(node) || ts.isExportDeclaration(node) ? node.moduleSpecifier : undefined;
  const called = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const literal = specifier ?? (called ? node.arguments[0] : undefined);
  return literal && ts.isStringLiteral(literal) ? literal.text : undefined;
}

/**
 * Writes the module. A variable of an earlier cell is declared anew with its type, since an import could not be assigned
 * to; all else is imported.
 */
export function cellModule(code: string, declared: Declared, origin: (name: string) => Origin | undefined): CellModule {
  const prologue: string[] = [];
  for (const name of declared.identifiers) {
    const from = declared.names.has(name) ? undefined : origin(name);
    if (!from) continue;
    prologue.push(
      from.kind === "variable"
        ? `declare let ${name}: typeof import("./${from.module}").${name};`
        : `import { ${name} } from "./${from.module}";`,
    );
  }
  const before = `${prologue.join(" ")} `;
  const exports = [...declared.names.keys()].filter((name) => !declared.exported.has(name));
  return { text: `${before}${code}\n;export { ${exports.join(", ")} };`, offset: before.length };
}
