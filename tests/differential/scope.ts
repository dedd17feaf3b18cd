import type { Random } from "./random.ts";

/** The name of a scalar schema. */
export type ScalarName =
  | "u8"
  | "u16"
  | "u32"
  | "u64"
  | "i8"
  | "i16"
  | "i32"
  | "i64"
  | "be16"
  | "be32"
  | "be64"
  | "bool";

/** A schema as the generator knows it; its text makes the real one. */
export type Shape =
  | { readonly kind: "scalar"; readonly name: ScalarName }
  | { readonly kind: "chars"; readonly length: number }
  /** A bit field, which stands only in structs. */
  | { readonly kind: "bits"; readonly base: "u8" | "u16" | "u32" | "be16" | "be32"; readonly width: number }
  | {
      readonly kind: "struct";
      readonly name: string;
      readonly fields: readonly (readonly [string, Shape])[];
      /** All fields stand at the same place. */
      readonly union?: true;
    }
  | { readonly kind: "array"; readonly element: Shape; readonly length: number };

export interface Entry {
  readonly name: string;
  readonly kind:
    | "variable"
    | "perCpuVariable"
    | "constant"
    | "array"
    | "perCpuArray"
    | "hash"
    | "perCpuHash"
    | "records"
    | "queue"
    | "stack"
    | "list"
    | "number";
  readonly key?: Shape;
  readonly value: Shape;
  /** Of a map. */
  readonly entries: number;
  /** The text of its definition. */
  readonly definition: string;
}

/** What a random program finds in its scope. */
export interface RandomScope {
  readonly structs: readonly (Shape & { kind: "struct" })[];
  readonly entries: readonly Entry[];
  readonly subprograms: readonly Subprogram[];
}

/** A function of its own. */
export interface Subprogram {
  readonly name: string;
  readonly parameters: readonly (Shape | "context")[];
  /** The type of what it gives. */
  readonly result: "u8" | "i32" | "u32" | "i64" | "bool";
}

const scalarNames: readonly ScalarName[] = [
  "u8",
  "u16",
  "u32",
  "u64",
  "i8",
  "i16",
  "i32",
  "i64",
  "be16",
  "be32",
  "be64",
  "bool",
];

export function bitsOf(name: ScalarName): 8 | 16 | 32 | 64 {
  return name === "bool" ? 8 : (Number(/\d+/.exec(name)?.[0]) as 8 | 16 | 32 | 64);
}

export function isSigned(name: ScalarName): boolean {
  return name.startsWith("i");
}

export function isNetwork(name: ScalarName): boolean {
  return name.startsWith("be");
}

/** The text that makes the schema; structs are named before. */
export function shapeText(shape: Shape): string {
  switch (shape.kind) {
    case "scalar":
      return shape.name;
    case "struct":
      return shape.name;
    case "chars":
      return `chars(${shape.length})`;
    case "bits":
      return `bits(${shape.base}, ${shape.width})`;
    case "array":
      return `array(${shapeText(shape.element)}, ${shape.length})`;
  }
}

export function structText(shape: Shape & { kind: "struct" }): string {
  return `${shape.union ? "union" : "struct"}({ ${shape.fields.map(([name, field]) => `${name}: ${shapeText(field)}`).join(", ")} })`;
}

/** Larger structs would fill the stack of a kernel function. */
const MOST_BYTES = 96;

function roughSize(shape: Shape): number {
  switch (shape.kind) {
    case "scalar":
      return bitsOf(shape.name) / 8;
    case "chars":
      return shape.length;
    case "array":
      return roughSize(shape.element) * shape.length;
    case "bits":
      return bitsOf(shape.base) / 8;
    case "struct": {
      const sizes = shape.fields.map(([, field]) => roughSize(field));
      return shape.union ? Math.max(...sizes) : sizes.reduce((sum, size) => sum + size, 0);
    }
  }
}

/** @param plain only numbers of up to 32 bits */
export function randomScope(random: Random, plain: boolean): RandomScope {
  const names = plain ? scalarNames.filter((name) => bitsOf(name) < 64) : scalarNames;
  const scalar = (): Shape => ({ kind: "scalar", name: random.pick(names) });
  const structs: (Shape & { kind: "struct" })[] = [];
  const field = (depth: number): Shape => {
    if (random.percent(15)) {
      const element = depth > 0 && structs.length > 0 && random.percent(30) ? random.pick(structs) : scalar();
      return { kind: "array", element, length: random.pick([2, 3, 4, 5, 8]) };
    }
    if (depth > 0 && structs.length > 0 && random.percent(15)) return random.pick(structs);
    if (depth > 0 && random.percent(12)) {
      const base = random.pick(["u8", "u16", "u32", "be16", "be32"] as const);
      return { kind: "bits", base, width: random.between(1, bitsOf(base) - 1) };
    }
    if (!plain && random.percent(6)) return { kind: "chars", length: random.pick([4, 8, 15]) };
    return scalar();
  };
  for (let count = random.between(1, 3); structs.length < count; ) {
    const union = !plain && random.percent(15);
    let fields = Array.from({ length: random.between(1, 6) }, (_, index) => [`f${index}`, field(1)] as const);
    if (union) fields = fields.filter(([, { kind }]) => kind !== "bits");
    if (fields.length === 0) continue;
    const shape = { kind: "struct", name: `S${structs.length}`, fields, ...(union ? { union } : {}) } as const;
    if (roughSize(shape) <= MOST_BYTES) structs.push(shape);
  }
  const value = (): Shape => (random.percent(60) ? random.pick(structs) : scalar());
  const keyStruct = (): Shape & { kind: "struct" } => {
    const fields = Array.from({ length: random.between(1, 3) }, (_, index) => [`k${index}`, scalar()] as const);
    const shape = { kind: "struct", name: `S${structs.length}`, fields } as const;
    structs.push(shape);
    return shape;
  };
  const entries: Entry[] = [];
  const add = (kind: Entry["kind"], name: string, shape: Shape, rest: { key?: Shape; entries?: number } = {}) => {
    const { key, entries: length = 1 } = rest;
    const text = shapeText(shape);
    const definition = {
      variable: `variable(${text})`,
      perCpuVariable: `perCpuVariable(${text})`,
      constant: `constant(${text}, ${constantText(shape, random)})`,
      number: numberText(random),
      array: `arrayMap({ value: ${text}, maxEntries: ${length} })`,
      perCpuArray: `perCpuArrayMap({ value: ${text}, maxEntries: ${length} })`,
      hash: `hashMap({ key: ${key ? shapeText(key) : ""}, value: ${text}, maxEntries: ${length} })`,
      perCpuHash: `perCpuHashMap({ key: ${key ? shapeText(key) : ""}, value: ${text}, maxEntries: ${length} })`,
      records: `ringBuffer({ value: ${text}, maxEntries: 4096 })`,
      queue: `queueMap({ value: ${text}, maxEntries: ${length} })`,
      stack: `stackMap({ value: ${text}, maxEntries: ${length} })`,
      list: `[${Array.from({ length }, () => random.pick([0, 1, 2, 7, 80, 443, 65536]))}]`,
    }[kind];
    entries.push({ name, kind, value: shape, entries: length, definition, ...(key ? { key } : {}) });
  };
  const some = (most: number, make: (index: number) => void) => {
    for (let index = 0, count = random.between(0, most); index < count; index++) make(index);
  };
  some(3, (index) => add("variable", `v${index}`, value()));
  some(1, (index) => add("perCpuVariable", `p${index}`, value()));
  some(2, (index) => add("constant", `c${index}`, scalar()));
  some(2, (index) => add("number", `n${index}`, { kind: "scalar", name: "i32" }));
  some(2, (index) => add("array", `a${index}`, value(), { entries: random.pick([1, 2, 3, 4, 8]) }));
  some(1, (index) => add("perCpuArray", `q${index}`, value(), { entries: random.pick([1, 2, 4, 5]) }));
  const key = () => (random.percent(40) ? keyStruct() : scalar());
  some(2, (index) => add("hash", `h${index}`, value(), { key: key(), entries: random.pick([1, 2, 4, 8]) }));
  some(1, (index) => add("perCpuHash", `g${index}`, value(), { key: key(), entries: random.pick([1, 2, 4]) }));
  if (!plain) {
    some(1, (index) => add("records", `ring${index}`, value()));
    some(1, (index) =>
      add(random.pick(["queue", "stack"]), `queue${index}`, value(), { entries: random.between(1, 4) }),
    );
  }
  some(1, (index) => add("list", `list${index}`, { kind: "scalar", name: "u32" }, { entries: random.between(1, 4) }));
  add("variable", "out", { kind: "array", element: { kind: "scalar", name: plain ? "i32" : "i64" }, length: 8 });
  return { structs, entries, subprograms: [] };
}

function constantText(shape: Shape, random: Random): string {
  return shape.kind === "scalar" ? literalText(randomWord(random, shape.name), shape.name) : "";
}

function numberText(random: Random): string {
  return String(random.pick([0, 1, 2, 3, 7, 8, 64, 100, 255, 1500, 65535, 0x7fffffff]));
}

/** A number as user space writes it for a scalar. */
export function literalText(value: bigint, name: ScalarName): string {
  if (name === "bool") return String(value !== 0n);
  return bitsOf(name) === 64 ? `${value}n` : String(value);
}

/** A number that a scalar can hold; often one at an edge. */
export function randomWord(random: Random, name: ScalarName): bigint {
  if (name === "bool") return BigInt(random.below(2));
  const bits = bitsOf(name);
  const raw = random.weighted<() => bigint>([
    [4, () => BigInt(random.below(8))],
    [2, () => random.word(bits)],
    [1, () => 1n << BigInt(random.below(bits))],
    [1, () => (1n << BigInt(random.below(bits))) - 1n],
    [1, () => -BigInt(random.below(4))],
    [1, () => BigInt(random.below(300))],
  ])();
  return isSigned(name) ? BigInt.asIntN(bits, raw) : BigInt.asUintN(bits, raw);
}
