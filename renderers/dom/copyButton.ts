import { element } from "./element.ts";
import { copyText } from "./save.ts";

interface CopyWords {
  copy: string;
  copied: string;
  notCopied: string;
}

interface CopyOptions {
  words: CopyWords;
  text(): string;
  /** For a screen reader. */
  tell(said: string): void;
  /** Puts a field with the text on the page, where the clipboard is closed. */
  place(field: HTMLElement): void;
}

/** Copies a text. Where the editor refuses the clipboard, the text is shown, selected, to be copied by hand. */
export function copyButton({ words, text, tell, place }: CopyOptions): HTMLElement {
  const field = element("textarea", { readonly: true, "aria-label": words.copy });
  const button = element(
    "button",
    {
      type: "button",
      class: "link",
      title: words.copy,
      "aria-label": words.copy,
      "data-key": "copy",
      click: async () => {
        field.value = text();
        const copied = await copyText(field.value);
        tell(copied ? words.copied : words.notCopied);
        if (copied) {
          button.textContent = `✓ ${words.copied}`;
          setTimeout(() => button.replaceChildren(words.copy), 2000);
          return;
        }
        place(field);
        field.focus();
        field.select();
      },
    },
    words.copy,
  );
  return button;
}
