import type { Renderer, RendererContext } from "./api.ts";
import { connect, type KernelLink } from "./link.ts";
import { contentKey, type SavedState, savedStates } from "./savedState.ts";

/** An output on the page. */
export interface Shown {
  /** Takes other data in place; without it an output that changes is mounted anew. */
  show?(payload: unknown): void;
  stop(): void;
}

/** Draws a payload into an element. The editor is asked what it kept of a view by the first call of `saved`. */
type Mount = (element: HTMLElement, payload: unknown, link: KernelLink, saved: () => SavedState) => Shown;

interface Output {
  readonly host: HTMLElement;
  readonly shown: Shown;
  /** What it holds is other data now. */
  become(payload: unknown): void;
}

/** A renderer of outputs that hold JSON. */
export function outputs(context: RendererContext, mount: Mount): Renderer {
  const link = connect(context);
  const saved = savedStates(link);
  const all = new Map<string, Output>();
  const stop = (id: string) => {
    const output = all.get(id);
    output?.shown.stop();
    output?.host.remove();
    all.delete(id);
  };
  function begin(id: string, given: unknown, element: HTMLElement): void {
    stop(id);
    let payload = given;
    let key: string | undefined;
    let state: SavedState | undefined;
    // A place of our own: what is done to it is gone with it, when another renderer takes the element over.
    const host = document.createElement("div");
    element.replaceChildren(host);
    const again = () => all.get(id)?.host === host && begin(id, payload, element);
    const keyNow = () => {
      key ??= contentKey(payload);
      return key;
    };
    const savedNow = () => {
      state ??= saved(keyNow, again);
      return state;
    };
    all.set(id, {
      host,
      shown: mount(host, payload, link, savedNow),
      become(next) {
        const kept = state?.read();
        payload = next;
        key = undefined;
        // After a reload the notebook holds the last data: what the reader chose goes on with it.
        if (kept !== undefined) state?.write(kept);
      },
    });
  }
  return {
    renderOutputItem(item, element) {
      const payload = parsed(item.text());
      const before = all.get(item.id);
      // The editor may hand out another element, or have emptied this one.
      if (before?.shown.show && before.host.parentNode === element) {
        before.become(payload);
        before.shown.show(payload);
      } else begin(item.id, payload, element);
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
