import type { TensorLike } from "../library/display/toBundle.node.ts";

/** What of tfjs's tensors reads a few values out of many. */
interface Readable extends TensorLike {
  size: number;
  reshape(shape: number[]): Readable;
  slice(begin: number[], size: number[]): Readable;
  gather(indices: number[]): Readable;
  dispose(): void;
}

/** So many values are read as they are; of more, those that are asked for. */
const few = 1000;

/** A tensor as the variable view looks into it: all of it, or what lies below one of its rows. */
export class TensorPart {
  readonly tensor: TensorLike;
  readonly shape: readonly number[];
  /** Where it begins among the tensor's values. */
  readonly #offset: number;

  constructor(tensor: TensorLike, shape: readonly number[] = tensor.shape, offset = 0) {
    this.tensor = tensor;
    this.shape = shape;
    this.#offset = offset;
  }

  get size(): number {
    return this.shape.reduce((product, length) => product * length, 1);
  }

  /** Whether its values are there, and one number (or text, or truth) each. */
  get isReadable(): boolean {
    return !this.tensor.isDisposed && this.tensor.dtype !== "complex64";
  }

  row(index: number): TensorPart {
    const [, ...shape] = this.shape;
    const row = new TensorPart(this.tensor, shape);
    return new TensorPart(this.tensor, shape, this.#offset + index * row.size);
  }

  /** Some of its values. Leaves no tensor behind. */
  async values(from: number, count: number): Promise<unknown[]> {
    const tensor = this.tensor as Readable;
    const [begin, length] = [this.#offset + from, Math.min(count, this.size - from)];
    if (tensor.size <= few) return Array.from(await tensor.data()).slice(begin, begin + length);
    const flat = tensor.reshape([tensor.size]);
    let part: Readable | undefined;
    try {
      // On WebAssembly a slice of numbers copies the whole tensor first; texts have no gather there.
      if (tensor.dtype === "string") part = flat.slice([begin], [length]);
      else part = flat.gather(Array.from({ length }, (_, i) => begin + i));
      return Array.from(await part.data());
    } finally {
      part?.dispose();
      flat.dispose();
    }
  }
}
