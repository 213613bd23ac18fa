import type * as vscode from "vscode";

/** What renderers' views were left at, by the key of their output; the one that was written last stands last. */
export type ViewStates = readonly (readonly [key: string, state: unknown])[];

/** Characters of JSON in all: the editor reads and writes them as one, and warns of more. */
const most = 500_000;

/** With a view's new state; the oldest give way where there is too much. A state that is too large is not kept. */
export function withViewState(states: ViewStates, key: string, state: unknown, limit = most): ViewStates {
  const entry = [key, state] as const;
  const others = states.filter(([other]) => other !== key);
  if (JSON.stringify(entry).length > limit) return others;
  const next = [...others, entry];
  let room = limit;
  const first = next.findLastIndex((each) => {
    room -= JSON.stringify(each).length;
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
