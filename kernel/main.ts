#!/usr/bin/env node
import { run, runHelp } from "./commands/run.ts";
import { UsageError } from "./commands/usage.ts";
import { NotebookError } from "./export/nbformat.ts";

const help = `glassbook: a TypeScript notebook kernel for looking inside neural networks

${runHelp}`;

const home = new URL("./", import.meta.url);
const commands: Record<string, (parameters: string[], home: URL) => Promise<number>> = { run };

async function main([name, ...parameters]: string[]): Promise<number> {
  if (name === undefined || name === "help" || name === "--help" || parameters.includes("--help")) {
    process.stdout.write(help);
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(`there is no command "${name}"; there is: ${Object.keys(commands).join(", ")}`);
  return command(parameters, home);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  const expected = error instanceof UsageError || error instanceof NotebookError || code?.startsWith("ERR_PARSE_ARGS");
  if (!expected) throw error;
  process.stderr.write(`glassbook: ${message}\n`);
  process.exitCode = 2;
}
