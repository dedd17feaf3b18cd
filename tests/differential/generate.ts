import { Expressions, type LocalVariable, type ReferenceVariable, type Settings, type Sight } from "./expressions.ts";
import { initialContents, randomInputs } from "./inputs.ts";
import type { RandomProgram } from "./program.ts";
import { Random } from "./random.ts";
import { type RandomScope, randomScope, type Shape, type Subprogram, shapeText, structText } from "./scope.ts";
import { Statements } from "./statements.ts";

/** Makes a well-typed kernel function, with all it needs to run: the same for the same seed. */
export function generate(seed: number): RandomProgram {
  const random = new Random(seed);
  const plain = random.percent(30);
  const section = random.weighted([
    [6, "socket"],
    [3, "cgroup_skb/egress"],
    [3, "xdp"],
  ] as const);
  const settings: Settings = { plain, section };
  const { scope, definitions: subprograms, newAtomics } = withSubprograms(random, randomScope(random, plain), settings);
  const expressions = new Expressions(random, scope, settings);
  const source = new Statements(expressions).fn("ctx, ", nothingSeen);
  const structs = Object.fromEntries(scope.structs.map((shape) => [shape.name, structText(shape)]));
  const definitions = Object.fromEntries(scope.entries.map(({ name, definition }) => [name, definition]));
  return {
    seed,
    section,
    structs,
    definitions: { ...definitions, ...subprograms },
    source,
    plain,
    newAtomics: newAtomics || expressions.newAtomics,
    initial: initialContents(random, scope),
    inputs: randomInputs(random, section),
  };
}

const nothingSeen: Sight = { locals: [], references: [], functions: [], locked: new Set() };

interface WithSubprograms {
  readonly scope: RandomScope;
  /** Their texts, by name. */
  readonly definitions: Readonly<Record<string, string>>;
  readonly newAtomics: boolean;
}

function withSubprograms(random: Random, scope: RandomScope, settings: Settings): WithSubprograms {
  const subprograms: Subprogram[] = [];
  const definitions: Record<string, string> = {};
  let newAtomics = false;
  for (let count = random.pick([0, 0, 0, 1, 1, 2]); count > 0; count--) {
    const name = `u${subprograms.length}`;
    const parameters = Array.from({ length: random.below(4) }, () => parameterOf(random, scope));
    const context = random.percent(40);
    if (context) parameters.splice(random.below(parameters.length + 1), 0, "context");
    const result = random.pick(["u8", "i32", "u32", "i64", "bool"] as const);
    const expressions = new Expressions(
      random,
      { ...scope, subprograms: [...subprograms] },
      { ...settings, within: { result, context } },
    );
    const { names, sight } = insideOf(parameters, scope);
    const fn = new Statements(expressions).fn(names.map((one) => `${one}, `).join(""), sight);
    newAtomics ||= expressions.newAtomics;
    const types = parameters.map((one) => (one === "context" ? `context("${settings.section}")` : shapeText(one)));
    const used = /\{ (.*?) \}, bpf\) =>/.exec(fn)?.[1] ?? "";
    const named = [...used.split(", "), ...scope.structs.map((shape) => shape.name)]
      .filter((one) => one !== "" && new RegExp(`\\b${one}\\b`).test(fn))
      .join(", ");
    definitions[name] =
      `subprogram([${types.join(", ")}], { ${named} }, ${fn.replace(`{ ${used} }, bpf`, `{ ${named} }, bpf`)})`;
    subprograms.push({ name, parameters, result });
  }
  return { scope: { ...scope, subprograms }, definitions, newAtomics };
}

function parameterOf(random: Random, { structs }: RandomScope): Shape | "context" {
  if (random.percent(35)) return random.pick(structs);
  return { kind: "scalar", name: random.pick(["u8", "u32", "i16", "i64", "bool"]) };
}

/** What a subprogram sees at its beginning. A caller may hold what it found in a map, so nothing is taken out of any. */
function insideOf(
  parameters: readonly (Shape | "context")[],
  { entries }: RandomScope,
): { readonly names: readonly string[]; readonly sight: Sight } {
  const names: string[] = [];
  const locals: LocalVariable[] = [];
  const references: ReferenceVariable[] = [];
  for (const [index, parameter] of parameters.entries()) {
    const name = parameter === "context" ? "ctx" : `given${index}`;
    names.push(name);
    if (parameter === "context") continue;
    if (parameter.kind === "scalar") {
      const { name: type } = parameter;
      if (type === "be16" || type === "be32" || type === "be64") throw new Error("no parameter is in network order");
      locals.push({ name, class: type, constant: true });
    } else references.push({ text: name, shape: parameter, region: "shared" });
  }
  const locked = new Set(entries.filter(({ kind }) => /hash/i.test(kind)).map(({ name }) => name));
  return { names, sight: { ...nothingSeen, locals, references, locked } };
}
