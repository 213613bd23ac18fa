/** An array, tensor or image of the wrong rank or size. Says what came and what was expected. */
export class ShapeError extends Error {
  override name = "ShapeError";
}

/** A class that the model does not have. */
export class TargetError extends Error {
  override name = "TargetError";
}

/** An operator on the way from input to output has no gradient. Names it, and a perturbation method to use instead. */
export class GradientNotFoundError extends Error {
  override name = "GradientNotFoundError";
}

/** A layer that the compiled engine cannot run, or a layer that the model does not have. */
export class UnsupportedLayerError extends Error {
  override name = "UnsupportedLayerError";
}

/** A TensorFlow backend that is not there or does not work. Says how to mend it. */
export class BackendError extends Error {
  override name = "BackendError";
}

/** A data file that is missing, damaged or not what it should be. Names file, expected and found. */
export class DataError extends Error {
  override name = "DataError";
}

/** An option outside its range, or options that contradict each other. */
export class OptionError extends Error {
  override name = "OptionError";
}

/** A remote model that cannot be reached, or answers what is no answer. Names address, status and tries. */
export class RemoteError extends Error {
  override name = "RemoteError";
}
