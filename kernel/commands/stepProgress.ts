/** Shows the steps of a long command, one after the other. */
export interface StepProgress {
  report(title: string, fraction?: number, detail?: string): void;
  end(): void;
}

/** A line that is redrawn in place on a terminal; elsewhere (a log) one line for each step and each fifth of it. */
export function stepProgress(stream: NodeJS.WriteStream = process.stderr): StepProgress {
  let last = "";
  return {
    report(title, fraction, detail) {
      const percent = fraction === undefined ? "" : ` ${Math.floor(fraction * 100)}%`;
      if (stream.isTTY) {
        const line = `${title}${percent}${detail ? ` (${detail})` : ""}`;
        stream.write(`\r\x1b[2K${line.slice(0, (stream.columns ?? 80) - 1)}`);
        return;
      }
      const rounded = fraction === undefined ? "" : ` ${Math.floor(fraction * 5) * 20}%`;
      const line = `${title}${rounded === " 0%" ? "" : rounded}`;
      if (line !== last) stream.write(`${line}\n`);
      last = line;
    },
    end() {
      if (stream.isTTY) stream.write("\r\x1b[2K");
    },
  };
}
