import { element } from "./element.ts";

/** Offers a file to save. The link has to be in the page: that is where the editor listens for it. */
export function saveFile(name: string, content: Blob, near: Element): void {
  const url = URL.createObjectURL(content);
  const link = element("a", { href: url, download: name, style: "display:none" });
  near.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Whether the text is on the clipboard now: an editor may refuse it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
