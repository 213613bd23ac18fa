export * from "../../../renderers/shared/number.ts";
