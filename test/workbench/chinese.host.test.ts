import { inWorkbench } from "./inWorkbench.ts";

inWorkbench("an editor in Simplified Chinese", { suite: "chinese", files: [], language: "zh-cn" });
