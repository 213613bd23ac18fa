import type { CellProblem, LanguageClient } from "../language/client.ts";
import { say } from "../library/ground/say.ts";
import type { ErrorContent, Header, Message } from "../protocol/message.ts";

/** What a cell with type errors gets: a note beside its outputs, a refusal to run, nothing. */
export type TypeErrors = "note" | "block" | "off";

const modes: TypeErrors[] = ["note", "block", "off"];
const isMode = (text: string | undefined): text is TypeErrors => modes.includes(text as TypeErrors);

/** Most cells have ended by then, and the check takes no processor from them. */
const headStartMs = 15;
/**
 * So long a cell that nobody watches may wait for its note; the first one, while TypeScript loads, needs the most.
 * nbclient gives up after 4 s.
 */
const longestWaitMs = 3000;

const diagnosticsMime = "application/vnd.glassbook.diagnostics.v1+json";

/** Checks each cell's types beside its run, never before it, unless the user said `block`. */
export class TypeChecks {
  readonly #language: LanguageClient;
  readonly #note: (parent: Header, data: Record<string, unknown>) => void;
  /** Begins the check of the last cell, if it has not begun. */
  #beginNow: (() => Promise<void>) | undefined;
  #mode: TypeErrors = isMode(process.env.GLASSBOOK_TYPE_ERRORS) ? process.env.GLASSBOOK_TYPE_ERRORS : "note";

  constructor(language: LanguageClient, note: (parent: Header, data: Record<string, unknown>) => void) {
    this.#language = language;
    this.#note = note;
  }

  /** A cell is about to run; resolves with the error that keeps it from running, only where the mode is `block`. */
  begin(request: Message<"execute_request">): Promise<ErrorContent | undefined> | undefined {
    const { code, silent } = request.content;
    const asked = /^\s*%typeErrors\s+(\w+)/m.exec(code)?.[1];
    if (isMode(asked)) this.#mode = asked;
    const cell = this.#language.addCell(code);
    this.#beginNow = undefined;
    if (this.#mode === "block" && !silent) return this.#language.check(cell).then(blocked, () => undefined);
    const checked = this.#mode === "note" && !silent;
    let begun: Promise<void> | undefined;
    const begin = () => {
      clearTimeout(timer);
      begun ??= checked ? this.#check(cell, request.header) : Promise.resolve(this.#language.tell());
      return begun;
    };
    const timer = setTimeout(begin, headStartMs);
    if (checked) this.#beginNow = begin;
    return undefined;
  }

  /** Resolves when the last cell's note is told, if it has one, or after the longest wait; undefined: nothing to wait for. */
  told(): Promise<unknown> | undefined {
    const late = () => new Promise((resolve) => setTimeout(resolve, longestWaitMs).unref());
    return this.#beginNow && Promise.race([this.#beginNow(), late()]);
  }

  #check(cell: number, parent: Header): Promise<void> {
    return this.#language.check(cell).then(
      (found) => this.#tell(parent, found),
      // The service failed or was restarted: the run went on without it.
      () => {},
    );
  }

  #tell(parent: Header, problems: CellProblem[]): void {
    if (problems.length === 0) return;
    this.#note(parent, {
      [diagnosticsMime]: { problems },
      "text/plain": problems.map(sentence).join("\n"),
    });
  }
}

const sentence = ({ line, column, message, code }: CellProblem) =>
  say`type error TS${code} in line ${line}, column ${column}: ${message}`;

function blocked(problems: CellProblem[]): ErrorContent | undefined {
  if (problems.length === 0) return undefined;
  const evalue = problems.map(sentence).join("\n");
  const hint = say`The cell did not run: cells with type errors are held back here. %typeErrors note lets them run.`;
  return { ename: "TypeErrors", evalue, traceback: [evalue, hint] };
}
