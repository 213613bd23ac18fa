import { open, rename, rm } from "node:fs/promises";

/** Writes a file at once or not at all: a process that is killed leaves the old one or the new one, whole. */
export async function replaceFile(file: string, content: Uint8Array | string): Promise<void> {
  const part = `${file}.${process.pid}.part`;
  try {
    const handle = await open(part, "w");
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
