export { type ExampleBatch, type Examples, ImageSet } from "./imageSet.ts";
export { loadIdx } from "./loadIdx.node.ts";
export { type Mnist, type MnistOptions, mnist } from "./mnist.node.ts";
export type { DownloadProgress } from "./mnistSource.node.ts";
