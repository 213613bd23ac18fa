import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { OnnxModel } from "../../kernel/library/engine/OnnxModel.ts";
import { readImage } from "../../kernel/library/inputFiles/readImage.node.ts";
import { root } from "../goldens.ts";
import { pythonWith } from "../python.ts";

/** A photograph with an object that ImageNet names, as the network takes it. */
export interface Photograph {
  readonly name: string;
  readonly values: Float32Array;
  /** The class that names the object: the network's best guess. */
  readonly class: number;
  /** Drawn by hand around the object, in pixels of the network's picture of 224 × 224. */
  readonly box: readonly [top: number, left: number, bottom: number, right: number];
}

interface Listed {
  readonly file: string;
  readonly class: number;
  readonly box: Photograph["box"];
}

/**
 * The photographs in scikit-image's and scikit-learn's wheels whose object the network names; all of them. The motorcycles
 * are the two pictures of a stereo camera.
 */
export async function photographs(model: OnnxModel): Promise<Photograph[]> {
  const python = pythonWith("--no-deps", "scikit-image==0.26.0", "scikit-learn==1.9.1");
  const where = "import sysconfig; print(sysconfig.get_path('purelib'))";
  const packages = execFileSync(python, ["-c", where], { encoding: "utf8" }).trim();
  const listed = JSON.parse(readFileSync(join(root, "test/photographs/objects.json"), "utf8")) as Listed[];
  return Promise.all(
    listed.map(async ({ file, ...rest }) => {
      const { values } = await readImage(join(packages, file), model);
      return { name: basename(file), values: Float32Array.from(values), ...rest };
    }),
  );
}
