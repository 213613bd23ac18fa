import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Page } from "playwright-core";
import { actions } from "./actions.ts";
import type { FromBridge, TestResult, ToBridge } from "./protocol.ts";

/** What an action has at hand. */
export interface Ui {
  page(): Page;
  /** Where pictures go. */
  pictures: string;
}

interface BridgeOptions extends Ui {
  /** The suite whose turn it is. */
  suite(): string;
  onResult(result: TestResult): void;
}

/** A small server on this machine by which tests in the extension host ask for clicks and tell how they ended. */
export async function openBridge(options: BridgeOptions) {
  const answer = async (asked: ToBridge): Promise<FromBridge> => {
    if ("which" in asked) return { value: options.suite() };
    if ("result" in asked) {
      options.onResult(asked.result);
      return {};
    }
    try {
      const action = actions[asked.action as keyof typeof actions] as (ui: Ui, ...given: unknown[]) => unknown;
      return { value: await action(options, ...asked.parameters) };
    } catch (error) {
      return { failed: String((error as Error).stack ?? error) };
    }
  };
  const server = createServer(async (request, response) => {
    response.end(JSON.stringify(await answer(JSON.parse(await text(request)) as ToBridge)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url, close };
}
