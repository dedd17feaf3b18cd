import type { Expression } from "../check/typed-tree.ts";
import type { Value } from "../ir/ir.ts";
import { lowerValue } from "./expressions.ts";
import type { Lowering } from "./lowering.ts";

/**
 * A pointer into the packet, with the comparison that says whether what it points to is all there: the form in which the
 * verifier learns how far it may be read.
 */
export function lowerHeader(l: Lowering, expression: Expression & { node: "header" }): Value {
  const { b } = l;
  const offset = lowerValue(l, expression.offset);
  b.position = expression.position;
  const context = l.contextValue();
  const { packet } = expression;
  const end = b.load(packet.size, context, packet.dataEnd, { type: "pointer" });
  const start = b.load(packet.size, context, packet.data, { type: "pointer" });
  const header = b.binary("add", start, offset);
  const after = b.binary("add", header, b.const(BigInt(expression.schema.size)));
  l.notePresence(header, b.compare("ule", after, end));
  return header;
}
