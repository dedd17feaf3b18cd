import { resolve } from "../btf/layout.ts";
import type { Btf, BtfId } from "../btf/types.ts";
import { KernelTypes } from "./kernel-types.ts";

/** Some megabytes, and some milliseconds to read: kept as long as one question follows the other. */
let types: KernelTypes | undefined;

/** See the function of the same name in src/runtime.ts. */
export function kernelFieldOffset(struct: string, field: string): number | undefined {
  if (!types) {
    types = new KernelTypes();
    setImmediate(() => {
      types = undefined;
    });
  }
  const btf = types.kernel;
  for (const id of btf.named(struct)) {
    const bits = bitOffsetOf(btf, id, field);
    if (bits !== undefined && bits % 8 === 0) return bits / 8;
  }
  return undefined;
}

function bitOffsetOf(btf: Btf, id: BtfId, field: string): number | undefined {
  const { type } = resolve(btf, id);
  if (type.kind !== "struct" && type.kind !== "union") return undefined;
  for (const member of type.members) {
    if (member.name === field) return member.bitSize === 0 ? member.bitOffset : undefined;
    const inner = member.name === "" ? bitOffsetOf(btf, member.type, field) : undefined;
    if (inner !== undefined) return member.bitOffset + inner;
  }
  return undefined;
}
