import type { PreprocessStep, ResizeFilter } from "../../signature/Signature.ts";

/** What files of the Hugging Face Hub beside a model say of it. */
export interface HubFacts {
  readonly preprocess?: readonly PreprocessStep[] | undefined;
  readonly colorOrder?: "bgr" | undefined;
  readonly classNames?: readonly string[] | undefined;
}

type Json = Readonly<Record<string, unknown>>;

/** Pillow's numbers of its filters. */
const filters: readonly ResizeFilter[] = ["nearest", "lanczos", "bilinear", "bicubic", "box", "hamming"];

/** Processors whose `size`, where it is one number, is that of the shorter side. */
const shorterSide = /^(CLIP|ConvNext|Levit|PoolFormer|MobileViT|MobileNetV[12]|VideoMAE|Vivit)/;

/** What these processors do besides, and no step of ours says. */
const unsaid = ["do_pad", "do_thumbnail", "do_align_long_axis", "do_crop_margin", "do_color_quantize", "include_top"];

/**
 * The steps that a `preprocessor_config.json` of Hugging Face's image processors names (`do_resize`, `size`, `resample`,
 * `crop_size`, `do_rescale`, `rescale_factor`, `do_normalize`, `image_mean`, `image_std`); nothing where it does more than
 * can be said, or leaves out a number.
 */
export function hubSteps(config: Json): HubFacts {
  const type = String(config.image_processor_type ?? config.feature_extractor_type ?? "");
  if (unsaid.some((flag) => config[flag] === true)) return {};
  const pixels = [...resizeStep(config, type), ...cropStep(config)];
  const numbers = numberSteps(config);
  if (!numbers || pixels.includes(undefined)) return {};
  const preprocess = [...pixels.filter((step) => step !== undefined), ...numbers];
  return { preprocess, colorOrder: config.do_flip_channel_order === true ? "bgr" : undefined };
}

type Found = readonly (PreprocessStep | undefined)[];

function resizeStep(config: Json, type: string): Found {
  const { size, crop_pct: share } = config;
  if (config.do_resize === false || (size === undefined && config.do_resize === undefined)) return [];
  const filter = typeof config.resample === "number" ? filters[config.resample] : undefined;
  const withFilter = filter ? { filter } : {};
  const edge = typeof size === "number" && shorterSide.test(type) ? size : inside(size, "shortest_edge");
  if (edge !== undefined) {
    if (/^(ConvNext|PoolFormer)/.test(type))
      return cropped(edge, typeof share === "number" ? share : 224 / 256, withFilter);
    if (/^Levit/.test(type)) return [{ kind: "resize", shortestEdge: Math.trunc((256 / 224) * edge), ...withFilter }];
    return [{ kind: "resize", shortestEdge: edge, ...withFilter }];
  }
  const exact = pair(size);
  return [exact && { kind: "resize", exact, ...withFilter }];
}

/** ConvNext's way: small pictures are cropped, from 384 pixels on they are bent to the size. */
function cropped(edge: number, share: number, filter: { readonly filter?: ResizeFilter }): Found {
  if (edge >= 384) return [{ kind: "resize", exact: [edge, edge], ...filter }];
  const shortestEdge = Math.trunc(edge / share);
  return [
    { kind: "resize", shortestEdge, ...filter },
    { kind: "centerCrop", size: [edge, edge] },
  ];
}

function cropStep({ do_center_crop: does, crop_size: given }: Json): Found {
  if (does === false || (does === undefined && given === undefined)) return [];
  const size = pair(given);
  return [size && { kind: "centerCrop", size }];
}

function numberSteps(config: Json): readonly PreprocessStep[] | undefined {
  const { rescale_factor: factor = 1 / 255, image_mean: mean, image_std: std } = config;
  const steps: PreprocessStep[] = [];
  if (config.do_rescale !== false) {
    if (typeof factor !== "number") return undefined;
    steps.push({ kind: "rescale", factor, ...(config.rescale_offset === true && { offset: -1 }) });
  }
  if (config.do_normalize === false || (config.do_normalize === undefined && mean === undefined)) return steps;
  return isNumbers(mean) && isNumbers(std) ? [...steps, { kind: "normalize", mean, std }] : undefined;
}

/** The classes' names by index, out of a `config.json`'s `id2label`; none where they only count. */
export function hubNames({ id2label }: Json): readonly string[] | undefined {
  if (typeof id2label !== "object" || id2label === null) return undefined;
  const found = id2label as Json;
  const names = Object.keys(found).map((_, i) => found[String(i)]);
  if (!names.every((name): name is string => typeof name === "string")) return undefined;
  return names.length === 0 || names.every((name) => /^LABEL_\d+$/.test(name)) ? undefined : names;
}

const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "number");

const inside = (size: unknown, field: string): number | undefined => {
  const value = typeof size === "object" && size !== null ? (size as Json)[field] : undefined;
  return typeof value === "number" ? value : undefined;
};

function pair(size: unknown): readonly [number, number] | undefined {
  if (typeof size === "number") return [size, size];
  const [height, width] = [inside(size, "height"), inside(size, "width")];
  return height === undefined || width === undefined ? undefined : [height, width];
}
