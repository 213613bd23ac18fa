#!/usr/bin/env node
import { UsageError } from "./commands/usage.ts";
import { NotebookError } from "./export/nbformat.ts";
import { setLanguage } from "./library/ground/language.ts";
import { languageOfEnvironment } from "./library/ground/languageTag.ts";
import { say } from "./library/ground/say.ts";

/** Each command loads alone: a kernel should start without the code that exports pages. */
const commands = {
  run: () => import("./commands/run.ts").then(({ run, runHelp }) => ({ start: run, help: runHelp })),
  explain: () =>
    import("./commands/explain.ts").then(({ explain, explainHelp }) => ({ start: explain, help: explainHelp })),
  inspect: () =>
    import("./commands/inspect.ts").then(({ inspect, inspectHelp }) => ({ start: inspect, help: inspectHelp })),
  install: () =>
    import("./commands/install.ts").then(({ install, installHelp }) => ({ start: install, help: installHelp })),
  export: () =>
    import("./commands/export.ts").then(({ exportPage, exportHelp }) => ({ start: exportPage, help: exportHelp })),
  kernel: () => import("./commands/kernel.ts").then(({ kernel, kernelHelp }) => ({ start: kernel, help: kernelHelp })),
  "setup-tensorflow": () =>
    import("./commands/setupTensorflow.ts").then(({ setupTensorflow, setupTensorflowHelp }) => ({
      start: setupTensorflow,
      help: setupTensorflowHelp,
    })),
  doctor: () => import("./commands/doctor.ts").then(({ doctor, doctorHelp }) => ({ start: doctor, help: doctorHelp })),
};

const home = new URL("./", import.meta.url);

async function help(): Promise<string> {
  const loaded = await Promise.all(Object.values(commands).map((load) => load()));
  const texts = loaded.map((command) => command.help());
  const title = say`glassbook: a TypeScript notebook kernel for looking inside neural networks

With any command, --locale en or --locale zh-CN chooses the language (default: the system's).`;
  return [title, ...texts].join("\n\n");
}

const isCommand = (name: string): name is keyof typeof commands => Object.hasOwn(commands, name);

/** Takes `--locale` out of a command line, for whatever it starts too, and speaks that language from then on. */
async function chooseLanguage(all: string[]): Promise<string[]> {
  const at = all.findIndex((word) => word === "--locale" || word.startsWith("--locale="));
  const joined = at >= 0 && all[at] !== "--locale";
  const locale = at < 0 ? undefined : joined ? all[at]?.slice("--locale=".length) : all[at + 1];
  if (at >= 0 && locale !== "en" && locale !== "zh-CN") {
    throw new UsageError(say`--locale is ${locale ?? ""}: expected en or zh-CN`);
  }
  if (locale) process.env.GLASSBOOK_LANGUAGE = locale;
  await setLanguage(languageOfEnvironment(process.env));
  return at < 0 ? all : all.toSpliced(at, joined ? 1 : 2);
}

async function main(words: string[]): Promise<number> {
  await setLanguage(languageOfEnvironment(process.env));
  const [name, ...parameters] = await chooseLanguage(words);
  if (name === undefined || name === "help" || name === "--help" || parameters.includes("--help")) {
    process.stdout.write(await help());
    return name === undefined ? 2 : 0;
  }
  if (!isCommand(name))
    throw new UsageError(say`there is no command "${name}": expected one of ${Object.keys(commands).join(", ")}`);
  const { start } = await commands[name]();
  return start(parameters, home);
}

/** What Node says of a command's options, in the reader's language. */
function parametersInWords(code: string, message: string): string {
  const option = /'(-[^' ]*)/.exec(message)?.[1];
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION" && option)
    return say`there is no option ${option}: see glassbook --help`;
  if (code === "ERR_PARSE_ARGS_INVALID_OPTION_VALUE" && option)
    return message.includes("ambiguous")
      ? say`${option} is followed by a word that begins with "-": write ${option}=VALUE if that word is its value`
      : say`${option} does not go with this value or lacks one: see glassbook --help`;
  return message;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  const expected = error instanceof UsageError || error instanceof NotebookError || code?.startsWith("ERR_PARSE_ARGS");
  if (!expected) throw error;
  process.stderr.write(`glassbook: ${code ? parametersInWords(code, message) : message}\n`);
  process.exitCode = 2;
}
