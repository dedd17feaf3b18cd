import {
  type ArithmeticOperator,
  decided,
  integerType,
  isUnsigned64,
  literalType,
  mayBeNegative,
  type Relation,
  resultType,
} from "../../src/compiler/check/integers.ts";
import { join, rangeOf } from "../../src/compiler/check/range.ts";
import type { IntegerType, Region } from "../../src/compiler/check/typed-tree.ts";
import type { Random } from "./random.ts";
import {
  bitsOf,
  type Entry,
  isNetwork,
  isSigned,
  literalText,
  type RandomScope,
  randomWord,
  type ScalarName,
  type Shape,
  type Subprogram,
} from "./scope.ts";

/** The text of an expression, with the type that the checker will give it. */
export interface Num {
  readonly text: string;
  readonly type: IntegerType;
  /** It is a literal, or what the checker folds to one. */
  readonly literal?: true;
}

/** A local's type is the one of everything that is assigned to it. */
export type LocalClass = Exclude<ScalarName, "be16" | "be32" | "be64">;

export interface LocalVariable {
  readonly name: string;
  readonly class: LocalClass;
  readonly constant: boolean;
  /** For loop counters and tested indexes: what it can be. */
  readonly limit?: { readonly min: bigint; readonly max: bigint };
}

/** A local that is a struct, or a box with a scalar, in memory. */
export interface ReferenceVariable {
  readonly text: string;
  readonly shape: Shape;
  readonly region: Region;
}

export interface ScalarPlace {
  readonly text: string;
  readonly name: ScalarName;
  readonly region: Region;
  /** Of a bit field, in bits; `name` is an integer that holds it. */
  readonly width?: number;
}

/** What can be named at one point of the function. */
export interface Sight {
  readonly locals: readonly LocalVariable[];
  readonly references: readonly ReferenceVariable[];
  /** Local functions of i64 numbers, which give an i64. */
  readonly functions: readonly { readonly name: string; readonly parameters: number }[];
  /** Hash maps in which nothing may be replaced or deleted now: a reference into them is in use. */
  readonly locked: ReadonlySet<string>;
}

export interface Settings {
  /** Only what mathematics and the machine agree on: no wrapping, no 64-bit fields. */
  readonly plain: boolean;
  readonly section: "socket" | "cgroup_skb/egress" | "xdp";
  /** A subprogram: it may have no context, and gives a number of this type. */
  readonly within?: { readonly result: Subprogram["result"]; readonly context: boolean };
}

const arithmeticOperators: readonly ArithmeticOperator[] = ["+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", ">>>"];
const relations: readonly Relation[] = ["<", "<=", ">", ">=", "===", "!=="];
const casts = ["u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64"] as const;

/** The verifier walks through a subprogram at each call of it. */
const MOST_CALLS = 4;

/** Makes random expressions that obey the language's rules. */
export class Expressions {
  readonly random: Random;
  readonly scope: RandomScope;
  readonly settings: Settings;
  /** Some atomic update gives the old value, or is no addition: instruction set v3. */
  newAtomics = false;
  /** Calls of subprograms so far, each counted as often as it is run. */
  calls = 0;
  /** How often what is made now is run. */
  runs = 1;
  /** How many indexes are around the one that is made. */
  #indexes = 0;

  constructor(random: Random, scope: RandomScope, settings: Settings) {
    this.random = random;
    this.scope = scope;
    this.settings = settings;
  }

  entries(...kinds: readonly Entry["kind"][]): readonly Entry[] {
    return this.scope.entries.filter((entry) => kinds.includes(entry.kind) && entry.name !== "out");
  }

  // Numbers

  number(sight: Sight, depth: number): Num {
    if (depth <= 0 || this.random.percent(15)) return this.leaf(sight);
    return this.random.weighted<() => Num>([
      [12, () => this.#binary(sight, depth)],
      [3, () => this.#cast(sight, depth)],
      [2, () => this.#conditional(sight, depth)],
      [1, () => this.#either(sight, depth)],
      [2, () => this.#unary(sight, depth)],
      [sight.functions.length > 0 ? 3 : 0, () => this.#call(sight, depth)],
      [1, () => ({ text: `(${this.condition(sight, depth - 1)})`, type: integerType(64, true, { min: 0n, max: 1n }) })],
      [this.#callable().length > 0 && this.calls < MOST_CALLS ? 2 : 0, () => this.#callSubprogram(sight, depth)],
      [2, () => this.#optional(sight, depth) ?? this.leaf(sight)],
      [this.settings.plain ? 0 : 1, () => this.#effect(sight, depth) ?? this.leaf(sight)],
    ])();
  }

  /** A number that is no literal. */
  variable(sight: Sight, depth: number): Num {
    for (let attempt = 0; attempt < 10; attempt++) {
      const number = this.number(sight, depth);
      if (!number.literal) return number;
    }
    return this.plainNumber();
  }

  /** A number that is no literal, and not much else. */
  plainNumber(): Num {
    if (this.#hasSocketBuffer()) return { text: "ctx.len", type: integerType(32, false) };
    return this.castTo("out.value[0]", "u32");
  }

  #hasSocketBuffer(): boolean {
    const { section, within } = this.settings;
    return section !== "xdp" && within?.context !== false;
  }

  leaf(sight: Sight): Num {
    return this.random.weighted<() => Num>([
      [4, () => this.literal()],
      [sight.locals.length > 0 ? 7 : 0, () => this.#local(this.random.pick(sight.locals))],
      [5, () => this.#read(this.place(sight, false))],
      [
        this.entries("number").length > 0 ? 1 : 0,
        () => {
          const { name, definition } = this.random.pick(this.entries("number"));
          return { text: name, type: literalType(BigInt(definition)), literal: true };
        },
      ],
    ])();
  }

  literal(name: ScalarName = this.random.pick(this.settings.plain ? ["u8", "i16"] : ["u8", "i32", "u32", "i64"])): Num {
    const value = randomWord(this.random, name);
    const text = value > 9007199254740991n || value < -9007199254740991n ? `${value}n` : String(value);
    const hexadecimal = value >= 0n && this.random.percent(20);
    return {
      text: hexadecimal ? text.replace(/^\d+/, (digits) => `0x${BigInt(digits).toString(16)}`) : text,
      type: literalType(value),
      literal: true,
    };
  }

  #local(local: LocalVariable): Num {
    if (local.class === "bool") return { text: local.name, type: integerType(64, true, { min: 0n, max: 1n }) };
    return { text: local.name, type: integerType(bitsOf(local.class), isSigned(local.class), local.limit) };
  }

  #read({ text, name, width }: ScalarPlace): Num {
    if (width !== undefined) return { text, type: integerType(bitsOf(name), false, rangeOf(width, false)) };
    if (name === "bool") return { text, type: integerType(64, true, { min: 0n, max: 1n }) };
    return { text, type: integerType(bitsOf(name), isSigned(name)) };
  }

  #binary(sight: Sight, depth: number): Num {
    const { plain } = this.settings;
    const operators = plain ? arithmeticOperators.filter((operator) => operator !== ">>>") : arithmeticOperators;
    const operator = this.random.pick(operators);
    let left = this.number(sight, depth - 1);
    let right = this.number(sight, depth - 1);
    if (left.literal) left = this.variable(sight, depth - 1);
    if (operator === "<<" || operator === ">>" || operator === ">>>") {
      if (this.random.percent(70) || plain) right = this.#small(plain ? 20 : 63);
      else if (right.literal) right = this.variable(sight, depth - 1);
    } else if (operator === "/" || operator === "%") {
      right = this.#divisor(right);
      [left, right] = this.agree(left, right);
    } else if (operator === "*" && plain) {
      left = { text: `bpf.i16(${left.text})`, type: integerType(16, true) };
      right = this.#small(1000);
    }
    const text = `(${left.text} ${operator} ${right.text})`;
    const type = resultType(operator, left.type, right.type);
    // What these give depends on ranges that the checker may know better.
    if (operator === "*" || operator === "<<" || operator === ">>>") return this.castTo(text, this.#wide());
    return { text, type };
  }

  #wide(): "u64" | "i64" {
    return this.settings.plain || this.random.percent(50) ? "i64" : "u64";
  }

  castTo(text: string, name: Exclude<LocalClass, "bool">): Num {
    return { text: `bpf.${name}(${text})`, type: integerType(bitsOf(name), isSigned(name)) };
  }

  #small(most: number): Num {
    const value = BigInt(this.random.percent(50) ? this.random.below(Math.min(most, 9)) : this.random.between(0, most));
    return { text: String(value), type: literalType(value), literal: true };
  }

  #divisor(right: Num): Num {
    if (!right.literal || right.type.range.min !== 0n) return right;
    const value = this.random.pick([1n, 2n, 3n, 7n, 8n, 10n, 256n, 1000n, -1n, -3n]);
    return { text: String(value), type: literalType(value), literal: true };
  }

  /** Two numbers that may meet in an operation that looks at signs. */
  agree(left: Num, right: Num): [Num, Num] {
    const mixed =
      (isUnsigned64(left.type) && mayBeNegative(right.type)) || (isUnsigned64(right.type) && mayBeNegative(left.type));
    if (!mixed) return [left, right];
    const name = this.#wide();
    const cast = (number: Num): Num => {
      if (!number.literal) return this.castTo(number.text, name);
      const { min } = number.type.range;
      const value = name === "u64" ? BigInt.asUintN(64, min) : BigInt.asIntN(64, min);
      return { text: `${value}n`, type: literalType(value), literal: true };
    };
    return [cast(left), cast(right)];
  }

  #cast(sight: Sight, depth: number): Num {
    const value = this.variable(sight, depth - 1);
    const name = this.random.pick(this.settings.plain ? casts.filter((cast) => cast !== "u64") : casts);
    return this.castTo(value.text, name);
  }

  #call(sight: Sight, depth: number): Num {
    const { name, parameters } = this.random.pick(sight.functions);
    const values = Array.from({ length: parameters }, () => {
      return this.castTo(this.variable(sight, depth - 1).text, "i64").text;
    });
    return { text: `${name}(${values.join(", ")})`, type: integerType(64, true) };
  }

  #callable(): readonly Subprogram[] {
    const { within } = this.settings;
    return this.scope.subprograms.filter(
      ({ parameters }) => within?.context !== false || !parameters.includes("context"),
    );
  }

  #callSubprogram(sight: Sight, depth: number): Num {
    const { name, parameters, result } = this.random.pick(this.#callable());
    this.calls += this.runs;
    const values = parameters.map((parameter) => {
      if (parameter === "context") return "ctx";
      if (parameter.kind === "scalar") {
        return parameter.name === "bool" ? this.condition(sight, 1) : this.variable(sight, depth - 1).text;
      }
      const given = sight.references.filter(
        ({ shape, region }) =>
          shape === parameter && region !== "readOnly" && region !== "packet" && region !== "stack",
      );
      if (given.length > 0) return this.random.pick(given).text;
      const wholes = this.entries("variable", "perCpuVariable", "array", "perCpuArray").filter(
        ({ value }) => value === parameter,
      );
      if (wholes.length > 0) return this.wholeOf(this.random.pick(wholes), sight).text;
      // The kernel has no atomic updates of the stack at a variable offset.
      if (parameter.kind !== "struct" || parameter.fields.some(([, { kind }]) => kind === "array" || kind === "struct"))
        return undefined;
      return this.whole(sight, parameter, []);
    });
    if (values.includes(undefined)) return this.plainNumber();
    const text = `${name}(${values.join(", ")})`;
    if (result === "bool") return { text, type: integerType(64, true) };
    return { text, type: integerType(bitsOf(result), isSigned(result)) };
  }

  /** `found?.field ?? number`. */
  #optional(sight: Sight, depth: number): Num | undefined {
    const maps = this.entries("hash", "perCpuHash", "array", "perCpuArray");
    if (maps.length === 0) return undefined;
    const map = this.random.pick(maps);
    const [name, field] =
      map.value.kind === "struct" ? this.random.pick(map.value.fields) : (["value", map.value] as const);
    if ((field.kind !== "scalar" && field.kind !== "bits") || (field.kind === "scalar" && field.name === "bool")) {
      return undefined;
    }
    const place = this.descend(sight, {
      text: `${map.name}.lookup(${this.key(sight, map)})?.${name}`,
      shape: field,
      region: "readOnly",
    });
    if (!place) return undefined;
    const read = this.#read(place);
    // One that could be true or false must be of another type than the field.
    const number = this.number(sight, depth - 1);
    const other = number.literal ? number : this.castTo(number.text, isUnsigned64(number.type) ? "u64" : "i64");
    const mixed =
      (isUnsigned64(read.type) && mayBeNegative(other.type)) || (isUnsigned64(other.type) && mayBeNegative(read.type));
    const otherwise = mixed
      ? this.castTo(this.variable(sight, depth - 1).text, isUnsigned64(read.type) ? "u64" : "u32")
      : other;
    return { text: `(${read.text} ?? ${otherwise.text})`, type: joined(read.type, otherwise.type) };
  }

  // Whole values

  /** A value for memory of any shape. @param others structs that could be copied */
  whole(sight: Sight, shape: Shape, others: readonly ReferenceVariable[]): string {
    const { random } = this;
    if (shape.kind === "bits") {
      return random.percent(50) ? String(random.below(2 ** shape.width)) : this.variable(sight, 2).text;
    }
    if (shape.kind === "scalar") {
      if (shape.name === "bool") return this.condition(sight, 1);
      return random.percent(40)
        ? literalText(randomWord(random, shape.name), shape.name)
        : this.variable(sight, 2).text;
    }
    if (shape.kind === "chars") return JSON.stringify(this.word(shape.length));
    const same = others.filter((other) => other.shape === shape);
    if (same.length > 0 && random.percent(30)) return random.pick(same).text;
    if (shape.kind === "array") {
      return `[${Array.from({ length: shape.length }, () => this.whole(sight, shape.element, others)).join(", ")}]`;
    }
    const fields = shape.union ? [random.pick(shape.fields)] : shape.fields.filter(() => random.percent(70));
    return `{ ${fields.map(([name, field]) => `${name}: ${this.whole(sight, field, others)}`).join(", ")} }`;
  }

  /** A short text; few, so that some are equal. */
  word(room: number): string {
    return this.random.pick(["abcdefghijklmn", "zyxwvutsrqponm"]).slice(0, this.random.below(room));
  }

  key(sight: Sight, map: Entry): string {
    if (!map.key) return `${this.variable(sight, 1).text}${this.random.percent(70) ? " & 7" : ""}`;
    return this.#smallKey(sight, map.key);
  }

  /** Keys are few, so that programs meet what they stored. */
  #smallKey(sight: Sight, shape: Shape): string {
    if (shape.kind === "struct") {
      const fields = shape.fields.filter(() => this.random.percent(80));
      return `{ ${fields.map(([name, field]) => `${name}: ${this.#smallKey(sight, field)}`).join(", ")} }`;
    }
    if (shape.kind === "scalar" && shape.name === "bool") return this.condition(sight, 1);
    return this.random.percent(50) ? String(this.random.below(3)) : `${this.variable(sight, 2).text} & 3`;
  }

  #unary(sight: Sight, depth: number): Num {
    const value = this.variable(sight, depth - 1);
    if (this.random.percent(50) && !this.settings.plain) {
      return { text: `(~${value.text})`, type: integerType(value.type.bits, value.type.signed) };
    }
    return { text: `(-${value.text})`, type: resultType("-", literalType(0n), value.type) };
  }

  #conditional(sight: Sight, depth: number): Num {
    const test = this.condition(sight, depth - 1);
    const [then, otherwise] = this.agree(this.number(sight, depth - 1), this.number(sight, depth - 1));
    return { text: `(${test} ? ${then.text} : ${otherwise.text})`, type: joined(then.type, otherwise.type) };
  }

  /** `a || b` and `a && b` of numbers. */
  #either(sight: Sight, depth: number): Num {
    const [left, right] = this.agree(this.variable(sight, depth - 1), this.variable(sight, depth - 1));
    const plainLeft = this.castTo(left.text, isUnsigned64(left.type) ? "u64" : "i64");
    const plainRight = this.castTo(right.text, isUnsigned64(right.type) ? "u64" : "i64");
    const type = joined(plainLeft.type, plainRight.type);
    if (isUnsigned64(plainLeft.type) !== isUnsigned64(plainRight.type)) return plainLeft;
    return { text: `(${plainLeft.text} ${this.random.pick(["||", "&&"])} ${plainRight.text})`, type };
  }

  /** An expression that changes something. */
  #effect(sight: Sight, depth: number): Num | undefined {
    const wide = sight.locals.filter((local) => !local.constant && (local.class === "i64" || local.class === "u64"));
    if (wide.length > 0 && this.random.percent(40)) {
      const local = this.random.pick(wide);
      const type = integerType(64, local.class === "i64");
      if (this.random.percent(50)) {
        const text = this.random.pick([`${local.name}++`, `${local.name}--`, `++${local.name}`, `--${local.name}`]);
        return { text: `(${text})`, type };
      }
      const value = this.castTo(this.variable(sight, depth - 1).text, local.class as "i64" | "u64");
      return { text: `(${local.name} = ${value.text})`, type };
    }
    const place = this.place(sight, true);
    if (place.name === "bool" || isNetwork(place.name) || place.width !== undefined) return undefined;
    if (place.region === "shared") {
      if (bitsOf(place.name) < 32) return undefined;
      this.newAtomics = true;
    }
    const type = integerType(bitsOf(place.name), isSigned(place.name));
    if (
      place.region !== "context" &&
      place.region !== "packet" &&
      bitsOf(place.name) >= 32 &&
      this.random.percent(40)
    ) {
      this.newAtomics = true;
      const value = this.variable(sight, depth - 1).text;
      if (this.random.percent(50)) return { text: `bpf.exchange(${place.text}, ${value})`, type };
      const expected = this.random.percent(50) ? place.text : this.literal("u8").text;
      return { text: `bpf.compareExchange(${place.text}, ${expected}, ${value})`, type };
    }
    if (this.random.percent(40)) {
      const text = this.random.pick([`${place.text}++`, `${place.text}--`, `++${place.text}`, `--${place.text}`]);
      return { text: `(${text})`, type };
    }
    const operator = this.random.pick(["+=", "-=", "&=", "|=", "^="]);
    return { text: `(${place.text} ${operator} ${this.variable(sight, depth - 1).text})`, type };
  }

  // Conditions

  /** The text of something that is true or false. */
  condition(sight: Sight, depth: number): string {
    if (depth <= 0) return this.#comparison(sight, 0);
    return this.random.weighted<() => string>([
      [8, () => this.#comparison(sight, depth)],
      [2, () => `(${this.condition(sight, depth - 1)} && ${this.condition(sight, depth - 1)})`],
      [2, () => `(${this.condition(sight, depth - 1)} || ${this.condition(sight, depth - 1)})`],
      [1, () => `!(${this.condition(sight, depth - 1)})`],
      [1, () => `(${this.variable(sight, depth - 1).text} !== 0)`],
      [1, () => this.#boolean(sight) ?? this.#comparison(sight, depth)],
      [2, () => this.#text(sight) ?? this.#comparison(sight, depth)],
    ])();
  }

  #boolean(sight: Sight): string | undefined {
    const locals = sight.locals.filter((local) => local.class === "bool");
    return locals.length > 0 ? this.random.pick(locals).name : undefined;
  }

  /** `chars` and a literal. */
  #text(sight: Sight): string | undefined {
    for (let attempt = 0; attempt < 4; attempt++) {
      const start = this.#start(sight, false);
      if (start?.shape.kind !== "struct") continue;
      const found = start.shape.fields.find(([, { kind }]) => kind === "chars");
      if (found?.[1].kind !== "chars") continue;
      const relation = this.random.pick(["===", "!=="]);
      return `(${start.text}.${found[0]} ${relation} ${JSON.stringify(this.word(found[1].length))})`;
    }
    return undefined;
  }

  /** Of few numbers, so that both sides are often the same: that is where relations differ. */
  #closeComparison(sight: Sight): string {
    const relation = this.random.pick(relations);
    const few = `(bpf.${this.random.pick(["i8", "i32", "i64"])}(${this.variable(sight, 1).text}) % 3)`;
    const literal = String(this.random.between(-2, 2));
    return this.random.percent(50) ? `(${few} ${relation} ${literal})` : `(${literal} ${relation} ${few})`;
  }

  #comparison(sight: Sight, depth: number): string {
    if (this.random.percent(12)) return this.#closeComparison(sight);
    const left = this.variable(sight, depth - 1);
    const right = this.number(sight, depth - 1);
    const relation = this.random.pick(relations);
    const equality = relation === "===" || relation === "!==";
    const [first, second] = equality ? [left, right] : this.agree(left, right);
    if (
      second.literal &&
      decided(rangeOf(first.type.bits, first.type.signed), relation, second.type.range) !== undefined
    ) {
      return `(${this.castTo(first.text, "u32").text} ${relation} ${this.plainNumber().text})`;
    }
    return this.random.percent(20) && second.literal
      ? `(${second.text} ${mirror(relation)} ${first.text})`
      : `(${first.text} ${relation} ${second.text})`;
  }

  // Places

  /** A scalar in memory. */
  place(sight: Sight, writable: boolean): ScalarPlace {
    for (let attempt = 0; attempt < 20; attempt++) {
      const start = this.#start(sight, writable);
      const place = start && this.descend(sight, start);
      if (place) return place;
    }
    if (this.#hasSocketBuffer()) return { text: `ctx.cb[${this.random.below(5)}]`, name: "u32", region: "context" };
    const name = this.settings.plain ? "i32" : "i64";
    return { text: `out.value[${this.random.below(8)}]`, name, region: "shared" };
  }

  #start(sight: Sight, writable: boolean): ReferenceVariable | undefined {
    const { random } = this;
    const options: (readonly [number, () => ReferenceVariable])[] = [];
    if (this.#hasSocketBuffer()) options.push([2, () => this.#contextField(writable)]);
    const references = sight.references.filter(({ region }) => !writable || region !== "readOnly");
    if (references.length > 0) options.push([8, () => random.pick(references)]);
    const named = this.entries("variable", "perCpuVariable", ...(writable ? [] : (["constant"] as const)));
    if (named.length > 0) options.push([5, () => this.wholeOf(random.pick(named), sight)]);
    const arrays = this.entries("array", "perCpuArray");
    if (arrays.length > 0) options.push([4, () => this.wholeOf(random.pick(arrays), sight)]);
    return options.length === 0 ? undefined : random.weighted(options)();
  }

  #contextField(writable: boolean): ReferenceVariable {
    const cgroup = this.settings.section === "cgroup_skb/egress";
    const u32: Shape = { kind: "scalar", name: "u32" };
    const fields: ReferenceVariable[] = [
      { text: `ctx.cb[${this.random.below(5)}]`, shape: u32, region: "context" },
      ...(cgroup || !writable
        ? (["mark", "priority"] as const).map(
            (name): ReferenceVariable => ({ text: `ctx.${name}`, shape: u32, region: "context" }),
          )
        : []),
      ...(writable
        ? []
        : ([
            { text: "ctx.len", shape: u32, region: "readOnly" },
            { text: "ctx.protocol", shape: { kind: "scalar", name: "be16" }, region: "readOnly" },
          ] as const)),
    ];
    return this.random.pick(fields);
  }

  /** The content of a variable, or an element of an array. */
  wholeOf(entry: Entry, sight: Sight): ReferenceVariable {
    const shared = entry.kind === "variable" || entry.kind === "array";
    const region: Region = entry.kind === "constant" ? "readOnly" : shared ? "shared" : "perCpu";
    const indexed = entry.kind === "array" || entry.kind === "perCpuArray";
    const text = indexed ? `${entry.name}[${this.index(sight, entry.entries)}]` : `${entry.name}.value`;
    return { text, shape: entry.value, region };
  }

  /** A scalar inside of something. */
  descend(sight: Sight, { text, shape, region }: ReferenceVariable): ScalarPlace | undefined {
    switch (shape.kind) {
      case "scalar":
        return { text, name: shape.name, region };
      case "struct": {
        const [name, field] = this.random.pick(shape.fields);
        return this.descend(sight, { text: `${text}.${name}`, shape: field, region });
      }
      case "array": {
        const index = this.index(sight, shape.length);
        return this.descend(sight, { text: `${text}[${index}]`, shape: shape.element, region });
      }
      case "bits": {
        const { width } = shape;
        return { text, name: width <= 8 ? "u8" : width <= 16 ? "u16" : "u32", region, width };
      }
      case "chars":
        return undefined;
    }
  }

  /** An index that is in range. */
  index(sight: Sight, length: number): string {
    const counters = sight.locals.filter(({ limit }) => limit && limit.min >= 0n && limit.max < BigInt(length));
    if (counters.length > 0 && this.random.percent(60)) return this.random.pick(counters).name;
    if ((length & (length - 1)) === 0 && this.#indexes < 3 && this.random.percent(40)) {
      this.#indexes++;
      const { text } = this.variable(sight, 1);
      this.#indexes--;
      return `${text} & ${length - 1}`;
    }
    return String(this.random.below(length));
  }
}

/** The type of what is one or the other. */
function joined(a: IntegerType, b: IntegerType): IntegerType {
  const range = join(a.range, b.range);
  if (a.bits === b.bits && a.signed === b.signed) return { ...a, range };
  return integerType(64, !(isUnsigned64(a) || isUnsigned64(b)), range);
}

function mirror(relation: Relation): string {
  return { "<": ">", "<=": ">=", ">": "<", ">=": "<=", "===": "===", "!==": "!==" }[relation];
}
