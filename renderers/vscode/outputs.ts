import type { Renderer } from "./api.ts";

/** An output on the page. */
export interface Shown {
  /** Takes other data in place; without it an output that changes is mounted anew. */
  show?(payload: unknown): void;
  stop(): void;
}

/** A renderer of outputs that hold JSON. `text` is the payload as it came. */
export function outputs(mount: (payload: unknown, text: string, element: HTMLElement) => Shown): Renderer {
  const all = new Map<string, { shown: Shown; host: HTMLElement }>();
  const stop = (id: string) => {
    const output = all.get(id);
    output?.shown.stop();
    output?.host.remove();
    all.delete(id);
  };
  return {
    renderOutputItem(item, element) {
      const text = item.text();
      const payload = parsed(text);
      const before = all.get(item.id);
      // The editor may hand out another element, or have emptied this one.
      if (before?.shown.show && before.host.parentNode === element) return before.shown.show(payload);
      stop(item.id);
      // A place of our own: what is done to it is gone with it, when another renderer takes the element over.
      const host = document.createElement("div");
      element.replaceChildren(host);
      all.set(item.id, { shown: mount(payload, text, host), host });
    },
    disposeOutputItem(id) {
      for (const each of id === undefined ? [...all.keys()] : [id]) stop(each);
    },
  };
}

/** What is no JSON is passed on as it is: the payload's check says what is wrong. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
