export * from "./datasets/index.ts";
export * from "./display/index.ts";
export * from "./engine/index.ts";
export * from "./explain/index.ts";
export * from "./global/index.ts";
export { type Comm, type CommListener, type CommOpenListener, createComm, onCommOpen } from "./ground/comm.ts";
export * from "./ground/errors.ts";
export { type Language, language, setLanguage } from "./ground/say.ts";
export { type BackendInfo, backendInfo } from "./ground/session.ts";
export * from "./metrics/index.ts";
export { evaluate as evaluateMethods } from "./metrics/index.ts";
export * from "./models/index.ts";
// Of the two, the older one keeps its name here; each room has its own.
export { evaluate } from "./models/index.ts";
export * from "./tensorflow/index.ts";
