import { spaced } from "../text/chinese.ts";
import { number } from "../text/number.ts";
import type { Locale } from "../text/words.ts";
import type { Column } from "./columns.ts";
import type { InputSpec, OutputSpec, Signature } from "./Signature.ts";

/** Names that are told one by one. */
const mostNamed = 6;

/** What a model takes and answers, a line for each input and output. */
export function signatureInWords({ inputs, outputs }: Signature, locale: Locale): string[] {
  const isChinese = locale === "zh-CN";
  const line = (verb: string, spec: InputSpec | OutputSpec, count: number, words: string) => {
    const name = count > 1 ? `${spec.name}${isChinese ? "：" : ": "}` : "";
    return isChinese ? `${verb}：${name}${words}。` : `${verb} ${name}${words}.`;
  };
  return [
    ...inputs.map((spec) => line(isChinese ? "输入" : "Takes", spec, inputs.length, inputInWords(spec, locale))),
    ...outputs.map((spec) => line(isChinese ? "输出" : "Answers", spec, outputs.length, outputInWords(spec, locale))),
  ];
}

/** `an image of 28 × 28 with 1 channel, channels last`. */
export function inputInWords(spec: InputSpec, locale: Locale): string {
  const isChinese = locale === "zh-CN";
  switch (spec.kind) {
    case "image":
    case "volume": {
      const sizes = spec.kind === "image" ? [spec.height, spec.width] : [spec.depth, spec.height, spec.width];
      const size = sizes.map(open).join(" × ");
      const layout = spec.layout === "channelsLast";
      const black = spec.kind === "image" ? spec.photometric : undefined;
      if (isChinese) {
        const ground = black && (black === "blackIsZero" ? "，0 为黑色" : "，0 为白色");
        const what = spec.kind === "image" ? "图像" : "体数据";
        return `${size} 的${what}，${spec.channels} 个通道，${layout ? "通道在后" : "通道在前"}${ground ?? ""}`;
      }
      const ground = black && (black === "blackIsZero" ? ", 0 is black" : ", 0 is white");
      const what = spec.kind === "image" ? "an image" : "a volume";
      const channels = `${spec.channels} ${spec.channels === 1 ? "channel" : "channels"}`;
      return `${what} of ${size} with ${channels}, channels ${layout ? "last" : "first"}${ground ?? ""}`;
    }
    case "series": {
      const names = listed(spec.featureNames, isChinese);
      return isChinese
        ? `${open(spec.steps)} 步、每步 ${spec.features} 个特征的序列${names}`
        : `a series of ${open(spec.steps)} steps with ${spec.features} ${spec.features === 1 ? "feature" : "features"}${names}`;
    }
    case "tokens": {
      const size = spec.vocabulary?.length ?? spec.size;
      if (isChinese) return `${open(spec.length)} 个词元${size === undefined ? "" : `，词表大小 ${size}`}`;
      return `${open(spec.length)} tokens${size === undefined ? "" : ` of a vocabulary of ${size}`}`;
    }
    case "table": {
      const names = listed(
        spec.columns.map((column) => columnInWords(column, isChinese)),
        isChinese,
      );
      const count = spec.columns.length;
      return isChinese
        ? `${count} 列的表格行${names}`
        : `rows of a table with ${count} ${count === 1 ? "column" : "columns"}${names}`;
    }
    case "values":
      return isChinese ? `形状为 ${shapeOf(spec)} 的数值` : `numbers of shape ${shapeOf(spec)}`;
  }
}

const columnInWords = ({ name, categories }: Column, isChinese: boolean) => {
  if (!categories) return name;
  const some = `${categories.slice(0, 3).join("/")}${categories.length > 3 ? "/…" : ""}`;
  return isChinese ? `${name}（${some}）` : `${name} (${some})`;
};

/** `one of 10 classes, as probabilities: cat, dog, …`. */
export function outputInWords(spec: OutputSpec, locale: Locale): string {
  const isChinese = locale === "zh-CN";
  const names = listed("classNames" in spec ? spec.classNames : undefined, isChinese);
  switch (spec.kind) {
    case "classes": {
      const how = spec.from === "softmax";
      if (isChinese) return `${spec.count} 个类别之一，${how ? "以概率给出" : "以 logit 给出"}${names}`;
      return `one of ${spec.count} classes, as ${how ? "probabilities" : "logits"}${names}`;
    }
    case "binary": {
      const [no, yes] = spec.classNames ?? (isChinese ? ["类别 0", "类别 1"] : ["class 0", "class 1"]);
      const how = spec.from === "sigmoid";
      if (isChinese) return spaced(`${no} 或 ${yes}：一个单元，给出 ${yes} 的${how ? "概率" : " logit"}`);
      return `${no} or ${yes}: one unit, the ${how ? "probability" : "logit"} of ${yes}`;
    }
    case "labels":
      if (isChinese) return `${spec.count} 个标签，各自有或没有${names}`;
      return `${spec.count} labels, each present or absent${names}`;
    case "number": {
      const what = spec.targetName ?? (isChinese ? "一个数" : "a number");
      const unit = spec.unit && (isChinese ? `，单位为 ${spec.unit}` : `, in ${spec.unit}`);
      return `${what}${unit ?? ""}`;
    }
    case "numbers":
      return isChinese
        ? `${spec.count} 个数${listed(spec.targetNames, true)}`
        : `${spec.count} numbers${listed(spec.targetNames, false)}`;
    case "pixels":
      if (isChinese) return `每个像素属于 ${spec.classes} 个类别之一${names}`;
      return `one of ${spec.classes} classes for each pixel${names}`;
    case "boxes":
      return isChinese ? `边界框及其得分${names}` : `boxes and their scores${names}`;
    case "values":
      return isChinese ? `形状为 ${shapeOf(spec)} 的数值` : `values of shape ${shapeOf(spec)}`;
  }
}

const open = (size: number | null) => (size === null ? "?" : number(size, 9));
const shapeOf = ({ shape }: { readonly shape: readonly (number | null)[] }) => `[${shape.map(open).join(", ")}]`;

function listed(names: readonly string[] | undefined, isChinese: boolean): string {
  if (!names || names.length === 0) return "";
  const more = names.length > mostNamed ? (isChinese ? "、…" : ", …") : "";
  return `${isChinese ? "：" : ": "}${names.slice(0, mostNamed).join(isChinese ? "、" : ", ")}${more}`;
}
