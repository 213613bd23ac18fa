import { mkdir, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { replaceFile } from "../library/ground/replaceFile.node.ts";
import { say } from "../library/ground/say.ts";
import { UsageError } from "./usage.ts";

/** Makes the folder of a file that a command will write, and finds out whether it can be written there. */
export async function prepareOutput(file: string): Promise<void> {
  const trial = `${file}.${process.pid}.part`;
  await orSay(file, async () => {
    await mkdir(dirname(file), { recursive: true });
    await (await open(trial, "w")).close();
    await rm(trial);
  });
}

/** Writes a command's file at once or not at all. */
export async function writeOutput(file: string, content: Uint8Array | string): Promise<void> {
  await orSay(file, async () => {
    await mkdir(dirname(file), { recursive: true });
    await replaceFile(file, content);
  });
}

async function orSay(file: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    throw new UsageError(say`cannot write ${file}: ${(error as Error).message}`);
  }
}
