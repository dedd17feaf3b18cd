import { BtfBuilder, type BtfId } from "../../src/btf/index.ts";
import { encode, type Instruction } from "../../src/bytecode/index.ts";
import type { BpfObject, DataSection, LineInfo, ObjectFunction, Reference } from "../../src/object/index.ts";
import { type AnySchema, array, be16, bytes, chars, struct, u32, u64 } from "../../src/schema/index.ts";

/** Objects made by hand, with everything that an object can hold, for tests of what reads, writes and loads them. */

const r = (register: number): { readonly register: number } => ({ register });
const set = (
  destination: number,
  source: { readonly register: number } | { readonly immediate: number },
): Instruction => ({
  op: "alu",
  operator: "mov",
  width: 64,
  destination,
  source,
});
const add = (destination: number, immediate: number): Instruction => ({
  op: "alu",
  operator: "add",
  width: 64,
  destination,
  source: { immediate },
});
/** A 16-byte load, which a reference fills in. */
const address = (destination: number): Instruction => ({ op: "loadImmediate64", destination, pseudo: 0, value: 0n });
const atomicAdd = (base: number, source: number, offset = 0): Instruction => ({
  op: "atomic",
  operation: "add",
  size: 8,
  fetch: false,
  base,
  offset,
  source,
});
const helper = (target: number): Instruction => ({ op: "call", kind: "helper", target, offset: 0 });
const callFunction: Instruction = { op: "call", kind: "function", target: -1, offset: 0 };
const exit: Instruction = { op: "exit" };

const MAP_LOOKUP = 1;
const LOOP = 181;

interface FunctionParts {
  readonly section: string;
  readonly instructions: readonly Instruction[];
  readonly references?: readonly Reference[];
  readonly type: BtfId;
}

function lineInfo(text: string, line: number, slot = 0): LineInfo {
  return { slot, file: "/home/me/counter.ts", line, column: 3, text };
}

function fn(name: string, { section, instructions, references = [], type }: FunctionParts): ObjectFunction {
  return {
    name,
    section,
    isProgram: section !== ".text",
    code: encode(instructions),
    references,
    type,
    lines: [lineInfo(`  // the first line of ${name}`, 10)],
  };
}

/** Adds `int name(struct context *context)`, or a prototype with the given parameters. */
function addFunction(
  types: BtfBuilder,
  name: string,
  linkage: "static" | "global",
  parameters?: readonly BtfId[],
): BtfId {
  const int = types.add({ kind: "int", name: "int", size: 4, bits: 32, bitOffset: 0, encoding: "signed" });
  const forward = types.add({ kind: "forward", name: "__sk_buff", of: "struct" });
  const context = types.add({ kind: "pointer", type: forward });
  const list = (parameters ?? [context]).map((type, index) => ({ name: `p${index}`, type }));
  const type = types.add({ kind: "functionPrototype", returns: int, parameters: list });
  return types.add({ kind: "function", name, type, linkage });
}

interface NewVariable {
  readonly schema: AnySchema;
  readonly initial?: Uint8Array;
  readonly perCpu?: boolean;
}

function dataSection(types: BtfBuilder, name: string, list: { readonly [name: string]: NewVariable }): DataSection {
  let end = 0;
  const places = Object.entries(list).map(([variable, { schema, initial, perCpu }]) => {
    const offset = Math.ceil(end / schema.alignment) * schema.alignment;
    end = offset + schema.size;
    const type = types.addSchema(schema);
    const id = types.add({ kind: "variable", name: variable, type, linkage: "global" });
    const common = { name: variable, offset, size: schema.size, type };
    return { id, initial, variable: perCpu ? { ...common, perCpu } : common };
  });
  const data = new Uint8Array(end);
  for (const { initial, variable } of places) if (initial) data.set(initial, variable.offset);
  const variables = places.map(({ id, variable }) => ({ type: id, offset: variable.offset, size: variable.size }));
  const type = types.add({ kind: "section", name, size: end, variables });
  const readonly = name.startsWith(".rodata");
  return { name, data, readonly, type, variables: places.map(({ variable }) => variable) };
}

const slot = struct({ packets: u64, padding: bytes(56) });

/** `.bss`, `.data` and `.rodata`, a per-CPU variable, and code that refers into the middle of a variable. */
export function variablesObject(): BpfObject {
  const types = new BtfBuilder();
  const sections = [
    dataSection(types, ".bss", {
      packets: { schema: u64 },
      perCpu: { schema: array(slot, 4), perCpu: true },
      name: { schema: chars(16) },
    }),
    dataSection(types, ".data", { level: { schema: u32, initial: u32.encode(7) } }),
    dataSection(types, ".rodata", {
      limit: { schema: u64, initial: u64.encode(123n) },
      port: { schema: be16, initial: be16.encode(443) },
    }),
  ];
  const type = addFunction(types, "count", "global");
  const count = fn("count", {
    section: "cgroup_skb/egress",
    instructions: [
      address(1),
      set(2, { immediate: 1 }),
      atomicAdd(1, 2),
      address(1),
      atomicAdd(1, 2),
      address(3),
      { op: "load", size: 8, signed: false, destination: 2, base: 3, offset: 0 },
      address(4),
      { op: "load", size: 4, signed: false, destination: 4, base: 4, offset: 0 },
      set(0, { immediate: 1 }),
      exit,
    ],
    references: [
      { kind: "data", slot: 0, section: ".bss", offset: 0 },
      { kind: "data", slot: 4, section: ".bss", offset: 8 + 64 },
      { kind: "data", slot: 7, section: ".rodata", offset: 0 },
      { kind: "data", slot: 10, section: ".data", offset: 0 },
    ],
    type,
  });
  const lines = [lineInfo("  packets.value += 1;", 12), lineInfo("  return 1;", 13, 13)];
  const functions = [{ ...count, lines }];
  return { name: "variables", license: "GPL", maps: [], sections, functions, btf: types.build() };
}

/** A hash with struct keys and values, an array that is pinned, and an array whose value is addressed directly. */
export function mapsObject(): BpfObject {
  const types = new BtfBuilder();
  const keyType = types.addSchema(struct({ name: chars(8), port: be16, kind: bytes(2) }), "flow_key");
  const valueType = types.addSchema(struct({ packets: u64, bytes: u64 }), "traffic");
  const plain = { flags: 0, maxEntries: 1, keySize: 4, valueSize: 8 };
  const u32Type = types.addSchema(u32);
  const u64Type = types.addSchema(u64);
  const maps = [
    { name: "flows", type: 1, keySize: 12, valueSize: 16, maxEntries: 1024, flags: 1, keyType, valueType },
    { ...plain, name: "pinned", type: 2, keyType: u32Type, valueType: u64Type, pinByName: true },
    { ...plain, name: "untyped", type: 2, maxEntries: 3, keyType: 0, valueType: 0 },
    { ...plain, name: "direct", type: 2, valueSize: 16, keyType: u32Type, valueType },
  ];
  const count = fn("count", {
    section: "xdp",
    instructions: [
      { op: "store", size: 8, base: 10, offset: -16, source: { immediate: 0 } },
      { op: "store", size: 8, base: 10, offset: -8, source: { immediate: 0 } },
      set(2, r(10)),
      add(2, -16),
      address(1),
      helper(MAP_LOOKUP),
      { op: "branch", condition: "eq", width: 64, left: 0, right: { immediate: 0 }, offset: 2 },
      set(1, { immediate: 1 }),
      atomicAdd(0, 1),
      address(1),
      set(0, { immediate: 2 }),
      exit,
    ],
    references: [
      { kind: "map", slot: 4, map: "flows" },
      { kind: "mapValue", slot: 10, map: "direct", offset: 8 },
    ],
    type: addFunction(types, "count", "global"),
  });
  return { name: "maps", license: "Dual BSD/GPL", maps, sections: [], functions: [count], btf: types.build() };
}

/** As {@link mapsObject}, with what other loaders understand only. */
export function portableMapsObject(): BpfObject {
  const object = mapsObject();
  const functions = object.functions.map((count) => ({
    ...count,
    references: count.references.map(
      (reference): Reference =>
        reference.kind === "mapValue" ? { kind: "map", slot: reference.slot, map: reference.map } : reference,
    ),
  }));
  return { ...object, maps: object.maps.map(({ pinByName: _, ...map }) => map), functions };
}

/** Two programs in one section, and static functions in `.text`: one that is called, one that is a callback. */
export function functionsObject(): BpfObject {
  const types = new BtfBuilder();
  const sections = [dataSection(types, ".bss", { calls: { schema: u64 } })];
  const u64Type = types.addSchema(u64);
  const u32Type = types.addSchema(u32);
  const pointer = types.add({ kind: "pointer", type: 0 });
  const body = (
    references: readonly Reference[],
    start: readonly Instruction[],
  ): Omit<FunctionParts, "type" | "section"> => ({
    instructions: [...start, set(0, { immediate: 1 }), exit],
    references,
  });
  const functions = [
    fn("first", {
      section: "cgroup_skb/egress",
      type: addFunction(types, "first", "global"),
      ...body([{ kind: "call", slot: 1, function: "bump" }], [set(1, { immediate: 5 }), callFunction]),
    }),
    fn("second", {
      section: "cgroup_skb/egress",
      type: addFunction(types, "second", "global"),
      ...body(
        [
          { kind: "function", slot: 1, function: "each" },
          { kind: "call", slot: 7, function: "bump" },
        ],
        [
          set(1, { immediate: 3 }),
          address(2),
          set(3, { immediate: 0 }),
          set(4, { immediate: 0 }),
          helper(LOOP),
          set(1, { immediate: 7 }),
          callFunction,
        ],
      ),
    }),
    fn("bump", {
      section: ".text",
      type: addFunction(types, "bump", "static", [u64Type]),
      instructions: [address(2), atomicAdd(2, 1), set(0, { immediate: 0 }), exit],
      references: [{ kind: "data", slot: 0, section: ".bss", offset: 0 }],
    }),
    fn("each", {
      section: ".text",
      type: addFunction(types, "each", "static", [u32Type, pointer]),
      instructions: [set(1, { immediate: 1 }), callFunction, set(0, { immediate: 0 }), exit],
      references: [{ kind: "call", slot: 1, function: "bump" }],
    }),
  ];
  return { name: "functions", license: "GPL", maps: [], sections, functions, btf: types.build() };
}

export const handMadeObjects: readonly (() => BpfObject)[] = [
  variablesObject,
  mapsObject,
  portableMapsObject,
  functionsObject,
];
