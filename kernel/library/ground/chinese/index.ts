import type { Catalog } from "../say.ts";
import { call } from "./call.ts";
import { cells } from "./cells.ts";
import { commands } from "./commands.ts";
import { datasets } from "./datasets.ts";
import { display } from "./display.ts";
import { drawing } from "./drawing.ts";
import { engine } from "./engine.ts";
import { explain } from "./explain.ts";
import { explanation } from "./explanation.ts";
import { global } from "./global.ts";
import { metrics } from "./metrics.ts";
import { models } from "./models.ts";
import { parts } from "./parts.ts";
import { preprocessing } from "./preprocessing.ts";
import { rest } from "./rest.ts";
import { tensorflow } from "./tensorflow.ts";
import { training } from "./training.ts";
import { vision } from "./vision.ts";

/** All Chinese texts. */
export const chinese: Catalog = {
  ...call,
  ...cells,
  ...commands,
  ...datasets,
  ...display,
  ...drawing,
  ...engine,
  ...explain,
  ...explanation,
  ...global,
  ...metrics,
  ...models,
  ...parts,
  ...preprocessing,
  ...rest,
  ...tensorflow,
  ...training,
  ...vision,
};
