import type { BtfBuilder, BtfId, BtfMember } from "../btf/index.ts";
import { assert } from "../errors/assert.ts";
import type { ObjectMap } from "./object.ts";

/** In bytes: a map definition is a struct of pointers, of which only the types matter. */
const POINTER_SIZE = 8;
const LIBBPF_PIN_BY_NAME = 1;
const MAX_U32 = 0xffff_ffffn;

/** A BTF-defined map: the type of its variable in `.maps`, and what that takes. */
export interface MapVariable {
  readonly type: BtfId;
  /** In bytes. */
  readonly size: number;
  /** Where its initial values begin, in bytes from its start. */
  readonly valuesOffset: number;
}

/**
 * Adds the struct that defines a map in the way that libbpf reads: numbers as pointers to arrays of that length, key and
 * value as pointers to their types, the inner map as the element of a last, empty array `values`.
 */
export function addMapDefinition(builder: BtfBuilder, map: ObjectMap): MapVariable {
  const members: BtfMember[] = [];
  const int = builder.add({ kind: "int", name: "int", size: 4, bits: 32, bitOffset: 0, encoding: "signed" });
  const pointer = (name: string, target: BtfId): void => {
    const type = builder.add({ kind: "pointer", type: target });
    members.push({ name, type, bitOffset: members.length * POINTER_SIZE * 8, bitSize: 0 });
  };
  const number = (name: string, value: number): void => {
    assert(
      Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff,
      `the ${name} of a map is an unsigned 32-bit integer`,
    );
    if (value !== 0) pointer(name, builder.addArray(int, value));
  };
  number("type", map.type);
  if (map.keyType !== 0) pointer("key", map.keyType);
  else number("key_size", map.keySize);
  if (map.valueType !== 0) pointer("value", map.valueType);
  else if (!map.inner) number("value_size", map.valueSize);
  number("max_entries", map.maxEntries);
  number("map_flags", map.flags);
  if (map.pinByName) number("pinning", LIBBPF_PIN_BY_NAME);
  if (map.mapExtra !== undefined && map.mapExtra <= MAX_U32) number("map_extra", Number(map.mapExtra));
  else if (map.mapExtra !== undefined) {
    // An array has no room for more than 32 bits; newer libbpf reads the value of an only enumerator.
    const enumerators = [{ name: `${map.name}_map_extra`, value: map.mapExtra }];
    pointer("map_extra", builder.add({ kind: "enum", name: "", size: 8, signed: false, enumerators }));
  }
  const size = members.length * POINTER_SIZE;
  if (map.inner) {
    const inner = builder.add({ kind: "pointer", type: addMapDefinition(builder, map.inner).type });
    const type = builder.addArray(inner, 0);
    members.push({ name: "values", type, bitOffset: size * 8, bitSize: 0 });
  } else if (map.values) {
    const program = builder.add({ kind: "functionPrototype", returns: int, parameters: [] });
    const type = builder.addArray(builder.add({ kind: "pointer", type: program }), 0);
    members.push({ name: "values", type, bitOffset: size * 8, bitSize: 0 });
  }
  const places = Math.max(0, ...(map.values ?? []).map(({ index }) => index + 1));
  const type = builder.add({ kind: "struct", name: "", size, members });
  return { type, size: size + places * POINTER_SIZE, valuesOffset: size };
}
