export * from "./mimeBundle.ts";
