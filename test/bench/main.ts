// npm run bench -- NAME: times ours against the peers in one run, taking turns, and prints the ratios.
const benches: Readonly<Record<string, () => Promise<{ run(): Promise<void> }>>> = {
  engine: () => import("./engine.ts"),
  perturbation: () => import("./perturbation.ts"),
  kernel: () => import("./kernel.ts"),
  gradients: () => import("./gradients.ts"),
  backends: () => import("./backends.ts"),
  memory: () => import("./memory.ts"),
  check: () => import("./check.ts"),
  vscode: () => import("./vscode.ts"),
  large: () => import("./large.ts"),
  photographs: () => import("./photographs.ts"),
};

const [name = ""] = process.argv.slice(2);
const bench = benches[name];
if (!bench) {
  console.error(`npm run bench -- NAME, where NAME is one of: ${Object.keys(benches).join(", ")}`);
  process.exit(2);
}
await (await bench()).run();
