import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

const wholeFolders = ["extension/l10n", "notebooks", "docs/pictures", "dist/renderers", "dist/extension"];
const singles = ["package.nls.json", "package.nls.zh-cn.json", "README.md", "CHANGELOG.md", "LICENSE"];
/** Types of what cells import, for the language service. */
const typeFolders = ["dist/types/kernel/library", "dist/types/renderers/shared"];

/** The project's own files in a VSIX, as paths from its folder. What is not built yet is an error. */
export function ownFiles(root: string): string[] {
  const inFolder = (folder: string) => {
    if (!existsSync(join(root, folder)))
      throw new Error(`${folder} is missing: run npm run build and npm run typecheck`);
    return readdirSync(join(root, folder), { recursive: true })
      .map((name) => `${folder}/${String(name).replaceAll("\\", "/")}`)
      .filter((path) => statSync(join(root, path)).isFile());
  };
  const kernel = inFolder("dist/kernel").filter((path) => path.endsWith(".js"));
  return [
    ...singles,
    ...wholeFolders.flatMap(inFolder).filter((path) => !path.endsWith(".map")),
    ...typeFolders.flatMap(inFolder).filter((path) => path.endsWith(".d.ts")),
    ...kernel,
    ...chunks(root, kernel),
  ];
}

/** The shared chunks that these files import, and those that they import; the tests have others. */
function chunks(root: string, entries: string[]): string[] {
  const seen = new Set<string>();
  const visit = (path: string) => {
    const source = readFileSync(join(root, path), "utf8");
    for (const [, specifier] of source.matchAll(/"(\.{1,2}\/[^"]*chunks\/[^"]+\.js|\.\/[^"/]+-[A-Z0-9]{8}\.js)"/g)) {
      const chunk = join(dirname(path), specifier ?? "").replaceAll("\\", "/");
      if (seen.has(chunk) || !existsSync(join(root, chunk))) continue;
      seen.add(chunk);
      visit(chunk);
    }
  };
  entries.forEach(visit);
  return [...seen].sort();
}
