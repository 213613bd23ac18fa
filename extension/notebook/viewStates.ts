import type * as vscode from "vscode";

/** What renderers' views were left at, by the key of their output; the one that was written last stands last. */
export type ViewStates = readonly (readonly [key: string, state: unknown])[];

/** Characters of JSON in all: the editor reads and writes them as one. */
const most = 2_000_000;

/** With a view's new state; the oldest give way where there is too much. A state that is too large is not kept. */
export function withViewState(states: ViewStates, key: string, state: unknown, limit = most): ViewStates {
  const next = [...states.filter(([other]) => other !== key), [key, state] as const];
  let room = limit;
  const first = next.findLastIndex((entry) => {
    room -= JSON.stringify(entry).length;
    return room < 0;
  });
  return next.slice(first + 1);
}

const name = "viewStates";

/** The states that this workspace keeps. */
export const viewStates = (memento: vscode.Memento) => ({
  get: (key: string): unknown => memento.get<ViewStates>(name, []).find(([known]) => known === key)?.[1],
  set: (key: string, state: unknown): Thenable<void> =>
    memento.update(name, withViewState(memento.get<ViewStates>(name, []), key, state)),
});
