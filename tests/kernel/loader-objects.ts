import { BtfBuilder } from "../../src/btf/index.ts";
import { encode, type Instruction } from "../../src/bytecode/index.ts";
import type { BpfObject, LineInfo, ObjectMap, Reference } from "../../src/object/index.ts";
import { type AnySchema, u32, u64 } from "../../src/schema/index.ts";

/** Objects for the loader's tests, put together from instructions. */

export const r = (register: number): { readonly register: number } => ({ register });

export const set = (destination: number, source: number | { readonly register: number }): Instruction => ({
  op: "alu",
  operator: "mov",
  width: 64,
  destination,
  source: typeof source === "number" ? { immediate: source } : source,
});

/** A 16-byte load that a reference fills in. */
export const address = (destination: number): Instruction => ({
  op: "loadImmediate64",
  destination,
  pseudo: 0,
  value: 0n,
});

export const exit: Instruction = { op: "exit" };

/** Adds register `source` to the 64 bits at `base`, atomically. */
export const atomicAdd = (base: number, source: number, offset = 0): Instruction => ({
  op: "atomic",
  operation: "add",
  size: 8,
  fetch: false,
  base,
  offset,
  source,
});

export const helper = (target: number): Instruction => ({ op: "call", kind: "helper", target, offset: 0 });

export interface ProgramParts {
  readonly section: string;
  readonly instructions: readonly Instruction[];
  readonly references?: readonly Reference[];
  readonly lines?: readonly LineInfo[];
}

export interface MapParts {
  readonly type: number;
  readonly key?: AnySchema;
  readonly value: AnySchema;
  readonly maxEntries: number;
  readonly flags?: number;
}

/** An object of maps and programs, with types for all of them. */
export function makeObject(
  programs: { readonly [name: string]: ProgramParts },
  maps: { readonly [name: string]: MapParts } = {},
): BpfObject {
  const types = new BtfBuilder();
  const int = types.add({ kind: "int", name: "int", size: 4, bits: 32, bitOffset: 0, encoding: "signed" });
  const context = types.add({ kind: "pointer", type: 0 });
  const objectMaps = Object.entries(maps).map(
    ([name, { type, key = u32, value, maxEntries, flags = 0 }]): ObjectMap => {
      const keyType = types.addSchema(key, key.kind === "struct" ? `${name}_key` : undefined);
      const valueType = types.addSchema(value, value.kind === "struct" ? `${name}_value` : undefined);
      return { name, type, keySize: key.size, valueSize: value.size, maxEntries, flags, keyType, valueType };
    },
  );
  const functions = Object.entries(programs).map(([name, { section, instructions, references = [], lines = [] }]) => {
    const prototype = types.add({
      kind: "functionPrototype",
      returns: int,
      parameters: [{ name: "ctx", type: context }],
    });
    const type = types.add({ kind: "function", name, type: prototype, linkage: "global" });
    return { name, section, isProgram: true, code: encode(instructions), references, type, lines };
  });
  return { name: "test", license: "GPL", maps: objectMaps, sections: [], functions, btf: types.build() };
}

/** A program that lets everything pass. */
export const pass: ProgramParts = { section: "cgroup_skb/egress", instructions: [set(0, 1), exit] };

/** `counts[0] += 1; return 1`, by address. */
export function countingObject(section = "cgroup_skb/egress", verdict = 1): BpfObject {
  return makeObject(
    {
      count: {
        section,
        instructions: [address(1), set(2, 1), atomicAdd(1, 2), set(0, verdict), exit],
        references: [{ kind: "mapValue", slot: 0, map: "counts", offset: 0 }],
      },
    },
    { counts: { type: 2, value: u64, maxEntries: 1 } },
  );
}
