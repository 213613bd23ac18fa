export * from "../../payloads/number.ts";
