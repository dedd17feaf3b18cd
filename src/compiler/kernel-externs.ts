import type { BtfBuilder, BtfId } from "../btf/index.ts";
import { assert } from "../errors/assert.ts";
import {
  type KernelFunction,
  type KernelType,
  kernelFunction,
  type PointerTarget,
} from "../kernel/kernel-functions.ts";
import type { ObjectExtern, ObjectFunction } from "../object/object.ts";

/** The functions of the kernel that code calls, with their prototypes, which a loader compares with those of the kernel. */
export function kernelExterns(functions: readonly ObjectFunction[], types: BtfBuilder): ObjectExtern[] {
  const names = new Set<string>();
  for (const { references } of functions) {
    for (const reference of references) if (reference.kind === "kernelCall") names.add(reference.extern);
  }
  return [...names].sort().map((name) => {
    const called = kernelFunction(name);
    assert(called, "the checker knows each function of the kernel that is called");
    return { name, kind: "function", type: prototypeOf(called, types), weak: false };
  });
}

function prototypeOf({ returns, parameters }: KernelFunction, types: BtfBuilder): BtfId {
  return types.add({
    kind: "functionPrototype",
    returns: typeOf(returns, types),
    parameters: parameters.map(({ name, type }) => ({ name, type: typeOf(type, types) })),
  });
}

function typeOf(type: KernelType, types: BtfBuilder): BtfId {
  switch (type.kind) {
    case "void":
      return 0;
    case "boolean":
      return types.add({ kind: "int", name: "bool", size: 1, bits: 8, bitOffset: 0, encoding: "bool" });
    case "integer": {
      const encoding = type.signed ? "signed" : "unsigned";
      const name = `${type.signed ? "s" : "u"}${type.bits}`;
      return types.add({ kind: "int", name, size: type.bits / 8, bits: type.bits, bitOffset: 0, encoding });
    }
    case "enum":
      return types.add({ kind: "enum", name: type.name, size: 4, signed: false, enumerators: [] });
    case "pointer": {
      const target = targetOf(type.target, types);
      return types.add({ kind: "pointer", type: type.constant ? types.add({ kind: "const", type: target }) : target });
    }
  }
}

/** Of a struct only the name is said: loaders compare kinds and names. */
function targetOf(target: PointerTarget, types: BtfBuilder): BtfId {
  switch (target.kind) {
    case "void":
      return 0;
    case "struct":
    case "union":
      return types.add({ kind: target.kind, name: target.name, size: 0, members: [] });
    case "function":
      return types.add({ kind: "functionPrototype", returns: 0, parameters: [] });
    case "pointer":
      return types.add({ kind: "pointer", type: 0 });
    case "scalar":
      return typeOf(target.type, types);
  }
}
