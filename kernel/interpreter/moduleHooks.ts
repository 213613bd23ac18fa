// Node's module hooks for everything a cell imports: the notebook's own TypeScript and JSON, one tfjs for all, and what
// the kernel brings where the notebook's folder does not have it. Registered in a thread of its own on Node 20.
import { existsSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { locateBrought } from "./brought.ts";

export interface HookData {
  /** URL of the kernel's folder in dist. */
  home: string;
  /** URL that the notebook's own imports come from. */
  notebook: string;
}

interface ResolveContext {
  parentURL?: string | undefined;
  importAttributes: Record<string, string>;
}
interface Resolved {
  url: string;
  format?: string | null | undefined;
  importAttributes?: Record<string, string> | undefined;
  shortCircuit?: boolean;
}
type NextResolve = (specifier: string, context?: ResolveContext) => Promise<Resolved>;
interface Loaded {
  format: string;
  source: string;
  shortCircuit: boolean;
}
type NextLoad = (url: string, context: unknown) => Promise<Loaded>;

let data: HookData = { home: "", notebook: "" };
/** Local TypeScript files that were loaded, with the time of their last change then. */
const loadedAt = new Map<string, number>();
let generation = 0;

export function initialize(given: HookData): void {
  data = given;
}

const isLocalTypeScript = (url: string) => /^file:.*\.[mc]?ts(\?|$)/.test(url) && !url.includes("/node_modules/");
const changed = () => [...loadedAt].some(([file, time]) => !existsSync(file) || statSync(file).mtimeMs !== time);

export async function resolve(specifier: string, context: ResolveContext, next: NextResolve): Promise<Resolved> {
  const brought = locateBrought(specifier, data.home);
  if (brought) return { url: brought, shortCircuit: true };
  const found = await search(specifier, context, next);
  if (/\.json(\?|$)/.test(found.url) && context.importAttributes.type === undefined) {
    return { ...found, importAttributes: { ...context.importAttributes, type: "json" } };
  }
  if (!isLocalTypeScript(found.url)) return found;
  // A cell's import of a changed file, or of one that imports it, has to see the change: all local files start afresh.
  if (context.parentURL === data.notebook && changed()) {
    generation++;
    loadedAt.clear();
  }
  return { ...found, format: "module", url: `${found.url.split("?")[0]}?glassbook=${generation}` };
}

async function search(specifier: string, context: ResolveContext, next: NextResolve): Promise<Resolved> {
  const typescript = typescriptFile(specifier, context.parentURL);
  if (typescript) return { url: typescript, format: "module", shortCircuit: true };
  try {
    return await next(specifier, context);
  } catch (error) {
    const missing = (error as { code?: string }).code === "ERR_MODULE_NOT_FOUND";
    if (!missing || /^[./]|^\w+:/.test(specifier)) throw error;
    // Not in the notebook's folder: perhaps the kernel brings it.
    return next(specifier, { ...context, parentURL: data.home }).catch(() => {
      throw error;
    });
  }
}

/** `./util`, `./util.js` and `./util.ts` all mean util.ts where that is the file that is there. */
function typescriptFile(specifier: string, parentURL: string | undefined): string | undefined {
  if (!/^\.\.?\/|^file:/.test(specifier) || parentURL?.includes("/node_modules/")) return undefined;
  const url = new URL(specifier, parentURL);
  const path = fileURLToPath(url);
  if (existsSync(path) && statSync(path).isFile()) {
    return /\.[mc]?ts$/.test(path) ? url.href : undefined;
  }
  const candidates = [`${path}.ts`, path.replace(/\.([mc]?)js$/, ".$1ts"), `${path}/index.ts`];
  const file = candidates.find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
  return file && pathToFileURL(file).href;
}

export async function load(url: string, context: unknown, next: NextLoad): Promise<Loaded> {
  if (!isLocalTypeScript(url)) return next(url, context);
  const file = fileURLToPath(url.split("?")[0] ?? url);
  const { default: swc } = await import("@swc/wasm-typescript");
  const source = readFileSync(file, "utf8");
  loadedAt.set(file, statSync(file).mtimeMs);
  try {
    const { code, map } = swc.transformSync(source, {
      mode: "transform",
      module: true,
      sourceMap: true,
      filename: file,
    });
    const inline = Buffer.from(map ?? "{}").toString("base64");
    const withMap = `${code}\n//# sourceMappingURL=data:application/json;base64,${inline}`;
    return { format: "module", source: withMap, shortCircuit: true };
  } catch (error) {
    const { message, startLine, snippet } = error as { message: string; startLine?: number; snippet?: string };
    throw new SyntaxError(`${file}:${startLine ?? 1}: ${message}\n${snippet ?? ""}`);
  }
}
