import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript-service";
import { globalsDeclaration } from "./globals.ts";

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  customConditions: ["node"],
  lib: ["lib.esnext.d.ts"],
  types: ["node"],
  strict: true,
  esModuleInterop: true,
  resolveJsonModule: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
};

/** Packages that the library stands for, and its folder that does. */
const stands: Readonly<Record<string, string>> = {
  tslab: "tslab",
  "@tensorflow/tfjs-node": "tensorflow/tfjsNode",
  "@tensorflow/tfjs-node-gpu": "tensorflow/tfjsNode",
};
const room = /^glassbook(?:\/(\w+))?$/;

/** The files that the language service sees: virtual ones for the cells, and what they import from the disk. */
export class ServiceHost implements ts.LanguageServiceHost {
  readonly #folder: string;
  /** The kernel's folder in dist. */
  readonly #home: string;
  readonly #virtual = new Map<string, { text: string; version: number }>();
  readonly #resolved: ts.ModuleResolutionCache;
  /** The same for what is looked for beside the kernel. */
  readonly #resolvedAtHome: ts.ModuleResolutionCache;
  /** Files on the disk as they were read; TypeScript asks for every one of them whenever one cell has changed. */
  readonly #read = new Map<string, { version: string; snapshot: ts.IScriptSnapshot | undefined }>();
  /** Those that may change while the kernel runs: the notebook's own. */
  readonly #local = new Set<string>();
  #roots: string[] = [];
  #writes = 0;

  constructor(folder: string, home: string) {
    this.#folder = folder;
    this.#home = home;
    this.#resolved = ts.createModuleResolutionCache(folder, (name) => name, options);
    this.#resolvedAtHome = ts.createModuleResolutionCache(home, (name) => name, options);
    this.#roots = [this.write("glassbook-globals.d.ts", globalsDeclaration)];
  }

  /** Makes or changes a virtual file in the notebook's folder; returns its path. */
  write(name: string, text: string, root = false): string {
    const path = join(this.#folder, name);
    const before = this.#virtual.get(path);
    const isNewRoot = root && !this.#roots.includes(path);
    if (isNewRoot) this.#roots.push(path);
    if (before?.text !== text) this.#virtual.set(path, { text, version: (before?.version ?? 0) + 1 });
    if (isNewRoot || before?.text !== text) this.#writes++;
    return path;
  }

  getCompilationSettings = () => options;
  getCurrentDirectory = () => this.#folder;
  getDefaultLibFileName = (settings: ts.CompilerOptions) => ts.getDefaultLibFilePath(settings);
  getScriptFileNames = () => this.#roots;
  useCaseSensitiveFileNames = () => ts.sys.useCaseSensitiveFileNames;
  directoryExists = (path: string) => ts.sys.directoryExists(path);
  getDirectories = (path: string) => ts.sys.getDirectories(path);
  realpath = (path: string) => (this.#virtual.has(path) ? path : (ts.sys.realpath?.(path) ?? path));
  fileExists = (path: string) => this.#virtual.has(path) || ts.sys.fileExists(path);
  readFile = (path: string) => this.#virtual.get(path)?.text ?? ts.sys.readFile(path);

  /** Where this stays the same, TypeScript looks at no file at all. */
  getProjectVersion = () => [this.#writes, ...[...this.#local].map(changedAt)].join(" ");
  /** TypeScript looks into package.json files here before it reads them anew. */
  getModuleResolutionCache = () => this.#resolved;

  getScriptVersion(path: string): string {
    const virtual = this.#virtual.get(path);
    if (virtual) return String(virtual.version);
    // What is installed does not change.
    if (path.includes("node_modules") || path.startsWith(dirname(this.#home))) return "0";
    this.#local.add(path);
    return changedAt(path);
  }

  getScriptSnapshot(path: string): ts.IScriptSnapshot | undefined {
    const version = this.getScriptVersion(path);
    const known = this.#read.get(path);
    if (known?.version === version) return known.snapshot;
    const text = this.readFile(path);
    const snapshot = text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    this.#read.set(path, { version, snapshot });
    return snapshot;
  }

  resolveModuleNameLiterals(
    literals: readonly ts.StringLiteralLike[],
    containingFile: string,
  ): readonly ts.ResolvedModuleWithFailedLookupLocations[] {
    return literals.map(({ text }) => {
      const library = this.#library(text);
      if (library) return { resolvedModule: { resolvedFileName: library, extension: extension(library) } };
      const virtual = join(dirname(containingFile), `${text}.ts`);
      if (text.startsWith("./") && this.#virtual.has(virtual)) {
        return { resolvedModule: { resolvedFileName: virtual, extension: ts.Extension.Ts } };
      }
      const found = ts.resolveModuleName(text, containingFile, options, this, this.#resolved);
      if (found.resolvedModule || /^[./]/.test(text)) return found;
      // Not in the notebook's folder: perhaps the kernel brings it.
      return ts.resolveModuleName(text, join(this.#home, "kernel.ts"), options, this, this.#resolvedAtHome);
    });
  }

  resolveTypeReferenceDirectiveReferences<T extends ts.FileReference | string>(
    references: readonly T[],
    containingFile: string,
  ): readonly ts.ResolvedTypeReferenceDirectiveWithFailedLookupLocations[] {
    return references.map((reference) => {
      const name = typeof reference === "string" ? reference : reference.fileName;
      const found = ts.resolveTypeReferenceDirective(name, containingFile, options, this);
      if (found.resolvedTypeReferenceDirective) return found;
      return ts.resolveTypeReferenceDirective(name, join(this.#home, "kernel.ts"), options, this);
    });
  }

  /** Our own declarations: built by `tsc -b`, or, where that has not run, the sources. */
  #library(specifier: string): string | undefined {
    const named = room.exec(specifier);
    const folder = stands[specifier] ?? (named && (named[1] ?? ""));
    if (folder === null || folder === undefined) return undefined;
    const path = join("kernel/library", folder);
    const candidates = [join(this.#home, "../types", path, "index.d.ts"), join(this.#home, "../..", path, "index.ts")];
    return candidates.find(existsSync);
  }
}

function changedAt(path: string): string {
  try {
    return String(statSync(path).mtimeMs);
  } catch {
    return "gone";
  }
}

const extension = (file: string) => (file.endsWith(".d.ts") ? ts.Extension.Dts : ts.Extension.Ts);
