import { BackendError } from "../../library/ground/errors.ts";
import { say } from "../../library/ground/say.ts";
import { lastWords } from "./runTool.ts";

/** What pip's output means, as an error that says what to do. */
export function pipError(requirement: string, output: string): BackendError {
  if (/DO NOT MATCH THE HASHES/.test(output)) {
    const [, expected] = /Expected sha256 (\w+)/.exec(output) ?? [];
    const [, got] = /Got\s+(\w+)/.exec(output) ?? [];
    return new BackendError(
      expected && got
        ? say`The download of ${requirement} does not match its index (expected sha256 ${expected}, got ${got}). A proxy or mirror may have changed or truncated it: try again, or use another index; pip's own settings (index-url, proxy, cert) choose it.`
        : say`The download of ${requirement} does not match its index. A proxy or mirror may have changed or truncated it: try again, or use another index; pip's own settings (index-url, proxy, cert) choose it.`,
    );
  }
  if (/No space left on device|Errno 28/.test(output)) {
    return new BackendError(
      say`The disk filled up while downloading ${requirement}. Free some space and run the command again.`,
    );
  }
  if (
    /Temporary failure in name resolution|NewConnectionError|ConnectTimeout|Connection refused|Max retries exceeded|ProxyError|Network is unreachable|SSLError|Could not fetch URL/.test(
      output,
    )
  ) {
    const reason = lastWords(output.replace(/^(?:ERROR: )?(No matching|Could not find).*$/gm, ""), 1).slice(0, 300);
    return new BackendError(
      say`${requirement} cannot be downloaded: there is no connection to the package index (${reason}). pip's own settings (index-url, proxy, cert) choose it; with a wheel at hand, --from needs no network.`,
    );
  }
  const [, versions] = /\(from versions: ([^)]*)\)/.exec(output) ?? [];
  if (versions !== undefined || /No matching distribution/.test(output)) {
    return new BackendError(
      versions && versions !== "none"
        ? say`The package index has no ${requirement} for this system; it has ${versions}. Choose one with --tensorflow VERSION.`
        : say`The package index has no ${requirement} for this system. Choose a version with --tensorflow VERSION.`,
    );
  }
  return new BackendError(say`pip could not download ${requirement}:\n${lastWords(output)}`);
}
