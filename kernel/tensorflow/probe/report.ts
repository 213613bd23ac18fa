import type { Refusal } from "../../library/ground/session.ts";

/** What is to be tried, as JSON in the probe's only parameter. */
export interface ProbeRequest {
  /** This backend alone; the best that works where it is left out. */
  backend?: string;
  /** Folder of a tfjs-node package to use, instead of looking for one. */
  package?: string;
  /** The notebook's folder. */
  folder?: string;
  /** Milliseconds to train for, to tell the speed. Default 0: one step, which proves that training works. */
  trainMs?: number;
}

/** What came of it, as the last line that the probe prints. */
export interface ProbeReport {
  backend?: string;
  device?: string;
  reasons?: readonly Refusal[];
  /** libtensorflow's version, where it is one. */
  tensorflow?: string;
  /** Images of 28 × 28 that a small CNN trains on in a second. */
  imagesPerSecond?: number;
  /** A clause: why it does not work. */
  error?: string;
  /** The command that would mend it. */
  remedy?: string;
}
