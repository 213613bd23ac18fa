import { readFile } from "node:fs/promises";
import { say } from "../library/ground/say.ts";
import { UsageError } from "./usage.ts";

/** A notebook's text. @throws UsageError where it cannot be read. */
export async function readNotebook(file: string): Promise<string> {
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      error.code === "ENOENT"
        ? say`cannot read ${file}: there is no such file`
        : say`cannot read ${file}: ${error.message}`,
    );
  });
}
