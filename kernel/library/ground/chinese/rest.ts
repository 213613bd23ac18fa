import type { Catalog } from "../say.ts";

/** What has no room of its own. */
export const rest: Catalog = {
  "TensorFlow.js runs on its {0} backend; no Glassbook session was started in this process.":
    "TensorFlow.js 使用 {0} 后端；此进程没有启动 Glassbook 会话。",
  "nSteps is {0}: give a whole number, at least {1}": "nSteps 为 {0}：应为不小于 {1} 的整数",
  'method cannot be "{0}": expected gausslegendre, riemann_left, riemann_right, riemann_middle or riemann_trapezoid':
    "method 不能是“{0}”：应为 gausslegendre、riemann_left、riemann_right、riemann_middle 或 riemann_trapezoid",
  "no methods: expected some of {0}": "没有给出方法：可用的有 {0}",
  "there is no method {0}: expected one of {1}": "没有方法 {0}：可用的有 {1}",
};
