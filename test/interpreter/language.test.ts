import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { language, setLanguage } from "../../kernel/library/ground/language.ts";
import { languageOf, languageOfEnvironment } from "../../kernel/library/ground/languageTag.ts";
import { root } from "../goldens.ts";
import { startKernel } from "../kernel.ts";

describe("the reader's language", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "glassbook-language-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("is found in tags and in the environment", () => {
    const tags = ["zh-CN", "zh_CN.UTF-8", "zh", "zh-hans", "en", "de_DE.UTF-8", "C", "zhuang", "", undefined];
    assert.deepEqual(tags.map(languageOf), [
      "zh-CN",
      "zh-CN",
      "zh-CN",
      "zh-CN",
      "en",
      "en",
      "en",
      "en",
      undefined,
      undefined,
    ]);
    const cases: [Record<string, string>, string][] = [
      [{}, "en"],
      [{ LANG: "zh_CN.UTF-8" }, "zh-CN"],
      [{ LANG: "zh_CN.UTF-8", LC_ALL: "en_US.UTF-8" }, "en"],
      [{ LANG: "en_US.UTF-8", LC_MESSAGES: "zh_CN.UTF-8" }, "zh-CN"],
      [{ LC_ALL: "en_US.UTF-8", GLASSBOOK_LANGUAGE: "zh-CN" }, "zh-CN"],
    ];
    for (const [env, expected] of cases) assert.equal(languageOfEnvironment(env), expected, JSON.stringify(env));
  });

  it("reaches the cells of a kernel that was started in it, and the notice of its death", async () => {
    await setLanguage("zh-CN");
    const kernel = startKernel();
    try {
      const { error, stdout } = await kernel.run("import { language } from 'glassbook';\nconsole.log(language())");
      assert.equal(error, undefined);
      assert.equal(stdout, "zh-CN\n");
      assert.match((await kernel.run("%fly")).error ?? "", /没有魔法命令 %fly/);
      const missing = (await kernel.run("import 'not-there-at-all'")).error ?? "";
      assert.match(missing, /找不到包“not-there-at-all”[\s\S]*单元格 \[3\]，第 1 行/);
      await assert.rejects(kernel.run("process.exit(3)"), /内核已退出（状态码 3），所有变量已丢失。/);
    } finally {
      await kernel.stop();
      await setLanguage("en");
    }
  });

  it("is changed by %language, for this side too", async () => {
    const kernel = startKernel();
    try {
      assert.match((await kernel.run("%fly")).error ?? "", /there is no magic %fly/);
      assert.equal((await kernel.run("%language zh-CN")).stdout, "zh-CN\n");
      assert.match((await kernel.run("%fly")).error ?? "", /没有魔法命令 %fly/);
      assert.equal(language(), "zh-CN");
      assert.match((await kernel.run("%language fr")).error ?? "", /语言只能是 en 或 zh-CN，不能是“fr”/);
      assert.equal(language(), "zh-CN");
      assert.equal((await kernel.run("%language en")).stdout, "en\n");
      assert.match((await kernel.run("%fly")).error ?? "", /there is no magic %fly/);
      assert.equal(language(), "en");
    } finally {
      await kernel.stop();
      await setLanguage("en");
    }
  });

  it("is a notebook's own under glassbook run, unless the command or GLASSBOOK_LANGUAGE says otherwise", async () => {
    const run = async (metadata: object, { parameters = [] as string[], env = {} } = {}) => {
      const source = "%fly";
      const cell = { id: "c", cell_type: "code", execution_count: null, outputs: [], metadata: {}, source };
      const file = join(folder, "told.ipynb");
      await writeFile(file, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells: [cell] }));
      const words = [join(root, "dist/kernel/main.js"), "run", "told.ipynb", "--output", "out.ipynb", ...parameters];
      const child = spawn(process.execPath, words, { cwd: folder, env: { ...process.env, ...env }, stdio: "ignore" });
      await new Promise((resolve) => child.once("close", resolve));
      return readFile(join(folder, "out.ipynb"), "utf8");
    };
    const chinese = /没有魔法命令/;
    const english = /there is no magic/;
    assert.match(await run({ locale: "zh-CN" }), chinese);
    assert.match(await run({}), english);
    assert.match(await run({}, { env: { LC_ALL: "zh_CN.UTF-8" } }), chinese);
    assert.match(await run({ locale: "en" }, { env: { LC_ALL: "zh_CN.UTF-8" } }), english);
    assert.match(await run({ locale: "zh-CN" }, { parameters: ["--locale", "en"] }), english);
    assert.match(await run({ locale: "zh-CN" }, { env: { GLASSBOOK_LANGUAGE: "en" } }), english);
  });
});
