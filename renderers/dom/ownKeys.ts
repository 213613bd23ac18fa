const fields = "input, select, textarea, summary, button";

/**
 * Keeps the keys that a control takes from the editor around it, which has commands of one letter and of the arrow keys.
 * Shortcuts with Ctrl, Alt or Cmd, Escape and Tab stay the editor's.
 */
export function ownKeys(root: HTMLElement): void {
  root.addEventListener("keydown", (event) => {
    const { target, key } = event;
    const isField = target instanceof Element && target.matches(fields);
    if (isField && !isShortcut(event) && key !== "Escape" && key !== "Tab") event.stopPropagation();
  });
}

export const isShortcut = ({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean => ctrlKey || metaKey || altKey;
