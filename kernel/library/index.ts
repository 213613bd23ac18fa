export * from "./datasets/index.ts";
export * from "./display/index.ts";
export * from "./engine/index.ts";
export * from "./explain/index.ts";
export * from "./global/index.ts";
export { type Comm, type CommListener, type CommOpenListener, createComm, onCommOpen } from "./ground/comm.ts";
export * from "./ground/errors.ts";
export { type Language, language, setLanguage } from "./ground/language.ts";
export { type BackendInfo, backendInfo } from "./ground/session.ts";
export * from "./metrics/index.ts";
// The measures' `evaluate` is `evaluateMethods` here.
export { evaluate } from "./models/evaluate.ts";
export * from "./models/index.ts";
export * from "./tensorflow/index.ts";
