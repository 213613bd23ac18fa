import { csvField } from "../shared/csvField.ts";
import type { ViewMap } from "./viewMaps.ts";

/** Every value in a line of its own, for a spreadsheet or a data frame. */
export function csvOf(maps: readonly ViewMap[]): string {
  const lines = ["map,method,target,output,row,column,value,input"];
  for (const { index, told, map, under } of maps) {
    const sameGrid = map.height === under.height && map.width === under.width;
    const head = `${index},${csvField(told.method)},${told.target},${told.output}`;
    for (let i = 0; i < map.values.length; i++) {
      const input = sameGrid && under.values ? short(under.values[i]) : "";
      lines.push(`${head},${Math.floor(i / map.width)},${i % map.width},${short(map.values[i])},${input}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

/** Four digits are what a payload holds; float32 would write them as 0.12340000271797180. */
const short = (value: number) => (Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value));
