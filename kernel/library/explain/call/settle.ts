import type { Rules, Settled } from "./rules.ts";

/** Options of which a call gives one or the other: its own one puts the default of the other out of force. */
const instead: readonly (readonly [string, string])[] = [
  ["target", "targets"],
  ["baselines", "background"],
  ["nodes", "nSteps"],
];

/** A call's options over defaults; what is undefined was not given. */
export function joinOptions(defaults: object, options: object): Record<string, unknown> {
  const own = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const under: Record<string, unknown> = { ...defaults };
  for (const [a, b] of instead) {
    if (own[a] === undefined && own[b] === undefined) continue;
    delete under[a];
    delete under[b];
  }
  return { ...under, ...own };
}

/** The defaults of the rules under the options. */
export function fillOptions<Options extends object, R extends Rules>(options: object, rules: R): Settled<Options, R> {
  const filled: Record<string, unknown> = { ...options };
  for (const [name, { default: initial }] of Object.entries(rules)) {
    if (initial !== undefined) filled[name] ??= initial;
  }
  return filled as Settled<Options, R>;
}

/** Those of some options that the rules have. */
export const optionsOf = <O extends object>(rules: Rules, options: O): Partial<O> =>
  Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(rules, name))) as Partial<O>;
