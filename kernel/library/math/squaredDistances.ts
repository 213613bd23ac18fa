/** Squared distances between rows, `[n, n]`; `tell` hears of each row that is done, and is waited for. */
export async function squaredDistances(
  values: Float32Array,
  count: number,
  tell: (row: number) => Promise<void>,
): Promise<Float32Array> {
  const size = values.length / count;
  const squares = new Float32Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let a = i * size, b = j * size, end = a + size; a < end; a++, b++) {
        const difference = values[a] - values[b];
        sum += difference * difference;
      }
      squares[i * count + j] = sum;
      squares[j * count + i] = sum;
    }
    await tell(i);
  }
  return squares;
}
