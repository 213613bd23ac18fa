import type { Locale } from "../shared/heatmapWords.ts";

const en = {
  view: "Training",
  problem: (why: string) => `This training cannot be shown: ${why}. Run the cell again.`,
  epochOf: (epoch: number, of: number) => `Epoch ${epoch} of ${of}`,
  stepOf: (step: number, of: number) => `step ${step} of ${of}`,
  elapsed: (time: string) => `${time} so far`,
  took: (time: string) => `took ${time}`,
  remaining: (time: string) => `about ${time} left`,
  done: "Trained",
  stopped: "Stopped",
  failed: "Failed",
  lost: "Unfinished",
  epochs: (n: number) => `${n} ${n === 1 ? "epoch" : "epochs"}`,
  setting: (examples: string, batch: number) => `${examples} examples, batches of ${batch}`,
  stop: "Stop",
  stopHelp: "Ends the training after the step being done; the model keeps what it learnt",
  stopping: "Stopping after this step…",
  notRunning: "This training does not run any more.",
  gone: "The kernel that trained is gone.",
  loss: "loss",
  accuracy: "accuracy",
  training: "training",
  validation: "validation",
  within: "within epochs",
  epoch: "epoch",
  seconds: "seconds",
  table: "Each epoch in numbers",
  picture: (name: string, now: string, from: string) => `${name}: now ${now}, at first ${from}`,
  noPicture: (name: string) => `${name}: nothing yet`,
};

const zh: typeof en = {
  view: "训练",
  problem: (why) => `无法显示此训练：${why}。请重新运行该单元格。`,
  epochOf: (epoch, of) => `第 ${epoch} 轮，共 ${of} 轮`,
  stepOf: (step, of) => `第 ${step} 步，共 ${of} 步`,
  elapsed: (time) => `已用 ${time}`,
  took: (time) => `用时 ${time}`,
  remaining: (time) => `约剩 ${time}`,
  done: "训练完成",
  stopped: "已停止",
  failed: "失败",
  lost: "未完成",
  epochs: (n) => `${n} 轮`,
  setting: (examples, batch) => `${examples} 个样本，每批 ${batch} 个`,
  stop: "停止",
  stopHelp: "完成当前一步后结束训练；模型保留已学到的内容",
  stopping: "完成当前一步后停止…",
  notRunning: "此训练已不在运行。",
  gone: "训练所用的内核已不在。",
  loss: "损失",
  accuracy: "准确率",
  training: "训练",
  validation: "验证",
  within: "轮内",
  epoch: "轮",
  seconds: "秒",
  table: "各轮数值",
  picture: (name, now, from) => `${name}：当前 ${now}，起初 ${from}`,
  noPicture: (name) => `${name}：尚无数据`,
};

export type Strings = typeof en;

export const stringsIn = (locale: Locale): Strings => (locale === "zh-CN" ? zh : en);

/** `0:07`, `12:30`, `1:02:03`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
