import { BackendError } from "../../library/ground/errors.ts";
import { say } from "../../library/ground/say.ts";
import type { NodePackage } from "./places.ts";

/** What the user asks for: `glassbook setup-tensorflow [--gpu] [--tensorflow VERSION] [--from DIR]`. */
export interface Wish {
  gpu: boolean;
  /** `2.18.1`, or `2.18` for the newest of it. Default: `testedTensorFlow`. */
  tensorflow?: string | undefined;
  /** A wheel, an installed Python TensorFlow or an unpacked libtensorflow, in place of a download. */
  from?: string | undefined;
}

/** The machine, as far as it decides what can be set up. */
export interface Machine {
  platform: NodeJS.Platform;
  arch: string;
  /** Linux without glibc, such as Alpine. */
  musl: boolean;
}

export interface Plan {
  package: NodePackage;
  /** The wheel on PyPI that carries libtensorflow. */
  wheel: "tensorflow-cpu" | "tensorflow";
  tensorflow: string;
  /** What pip is asked for: `tensorflow-cpu==2.18.1`. */
  requirement: string;
  /** Space that the set-up takes while it runs, in bytes. */
  diskBytes: number;
}

/** Of tfjs-node and tfjs-node-gpu: the one whose binding is built. */
export const packageVersion = "4.22.0";

/** Unless the user asks for another: the first of those that `npm run test:tensorflow` sets up. */
export const testedTensorFlow = "2.18.1";

const gigabyte = 1e9;

/**
 * What is to be fetched and built for a wish.
 *
 * @throws BackendError where this system cannot have it, with what it can have instead.
 */
export function planFor(wish: Wish, { platform, arch, musl }: Machine): Plan {
  const instead = say`Sessions run on WebAssembly here, and layers models on ONNX Runtime, without any setup.`;
  if (platform === "win32") {
    throw new BackendError(
      say`setup-tensorflow cannot build on Windows: PyPI's TensorFlow for Windows lacks the library it needs. Run \`npm install @tensorflow/tfjs-node\` in the notebook's folder for a prebuilt one, where its download works, or use WSL. ${instead}`,
    );
  }
  if (platform !== "linux" && platform !== "darwin") {
    throw new BackendError(say`There is no TensorFlow for ${platform} on PyPI. ${instead}`);
  }
  if (musl) throw new BackendError(say`TensorFlow needs a Linux with glibc; this one (Alpine?) has musl. ${instead}`);
  if (wish.gpu && (platform === "darwin" || arch !== "x64")) {
    const what = `${platform === "darwin" ? "macOS" : "Linux"} ${arch}`;
    throw new BackendError(
      say`tfjs-node-gpu needs CUDA, which exists for Linux x64 only; this is ${what}. Leave out --gpu to set up TensorFlow on the CPU. ${instead}`,
    );
  }
  const tensorflow = wish.tensorflow ?? testedTensorFlow;
  if (!/^\d+\.\d+(\.\d+)?$/.test(tensorflow)) {
    throw new BackendError(say`--tensorflow is ${tensorflow}: expected a version such as ${testedTensorFlow}.`);
  }
  // The CPU's wheel is built for Linux; macOS has one for everything.
  const wheel = wish.gpu || platform === "darwin" ? "tensorflow" : "tensorflow-cpu";
  const exact = tensorflow.split(".").length === 3;
  return {
    package: wish.gpu ? "tfjs-node-gpu" : "tfjs-node",
    wheel,
    tensorflow,
    requirement: `${wheel}==${tensorflow}${exact ? "" : ".*"}`,
    // The wheel, what is unpacked of it, pip's own copies; for a GPU also CUDA's libraries, packed and unpacked.
    diskBytes: wish.gpu ? 10 * gigabyte : 1.8 * gigabyte,
  };
}

/** Tags of CPython whose wheels are taken, best first: only libtensorflow is used of them, so any that exists will do. */
export const pythonTags = ["312", "311", "313", "314"];
