import { unreachable } from "../../errors/assert.ts";
import type { Expression, HelperOperand } from "../check/typed-tree.ts";
import type { Value } from "../ir/ir.ts";
import { lowerValue } from "./expressions.ts";
import { MAP_LOOKUP_ELEM, MAP_UPDATE_ELEM } from "./helper-ids.ts";
import type { Lowering } from "./lowering.ts";
import { piecesOf, storePieces, zeroPieces } from "./memory.ts";
import { endImpossible } from "./places.ts";

const BPF_NOEXIST = 1n;

export function lowerOperand(l: Lowering, operand: HelperOperand): Value {
  switch (operand.kind) {
    case "context":
      return l.contextValue();
    case "map":
      return l.b.address({ kind: "map", map: operand.map });
    case "size":
      return l.b.const(BigInt(operand.bytes));
    case "value": {
      const { value } = operand;
      if (value.node !== "temporary") return lowerValue(l, value);
      return l.lent(value.name, value.schema, piecesOf(l.b, l.lower, value.schema, value));
    }
    case "destination":
      unreachable("only a filled expression has a destination");
      break;
    case "copied":
      return l.lent("argument", operand.schema, piecesOf(l.b, l.lower, operand.schema, operand.value));
  }
}

/** A call with its arguments, which are evaluated in order. */
export function lowerCall(
  l: Lowering,
  { operands, position }: { readonly operands: readonly HelperOperand[]; readonly position: number },
  call: (operands: readonly Value[]) => Value,
): Value {
  return l.forCall(() => {
    const values = operands.map((operand) => lowerOperand(l, operand));
    l.b.position = position;
    return call(values);
  });
}

/**
 * Looks up; where nothing is found, inserts with BPF_NOEXIST and looks up again. When another CPU inserts first, our insertion
 * fails and the second lookup finds theirs: nothing is lost.
 */
export function lookupOrInsert(l: Lowering, expression: Expression & { node: "lookupOrInsert" }): Value {
  return l.forCall(() => findOrInsert(l, expression));
}

function findOrInsert(l: Lowering, expression: Expression & { node: "lookupOrInsert" }): Value {
  const b = l.b;
  // One that was found in another is found once; an address is made anew where it is needed.
  const { map } = expression;
  const foundMap = map.kind === "map" ? undefined : lowerOperand(l, map);
  const mapAddress = () => foundMap ?? lowerOperand(l, map);
  const key = lowerOperand(l, expression.key);
  const { initial } = expression;
  const late = initial.kind === "copied" || (initial.kind === "value" && initial.value.node === "temporary");
  const schema =
    initial.kind === "copied"
      ? initial.schema
      : initial.kind === "value" && initial.value.node === "temporary"
        ? initial.value.schema
        : undefined;
  const pieces =
    schema && (initial.kind === "copied" || initial.kind === "value")
      ? piecesOf(b, l.lower, schema, initial.value)
      : [];
  const ready = late ? undefined : lowerOperand(l, initial);
  const find = () => b.helper("map_lookup_elem", MAP_LOOKUP_ELEM, [mapAddress(), key], { type: "pointer" });
  b.position = expression.position;
  const first = find();
  const missing = b.block();
  const { block, value } = l.merge("pointer");
  l.branch("ne", first, b.const(0n), { block, arguments: [first] }, missing);
  b.switchTo(missing);
  const from = ready ?? l.lent("initial", schema, pieces);
  b.helper("map_update_elem", MAP_UPDATE_ELEM, [mapAddress(), key, from, b.const(BPF_NOEXIST)]);
  l.jump(block, [find()]);
  b.switchTo(block);
  return value;
}

/** Room on the stack that a helper fills, present when it gives 0. */
export function lowerFilled(l: Lowering, expression: Expression & { node: "filled" }): Value {
  const { b } = l;
  const { schema, signature } = expression;
  const filled = l.stored(signature.name, schema, []);
  const failed = l.forCall(() => {
    const operands = expression.operands.map((one) => (one.kind === "destination" ? filled : lowerOperand(l, one)));
    b.position = expression.position;
    return b.helper(signature.name, signature.id, operands);
  });
  l.notePresence(filled, b.compare("eq", failed, b.const(0n)));
  return filled;
}

/** A reserved record holds what the buffer held before: it is zeroed where there is one. */
export function lowerReserve(l: Lowering, expression: Expression & { node: "reserve" }): Value {
  const { b } = l;
  const { schema, signature } = expression;
  const operands = [lowerOperand(l, expression.map), b.const(BigInt(schema.size)), b.const(0n)];
  const record = b.helper(signature.name, signature.id, operands, { type: "pointer" });
  const found = b.block();
  const after = b.block();
  l.branch("ne", record, b.const(0n), found, after);
  b.switchTo(found);
  storePieces(b, record, 0, zeroPieces(b, schema.size));
  l.jump(after);
  b.switchTo(after);
  return record;
}

/** The one value of a per-CPU array, zeroed. */
export function lowerScratch(l: Lowering, expression: Expression & { node: "scratch" }): Value {
  const { b } = l;
  const memory = lowerLookup(l, expression.map, b.const(0n));
  const found = b.block();
  const missing = b.block();
  l.branch("ne", memory, b.const(0n), found, missing);
  b.switchTo(missing);
  endImpossible(l, expression.held);
  b.switchTo(found);
  zeroMemory(l, memory, expression.schema.size);
  return memory;
}

/** More stores than this take more room than a loop. */
const MOST_STORES = 16;

function zeroMemory(l: Lowering, address: Value, size: number): void {
  const { b } = l;
  const words = Math.floor(size / 8);
  if (words <= MOST_STORES) {
    storePieces(b, address, 0, zeroPieces(b, size));
    return;
  }
  const head = b.block(["integer"]);
  const offset = head.parameters[0] as Value;
  const after = b.block();
  l.jump(head, [b.const(0n)]);
  b.switchTo(head);
  b.store(8, b.binary("add", address, offset), 0, b.const(0n));
  const next = b.binary("add", offset, b.const(8n));
  l.branch("ult", next, b.const(BigInt(words * 8)), { block: head, arguments: [next] }, after);
  b.switchTo(after);
  const rest = zeroPieces(b, size - words * 8);
  storePieces(b, address, words * 8, rest);
}

/** A lookup in an array map. */
export function lowerLookup(l: Lowering, map: string, index: Value): Value {
  return l.forCall(() => {
    const key = l.lent("index", undefined, [{ offset: 0, size: 4, value: index }]);
    const address = l.b.address({ kind: "map", map });
    return l.b.helper("map_lookup_elem", MAP_LOOKUP_ELEM, [address, key], { type: "pointer" });
  });
}
