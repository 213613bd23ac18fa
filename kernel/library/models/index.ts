export { mnistCnn } from "./mnistCnn.ts";
