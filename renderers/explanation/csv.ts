import { csvField } from "../shared/csvField.ts";
import type { ViewMap } from "./viewMaps.ts";
import type { ViewVolume } from "./volume.ts";

/** Every value in a line of its own, for a spreadsheet or a data frame. */
export function csvOf(maps: readonly ViewMap[]): string {
  const hasVolume = maps.some(({ volume }) => volume);
  const lines = [`map,method,target,output,${hasVolume ? "depth," : ""}row,column,value,input`];
  for (const { index, told, map, under, volume } of maps) {
    if (volume) {
      for (const line of volumeLines(`${index},${csvField(told.method)},${told.target},${told.output}`, volume)) {
        lines.push(line);
      }
      continue;
    }
    const sameGrid = map.height === under.height && map.width === under.width;
    const head = `${index},${csvField(told.method)},${told.target},${told.output}`;
    for (let i = 0; i < map.values.length; i++) {
      const input = sameGrid && under.values ? short(under.values[i]) : "";
      lines.push(
        `${head},${hasVolume ? "," : ""}${Math.floor(i / map.width)},${i % map.width},${short(map.values[i])},${input}`,
      );
    }
  }
  return `${lines.join("\n")}\n`;
}

/** All slices, over bytes as they are shown. */
function* volumeLines(head: string, { map, under }: ViewVolume): Generator<string> {
  const { values, height, width } = map;
  for (let i = 0; i < values.length; i++) {
    const [slice, row] = [Math.floor(i / (height * width)), Math.floor(i / width) % height];
    yield `${head},${slice},${row},${i % width},${short(values[i])},${under.values[i]}`;
  }
}

/** Four digits are what a payload holds; float32 would write them as 0.12340000271797180. */
const short = (value: number) => (Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value));
