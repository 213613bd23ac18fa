import { isRecord } from "../shared/isRecord.ts";
import type { RendererContext } from "./api.ts";

/** Views that are remembered; the oldest gives way. */
const most = 50;

/** What a view keeps over a reload of the window. All outputs of one renderer share one state. */
export interface SavedState {
  read(): unknown;
  write(value: unknown): void;
}

/** @param key tells this output from others, also after a reload. */
export function savedState(context: RendererContext, key: string): SavedState {
  const all = () => {
    const state = context.getState();
    return isRecord(state) ? state : {};
  };
  return {
    read: () => all()[key],
    write(value) {
      const { [key]: _, ...others } = all();
      context.setState(Object.fromEntries([...Object.entries(others), [key, value]].slice(-most)));
    },
  };
}

/** A short name for an output's content: FNV-1a of it, or of an even sample where it is long. */
export function contentKey(text: string): string {
  let hash = 0x811c9dc5;
  const step = Math.ceil(text.length / 100_000);
  for (let i = 0; i < text.length; i += step) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return `${text.length.toString(36)}-${(hash >>> 0).toString(36)}`;
}
