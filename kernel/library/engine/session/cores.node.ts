import { availableParallelism } from "node:os";

/** Threads that this machine runs at a time. */
export const cores: number = availableParallelism();
