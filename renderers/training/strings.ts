import type { Locale } from "../shared/heatmapWords.ts";

const en = {
  view: "Training",
  problem: (why: string) => `This training cannot be shown: ${why}. Run the cell again.`,
  epochOf: (epoch: number, of: number) => `Epoch ${epoch} of ${of}`,
  stepOf: (step: number, of: number) => `step ${step} of ${of}`,
  elapsed: (time: string) => `${time} elapsed`,
  took: (time: string) => `in ${time}`,
  remaining: (time: string) => `about ${time} left`,
  done: "Trained",
  stopped: "Stopped",
  failed: "Failed",
  lost: "Unfinished",
  epochs: (n: number) => `${n} ${n === 1 ? "epoch" : "epochs"}`,
  setting: (examples: string, batch: number) => `${examples} examples, batch size ${batch}`,
  stop: "Stop",
  stopHelp: "Stops after the current step; the model keeps what it has learned",
  stopping: "Stopping after the current step…",
  notRunning: "Training is no longer running.",
  gone: "The kernel that ran this training has stopped.",
  loss: "loss",
  accuracy: "accuracy",
  mae: "mean absolute error",
  training: "training",
  validation: "validation",
  within: "per batch",
  epoch: "epoch",
  seconds: "seconds",
  table: "Epoch table",
  /** A measure of the training or the validation set: `validation loss`. */
  of: (set: string, measure: string) => `${set} ${measure}`,
  /** A point of a chart. */
  point: (set: string, epoch: number, value: string) => `${set}, epoch ${epoch}: ${value}`,
  picture: (name: string, now: string, from: string) => `${name}: now ${now}, started at ${from}`,
  noPicture: (name: string) => `${name}: no data yet`,
  time: (hours: number, minutes: number, seconds: number) =>
    hours > 0 ? `${hours} h ${minutes} min` : minutes > 0 ? `${minutes} min ${seconds} s` : `${seconds} s`,
};

const zh: typeof en = {
  view: "训练",
  problem: (why) => `无法显示此训练：${why}。请重新运行该单元格。`,
  epochOf: (epoch, of) => `第 ${epoch} 轮，共 ${of} 轮`,
  stepOf: (step, of) => `第 ${step} 步，共 ${of} 步`,
  elapsed: (time) => `已用 ${time}`,
  took: (time) => `用时 ${time}`,
  remaining: (time) => `大约还需 ${time}`,
  done: "训练完成",
  stopped: "已停止",
  failed: "失败",
  lost: "未完成",
  epochs: (n) => `${n} 轮`,
  setting: (examples, batch) => `${examples} 个样本，批次大小 ${batch}`,
  stop: "停止",
  stopHelp: "当前步完成后停止；已更新的权重保留在模型中",
  stopping: "当前步完成后停止…",
  notRunning: "训练已停止。",
  gone: "运行此训练的内核已停止。",
  loss: "损失",
  accuracy: "准确率",
  mae: "平均绝对误差",
  training: "训练集",
  validation: "验证集",
  within: "每批次",
  epoch: "轮",
  seconds: "秒",
  table: "各轮数据",
  of: (set, measure) => `${set}${measure}`,
  point: (set, epoch, value) => `${set}，第 ${epoch} 轮：${value}`,
  picture: (name, now, from) => `${name}：当前 ${now}，初始 ${from}`,
  noPicture: (name) => `${name}：尚无数据`,
  time: (hours, minutes, seconds) =>
    hours > 0 ? `${hours} 小时 ${minutes} 分` : minutes > 0 ? `${minutes} 分 ${seconds} 秒` : `${seconds} 秒`,
};

export type Strings = typeof en;

export const stringsIn = (locale: Locale): Strings => (locale === "zh-CN" ? zh : en);

/** `7 s`, `12 min 30 s`, `1 h 2 min`; `7 秒`, `12 分 30 秒`, `1 小时 2 分`. */
export function timeText(seconds: number, { time }: Strings): string {
  const whole = Math.max(0, Math.round(seconds));
  return time(Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60);
}
