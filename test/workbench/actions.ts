import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Ui } from "./bridge.ts";

/** What tests in the extension host can have done in the browser that shows the workbench. */
export const actions = {
  /** Takes a picture, to be looked at. */
  async picture({ page, pictures }: Ui, name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    await page().screenshot({ path: join(pictures, `${name}.png`) });
  },
};
