import { open, readFile, rm } from "node:fs/promises";
import { BackendError } from "../../library/ground/errors.ts";
import { isAlive } from "../../library/ground/isAlive.node.ts";
import { say } from "../../library/ground/say.ts";

/** Keeps a second set-up of the same package out. Returns how to let go; a process that died holds nothing. */
export async function holdLock(file: string): Promise<() => Promise<void>> {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const handle = await open(file, "wx");
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const holder = Number(await readFile(file, "utf8").catch(() => ""));
      if (holder && isAlive(holder)) {
        throw new BackendError(say`Another setup-tensorflow is running (process ${holder}): wait for it, or stop it.`);
      }
      await rm(file, { force: true });
    }
  }
  throw new BackendError(say`Another setup-tensorflow has just started: wait for it.`);
}
