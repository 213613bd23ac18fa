import { inWorkbench } from "./inWorkbench.ts";

inWorkbench("a window that is reloaded", { suite: "reload", afterReload: "reloaded", files: [] });
