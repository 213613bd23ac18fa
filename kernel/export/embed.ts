/** JSON that cannot end the script element it stands in, nor open a comment there. */
export const scriptJson = (value: unknown): string =>
  (JSON.stringify(value) ?? "null")
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");

/** JavaScript that cannot end the script element it stands in. */
export const scriptSource = (source: string): string =>
  source.replaceAll(/<\/(?=script)/gi, "<\\/").replaceAll("<!--", "\\x3C!--");
