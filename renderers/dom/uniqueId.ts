/** `crypto.randomUUID` is only there on secure pages, and an editor served over http is none. */
export const uniqueId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
