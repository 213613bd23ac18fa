import type { Cell } from "../library/ground/cell.ts";
import type { AnyMessage, Header, Payload } from "../protocol/message.ts";
import type { RanCell } from "./cellErrors.ts";
import type { Outputs } from "./outputs.ts";

/** One execution of a cell, or of a comm's listener; what it prints and shows belongs to it, also when it comes late. */
export interface Run {
  parent: Header;
  silent: boolean;
  allowStdin: boolean;
  cell: RanCell;
  controller: AbortController;
  /** Whether something in the cell watches for its interruption and will end by itself. */
  watched: boolean;
  /** Whether it was interrupted and given up. */
  stopped: boolean;
  /** Displays whose bundles are still being made; the cell does not end before them. */
  displays: Set<Promise<void>>;
  /** What the reply asks the front end to do: a pager. */
  payload: Payload[];
  offer: Cell;
  lastProgress: number;
  /** Characters that it wrote to its streams. */
  written: number;
}

export function newRun(request: AnyMessage, cell: RanCell, outputs: Outputs): Run {
  const controller = new AbortController();
  const content = request.content as { silent?: boolean; allow_stdin?: boolean };
  const run: Run = {
    parent: request.header,
    silent: content.silent ?? false,
    allowStdin: content.allow_stdin ?? false,
    cell,
    controller,
    watched: false,
    stopped: false,
    displays: new Set(),
    payload: [],
    lastProgress: 0,
    written: 0,
    offer: {
      get signal() {
        run.watched = true;
        return controller.signal;
      },
      display: (bundle, options) => outputs.display(run, bundle, options),
      progress: (fraction, message) => outputs.progress(run, fraction, message),
    },
  };
  return run;
}
