import * as vscode from "vscode";
import type { Command, Glassbook } from "../glassbook.ts";
import { codeCells } from "../language/ask.ts";
import { openNewNotebook } from "../notebook/openNotebook.ts";
import { trustedOrNote } from "../trust.ts";

const load = `import { mnist } from "glassbook/datasets";
import { imageGrid } from "glassbook/display";

const { train: digits, validation, test } = await mnist.load();
imageGrid(test.pictures([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), { columns: 10, size: 56 })`;

const train = `import { mnistCnn, train } from "glassbook/models";
import { progress } from "glassbook/display";

const model = mnistCnn({ seed: 42 });
const history = await train(model, digits, {
  epochs: 5,
  batchSize: 128,
  seed: 42,
  validationData: validation,
  callbacks: progress(),
});`;

const ask = (words: string) => `import { evaluate } from "glassbook/models";
import { IntegratedGradients } from "glassbook/explain";
import { heatmap } from "glassbook/display";

const { accuracy } = await evaluate(model, test);
console.log(\`${words} \${accuracy.toFixed(4)}\`);
const ig = await new IntegratedGradients(model).attribute(test.image(0), { nSteps: 50 });
heatmap(ig)`;

/** Makes a ready notebook, runs it, and tells in a notification how far it is; canceling interrupts it. */
export const trainMnist: Command = {
  id: "trainMnist",
  run: async (glassbook) => {
    const { t } = vscode.l10n;
    const notebook = await openNewNotebook(glassbook.kernels, [
      {
        markdown: t(
          "# Train the MNIST CNN\n\nTrain a small network to read digits, then ask why it read one the way it did.",
        ),
      },
      ...[load, train, ask(t("Test accuracy:"))].map((code) => ({ code })),
    ]);
    if (trustedOrNote()) await runWithProgress(glassbook, notebook, t("Training the MNIST CNN"));
    return notebook;
  },
};

/** Runs a notebook; resolves when its last cell has ended. */
async function runWithProgress(
  { kernels }: Glassbook,
  notebook: vscode.NotebookDocument,
  title: string,
): Promise<void> {
  const kernel = kernels.of(notebook);
  const location = vscode.ProgressLocation.Notification;
  await vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    const stop = token.onCancellationRequested(() => kernel.interrupt());
    let done = 0;
    const tell = kernel.onCommand((command) => {
      if (command.kind !== "progress") return;
      progress.report({ message: command.text, increment: 100 * (command.fraction - done) });
      done = command.fraction;
    });
    await kernel.run(codeCells(notebook));
    stop.dispose();
    tell.dispose();
  });
}
