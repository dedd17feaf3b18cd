import { isUnsigned64 } from "../../src/compiler/check/integers.ts";
import type { Expressions, LocalClass, LocalVariable, ReferenceVariable, Sight } from "./expressions.ts";
import type { Random } from "./random.ts";
import { bitsOf, isNetwork, isSigned, literalText, randomWord } from "./scope.ts";

interface Open {
  readonly sight: Sight;
  /** How many loops are around. */
  readonly loops: number;
  /** How many of them may be left from here. */
  readonly jumps: number;
  /** The function may be left: there is nothing that must be handed back first. */
  readonly exits: boolean;
  /** How often this is run at most. */
  readonly runs: number;
  readonly depth: number;
  /** Of the loops around. */
  readonly labels: readonly string[];
}

type Lines = string[];

/** How often the innermost loop body is run. */
const MOST_RUNS = 8;

/**
 * Branches that a loop takes in all its rounds, at most. The verifier walks through each round by itself, on every path on which
 * numbers differ: where a body has many branches, what it must walk through doubles with each of them.
 */
const MOST_BRANCHES = 40;

/** Branches after which a function gets no more statements: where each leaves other numbers behind, paths double with each, too. */
const ENOUGH_BRANCHES = 70;

/** What becomes a branch: a choice, a test, a comparison, and each lookup, since an element may be missing. */
const branching = / (?:[<>]=?|[!=]==) |\?|&&|\|\||\bif\b|\bcase\b|[aq]\d+\[|lookup|bpf\.(?:load|header)|\b[fu]\d+\(/g;

function branchesIn(lines: Lines): number {
  return lines.reduce((sum, line) => sum + (line.match(branching)?.length ?? 0), 0);
}

/** Makes the statements of a function. */
export class Statements {
  readonly expressions: Expressions;
  readonly #random: Random;
  #names = 0;
  /** Branches of loops so far, beside those that their text has. */
  #repeated = 0;
  /** Statements that may still be written. */
  #budget: number;

  constructor(expressions: Expressions) {
    this.expressions = expressions;
    this.#random = expressions.random;
    this.#budget = this.#random.weighted(
      expressions.settings.within
        ? [[1, () => this.#random.between(1, 6)]]
        : [
            [3, () => this.#random.between(3, 10)],
            [4, () => this.#random.between(10, 25)],
            [1, () => this.#random.between(25, 60)],
          ],
    )();
  }

  /** A whole function with these parameters before the scope and bpf. */
  fn(parameters: string, sight: Sight): string {
    const { entries, subprograms } = this.expressions.scope;
    const lines = this.#all(sight);
    const text = lines.join("\n");
    const all = [...entries, ...subprograms].map(({ name }) => name);
    const names = all.filter((name) => !this.expressions.settings.within || new RegExp(`\\b${name}\\b`).test(text));
    return [`(${parameters}{ ${names.join(", ")} }, bpf) => {`, ...lines.map((line) => `  ${line}`), "}"].join("\n");
  }

  #all(seen: Sight): Lines {
    const open: Open = { sight: seen, labels: [], loops: 0, jumps: 0, exits: true, runs: 1, depth: 0 };
    const lines: Lines = [];
    let { sight } = open;
    if (this.expressions.settings.within) {
      while (this.#budget > 0) {
        const made = this.#statement({ ...open, sight });
        lines.push(...made.lines);
        sight = made.sight;
      }
      return [...lines, `return ${this.#verdict(sight)};`];
    }
    // Several values that live through the whole function make registers scarce.
    for (let count = this.#random.below(6); count > 0; count--) {
      const made = this.#declaration({ ...open, sight });
      lines.push(...made.lines);
      sight = made.sight;
    }
    while (this.#budget > 0 && branchesIn(lines) + this.#repeated < ENOUGH_BRANCHES) {
      const made = this.#statement({ ...open, sight });
      lines.push(...made.lines);
      sight = made.sight;
    }
    sight.locals.slice(0, 8).forEach((local, index) => {
      lines.push(`out.value[${index}] = ${local.name};`);
    });
    return [...lines, `return ${this.#verdict(sight)};`];
  }

  #verdict(sight: Sight): string {
    const { section, within } = this.expressions.settings;
    if (within?.result === "bool") return this.expressions.condition(sight, 2);
    const value = this.expressions.variable(sight, 2);
    if (within) return this.expressions.castTo(value.text, within.result).text;
    return section === "cgroup_skb/egress" ? `${value.text} & 3` : value.text;
  }

  #name(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }

  /** The body of a loop, and how many of the rounds that it was made for are not too many. */
  #rounds(inside: Open, count: number, head = ""): { readonly body: Lines; readonly rounds: number } {
    const before = this.#repeated;
    const body = this.#body(inside);
    const written = branchesIn([head, ...body]);
    const branches = written + this.#repeated - before;
    const rounds = Math.max(1, Math.min(count, Math.floor(MOST_BRANCHES / Math.max(1, branches))));
    this.#repeated = before + branches * rounds - written;
    return { body, rounds };
  }

  /** Some statements, of which nothing is seen outside. */
  #body(open: Open): Lines {
    const lines: Lines = [];
    let { sight } = open;
    for (let count = this.#random.between(1, open.loops > 0 ? 3 : 4); count > 0 && this.#budget > 0; count--) {
      const made = this.#statement({ ...open, depth: open.depth + 1, sight });
      lines.push(...made.lines);
      sight = made.sight;
    }
    return lines.map((line) => `  ${line}`);
  }

  #statement(open: Open): { lines: Lines; sight: Sight } {
    this.#budget--;
    this.expressions.runs = open.runs;
    const { sight } = open;
    // The verifier walks every path through every iteration: much branching in loops is more than it can do.
    const nested = open.depth < 4 && (open.loops === 0 || this.#random.percent(35));
    const keep = (lines: Lines) => ({ lines, sight });
    return this.#random.weighted<() => { lines: Lines; sight: Sight }>([
      [8, () => this.#declaration(open)],
      [10, () => keep(this.#assignment(open))],
      [10, () => keep(this.#store(open))],
      [nested ? 7 : 0, () => keep(this.#if(open))],
      [nested && open.runs <= MOST_RUNS / 2 ? 4 : 0, () => keep(this.#for(open))],
      [nested && open.runs <= MOST_RUNS / 2 ? 2 : 0, () => keep(this.#while(open))],
      [nested ? 2 : 0, () => keep(this.#switch(open))],
      [open.depth < 2 ? 2 : 0, () => this.#function(open)],
      [nested && !this.expressions.settings.plain ? 3 : 0, () => keep(this.#packet(open))],
      [nested ? 6 : 0, () => keep(this.#lookup(open))],
      [3, () => keep(this.#update(open))],
      [3, () => this.#reference(open)],
      [nested ? 2 : 0, () => keep(this.#tested(open))],
      [1, () => keep(["bpf.ktime_get_ns();"])],
      [nested && open.exits ? 3 : 0, () => keep(this.#record(open))],
      [nested ? 3 : 0, () => keep(this.#queue(open))],
      [1, () => this.#scratch(open)],
      [nested && open.runs <= MOST_RUNS / 4 ? 2 : 0, () => keep(this.#forOf(open))],
      [
        open.jumps > 0 ? 3 : 0,
        () => {
          const label = open.labels.length > 0 && this.#random.percent(50) ? ` ${this.#random.pick(open.labels)}` : "";
          return keep([
            `if (${this.expressions.condition(sight, 2)}) ${this.#random.pick(["break", "continue"])}${label};`,
          ]);
        },
      ],
      [
        open.exits ? 1 : 0,
        () => keep([`if (${this.expressions.condition(sight, 2)}) return ${this.#verdict(sight)};`]),
      ],
    ])();
  }

  // Locals

  #declaration({ sight }: Open): { lines: Lines; sight: Sight } {
    const { random } = this.expressions;
    const { plain } = this.expressions.settings;
    const classes: readonly LocalClass[] = plain
      ? ["i64", "i64", "i64", "u32", "u16", "u8", "i32", "i16", "i8", "bool"]
      : ["i64", "i64", "u64", "u64", "u32", "u32", "u16", "u8", "i32", "i16", "i8", "bool"];
    const local: LocalVariable = { name: this.#name("x"), class: random.pick(classes), constant: random.percent(30) };
    const line = `${local.constant ? "const" : "let"} ${local.name} = ${this.#valueOf(sight, local.class, 3)};`;
    return { lines: [line], sight: { ...sight, locals: [...sight.locals, local] } };
  }

  /** A value of exactly this type, so that the type of the local that takes it is known. */
  #valueOf(sight: Sight, wanted: LocalClass, depth: number): string {
    if (wanted === "bool") return this.expressions.condition(sight, 2);
    const value = this.expressions.variable(sight, depth);
    const same = value.type.bits === bitsOf(wanted) && value.type.signed === isSigned(wanted);
    return same ? value.text : this.expressions.castTo(value.text, wanted).text;
  }

  #assignment({ sight }: Open): Lines {
    const locals = sight.locals.filter(({ constant }) => !constant);
    if (locals.length === 0) return [];
    const local = this.#random.pick(locals);
    const wide = local.class === "i64" || local.class === "u64";
    if (!wide || this.#random.percent(35)) return [`${local.name} = ${this.#valueOf(sight, local.class, 3)};`];
    if (this.#random.percent(20)) return [`${local.name}${this.#random.pick(["++", "--"])};`];
    const unsigned = local.class === "u64";
    const operators = unsigned
      ? ["+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", ">>>="]
      : ["+=", "-=", "/=", "%=", "&=", "|=", "^=", ">>="];
    const operator = this.#random.pick(operators);
    if (operator.endsWith("<=") || operator.endsWith(">="))
      return [`${local.name} ${operator} ${this.#random.below(20)};`];
    const value = this.expressions.variable(sight, 2);
    const cast =
      isUnsigned64(value.type) === unsigned
        ? value.text
        : this.expressions.castTo(value.text, local.class as "i64" | "u64").text;
    return [`${local.name} ${operator} ${cast};`];
  }

  // Memory

  #store({ sight }: Open): Lines {
    const { random } = this.expressions;
    if (random.percent(15)) return this.#wholeStore(sight);
    const place = this.expressions.place(sight, true);
    if (place.name === "bool") return [`${place.text} = ${this.expressions.condition(sight, 2)};`];
    const shared = place.region === "shared";
    const atomic = !isNetwork(place.name) && bitsOf(place.name) >= 32 && place.width === undefined;
    if (place.width !== undefined && random.percent(30)) {
      return [`${place.text} = ${random.below(2 ** place.width)};`];
    }
    if (random.percent(50) || (shared && !atomic)) {
      const value = random.percent(25)
        ? this.expressions.literal(place.name as LocalClass)
        : this.expressions.variable(sight, 3);
      const literal = place.width === undefined ? literalFor(random, place.name) : "0";
      return [`${place.text} = ${value.literal ? literal : value.text};`];
    }
    if (random.percent(25)) return [`${place.text}${random.pick(["++", "--"])};`];
    const operators = shared
      ? ["+=", "-=", "&=", "|=", "^="]
      : ["+=", "-=", "&=", "|=", "^=", "*=", "/=", "%=", "<<=", ">>="];
    const operator = random.pick(operators);
    if (operator.endsWith("<=") || operator.endsWith(">=")) return [`${place.text} ${operator} ${random.below(20)};`];
    if (shared && operator !== "+=" && operator !== "-=") this.expressions.newAtomics = true;
    let value = this.expressions.variable(sight, 2);
    if (operator === "/=" || operator === "%=") {
      const signed = isSigned(place.name) || bitsOf(place.name) < 64;
      value = this.expressions.castTo(
        value.text,
        signed ? (bitsOf(place.name) < 64 && !isSigned(place.name) ? "u16" : "i64") : "u64",
      );
    }
    return [`${place.text} ${operator} ${value.text};`];
  }

  /** Stores a whole struct: a literal, or a copy. */
  #wholeStore(sight: Sight): Lines {
    const targets = this.#structs(sight).filter(({ region }) => region !== "readOnly");
    if (targets.length === 0) return [];
    const target = this.#random.pick(targets);
    return [`${target.text} = ${this.expressions.whole(sight, target.shape, this.#structs(sight))};`];
  }

  /** All structs that can be named in one piece and assigned to. */
  #structs(sight: Sight): ReferenceVariable[] {
    const entries = this.expressions.entries("variable", "perCpuVariable", "array", "perCpuArray");
    const wholes = [...entries.map((entry) => this.expressions.wholeOf(entry, sight)), ...sight.references];
    const inner = wholes.flatMap((whole) =>
      whole.shape.kind === "struct"
        ? whole.shape.fields.map(
            ([name, shape]): ReferenceVariable => ({ text: `${whole.text}.${name}`, shape, region: whole.region }),
          )
        : [],
    );
    const named = wholes.filter(({ text }) => text.includes(".") || text.includes("["));
    return [...named, ...inner].filter(({ shape }) => shape.kind === "struct" || shape.kind === "array");
  }

  #reference({ sight }: Open): { lines: Lines; sight: Sight } {
    const structs = this.#structs(sight).filter(({ shape }) => shape.kind === "struct");
    if (structs.length === 0) return { lines: [], sight };
    const { text, shape, region } = this.#random.pick(structs);
    const name = this.#name("s");
    const references = [...sight.references, { text: name, shape, region }];
    return { lines: [`const ${name} = ${text};`], sight: { ...sight, references } };
  }

  // Control flow

  #if(open: Open): Lines {
    const lines = [`if (${this.expressions.condition(open.sight, 3)}) {`, ...this.#body(open)];
    while (this.#random.percent(25) && this.#budget > 0) {
      lines.push(`} else if (${this.expressions.condition(open.sight, 2)}) {`, ...this.#body(open));
    }
    if (this.#random.percent(45)) lines.push("} else {", ...this.#body(open));
    return [...lines, "}"];
  }

  #for(open: Open): Lines {
    const name = this.#name("i");
    const count = this.#random.between(1, Math.floor(MOST_RUNS / open.runs));
    const start = this.#random.percent(70) ? 0 : this.#random.between(1, 5);
    const step = this.#random.percent(75) ? 1 : 2;
    if (this.#random.percent(20)) return this.#range(open, name, count);
    const down = this.#random.percent(15);
    const limit = down
      ? { min: 1n, max: BigInt(count) }
      : { min: BigInt(start), max: BigInt(start + (count - 1) * step) };
    const counter: LocalVariable = { name, class: "i64", constant: true, limit };
    const update = step === 1 ? `${name}++` : `${name} += ${step}`;
    const extra = this.#random.percent(20) ? ` && ${this.expressions.condition(open.sight, 1)}` : "";
    const sight = { ...open.sight, locals: [...open.sight.locals, counter] };
    const label = this.#random.percent(20) ? this.#name("loop") : undefined;
    const labels = label === undefined ? open.labels : [...open.labels, label];
    const inside: Open = {
      ...open,
      sight,
      labels,
      loops: open.loops + 1,
      jumps: open.jumps + 1,
      runs: open.runs * count,
    };
    const { body, rounds } = this.#rounds(inside, count, extra);
    const head = down
      ? `for (let ${name} = ${rounds}; ${name} > 0; ${name}--) {`
      : `for (let ${name} = ${start}; ${name} <= ${start + (rounds - 1) * step}${extra}; ${update}) {`;
    return [label === undefined ? head : `${label}: ${head}`, ...body, "}"];
  }

  /** A range whose end is written plainly, masked, or so that only the kernel's iterator can count to it. */
  #range(open: Open, name: string, count: number): Lines {
    const { text } = this.expressions.castTo(this.expressions.variable(open.sight, 2).text, "i64");
    const iterated = this.#random.percent(50);
    const odd = this.expressions.plainNumber().text;
    const limit = { min: 0n, max: iterated ? 0xffff_ffffn : BigInt(count - 1) };
    const counter: LocalVariable = { name, class: "i64", constant: true, limit };
    // The verifier widens what a round of an iterator changes, but not what tests look at: it may walk on for minutes.
    const outer = iterated ? open.sight.locals.map((local) => ({ ...local, constant: true })) : open.sight.locals;
    const sight = { ...open.sight, locals: [...outer, counter] };
    const label = this.#random.percent(20) ? this.#name("loop") : undefined;
    const labels = label === undefined ? open.labels : [...open.labels, label];
    const inside: Open = {
      ...open,
      sight,
      labels,
      loops: open.loops + 1,
      jumps: open.jumps + 1,
      runs: open.runs * count,
    };
    const { body, rounds } = this.#rounds(inside, count);
    const masked = `${text} & ${2 ** Math.floor(Math.log2(rounds)) - 1}`;
    const end = iterated
      ? `(${masked}) * (${odd} | 1) / (${odd} | 1)`
      : this.#random.percent(50)
        ? String(rounds)
        : masked;
    const head = `for (const ${name} of bpf.range(${end})) {`;
    return [label === undefined ? head : `${label}: ${head}`, ...body, "}"];
  }

  /** `while` and `do`, each with a counter that moves first. */
  #while(open: Open): Lines {
    const name = this.#name("w");
    const count = this.#random.between(2, Math.floor(MOST_RUNS / open.runs));
    const limit = { min: 1n, max: BigInt(count) };
    const sight = {
      ...open.sight,
      locals: [...open.sight.locals, { name, class: "i64", constant: true, limit } as const],
    };
    const inside: Open = {
      ...open,
      sight,
      loops: open.loops + 1,
      jumps: open.jumps + 1,
      runs: open.runs * count,
    };
    const { body, rounds } = this.#rounds(inside, count);
    const all = [`  ${name}++;`, ...body];
    return this.#random.percent(50)
      ? [`let ${name} = 0;`, `while (${name} < ${rounds}) {`, ...all, "}"]
      : [`let ${name} = 0;`, "do {", ...all, `} while (${name} < ${rounds});`];
  }

  #switch(open: Open): Lines {
    const { random } = this.expressions;
    const value = this.expressions.castTo(
      this.expressions.variable(open.sight, 2).text,
      random.pick(["u8", "u32", "i64"]),
    );
    const masked = random.percent(70) ? `${value.text} & 3` : value.text;
    const lines = [`switch (${masked}) {`];
    const used = new Set<number>();
    const last = random.between(1, 4);
    const other = random.percent(70) ? random.below(last) : -1;
    for (let index = 0; index < last; index++) {
      const label = random.below(6);
      if (index !== other && used.has(label)) continue;
      if (index !== other) used.add(label);
      lines.push(index === other ? "  default: {" : `  case ${label}: {`);
      lines.push(...this.#body(open).map((line) => `  ${line}`), "  }");
      if (random.percent(70)) lines.push("  break;");
    }
    return [...lines, "}"];
  }

  /** A local function, which is inlined; it sees what is around it. */
  #function({ sight }: Open): { lines: Lines; sight: Sight } {
    const name = this.#name("f");
    const parameters = Array.from({ length: this.#random.below(3) }, () => this.#name("y"));
    const locals = parameters.map((parameter) => ({ name: parameter, class: "i64", constant: true }) as const);
    const inside = { ...sight, locals: [...sight.locals, ...locals] };
    const value = () => this.expressions.castTo(this.expressions.variable(inside, 2).text, "i64").text;
    const head = `const ${name} = (${parameters.join(", ")}) =>`;
    const lines = this.#random.percent(50)
      ? [`${head} ${value()};`]
      : [
          `${head} {`,
          `  if (${this.expressions.condition(inside, 2)}) return ${value()};`,
          `  return ${value()};`,
          "};",
        ];
    return { lines, sight: { ...sight, functions: [...sight.functions, { name, parameters: parameters.length }] } };
  }

  /** An index that a test proves to be in range. */
  #tested(open: Open): Lines {
    const name = this.#name("t");
    const length = this.#random.pick([2, 3, 5, 8]);
    const value = this.expressions.castTo(
      this.expressions.variable(open.sight, 2).text,
      this.#random.pick(["u32", "u8", "u16"]),
    );
    const local: LocalVariable = { name, class: "i64", constant: true, limit: { min: 0n, max: BigInt(length - 1) } };
    const inside = { ...local, class: value.type.bits === 32 ? "u32" : value.type.bits === 16 ? "u16" : "u8" } as const;
    const sight = { ...open.sight, locals: [...open.sight.locals, inside] };
    return [`const ${name} = ${value.text};`, `if (${name} < ${length}) {`, ...this.#body({ ...open, sight }), "}"];
  }

  /** Over numbers of the scope. */
  #forOf(open: Open): Lines {
    const { random } = this.expressions;
    const name = this.#name("z");
    const lists = this.expressions.entries("list").filter(({ entries }) => open.runs * entries <= MOST_RUNS);
    const jumps = open.jumps + 1;
    if (lists.length === 0) return [];
    const list = random.pick(lists);
    const local: LocalVariable = { name: this.#name("x"), class: "u32", constant: true };
    const sight = { ...open.sight, locals: [...open.sight.locals, local] };
    const inside: Open = { ...open, sight, loops: open.loops + 1, jumps, runs: open.runs * list.entries };
    return [
      `for (const ${name} of ${list.name}) {`,
      `  const ${local.name} = bpf.u32(${name});`,
      ...this.#body(inside),
      "}",
    ];
  }

  // Maps

  /** A record of a ring buffer, which is handed over or given up where its block ends. */
  #record(open: Open): Lines {
    const { random } = this.expressions;
    const buffers = this.expressions.entries("records");
    if (buffers.length === 0) return [];
    const buffer = random.pick(buffers);
    const { sight } = open;
    if (random.percent(30)) {
      return [`${buffer.name}.output(${this.expressions.whole(sight, buffer.value, this.#structs(sight))});`];
    }
    const name = this.#name("e");
    const boxed = buffer.value.kind === "scalar";
    const reference: ReferenceVariable = { text: boxed ? `${name}.value` : name, shape: buffer.value, region: "event" };
    const inside = { ...sight, references: [...sight.references, reference] };
    const fate = random.percent(80) ? "submit" : "discard";
    return [
      `const ${name} = ${buffer.name}.reserve();`,
      `if (${name}) {`,
      ...this.#body({ ...open, sight: inside, exits: false, jumps: 0, labels: [] }),
      `  ${buffer.name}.${fate}(${name});`,
      "}",
    ];
  }

  #queue(open: Open): Lines {
    const { random } = this.expressions;
    const queues = this.expressions.entries("queue", "stack");
    if (queues.length === 0) return [];
    const queue = random.pick(queues);
    const { sight } = open;
    if (random.percent(50)) {
      const flags = random.pick(["", "", ', "any"', ', "exist"', ', "noexist"']);
      return [`${queue.name}.push(${this.expressions.whole(sight, queue.value, this.#structs(sight))}${flags});`];
    }
    const name = this.#name("o");
    const boxed = queue.value.kind === "scalar";
    const reference: ReferenceVariable = { text: boxed ? `${name}.value` : name, shape: queue.value, region: "stack" };
    const inside = { ...sight, references: [...sight.references, reference] };
    return [
      `const ${name} = ${queue.name}.${random.pick(["pop", "pop", "peek"])}();`,
      `if (${name}) {`,
      ...this.#body({ ...open, sight: inside }),
      "}",
    ];
  }

  #scratch({ sight }: Open): { lines: Lines; sight: Sight } {
    const { structs } = this.expressions.scope;
    const shape = this.#random.pick(structs);
    const name = this.#name("b");
    const references = [...sight.references, { text: name, shape, region: "perCpu" } as const];
    return { lines: [`const ${name} = bpf.scratch(${shape.name});`], sight: { ...sight, references } };
  }

  #lookup(open: Open): Lines {
    const { sight } = open;
    const maps = this.expressions.entries("hash", "perCpuHash", "array", "perCpuArray");
    if (maps.length === 0) return [];
    const map = this.#random.pick(maps);
    const hash = map.kind === "hash" || map.kind === "perCpuHash";
    // Inserting could delete nothing, but a reference in use must not be replaced.
    const inserts = hash && this.#random.percent(35);
    const name = this.#name("r");
    const found = inserts
      ? `${map.name}.lookupOrInsert(${this.expressions.key(sight, map)}${this.#random.percent(50) ? `, ${this.expressions.whole(sight, map.value, this.#structs(sight))}` : ""})`
      : `${map.name}.lookup(${this.expressions.key(sight, map)})`;
    const other = this.#random.percent(15) ? ` ?? ${map.name}.lookup(${this.expressions.key(sight, map)})` : "";
    const region = map.kind === "hash" || map.kind === "array" ? "shared" : "perCpu";
    const boxed = map.value.kind === "scalar";
    const reference: ReferenceVariable = { text: boxed ? `${name}.value` : name, shape: map.value, region };
    const inside: Sight = {
      ...sight,
      references: [...sight.references, reference],
      locked: hash ? new Set([...sight.locked, map.name]) : sight.locked,
    };
    const lines = [`const ${name} = ${found}${other};`];
    const test = this.#random.pick([name, `${name} !== undefined`]);
    lines.push(`if (${test}) {`, ...this.#body({ ...open, sight: inside }));
    if (this.#random.percent(30)) lines.push("} else {", ...this.#body(open));
    return [...lines, "}"];
  }

  /** A part of the packet: in place where the program type can reach into it, or copied. */
  #packet(open: Open): Lines {
    const { random, settings, scope } = this.expressions;
    const shape = random.pick(scope.structs);
    if (settings.within?.context === false) return [];
    const inPlace = settings.section !== "socket" && random.percent(60);
    const offset = random.percent(50)
      ? String(random.below(80))
      : `${this.expressions.variable(open.sight, 1).text} & ${random.pick([7, 31, 127])}`;
    const name = this.#name("k");
    const region = settings.section === "xdp" ? "packet" : "readOnly";
    const reference: ReferenceVariable = { text: name, shape, region: inPlace ? region : "stack" };
    const sight = { ...open.sight, references: [...open.sight.references, reference] };
    const lines = [
      `const ${name} = bpf.${inPlace ? "header" : "load"}(ctx, ${shape.name}, ${offset});`,
      `if (${name}) {`,
      ...this.#body({ ...open, sight }),
    ];
    if (random.percent(20)) lines.push("} else {", ...this.#body(open));
    return [...lines, "}"];
  }

  #update({ sight }: Open): Lines {
    const maps = this.expressions
      .entries("hash", "perCpuHash", "array", "perCpuArray")
      .filter(({ name }) => !sight.locked.has(name));
    if (maps.length === 0) return [];
    const map = this.#random.pick(maps);
    const hash = map.kind === "hash" || map.kind === "perCpuHash";
    const flags = this.#random.pick(["", "", ', "any"', ', "noexist"', ', "exist"']);
    const call =
      hash && this.#random.percent(35)
        ? `${map.name}.delete(${this.expressions.key(sight, map)})`
        : `${map.name}.update(${this.expressions.key(sight, map)}, ${this.expressions.whole(sight, map.value, this.#structs(sight))}${flags})`;
    const targets = sight.locals.filter((local) => local.class === "i64" && !local.constant);
    if (targets.length > 0 && this.#random.percent(40)) return [`${this.#random.pick(targets).name} += ${call};`];
    return [`${call};`];
  }
}

/** A literal that fits a field. */
function literalFor(random: Random, name: Parameters<typeof literalText>[1]): string {
  return literalText(randomWord(random, name), name);
}
