import { assert } from "../../errors/assert.ts";
import type { Expression } from "../check/typed-tree.ts";
import type { Block, Value } from "../ir/ir.ts";
import { lowerEffect, lowerTruth, lowerValue } from "./expressions.ts";
import type { Lowering } from "./lowering.ts";
import { constantChunks } from "./memory.ts";
import { addressOf, alignmentOf } from "./places.ts";

/** Evaluates a boolean expression for its jump alone. */
export function lowerCondition(l: Lowering, test: Expression, then: Block, otherwise: Block): void {
  l.b.position = test.position;
  switch (test.node) {
    case "not":
      lowerCondition(l, test.value, otherwise, then);
      return;
    case "and":
    case "or": {
      const second = l.b.block();
      if (test.node === "and") lowerCondition(l, test.left, second, otherwise);
      else lowerCondition(l, test.left, then, second);
      l.b.switchTo(second);
      lowerCondition(l, test.right, then, otherwise);
      return;
    }
    case "compare":
      l.branch(test.predicate, lowerValue(l, test.left), lowerValue(l, test.right), then, otherwise);
      return;
    case "sequence":
      for (const part of test.first) lowerEffect(l, part);
      lowerCondition(l, test.last, then, otherwise);
      return;
    case "number":
      l.jump(test.value !== 0n ? then : otherwise);
      return;
    case "sameBytes":
      sameBytes(l, test, then, otherwise);
      return;
    case "sameText":
      sameText(l, test, then, otherwise);
      return;
    case "truth":
      l.branch("ne", lowerTruth(l, test.value), l.b.const(0n), then, otherwise);
      return;
    default:
      l.branch("ne", lowerValue(l, test), l.b.const(0n), then, otherwise);
  }
}

export function booleanValue(l: Lowering, expression: Expression): Value {
  const then = l.b.block();
  const otherwise = l.b.block();
  const { block, value } = l.merge("integer");
  lowerCondition(l, expression, then, otherwise);
  for (const [from, result] of [
    [then, 1n],
    [otherwise, 0n],
  ] as const) {
    l.b.switchTo(from);
    l.jump(block, [l.b.const(result)]);
  }
  l.b.switchTo(block);
  return value;
}

/** Compares bytes with memory, in as few and as large pieces as the alignment allows. */
function sameBytes(l: Lowering, test: Expression & { node: "sameBytes" }, then: Block, otherwise: Block): void {
  const { value } = test;
  // Where a place is known, so is its alignment; the stack is the one memory that must be read aligned.
  const known = value.node === "reference" && value.place.base.kind !== "element" && value.place.indexes.length === 0;
  const { base, offset } = known ? addressOf(l, value.place) : { base: lowerValue(l, value), offset: 0 };
  const onStack = value.type.kind === "reference" && value.type.region === "stack";
  const alignment = known ? alignmentOf(value.place) : onStack ? 1 : 8;
  const pieces = constantChunks(test.bytes, offset, alignment);
  for (const [index, piece] of pieces.entries()) {
    const next = index === pieces.length - 1 ? then : l.b.block();
    const found = l.b.load(piece.size, base, piece.offset);
    l.branch("eq", found, l.b.const(piece.value), next, otherwise);
    if (next !== then) l.b.switchTo(next);
  }
}

/** Compares texts byte by byte, up to the first NUL: what stands behind it says nothing. */
function sameText(l: Lowering, test: Expression & { node: "sameText" }, then: Block, otherwise: Block): void {
  const { b } = l;
  const [left, right] = [lowerValue(l, test.left), lowerValue(l, test.right)];
  const [first, second] = [lengthOf(test.left), lengthOf(test.right)];
  const shared = Math.min(first, second);
  for (let index = 0; index < shared; index++) {
    const byte = b.load(1, left, index);
    const equal = b.block();
    l.branch("eq", byte, b.load(1, right, index), equal, otherwise);
    b.switchTo(equal);
    const more = b.block();
    l.branch("eq", byte, b.const(0n), then, more);
    b.switchTo(more);
  }
  // A text without a NUL fills its memory; the longer one ends there, too, when they are equal.
  if (first === second) l.jump(then);
  else l.branch("eq", b.load(1, first > second ? left : right, shared), b.const(0n), then, otherwise);
}

function lengthOf({ type }: Expression): number {
  assert(type.kind === "reference", "a text is in memory");
  return type.schema.size;
}
