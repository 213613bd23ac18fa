import { type AnyMessage, isMessage, progressDisplayId } from "../protocol/message.ts";

/** Shows how far a run is. */
export interface TerminalProgress {
  /** Cell `done` (0-based among the code cells) begins. */
  cell(done: number, source: string): void;
  message(message: AnyMessage): void;
  end(): void;
}

const barWidth = 24;

/** A bar that is redrawn in place on a terminal; elsewhere (a log) one line for each cell. */
export function terminalProgress(total: number, stream: NodeJS.WriteStream = process.stderr): TerminalProgress {
  let done = 0;
  let title = "";
  const draw = (fraction: number, text: string) => {
    const share = (done + fraction) / Math.max(1, total);
    const filled = Math.round(share * barWidth);
    const bar = "█".repeat(filled) + "░".repeat(barWidth - filled);
    const line = `${bar} ${done + 1}/${total}  ${text}`.slice(0, (stream.columns ?? 80) - 1);
    stream.write(`\r\x1b[2K${line}`);
  };
  return {
    cell(index, source) {
      done = index;
      title = firstLine(source);
      if (stream.isTTY) draw(0, title);
      else stream.write(`[${index + 1}/${total}] ${title}\n`);
    },
    message(message) {
      if (!stream.isTTY || !isMessage(message, "update_display_data")) return;
      if (message.content.transient?.display_id !== progressDisplayId) return;
      const progress = message.content.data["application/vnd.glassbook.progress.v1+json"];
      const { fraction, text } = progress as { fraction: number; text: string };
      draw(fraction, `${text} ${Math.round(fraction * 100)}%`);
    },
    end() {
      if (stream.isTTY) stream.write("\r\x1b[2K");
    },
  };
}

/** What a cell is about: its first comment, or else its first line. */
const firstLine = (source: string) => {
  const lines = source.split("\n").filter((line) => line.trim() !== "");
  const comment = lines.find((line) => line.startsWith("// "));
  return (comment?.slice("// ".length) ?? lines[0] ?? "").slice(0, 70);
};
