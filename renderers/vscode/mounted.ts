import { baseStyle } from "../dom/baseStyle.ts";
import { element } from "../dom/element.ts";
import type { Locale } from "../shared/heatmapWords.ts";
import type { KernelLink } from "./link.ts";
import { localeOf, watchLocale } from "./locale.ts";
import type { Shown } from "./outputs.ts";
import { editorTheme, watchTheme } from "./theme.ts";

/** A view whose looks are all in its sheet: made anew where the editor's language changes, and told of its theme. */
export function mounted(
  host: HTMLElement,
  sheet: string,
  link: KernelLink,
  make: (locale: Locale) => HTMLElement,
): Shown {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const style = element("style", {}, baseStyle + sheet);
  const look = () => {
    const { scheme, highContrast } = editorTheme();
    for (const view of root.querySelectorAll(".root")) {
      view.classList.toggle("dark", scheme === "dark");
      view.classList.toggle("contrast", highContrast);
    }
  };
  const draw = () => {
    root.replaceChildren(style, make(localeOf(link)));
    look();
  };
  const unwatch = [watchTheme(look), watchLocale(link, draw)];
  draw();
  return {
    stop() {
      for (const each of unwatch) each();
    },
  };
}
