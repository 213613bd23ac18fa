/** Constants of 13 binary places. */
const [c0298, c0390, c0541, c0765, c0899, c1175] = [2446, 3196, 4433, 6270, 7373, 9633];
const [c1501, c1847, c1961, c2053, c2562, c3072] = [12299, 15137, 16069, 16819, 20995, 25172];

const work = new Int32Array(64);

/**
 * The inverse discrete cosine transform of one block, as libjpeg's "islow" computes it to the bit: after Loeffler,
 * Ligtenberg and Moschytz (1989), in whole numbers, with 2 more binary places between columns and rows.
 *
 * @param block 64 coefficients in natural order, from `from` on.
 * @param samples where the 8 × 8 bytes go, from `to` on, `stride` from row to row.
 * @see libjpeg-turbo, src/jidctint.c
 */
export function inverseTransform(
  block: Int16Array,
  from: number,
  quantization: Uint16Array,
  samples: Uint8Array,
  to: number,
  stride: number,
): void {
  for (let i = 0; i < 8; i++) {
    const at = from + i;
    const x0 = block[at] * quantization[i];
    const x1 = block[at + 8] * quantization[i + 8];
    const x2 = block[at + 16] * quantization[i + 16];
    const x3 = block[at + 24] * quantization[i + 24];
    const x4 = block[at + 32] * quantization[i + 32];
    const x5 = block[at + 40] * quantization[i + 40];
    const x6 = block[at + 48] * quantization[i + 48];
    const x7 = block[at + 56] * quantization[i + 56];
    if (x1 === 0 && x2 === 0 && x3 === 0 && x4 === 0 && x5 === 0 && x6 === 0 && x7 === 0) {
      const flat = x0 << 2;
      for (let k = i; k < 64; k += 8) work[k] = flat;
      continue;
    }
    line(x0, x1, x2, x3, x4, x5, x6, x7, 11);
    for (let k = 0; k < 8; k++) work[i + k * 8] = result[k];
  }
  for (let i = 0; i < 8; i++) {
    const at = i * 8;
    line(
      work[at],
      work[at + 1],
      work[at + 2],
      work[at + 3],
      work[at + 4],
      work[at + 5],
      work[at + 6],
      work[at + 7],
      18,
    );
    const begin = to + i * stride;
    for (let k = 0; k < 8; k++) {
      const value = result[k] + 128;
      samples[begin + k] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
  }
}

const result = new Int32Array(8);

/** One line of 8 into `result`, divided by 2 to the `places`, rounded. */
function line(
  x0: number,
  x1: number,
  x2: number,
  x3: number,
  x4: number,
  x5: number,
  x6: number,
  x7: number,
  places: number,
): void {
  const half = 1 << (places - 1);
  const even = Math.imul(x2 + x6, c0541);
  const e2 = even - Math.imul(x6, c1847);
  const e3 = even + Math.imul(x2, c0765);
  const e0 = (x0 + x4) << 13;
  const e1 = (x0 - x4) << 13;
  const t0 = (e0 + e3 + half) | 0;
  const t3 = (e0 - e3 + half) | 0;
  const t1 = (e1 + e2 + half) | 0;
  const t2 = (e1 - e2 + half) | 0;

  const z5 = Math.imul(x7 + x3 + x5 + x1, c1175);
  const z1 = -Math.imul(x7 + x1, c0899);
  const z2 = -Math.imul(x5 + x3, c2562);
  const z3 = z5 - Math.imul(x7 + x3, c1961);
  const z4 = z5 - Math.imul(x5 + x1, c0390);
  const o0 = Math.imul(x7, c0298) + z1 + z3;
  const o1 = Math.imul(x5, c2053) + z2 + z4;
  const o2 = Math.imul(x3, c3072) + z2 + z3;
  const o3 = Math.imul(x1, c1501) + z1 + z4;

  result[0] = (t0 + o3) >> places;
  result[7] = (t0 - o3) >> places;
  result[1] = (t1 + o2) >> places;
  result[6] = (t1 - o2) >> places;
  result[2] = (t2 + o1) >> places;
  result[5] = (t2 - o1) >> places;
  result[3] = (t3 + o0) >> places;
  result[4] = (t3 - o0) >> places;
}
