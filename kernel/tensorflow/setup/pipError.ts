import { BackendError } from "../../library/ground/errors.ts";
import { say } from "../../library/ground/say.ts";
import { lastWords } from "./runTool.ts";

/** What pip's output means, as an error that says what to do. */
export function pipError(requirement: string, output: string): BackendError {
  const index = "pip's own settings (index-url, proxy, cert) decide where it looks";
  if (/DO NOT MATCH THE HASHES/.test(output)) {
    const [, expected] = /Expected sha256 (\w+)/.exec(output) ?? [];
    const [, got] = /Got\s+(\w+)/.exec(output) ?? [];
    const found = expected && got ? ` (expected sha256 ${expected}, got ${got})` : "";
    return new BackendError(
      say`What came for ${requirement} is not what its index promises${found}. A proxy or mirror has changed or cut it: try again, or from another index; ${index}.`,
    );
  }
  if (/No space left on device|Errno 28/.test(output)) {
    return new BackendError(
      say`The disk became full while ${requirement} came. Free some space and run the command again.`,
    );
  }
  if (
    /Temporary failure in name resolution|NewConnectionError|ConnectTimeout|Connection refused|Max retries exceeded|ProxyError|Network is unreachable|SSLError|Could not fetch URL/.test(
      output,
    )
  ) {
    const reason = lastWords(output.replace(/^(?:ERROR: )?(No matching|Could not find).*$/gm, ""), 1);
    return new BackendError(
      say`${requirement} cannot be fetched: there is no connection to the package index (${reason.slice(0, 300)}). ${index}; with a downloaded wheel, --from needs no network.`,
    );
  }
  const [, versions] = /\(from versions: ([^)]*)\)/.exec(output) ?? [];
  if (versions !== undefined || /No matching distribution/.test(output)) {
    const known = versions && versions !== "none" ? `: it has ${versions}` : "";
    return new BackendError(
      say`The package index has no ${requirement} for this system${known}. Choose one with --tensorflow VERSION.`,
    );
  }
  return new BackendError(say`pip could not fetch ${requirement}:\n${lastWords(output)}`);
}
