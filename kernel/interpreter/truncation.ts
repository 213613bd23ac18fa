import { appendFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { say } from "../library/ground/say.ts";

/** Characters of one cell that a notebook can bear; what comes after goes to a file. */
const limit = 64 * 2 ** 20;

interface Writing {
  written: number;
  cell: { name: string };
}

/** How much of a write is shown; the note comes once, with the place of the rest. */
export function truncation(run: Writing, stream: string, text: string): { kept: string; note: string | undefined } {
  const before = run.written;
  run.written += text.length;
  if (run.written <= limit) return { kept: text, note: undefined };
  const room = Math.max(0, limit - before);
  const folder = join(tmpdir(), `glassbook-${process.pid}`);
  const file = join(folder, `${run.cell.name}.${stream}.txt`);
  mkdirSync(folder, { recursive: true });
  appendFileSync(file, text.slice(room));
  if (before > limit) return { kept: "", note: undefined };
  const note = `\n${say`More than ${limit / 2 ** 20} MB of output; the rest is in ${file}`}\n`;
  return { kept: text.slice(0, room), note };
}
