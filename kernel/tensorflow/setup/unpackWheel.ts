import { rm } from "node:fs/promises";
import { DataError } from "../../library/ground/errors.ts";
import { say } from "../../library/ground/say.ts";
import { lastWords, runTool } from "./runTool.ts";

/** What a wheel of TensorFlow says of itself. */
export interface WheelFacts {
  /** Text of its METADATA. */
  metadata: string;
  /** Text of its build_info.py: for which CUDA it was built. */
  buildInfo: string;
}

// Python is there, as pip is; Node has no reader of zip files.
const script = `
import json, os, shutil, sys, zipfile
wheel, deps = sys.argv[1:]
libraries = {f"tensorflow/libtensorflow_{part}.{end}" for part in ("cc", "framework") for end in ("so.2", "2.dylib")}
include = "tensorflow/include/"
headers = tuple(include + part for part in ("tensorflow/c/", "tensorflow/core/platform/ctstring", "tensorflow/tsl/", "tsl/", "xla/tsl/"))
facts = {"metadata": "", "buildInfo": ""}
found = 0
try:
    archive = zipfile.ZipFile(wheel)
    for name in archive.namelist():
        if name in libraries:
            out = "lib/" + name.split("/")[-1]
            found += 1
        elif name.startswith(headers) and name.endswith(".h"):
            out = "include/" + name[len(include):]
        else:
            if name.endswith(".dist-info/METADATA"):
                facts["metadata"] = archive.read(name).decode()
            if name == "tensorflow/python/platform/build_info.py":
                facts["buildInfo"] = archive.read(name).decode()
            continue
        out = os.path.join(deps, out)
        os.makedirs(os.path.dirname(out), exist_ok=True)
        with archive.open(name) as source, open(out, "wb") as target:
            shutil.copyfileobj(source, target, 1 << 22)
except zipfile.BadZipFile as error:
    sys.exit(f"damaged: {error}")
if found < 2:
    sys.exit("empty: libtensorflow is not in it")
print(json.dumps(facts))
`;

/** The wheel is damaged; its file is gone, so that the next attempt fetches it anew. */
export class DamagedWheel extends DataError {
  override name = "DamagedWheel";
}

/** Takes libtensorflow and the headers that tfjs-node's binding needs out of a wheel: `deps/lib` and `deps/include`. */
export async function unpackWheel(
  wheel: string,
  deps: string,
  { python, signal, keep }: { python: string; signal: AbortSignal; keep: boolean },
): Promise<WheelFacts> {
  const { status, stdout, stderr } = await runTool(python, ["-c", script, wheel, deps], { signal });
  if (status === 0) return JSON.parse(stdout) as WheelFacts;
  const why = lastWords(stderr, 1);
  if (/^damaged/.test(why)) {
    if (!keep) await rm(wheel, { force: true });
    throw new DamagedWheel(
      say`${wheel} is damaged: expected a wheel of TensorFlow, but it is not a complete zip file.`,
    );
  }
  if (/^empty/.test(why)) {
    throw new DataError(say`${wheel} has no libtensorflow: expected a wheel of TensorFlow for Linux or macOS.`);
  }
  throw new DataError(say`${wheel} cannot be unpacked: ${why}.`);
}
