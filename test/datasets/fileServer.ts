import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface FileServer {
  /** `http://127.0.0.1:PORT/` */
  url: string;
  /** What was asked for: `path` or `path bytes=N-`. */
  requests: string[];
  close(): Promise<void>;
}

export interface Behavior {
  /** Breaks the connection after this many bytes of an answer, this many times; how many of them arrive is chance. */
  cutAfter?: number;
  cuts?: number;
  /** Answers a range with the whole file, as some servers do. */
  ignoresRanges?: boolean;
  status?: number;
  /** Sent with every answer. */
  contentType?: string;
  /** Never answers. */
  silent?: boolean;
}

/** A loopback server for the files in `files`, which fails in the ways that real ones do. */
export async function serve(
  files: (path: string) => Uint8Array | undefined,
  behavior: Behavior = {},
): Promise<FileServer> {
  let cuts = behavior.cuts ?? 0;
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? "/").slice(1);
    const range = request.headers.range;
    requests.push(range ? `${path} ${range}` : path);
    if (behavior.silent) return;
    const whole = files(path);
    if (behavior.status || !whole) {
      response.writeHead(behavior.status ?? 404).end("no such file");
      return;
    }
    const begin = range && !behavior.ignoresRanges ? Number(/bytes=(\d+)-/.exec(range)?.[1]) : 0;
    if (begin > 0 && begin >= whole.length) {
      response.writeHead(416).end();
      return;
    }
    const body = whole.subarray(begin);
    response.writeHead(begin > 0 ? 206 : 200, {
      "content-length": body.length,
      ...(behavior.contentType && { "content-type": behavior.contentType }),
    });
    if (behavior.cutAfter !== undefined && cuts-- > 0) {
      response.write(body.subarray(0, behavior.cutAfter), () => setTimeout(() => response.destroy(), 20));
    } else response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
