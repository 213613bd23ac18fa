import { say } from "../library/ground/say.ts";
import type { Magic } from "./magicLines.ts";

/** What each magic does, in one line. */
export const magicHelp: Readonly<Record<Magic, () => string>> = {
  time: () => say`%time CODE: run the rest of the line and print how long it took`,
  timeit: () => say`%timeit CODE: run the rest of the line many times and print the mean time of one run`,
  who: () => say`%who: list the names that cells declared, with their types`,
  reset: () => say`%reset: forget every name and dispose all tensors`,
  tensors: () => say`%tensors: count the tensors in memory, and what the previous cell left`,
  backend: () => say`%backend [NAME]: show what runs TensorFlow.js, or choose it`,
  typeErrors: () => say`%typeErrors [note | block | off]: what to do with cells that have type errors`,
  language: () => say`%language [en | zh-CN]: show or choose the language of errors, notices and descriptions`,
  help: () => say`%help: print this list; %NAME? prints one line of it`,
};
