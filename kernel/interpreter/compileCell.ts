import { type AnyNode, type ImportDeclaration, type Node, type Program, parse, type VariableDeclaration } from "acorn";
import MagicString from "magic-string";
import { kernelName } from "./kernelName.ts";
import { typeStripper } from "./loadSwc.ts";
import { callMagics } from "./magicCalls.ts";

/** A syntax error at the cell's own place. */
export class CellSyntaxError extends SyntaxError {
  override name = "SyntaxError";
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  constructor(message: string, line: number, column: number) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

export interface CompiledCell {
  /** What V8's REPL mode takes. */
  code: string;
  /** Source map of `code` over the JavaScript that `typescript` made of the cell. */
  replMap(): string;
  /** Source map of that JavaScript over the cell; undefined where types were only blanked out (same positions). */
  typescriptMap: string | undefined;
  /** What the cell declares. */
  names: string[];
}

/**
 * Turns a TypeScript cell into JavaScript for `Runtime.evaluate({ replMode: true })`.
 *
 * V8's REPL mode does the rest (top-level await, redeclared `let`, live bindings across cells). Left for us: types,
 * imports (V8 has no import callback there), and that V8 refuses to redeclare one kind of binding as another: so
 * top-level `const`, `var` and functions become `let`, functions at the top of the cell, as hoisting has it.
 */
export function compileCell(cell: string): CompiledCell {
  const source = callMagics(cell, isExpression);
  const literal = objectLiteral(source);
  const { javascript, typescriptMap, program } = parseCell(literal ?? source);
  const text = new MagicString(javascript);
  const names = [...rewriteNested(program, text), ...program.body.flatMap(declaredNames)];
  const used = usedNames(program);
  for (const statement of program.body) rewriteStatement(statement, text, used);
  // "use strict" as in a module; `void 0` so that neither it nor a declaration becomes the cell's value.
  text.prepend(`"use strict"; void 0; `);
  if (program.body.findLast((node) => !isBareVar(node))?.type !== "ExpressionStatement") text.append("\n;void 0");
  return {
    code: text.toString(),
    replMap: () => text.generateMap({ hires: true }).toString(),
    typescriptMap,
    names,
  };
}

interface ParsedCell {
  javascript: string;
  typescriptMap: string | undefined;
  program: Program;
}

function parseCell(source: string): ParsedCell {
  // Without type arguments, what parses as JavaScript means the same as TypeScript, and there is nothing to strip.
  if (!source.includes("<")) {
    try {
      return { javascript: source, typescriptMap: undefined, program: parseProgram(source) };
    } catch {
      // Then it is TypeScript, or an error, which the type stripper tells better.
    }
  }
  const { code: javascript, map: typescriptMap } = stripTypes(source);
  return { javascript, typescriptMap, program: parseProgram(javascript) };
}

/** Whether TypeScript can be parsed as one expression. */
function isExpression(code: string): boolean {
  try {
    const [only, ...more] = parseProgram(stripTypes(`(${code}\n)`).code).body;
    return only?.type === "ExpressionStatement" && more.length === 0;
  } catch {
    return false;
  }
}

/** `{ a: 1 }` alone is meant as an object, not as a block with a label. */
function objectLiteral(source: string): string | undefined {
  if (!/^\s*\{[\s\S]*\}\s*$/.test(source)) return undefined;
  const asExpression = source.replace("{", "({").replace(/\}(\s*)$/, "})$1");
  try {
    stripTypes(asExpression);
    return asExpression;
  } catch {
    return undefined;
  }
}

interface SwcError {
  code?: string;
  message: string;
  startLine?: number;
  startColumn?: number;
}

function stripTypes(source: string): { code: string; map?: string | undefined } {
  const swc = typeStripper();
  const options = { module: true, filename: "cell.ts" };
  try {
    return { code: swc.transformSync(source, { ...options, mode: "strip-only" }).code };
  } catch (error) {
    const failure = error as SwcError;
    if (failure.code === "UnsupportedSyntax") {
      // Enums, namespaces, parameter properties: not only types to blank out.
      try {
        // A constant enum would leave nothing behind for later cells.
        const lasting = source.replace(/\bconst(?=\s+enum\b)/g, "     ");
        return swc.transformSync(lasting, {
          ...options,
          mode: "transform",
          sourceMap: true,
          transform: { verbatimModuleSyntax: true },
        });
      } catch (second) {
        throw syntaxError(second as SwcError);
      }
    }
    throw syntaxError(failure);
  }
}

function syntaxError(error: SwcError): CellSyntaxError {
  return new CellSyntaxError(error.message, error.startLine ?? 1, (error.startColumn ?? 0) + 1);
}

function parseProgram(code: string): Program {
  try {
    return parse(code, {
      ecmaVersion: "latest",
      sourceType: "module",
      allowAwaitOutsideFunction: true,
    });
  } catch (error) {
    const { message, loc } = error as SyntaxError & { loc?: { line: number; column: number } };
    throw new CellSyntaxError(message.replace(/ \(\d+:\d+\)$/, ""), loc?.line ?? 1, (loc?.column ?? 0) + 1);
  }
}

function rewriteStatement(statement: Program["body"][number], text: MagicString, used: ReadonlySet<string>): void {
  switch (statement.type) {
    case "VariableDeclaration":
      toLet(statement, text);
      return;
    case "FunctionDeclaration":
      hoistFunction(statement.start, statement, text);
      return;
    case "ImportDeclaration":
      text.overwrite(statement.start, statement.end, importStatement(statement, used));
      return;
    case "ExportNamedDeclaration":
      if (statement.declaration) {
        text.remove(statement.start, statement.declaration.start);
        rewriteStatement(statement.declaration, text, used);
      } else if (statement.source) {
        text.overwrite(statement.start, statement.end, `await ${importCall(statement.source.raw ?? "")};`);
      } else {
        text.remove(statement.start, statement.end);
      }
      return;
    case "ExportAllDeclaration":
      text.overwrite(statement.start, statement.end, `await ${importCall(statement.source.raw ?? "")};`);
      return;
    case "ExportDefaultDeclaration": {
      const { declaration } = statement;
      const named = "id" in declaration && declaration.id !== null && declaration.type.endsWith("Declaration");
      if (named && declaration.type === "FunctionDeclaration") hoistFunction(statement.start, declaration, text);
      else text.overwrite(statement.start, declaration.start, named ? "" : "void ");
      return;
    }
  }
}

function toLet(declaration: VariableDeclaration, text: MagicString): void {
  if (declaration.kind === "const") text.overwrite(declaration.start, declaration.start + "const".length, "let");
}

/** The function is no longer named itself, so that a call inside it finds what its name stands for now. */
function hoistFunction(
  start: number,
  node: { start: number; end: number; id: { name: string; end: number } | null; async: boolean; generator: boolean },
  text: MagicString,
): void {
  const name = node.id?.name ?? "";
  const head = `let ${name} = ${node.async ? "async " : ""}function${node.generator ? "*" : ""}`;
  text.overwrite(start, node.id?.end ?? node.start, head);
  text.appendLeft(node.end, ";\n");
  if (start > 0) text.move(start, node.end, 0);
}

const importCall = (specifier: string, attributes = "") => `${kernelName}.import(${specifier}${attributes})`;

function importStatement(node: ImportDeclaration, used: ReadonlySet<string>): string {
  const attributes = node.attributes.map(
    ({ key, value }) => `${key.type === "Identifier" ? key.name : key.raw}: ${value.raw}`,
  );
  const options = attributes.length > 0 ? `, { with: { ${attributes.join(", ")} } }` : "";
  const call = `await ${importCall(node.source.raw ?? "", options)}`;
  const named: string[] = [];
  const needed: string[] = [];
  let namespace = "";
  for (const specifier of node.specifiers) {
    const local = specifier.local.name;
    if (specifier.type === "ImportNamespaceSpecifier") namespace = local;
    else if (specifier.type === "ImportDefaultSpecifier") named.push(`default: ${local}`);
    else {
      const { imported } = specifier;
      const name = imported.type === "Identifier" ? JSON.stringify(imported.name) : (imported.raw ?? "");
      named.push(`${name}: ${local}`);
      // What the cell never uses as a value may be a type, which no module exports when it runs.
      if (used.has(local)) needed.push(name);
    }
  }
  const lines: string[] = [];
  if (namespace) lines.push(`let ${namespace} = ${call};`);
  if (named.length > 0) {
    const from = `${kernelName}.exports(${namespace || call}, ${node.source.raw}, [${needed.join(", ")}])`;
    lines.push(`let { ${named.join(", ")} } = ${from};`);
  }
  if (node.specifiers.length === 0) lines.push(`${call};`);
  return lines.join(" ");
}

/**
 * Dynamic imports and `import.meta` anywhere; what is awaited in loops, which an interrupt ends there; every `var` outside
 * functions, also in blocks, belongs to the cell.
 */
function rewriteNested(program: Program, text: MagicString): Set<string> {
  const hoisted = new Set<string>();
  const visit = (node: AnyNode, inFunction: boolean, inLoop: boolean, parent?: AnyNode) => {
    if (node.type === "ImportExpression")
      text.overwrite(node.start, node.start + "import".length, `${kernelName}.import`);
    if (node.type === "MetaProperty" && node.meta.name === "import") {
      text.overwrite(node.start, node.end, `${kernelName}.meta`);
    }
    if (node.type === "VariableDeclaration" && node.kind === "var" && !inFunction) {
      hoistVar(node, parent, text, hoisted);
    }
    if (node.type === "AwaitExpression" && inLoop) callAround(node, "resumed", text);
    if (node.type === "ForOfStatement" && node.await) callAround(node.right, "each", text);
    const functionLike = /Function|StaticBlock|PropertyDefinition/.test(node.type);
    const within = !functionLike && (inLoop || /^(For|While|DoWhile)/.test(node.type));
    for (const child of children(node)) visit(child, inFunction || functionLike, within, node);
  };
  visit(program, false, false);
  if (hoisted.size > 0) text.prepend(`let ${[...hoisted].join(", ")}; `);
  return hoisted;
}

/** The owner is asked for before the await, since the next cell may be running after it. */
function callAround({ start, end }: Node, method: "resumed" | "each", text: MagicString): void {
  text.appendLeft(start, `${kernelName}.${method}(${kernelName}.owner(), `);
  text.appendLeft(end, ")");
}

/** Names that stand for values somewhere in the program, imports aside. */
function usedNames(program: Program): Set<string> {
  const used = new Set<string>();
  const visit = (node: AnyNode, parent?: AnyNode) => {
    if (node.type === "ImportDeclaration") return;
    const isMember = parent?.type === "MemberExpression" && parent.property === node && !parent.computed;
    const isKey = parent?.type === "Property" && parent.key === node && !parent.computed && !parent.shorthand;
    if (node.type === "Identifier" && !isMember && !isKey) used.add(node.name);
    for (const child of children(node)) visit(child, node);
  };
  visit(program);
  return used;
}

/** Names that a statement at the top of a cell declares; those of `var` are found elsewhere. */
function declaredNames(statement: AnyNode): string[] {
  switch (statement.type) {
    case "VariableDeclaration":
      return statement.kind === "var" ? [] : statement.declarations.flatMap(({ id }) => boundNames(id));
    case "FunctionDeclaration":
    case "ClassDeclaration":
      return statement.id ? [statement.id.name] : [];
    case "ImportDeclaration":
      return statement.specifiers.map(({ local }) => local.name);
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration":
      return statement.declaration ? declaredNames(statement.declaration) : [];
    default:
      return [];
  }
}

/** `var a = 1, { b } = c` becomes an assignment to names declared at the top of the cell. */
function hoistVar(
  node: VariableDeclaration,
  parent: AnyNode | undefined,
  text: MagicString,
  hoisted: Set<string>,
): void {
  for (const declarator of node.declarations) for (const name of boundNames(declarator.id)) hoisted.add(name);
  const loopTarget = (parent?.type === "ForInStatement" || parent?.type === "ForOfStatement") && parent.left === node;
  if (isBareVar(node) && !loopTarget) {
    text.remove(node.start, node.end);
    return;
  }
  const [first] = node.declarations;
  const parenthesis = first?.id.type === "ObjectPattern" && !loopTarget ? "(" : "";
  text.overwrite(node.start, node.start + "var ".length, parenthesis);
  const last = node.declarations.at(-1);
  if (parenthesis && last) text.appendLeft(last.end, ")");
}

/** `var a, b;`: only a declaration; the type stripper puts one at the end for each namespace. */
const isBareVar = (node: AnyNode) =>
  node.type === "VariableDeclaration" && node.kind === "var" && node.declarations.every(({ init }) => !init);

function boundNames(pattern: AnyNode): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "AssignmentPattern":
      return boundNames(pattern.left);
    case "RestElement":
      return boundNames(pattern.argument);
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element ? boundNames(element) : []));
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        boundNames(property.type === "Property" ? property.value : property),
      );
    default:
      return [];
  }
}

function children(node: Node): AnyNode[] {
  const found: AnyNode[] = [];
  for (const value of Object.values(node)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item && typeof item === "object" && typeof item.type === "string") found.push(item);
    }
  }
  return found;
}
