import type { Expression } from "../check/typed-tree.ts";
import type { AccessSize, Value } from "../ir/ir.ts";
import { lowerValue } from "./expressions.ts";
import type { Lowering } from "./lowering.ts";
import { fromMemory } from "./memory.ts";

type Probe = Expression & { readonly node: "probe" };

/** Copies from the kernel's memory; where that fails, the helper leaves zeros. */
export function lowerProbe(l: Lowering, probe: Probe): Value {
  const { b } = l;
  const { schema, bits } = probe;
  if (bits) return lowerBits(l, probe, bits);
  if (schema.kind !== "integer" && schema.kind !== "boolean") {
    const copy = l.stored("copy", schema, []);
    probeInto(l, probe, () => copy);
    return copy;
  }
  return l.forCall(() => {
    const from = lowerValue(l, probe.address);
    const copy = l.lent("copy", schema, []);
    call(l, probe, [copy, b.const(BigInt(schema.size)), from]);
    const signed = schema.kind === "integer" && schema.signed && schema.order === "host";
    const value = b.load(schema.size as AccessSize, copy, 0, { signed: signed && schema.size < 8 });
    return schema.kind === "integer" ? fromMemory(b, schema, value) : value;
  });
}

/** The same into memory that is there already. */
export function probeInto(l: Lowering, probe: Probe, destination: () => Value): Value {
  return l.forCall(() => {
    const to = destination();
    const from = lowerValue(l, probe.address);
    return call(l, probe, [to, l.b.const(BigInt(probe.schema.size)), from]);
  });
}

/** On a little-endian machine: the bytes that hold the field are the low ones of eight; shifted up, then down, it is alone. */
function lowerBits(l: Lowering, probe: Probe, { size, left, right }: NonNullable<Probe["bits"]>): Value {
  const { b } = l;
  return l.forCall(() => {
    const from = lowerValue(l, probe.address);
    const copy = l.lent("copy", undefined, [{ offset: 0, size: 8, value: b.const(0n) }]);
    call(l, probe, [copy, b.core(size), from]);
    const up = b.binary("shl", b.load(8, copy, 0), b.core(left));
    const signed = probe.schema.kind === "integer" && probe.schema.signed;
    return b.binary(signed ? "ashr" : "lshr", up, b.core(right));
  });
}

function call(l: Lowering, { signature, position }: Probe, values: readonly Value[]): Value {
  l.b.position = position;
  return l.b.helper(signature.name, signature.id, values);
}
