import { isRecord } from "./isRecord.ts";

export const answerKinds = ["classes", "binary", "labels", "number", "numbers", "pixels", "boxes", "values"] as const;
export type AnswerKind = (typeof answerKinds)[number];

/** What the model answers: the kind of the output that was explained, with the names that are known of it. */
export interface AnswerPayload {
  kind: AnswerKind;
  /** Of the classes, labels, numbers or values, by index. */
  names?: string[];
  /** Of the numbers, by index. */
  units?: string[];
}

/** Whether one of several names is the answer, or several of them are: what evidence can be for or against. */
export const isOfClasses = ({ kind }: AnswerPayload): boolean =>
  kind === "classes" || kind === "binary" || kind === "labels" || kind === "pixels";

const isTexts = (value: unknown) => Array.isArray(value) && value.every((item) => typeof item === "string");

export const isAnswer = (value: unknown): value is AnswerPayload =>
  isRecord(value) &&
  answerKinds.some((kind) => kind === value.kind) &&
  (value.names === undefined || isTexts(value.names)) &&
  (value.units === undefined || isTexts(value.units));
