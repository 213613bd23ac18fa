type Shuffled = Int32Array | Uint32Array | Float32Array | Float64Array | unknown[];

/** A stream of random numbers that depends on nothing but its seed: the same on every machine and engine. */
export interface Random {
  /** Uniform in [0, 1), 32 bits of it. */
  uniform(): number;
  /** Standard normal: mean 0, standard deviation 1. */
  normal(): number;
  /** A whole number from 0 to `limit - 1`, each equally likely (`limit` up to 2³²). */
  integer(limit: number): number;
  /** Shuffles in place (Fisher–Yates) and returns the same array. */
  shuffle<T extends Shuffled>(array: T): T;
  /** The numbers 0 to `count - 1` in random order. */
  permutation(count: number): Int32Array;
}

/** Spreads a seed over the state (splitmix32), so that seeds 1 and 2 give unrelated streams. */
function splitmix32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
}

/**
 * The library's one generator: xoshiro128** 1.1 (Blackman and Vigna, "Scrambled linear pseudorandom number
 * generators", 2021), seeded by splitmix32.
 *
 * @param seed a whole number; taken modulo 2³².
 * @example
 * const random = createRandom(42);
 * random.permutation(5);
 */
export function createRandom(seed: number): Random {
  const next = splitmix32(seed);
  let a = next();
  let b = next();
  let c = next();
  let d = next();
  let spare: number | undefined;

  const bits = () => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  const uniform = () => bits() / 0x100000000;
  const integer = (limit: number) => {
    // Numbers above the last full multiple would make the small ones likelier. Division is several times as fast as %.
    const end = Math.floor(0x100000000 / limit) * limit;
    for (;;) {
      const drawn = bits();
      if (drawn < end) return drawn - Math.floor(drawn / limit) * limit;
    }
  };
  const shuffle = <T extends Shuffled>(array: T): T => {
    for (let i = array.length - 1; i > 0; i--) {
      const j = integer(i + 1);
      const kept = array[i] as number;
      array[i] = array[j] as number;
      array[j] = kept;
    }
    return array;
  };

  return {
    uniform,
    normal() {
      // Box–Muller gives two at a time.
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    integer,
    shuffle,
    permutation: (count) => shuffle(Int32Array.from({ length: count }, (_, index) => index)),
  };
}
