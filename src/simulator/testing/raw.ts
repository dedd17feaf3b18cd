import type { BpfObject, ObjectFunction, ObjectMap, Reference } from "../../object/object.ts";

/** One 8-byte slot, field by field: tests of instructions must not depend on our own encoder. */
export interface Slot {
  readonly code: number;
  readonly destination?: number;
  readonly source?: number;
  readonly offset?: number;
  readonly immediate?: number;
}

export function machineCode(slots: readonly Slot[]): Uint8Array {
  const bytes = new Uint8Array(slots.length * 8);
  const view = new DataView(bytes.buffer);
  for (const [index, { code, destination = 0, source = 0, offset = 0, immediate = 0 }] of slots.entries()) {
    view.setUint8(index * 8, code);
    view.setUint8(index * 8 + 1, destination | (source << 4));
    view.setInt16(index * 8 + 2, offset, true);
    view.setInt32(index * 8 + 4, Number(BigInt.asIntN(32, BigInt(immediate))), true);
  }
  return bytes;
}

/** `destination = value`, in two slots. */
export function wide(destination: number, value: bigint): Slot[] {
  return [
    { code: 0x18, destination, immediate: Number(BigInt.asIntN(32, value)) },
    { code: 0, immediate: Number(BigInt.asIntN(32, value >> 32n)) },
  ];
}

/** `destination = immediate` */
export function set(destination: number, immediate: number): Slot {
  return { code: 0xb7, destination, immediate };
}

/** `destination = source` */
export function copy(destination: number, source: number): Slot {
  return { code: 0xbf, destination, source };
}

export const exit: Slot = { code: 0x95 };

export function helper(id: number): Slot {
  return { code: 0x85, immediate: id };
}

interface RawFunction {
  readonly slots: readonly Slot[];
  readonly section?: string;
  readonly references?: readonly Reference[];
}

interface RawObject {
  readonly functions: Readonly<Record<string, RawFunction>>;
  readonly maps?: readonly (Partial<ObjectMap> & Pick<ObjectMap, "name" | "type">)[];
  /** Bytes of `.bss`, seen as the variable `out`. */
  readonly bss?: number;
  /** The contents of `.rodata`, seen as the variable `constants`. */
  readonly rodata?: Uint8Array;
}

/** An object without types: variables and map values are bytes. */
export function rawObject({ functions, maps = [], bss = 0, rodata }: RawObject): BpfObject {
  const defaults = { keySize: 4, valueSize: 8, maxEntries: 1, flags: 0, keyType: 0, valueType: 0 };
  const section = (name: string, variable: string, data: Uint8Array) => {
    const variables = [{ name: variable, offset: 0, size: data.length, type: 0 }];
    return { name, data, readonly: name === ".rodata", type: 0, variables };
  };
  return {
    name: "raw",
    license: "GPL",
    maps: maps.map((map) => ({ ...defaults, ...map })),
    sections: [
      ...(bss > 0 ? [section(".bss", "out", new Uint8Array(bss))] : []),
      ...(rodata ? [section(".rodata", "constants", rodata)] : []),
    ],
    functions: Object.entries(functions).map(([name, fn]): ObjectFunction => {
      const { slots, section = "xdp", references = [] } = fn;
      const isProgram = section !== ".text";
      return { name, section, isProgram, code: machineCode(slots), references, type: 0, lines: [] };
    }),
    btf: { types: [{ kind: "void" }] },
  };
}
