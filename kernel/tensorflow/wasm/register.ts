import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { borrowFromCpu } from "./borrowFromCpu.ts";
import { conv2DBackpropFilter } from "./conv2DBackpropFilter.ts";
import { maxPoolGrad } from "./maxPoolGrad.ts";
import { mendSamePadding } from "./samePadding.ts";

let registered = false;

/** Puts the wasm backend into tfjs together with the kernels that training needs and it lacks or has wrong. */
export function registerWasm(): void {
  if (registered) return;
  registered = true;
  tf.unregisterKernel("MaxPoolGrad", "wasm");
  for (const kernel of [maxPoolGrad, conv2DBackpropFilter]) tf.registerKernel(kernel);
  mendSamePadding();
  borrowFromCpu();
}
