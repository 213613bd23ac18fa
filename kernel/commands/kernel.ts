import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { History } from "../host/history.ts";
import { KernelHost } from "../host/KernelHost.ts";
import { kernelInfo } from "../host/kernelInfo.ts";
import { endWithParent } from "../host/parent.ts";
import { LanguageClient } from "../language/client.ts";
import { cacheFolder } from "../library/ground/cacheFolder.node.ts";
import { say } from "../library/ground/say.ts";
import type { Door } from "../transport/ipc.ts";
import { ipcDoor } from "../transport/ipc.ts";
import { UsageError } from "./usage.ts";

export const kernelHelp = () => say`glassbook kernel (--connection-file F | --ipc)

Runs the kernel for a front end, which usually starts it: Jupyter with a connection file, an editor with an IPC channel.
`;

/** `glassbook kernel`: lives until the front end ends it. */
export async function kernel(parameters: string[], home: URL): Promise<number> {
  const { values } = parseArgs({
    args: parameters,
    options: { "connection-file": { type: "string" }, ipc: { type: "boolean", default: false } },
  });
  const file = values["connection-file"];
  if ((file === undefined) === !values.ipc)
    throw new UsageError(say`expected either --connection-file or --ipc`, kernelHelp());
  if (values.ipc && !process.send)
    throw new UsageError(say`--ipc needs an IPC channel, from a parent process that forked this one`);
  const log = (line: string) => void process.stderr.write(`glassbook: ${line}\n`);
  const { door, close } = await openDoor(file, log);
  const folder = process.cwd();
  const language = new LanguageClient(new URL("language/languageWorker.js", home), folder);
  const host = await new Promise<KernelHost>((resolve) => {
    const started = new KernelHost({
      door,
      folder,
      computeScript: new URL("interpreter/compute.js", home),
      info: kernelInfo(versions(home)),
      history: new History(join(cacheFolder(), "history.jsonl"), log),
      language,
      log,
      onShutdown: () => resolve(started),
    });
    door.onClose(() => resolve(started));
    // Jupyter interrupts by message; a Ctrl-C in the terminal that it runs in must not end the kernel.
    process.on("SIGINT", () => started.interrupt());
    process.on("SIGTERM", () => resolve(started));
    let asked = false;
    door.onMessage(() => {
      asked = true;
    });
    endWithParent(() => resolve(started), { anything: () => asked });
  });
  await Promise.all([close(), host.close()]);
  // Nothing else is to be waited for.
  process.exit(0);
}

async function openDoor(
  file: string | undefined,
  log: (line: string) => void,
): Promise<{ door: Door; close(): Promise<void> }> {
  if (file === undefined) return { door: ipcDoor(process), close: async () => {} };
  // Only Jupyter's door needs ZeroMQ.
  const [{ zmqDoor }, { readConnectionFile }] = await Promise.all([
    import("../transport/zmq.ts"),
    import("../transport/connectionFile.ts"),
  ]);
  const door = await zmqDoor(readConnectionFile(file), log);
  return { door, close: () => door.close() };
}

function versions(home: URL): { glassbook: string; typescript: string } {
  const require = createRequire(home);
  const version = (file: string) =>
    (JSON.parse(readFileSync(require.resolve(file), "utf8")) as { version: string }).version;
  return { glassbook: version("../../package.json"), typescript: version("typescript-service/package.json") };
}
