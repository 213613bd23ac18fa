/** Whether a picture of this shape, without the batch, has its channels first, as PyTorch has them: `[3, 224, 224]`. */
export const isChannelsFirst = (shape: readonly number[]): boolean =>
  shape.length === 3 && [1, 3, 4].includes(shape[0]) && shape[1] > 4 && shape[2] > 4;
