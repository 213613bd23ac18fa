/** Whether segments hold several positions: segments of one position each, in order, are the positions themselves. */
export const isGrouping = (mask: Int32Array | undefined): boolean => mask?.some((segment, i) => segment !== i) ?? false;
