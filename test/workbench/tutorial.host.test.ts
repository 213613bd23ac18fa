import { inWorkbench } from "./inWorkbench.ts";

inWorkbench("the first tutorial in a workbench", { suite: "tutorial", files: ["notebooks/01-why-is-it-a-7.ipynb"] });
