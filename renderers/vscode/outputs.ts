import type { Renderer } from "./api.ts";

/** Shows one output's data. Returns how to stop. */
export type Mount = (payload: unknown, text: string, element: HTMLElement) => () => void;

/** A renderer of outputs that hold JSON. An output that changes is mounted anew in its element. */
export function outputs(mount: Mount): Renderer {
  const shown = new Map<string, () => void>();
  const stop = (id: string) => {
    shown.get(id)?.();
    shown.delete(id);
  };
  return {
    renderOutputItem(item, element) {
      stop(item.id);
      const text = item.text();
      shown.set(item.id, mount(parsed(text), text, element));
    },
    disposeOutputItem(id) {
      for (const each of id === undefined ? [...shown.keys()] : [id]) stop(each);
    },
  };
}

/** What is no JSON is passed on as it is: the payload's check says what is wrong. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
