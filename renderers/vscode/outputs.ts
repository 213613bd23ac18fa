import type { Renderer, RendererContext } from "./api.ts";
import { connect, type KernelLink } from "./link.ts";
import { contentKey, type SavedState, savedStates } from "./savedState.ts";

/** An output on the page. */
export interface Shown {
  /** Takes other data in place; without it an output that changes is mounted anew. */
  show?(payload: unknown): void;
  stop(): void;
}

/** Draws a payload into an element. */
type Mount = (element: HTMLElement, payload: unknown, link: KernelLink, saved: SavedState) => Shown;

/** A renderer of outputs that hold JSON. */
export function outputs(context: RendererContext, mount: Mount): Renderer {
  const link = connect(context);
  const saved = savedStates(link);
  const all = new Map<string, { shown: Shown; host: HTMLElement }>();
  const stop = (id: string) => {
    const output = all.get(id);
    output?.shown.stop();
    output?.host.remove();
    all.delete(id);
  };
  function begin(id: string, payload: unknown, element: HTMLElement): void {
    stop(id);
    // A place of our own: what is done to it is gone with it, when another renderer takes the element over.
    const host = document.createElement("div");
    element.replaceChildren(host);
    const again = () => all.get(id)?.host === host && begin(id, payload, element);
    all.set(id, { shown: mount(host, payload, link, saved(contentKey(payload), again)), host });
  }
  return {
    renderOutputItem(item, element) {
      const payload = parsed(item.text());
      const before = all.get(item.id);
      // The editor may hand out another element, or have emptied this one.
      if (before?.shown.show && before.host.parentNode === element) before.shown.show(payload);
      else begin(item.id, payload, element);
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
