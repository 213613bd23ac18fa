import type { SetUp } from "../setup/places.ts";

/** How one backend fares. */
export interface BackendState {
  backend: string;
  /** What it runs on, where it works. */
  device?: string;
  /** Images of 28 × 28 that a small CNN trains on in a second. */
  imagesPerSecond?: number;
  /** A clause: why it does not work. */
  why?: string;
  /** The command that would mend it. */
  remedy?: string;
}

export interface Gpu {
  name: string;
  driver: string;
  memoryMegabytes: number;
}

/** A copy of tfjs other than the kernel's. */
export interface TfjsCopy {
  package: string;
  version: string;
  path: string;
}

/** What `glassbook doctor --json` prints. */
export interface DoctorReport {
  /** Whether training works: the exit status. */
  ok: boolean;
  node: { version: string; wanted: string; ok: boolean; platform: string };
  /** The backend that a session takes, and who asked for it where it is not simply the best. */
  backend?: string;
  asked?: string;
  backends: BackendState[];
  gpus: Gpu[];
  /** What the set-up tfjs-node-gpu was built for, and the driver that it needs. */
  cuda?: { wanted: string; cudnn?: string; driverWanted?: string };
  memory: { totalBytes: number; freeBytes: number };
  setUps: SetUp[];
  tfjs: { version: string; copies: TfjsCopy[] };
  next: string[];
}
