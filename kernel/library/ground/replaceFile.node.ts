import { open, realpath, rename, rm, stat } from "node:fs/promises";

/**
 * Writes a file at once or not at all: a full disk or a process that is killed leaves the old one or the new one, whole.
 * A link goes on pointing to the file, which keeps its permissions.
 */
export async function replaceFile(file: string, content: Uint8Array | string): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const mode = (await stat(target).catch(() => undefined))?.mode;
  const part = `${target}.${process.pid}.part`;
  try {
    const handle = await open(part, "w");
    try {
      if (mode !== undefined) await handle.chmod(mode);
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
