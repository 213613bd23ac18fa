import { homedir } from "node:os";
import { join, resolve } from "node:path";

/**
 * Where all that is fetched or built is kept: `GLASSBOOK_CACHE`, or the system's cache folder: `~/Library/Caches/glassbook`
 * on macOS, `%LOCALAPPDATA%\glassbook\Cache` on Windows, `$XDG_CACHE_HOME/glassbook` (`~/.cache/glassbook`) elsewhere.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  if (env.GLASSBOOK_CACHE) return resolve(env.GLASSBOOK_CACHE);
  const home = homedir();
  if (platform === "darwin") return join(home, "Library", "Caches", "glassbook");
  if (platform === "win32") return join(env.LOCALAPPDATA || join(home, "AppData", "Local"), "glassbook", "Cache");
  return join(env.XDG_CACHE_HOME || join(home, ".cache"), "glassbook");
}
