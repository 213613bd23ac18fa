import { SessionCache } from "./SessionCache.ts";

/** Sessions kept warm over all models: each holds its own copy of its model's weights. */
export const sessions = new SessionCache(12);
