#!/usr/bin/env node
export * from "./host.ts";
