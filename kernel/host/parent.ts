import { isAlive } from "../library/ground/isAlive.node.ts";

const everyMs = 1000;
/** A front end asks its new kernel what it is at once. */
const heardWithinMs = 8000;
/** Who takes over the children of a process that has ended. */
const adopter = 1;

/** Told of a front end. */
export interface Heard {
  /** Whether anybody has asked for anything. */
  anything(): boolean;
}

/**
 * A front end that was killed leaves its kernel to another parent: then it is time to go. One that died before this
 * process could see it has left it already: Jupyter says who it was (`JPY_PARENT_PID`); else nobody asks for anything.
 */
export function endWithParent(end: () => void, heard: Heard, startedBy = process.ppid): void {
  const named = Number(process.env.JPY_PARENT_PID);
  const began = Date.now();
  const isLeft = () => {
    if (process.ppid !== startedBy) return true;
    if (startedBy !== adopter || heard.anything()) return false;
    return named > adopter ? !isAlive(named) : Date.now() - began > heardWithinMs;
  };
  setInterval(() => {
    if (isLeft()) end();
  }, everyMs).unref();
}
