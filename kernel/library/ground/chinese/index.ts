import type { Catalog } from "../say.ts";
import { kernel } from "./kernel.ts";

/** All Chinese texts, by room. */
export const chinese: Catalog = { ...kernel };
