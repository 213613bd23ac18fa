/** What a cell took and left behind: `metadata.glassbook` of the kernel's `execute_reply`. */
export interface CellCost {
  durationMs: number;
  tensors: number;
  tensorDelta: number;
  bytes: number;
  backend?: string;
  device?: string;
}

export function readCost(metadata: Record<string, unknown>): CellCost | undefined {
  const cost = metadata.glassbook as Partial<CellCost> | undefined;
  return typeof cost?.durationMs === "number" && typeof cost.tensors === "number" ? (cost as CellCost) : undefined;
}
