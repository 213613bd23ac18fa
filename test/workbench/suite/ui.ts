import type { actions } from "../actions.ts";
import type { FromBridge, TestResult, ToBridge } from "../protocol.ts";

type Actions = typeof actions;
type Parameters_<A> = A extends (ui: never, ...given: infer P) => unknown ? P : never;

async function ask(asked: ToBridge): Promise<unknown> {
  const bridge = process.env.GLASSBOOK_WORKBENCH ?? "";
  const answer = (await (await fetch(bridge, { method: "POST", body: JSON.stringify(asked) })).json()) as FromBridge;
  if ("failed" in answer) throw new Error(`in the browser: ${answer.failed}`);
  return answer.value;
}

/** Has something done in the browser that shows this workbench. */
export async function ui<A extends keyof Actions>(
  action: A,
  ...parameters: Parameters_<Actions[A]>
): Promise<Awaited<ReturnType<Actions[A]>>> {
  return (await ask({ action, parameters })) as Awaited<ReturnType<Actions[A]>>;
}

export const suiteToRun = async () => (await ask({ which: "suite" })) as string;

export const report = (result: TestResult) => ask({ result });
