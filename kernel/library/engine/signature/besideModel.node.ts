import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type HubFacts, hubNames, hubSteps } from "./huggingFace.ts";

/** What `preprocessor_config.json` and `config.json` beside a model file say, or above it where its folder is `onnx`. */
export function besideModel(file: string): HubFacts {
  const folder = dirname(file);
  const config = json(folder, "config.json");
  const processor = json(folder, "preprocessor_config.json");
  return { ...(processor && hubSteps(processor)), ...(config && { classNames: hubNames(config) }) };
}

function json(folder: string, name: string): Readonly<Record<string, unknown>> | undefined {
  const folders = basename(folder) === "onnx" ? [folder, dirname(folder)] : [folder];
  for (const each of folders) {
    try {
      const found: unknown = JSON.parse(readFileSync(join(each, name), "utf8"));
      if (typeof found === "object" && found !== null) return found as Readonly<Record<string, unknown>>;
    } catch {
      // Not there, or somebody else's file of that name.
    }
  }
  return undefined;
}
