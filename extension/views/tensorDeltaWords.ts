/** `+3 tensors`, `−1 tensor`: how many more, or fewer, a cell left than it found. `t` is `vscode.l10n.t`. */
export function tensorDeltaWords(delta: number, t: (message: string, count: string) => string): string {
  const count = delta > 0 ? `+${delta}` : `−${-delta}`;
  return Math.abs(delta) === 1 ? t("{0} tensor", count) : t("{0} tensors", count);
}
