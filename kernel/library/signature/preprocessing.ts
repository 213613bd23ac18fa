import type { ImageSpec, PreprocessStep } from "./Signature.ts";

/** How pictures were prepared for a family of models: a hint for `loadOnnx`, `loadModel` and `describeModel`. */
export interface Preprocessing {
  readonly kind: "image";
  readonly colorOrder?: ImageSpec["colorOrder"];
  readonly preprocess: readonly PreprocessStep[];
}

const unitRange = { kind: "rescale", factor: 1 / 255 } as const;
const edge256crop224 = [
  { kind: "resize", shortestEdge: 256, filter: "bilinear" },
  { kind: "centerCrop", size: [224, 224] },
] as const;

/**
 * The usual ways in which pictures are prepared, by name. Each is a hint of an input, to be given where the model file
 * does not say how its pictures were prepared. The sizes are those of the models of 224 or 299 pixels; a model of another
 * size takes them in proportion (`readImage` says so).
 *
 * | name | resize | crop | filter | numbers |
 * | --- | --- | --- | --- | --- |
 * | `imagenet` | shorter side to 256 | center 224 × 224 | bilinear | bytes / 255, minus (0.485, 0.456, 0.406), by (0.229, 0.224, 0.225); red first |
 * | `inception` | to 299 × 299 | center 87.5%, before | bilinear | bytes / 127.5 − 1: from −1 to 1; red first |
 * | `caffe` | shorter side to 256 | center 224 × 224 | bilinear | bytes minus (103.939, 116.779, 123.68); blue first |
 * | `efficientnet-lite` | to 224 × 224 | center square, before | bicubic | (bytes − 127) / 128; red first |
 * | `unit` | to the model's size | none | bilinear | bytes / 255: from 0 to 1 |
 * | `bytes` | to the model's size | none | bilinear | bytes as they are: from 0 to 255 |
 *
 * `imagenet` is torchvision's and most of timm's, `inception` TF-Slim's (Inception, MobileNet and Keras's mode `"tf"`),
 * `caffe` that of VGG and of Keras's mode `"caffe"`, `efficientnet-lite` that of TensorFlow's EfficientNet-Lite.
 *
 * @example
 * const model = await loadOnnx("resnet50.onnx", { inputs: preprocessing.imagenet });
 * const two = await loadOnnx("two.onnx", { inputs: { image: preprocessing.inception } });
 */
export const preprocessing = {
  imagenet: {
    kind: "image",
    colorOrder: "rgb",
    preprocess: [
      ...edge256crop224,
      unitRange,
      { kind: "normalize", mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
    ],
  },
  inception: {
    kind: "image",
    colorOrder: "rgb",
    preprocess: [
      { kind: "centerCrop", fraction: 0.875 },
      { kind: "resize", exact: [299, 299], filter: "bilinear" },
      { kind: "rescale", factor: 1 / 127.5, offset: -1 },
    ],
  },
  caffe: {
    kind: "image",
    colorOrder: "bgr",
    preprocess: [...edge256crop224, { kind: "normalize", mean: [103.939, 116.779, 123.68], std: [1] }],
  },
  "efficientnet-lite": {
    kind: "image",
    colorOrder: "rgb",
    preprocess: [
      { kind: "centerCrop", size: "shorterSide" },
      { kind: "resize", exact: [224, 224], filter: "bicubic" },
      { kind: "normalize", mean: [127], std: [128] },
    ],
  },
  unit: { kind: "image", preprocess: [unitRange] },
  bytes: { kind: "image", preprocess: [] },
} as const satisfies Readonly<Record<string, Preprocessing>>;

export type PreprocessingName = keyof typeof preprocessing;
