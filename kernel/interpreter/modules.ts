import Module, { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compileFunction, constants } from "node:vm";
import { say } from "../library/ground/say.ts";
import { isTensorFlow, isTensorFlowNode, locateBrought } from "./brought.ts";
import type { HookData } from "./moduleHooks.ts";

/** What cells use in place of what V8's REPL mode lacks. */
export interface CellModules {
  import(specifier: string, options?: ImportCallOptions): Promise<unknown>;
  /**
   * What a cell's named imports are taken from: the module, or what a CommonJS module exports as a whole where Node did
   * not see its names.
   *
   * @param needed names that the cell uses as values
   * @throws SyntaxError for one that the module does not export
   */
  exports(module: object, specifier: string, needed: readonly string[]): object;
  /** `import.meta` of a cell. */
  meta: { url: string; dirname: string; filename: string; resolve(specifier: string): string };
  require: NodeJS.Require;
}

export interface ModuleOptions {
  /** The notebook's folder: where imports are looked for. */
  folder: string;
  /** URL of the kernel's folder in dist, ending in a slash. */
  home: URL;
  /** URL of the built moduleHooks.js. */
  hooks: URL;
  /** Called before TensorFlow.js (under any of its names) or the library, which needs it, is imported. */
  startTensorFlow(specifier: string): Promise<void>;
}

/** Imports as from a module that lies in the notebook's folder, by Node's own resolution and the kernel's hooks. */
export function cellModules({ folder, home, hooks, startTensorFlow }: ModuleOptions): CellModules {
  const filename = join(folder, "notebook.ts");
  const url = pathToFileURL(filename).href;
  const nativeImport = compileFunction("return import(specifier, options)", ["specifier", "options"], {
    filename,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }) as (specifier: string, options?: ImportCallOptions) => Promise<unknown>;

  const require = createRequire(filename);

  shareTensorFlow(home);

  let registered = false;
  const registerHooks = () => {
    if (registered) return;
    registered = true;
    const data: HookData = { home: home.href, notebook: url };
    Module.register(hooks.href, { data });
  };

  return {
    async import(specifier, options) {
      const called = new Error();
      try {
        const brought = locateBrought(specifier, home.href);
        if (brought) {
          if (specifier !== "tslab") await startTensorFlow(specifier);
          return await import(brought);
        }
        registerHooks();
        return await nativeImport(specifier, options);
      } catch (error) {
        throw importError(error, specifier, folder, called);
      }
    },
    exports: namedExports,
    meta: { url, dirname: folder, filename, resolve: (specifier) => pathToFileURL(require.resolve(specifier)).href },
    require,
  };
}

function namedExports(module: object, specifier: string, needed: readonly string[]): object {
  if (needed.every((name) => name in module)) return module;
  const whole: unknown = "default" in module ? module.default : undefined;
  const everything = whole instanceof Object ? { ...whole, ...module } : module;
  const missing = needed.find((name) => !(name in everything));
  if (missing === undefined) return everything;
  const names = Object.keys(everything).filter((name) => name !== "default");
  const like = names.filter((name) => name.toLowerCase().startsWith(missing.slice(0, 3).toLowerCase()));
  const known = (like.length > 0 ? like : names).slice(0, 12).join(", ");
  throw new SyntaxError(
    say`"${specifier}" does not export ${missing}; it exports ${known}${names.length > 12 ? ", …" : ""}`,
  );
}

/** Says what to do, and ends the stack with the cell that imported, which the loader does not know. */
function importError(error: unknown, specifier: string, folder: string, called: Error): unknown {
  if (!(error instanceof Error)) return error;
  const frames = (called.stack ?? "").split("\n").slice(1).join("\n");
  const missing = (error as { code?: string }).code === "ERR_MODULE_NOT_FOUND";
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  const [, inRegistry] = /^(?:npm|jsr):(@?[^@]+)/.exec(specifier) ?? [];
  if (inRegistry !== undefined) {
    error.message = say`cannot import "${specifier}": cells download nothing. Install it in ${folder} (npm install ${inRegistry}) and import "${inRegistry}"`;
  }
  if (missing && !/^[./]|^\w+:/.test(specifier) && error.message.includes(`'${name}'`)) {
    error.message = say`cannot find the package "${name}" from ${folder}; install it there: npm install ${name}`;
  }
  error.stack = `${error.stack ?? ""}\n${frames}`;
  return error;
}

/** CommonJS packages that require tfjs get the session's instance too. */
function shareTensorFlow(home: URL): void {
  const loader = Module as unknown as { _resolveFilename(request: string, ...rest: unknown[]): string };
  const resolveFilename = loader._resolveFilename;
  let locating = false;
  loader._resolveFilename = (request, ...rest) => {
    if (locating || !isTensorFlow(request)) return resolveFilename.call(Module, request, ...rest);
    locating = true;
    try {
      // A real tfjs-node is found as itself: the session looks for it this way.
      if (isTensorFlowNode(request)) return resolveFilename.call(Module, request, ...rest);
      return fileURLToPath(locateBrought(request, home.href) ?? request);
    } finally {
      locating = false;
    }
  };
}
