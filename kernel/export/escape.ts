const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text that stands for itself in HTML and in its attributes. */
export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (char) => entities[char] ?? char);

/** JSON that cannot end the script element it stands in, nor open a comment there. */
export const scriptJson = (value: unknown): string =>
  (JSON.stringify(value) ?? "null")
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");

/** JavaScript that cannot end the script element it stands in. */
export const scriptSource = (source: string): string =>
  source.replaceAll(/<\/(?=script)/gi, "<\\/").replaceAll("<!--", "\\x3C!--");
