// Our side of the bench on tables: node tablesTasks.js TASK.
import * as tf from "@tensorflow/tfjs";
import { KernelShap, LimeTabular } from "../../kernel/library/explain/index.ts";
import { permutationImportance } from "../../kernel/library/global/index.ts";
import { logisticRegression } from "../../kernel/library/models/index.ts";
import { goldenTable } from "../datasets/golden.ts";
import { serve } from "./serve.ts";

async function main(task: string): Promise<void> {
  await tf.setBackend("cpu");
  const table = goldenTable();
  const { model } = await logisticRegression(table);
  const rows = table.slice(0, 10);
  const lime = new LimeTabular(model, { trainingData: table });
  const shap = new KernelShap(model, { background: table.slice(100, 200) });
  const turns: Readonly<Record<string, () => Promise<unknown>>> = {
    lime: () => lime.attribute(rows, { target: 1 }),
    shap: () => shap.attribute(rows, { target: 1, nSamples: 1022 }),
    permutation: () => permutationImportance(model, table, { nRepeats: 10 }),
  };
  const turn = turns[task];
  if (!turn) throw new Error(`no task called ${task}`);
  const prepared = { turn: async () => void (await turn()), count: 1 };
  await prepared.turn();
  await serve(prepared);
}

const [task = ""] = process.argv.slice(2);
if (process.argv[1]?.endsWith("tablesTasks.js")) await main(task);
