import assert from "node:assert/strict";
import type { About } from "../../../kernel/library/explain/call/about.ts";
import { InputXGradient } from "../../../kernel/library/explain/methods.ts";
import { ready } from "../../tensorflow.ts";
import { meaningFaults } from "./meaningFaults.ts";
import { observe } from "./observed.ts";
import { settings } from "./settings.ts";

/** A method as somebody adds one: a class that says what its values are. */
class Toy extends InputXGradient {
  static override readonly about: About = { ...InputXGradient.about, name: "Toy", label: "Toy" };
}

class Liar extends InputXGradient {
  static override readonly about: About = { ...Toy.about, name: "Liar", signed: false, sumsTo: "f(x)" };
}

it("a new method passes by saying what is so, and a false one is named", async () => {
  await ready();
  const setting = settings.find(({ kind }) => kind === "values");
  assert.ok(setting);
  const model = await setting.make();
  const faultsOf = async (Method: typeof Toy) => {
    const seen = await observe({ name: Method.about.name, about: Method.about, Method }, model, setting);
    return meaningFaults(seen.map.about, seen).join("; ");
  };
  assert.equal(await faultsOf(Toy), "");
  assert.match(await faultsOf(Liar), /below zero, though unsigned; row 0 is \S+ off f\(x\)/);
});
