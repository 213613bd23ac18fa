export {
  type AccumulatedLocalEffects,
  type AccumulatedLocalEffectsOptions,
  accumulatedLocalEffects,
} from "./accumulatedLocalEffects.ts";
export { type PartialDependence, type PartialDependenceOptions, partialDependence } from "./partialDependence.ts";
