import { assert, unreachable } from "../../errors/assert.ts";
import type { Expression, Local, Type } from "../check/typed-tree.ts";
import type { Block, Edge, Value } from "../ir/ir.ts";
import { booleanValue, lowerCondition } from "./conditions.ts";
import { lowerProbe } from "./kernel.ts";
import { kernelCall, type Lowering } from "./lowering.ts";
import { lookupOrInsert, lowerCall, lowerFilled, lowerReserve, lowerScratch } from "./maps.ts";
import { piecesOf } from "./memory.ts";
import { lowerSelect, lowerStorage } from "./network-maps.ts";
import { lowerHeader } from "./packets.ts";
import { atPlace, exchangePlace, loadScalar, modifyPlace, referencePlace, writePlace } from "./places.ts";
import { lowerStatements } from "./statements.ts";

export function lowerEffect(l: Lowering, expression: Expression): void {
  l.b.position = expression.position;
  if (expression.node === "conditional" && expression.type.kind === "void") {
    const then = l.b.block();
    const otherwise = l.b.block();
    const after = l.b.block();
    lowerCondition(l, expression.test, then, otherwise);
    for (const [block, part] of [
      [then, expression.then],
      [otherwise, expression.otherwise],
    ] as const) {
      l.b.switchTo(block);
      lowerEffect(l, part);
      l.jump(after);
    }
    l.b.switchTo(after);
    return;
  }
  lowerValue(l, expression);
}

export function lowerValue(l: Lowering, expression: Expression): Value {
  l.b.position = expression.position;
  const b = l.b;
  switch (expression.node) {
    case "number":
      return b.const(expression.value);
    case "undefined":
      return b.const(0n);
    case "local":
      return readLocal(l, expression.local);
    case "assign":
      return assignLocal(l, expression.local, expression.value, expression.result);
    case "binary":
      return b.binary(expression.operator, lowerValue(l, expression.left), lowerValue(l, expression.right));
    case "compare":
      return b.compare(expression.predicate, lowerValue(l, expression.left), lowerValue(l, expression.right));
    case "truth":
      return b.compare("ne", lowerTruth(l, expression.value), b.const(0n));
    case "sameBytes":
    case "sameText":
      return booleanValue(l, expression);
    case "not":
      return b.compare("eq", lowerValue(l, expression.value), b.const(0n));
    case "and":
    case "or":
      return expression.type.kind === "boolean" ? booleanValue(l, expression) : eitherNumber(l, expression);
    case "coalesce":
      return coalesce(l, expression);
    case "conditional":
      return conditional(l, expression);
    case "convert":
      return b.extend(lowerValue(l, expression.value), expression.bits, expression.signed);
    case "retype":
      return lowerValue(l, expression.value);
    case "read":
      return atPlace(l, expression.place, (address) => loadScalar(l, address, expression.place));
    case "write":
      return writePlace(l, expression.place, expression.value);
    case "modify":
      return atPlace(l, expression.place, (address) => modifyPlace(l, address, expression));
    case "exchange":
      return atPlace(l, expression.place, (address) => exchangePlace(l, address, expression));
    case "reference":
      return referencePlace(l, expression.place);
    case "temporary":
      return l.stored(expression.name, expression.schema, piecesOf(b, l.lower, expression.schema, expression));
    case "helper": {
      const { id, name, pure, returns } = expression.signature;
      const type = returns.kind === "mapValue" ? "pointer" : "integer";
      return lowerCall(l, expression, (operands) => b.helper(name, id, operands, { pure, type }));
    }
    case "core":
      return b.core(expression.number);
    case "contextField":
      return b.coreLoad(expression.size, l.contextValue(), expression.offset, expression.signed);
    case "probe":
      return lowerProbe(l, expression);
    case "header":
      return lowerHeader(l, expression);
    case "optional": {
      const present = lowerValue(l, expression.present);
      const value = lowerValue(l, expression.value);
      l.notePresence(value, present);
      return value;
    }
    case "filled":
      return lowerFilled(l, expression);
    case "scratch":
      return lowerScratch(l, expression);
    case "reserve":
      return lowerReserve(l, expression);
    case "kernelCall": {
      const { kind } = expression.type;
      const type = kind === "reference" ? "pointer" : kind === "void" ? undefined : "integer";
      const { function: name } = expression;
      return lowerCall(l, expression, (operands) => kernelCall(l.b, name, operands, type));
    }
    case "call":
      return lowerCall(l, expression, (operands) => b.helper(expression.function, undefined, operands));
    case "lookupOrInsert":
      return lookupOrInsert(l, expression);
    case "storage":
      return lowerStorage(l, expression);
    case "select":
      return lowerSelect(l, expression);
    case "block":
      return inlined(l, expression);
    case "sequence":
      for (const part of expression.first) lowerEffect(l, part);
      return lowerValue(l, expression.last);
    case "text":
    case "bytes":
      unreachable("constant bytes are only used where memory is filled or compared with them");
  }
}

function inlined(l: Lowering, expression: Expression & { node: "block" }): Value {
  const exit = expression.label === undefined ? undefined : l.b.block();
  if (expression.label !== undefined && exit) l.target(expression.label, exit);
  lowerStatements(l, expression.body);
  if (exit) {
    l.fallInto(exit);
    l.continueIn(exit);
  }
  return lowerValue(l, expression.result);
}

/** Whether the local's references are present is kept beside them. */
function isFlagged(local: Local): boolean {
  return local.type !== undefined && isFlaggedType(local.type);
}

function readLocal(l: Lowering, local: Local): Value {
  const value = l.locals.read(l.b.current, local);
  if (isFlagged(local)) l.notePresence(value, l.locals.read(l.b.current, l.presenceOf(local)));
  return value;
}

/** A value that is zero when the expression does not hold: a number, a pointer, or the flag beside a pointer. */
export function lowerTruth(l: Lowering, expression: Expression): Value {
  const value = lowerValue(l, expression);
  return isFlaggedType(expression.type) ? l.presence(value) : value;
}

function assignLocal(l: Lowering, local: Local, value: Expression, result: "old" | "new"): Value {
  const old = result === "old" ? l.locals.read(l.b.current, local) : undefined;
  const assigned = lowerValue(l, value);
  l.locals.write(l.b.current, local, assigned);
  if (isFlagged(local)) l.locals.write(l.b.current, l.presenceOf(local), l.presence(assigned));
  return old ?? assigned;
}

/** `a || b` of numbers. */
function eitherNumber(l: Lowering, expression: Expression & { node: "and" | "or" | "coalesce" }): Value {
  const left = lowerValue(l, expression.left);
  const other = l.b.block();
  const { block, value } = l.merge("integer");
  const keep: Edge = { block, arguments: [left] };
  const [then, otherwise] = expression.node === "or" ? [keep, other] : [other, keep];
  l.branch("ne", left, l.b.const(0n), then, otherwise);
  l.b.switchTo(other);
  l.jump(block, [lowerValue(l, expression.right)]);
  l.b.switchTo(block);
  return value;
}

function coalesce(l: Lowering, expression: Expression & { node: "and" | "or" | "coalesce" }): Value {
  const left = lowerValue(l, expression.left);
  const found = l.b.block();
  const other = l.b.block();
  const merged = new Merge(l, expression.type);
  l.branch("ne", isFlaggedType(expression.left.type) ? l.presence(left) : left, l.b.const(0n), found, other);
  l.b.switchTo(found);
  merged.take(left);
  l.b.switchTo(other);
  merged.take(lowerValue(l, expression.right));
  return merged.result();
}

function conditional(l: Lowering, expression: Expression & { node: "conditional" }): Value {
  const then = l.b.block();
  const otherwise = l.b.block();
  const merged = new Merge(l, expression.type);
  lowerCondition(l, expression.test, then, otherwise);
  for (const [from, part] of [
    [then, expression.then],
    [otherwise, expression.otherwise],
  ] as const) {
    l.b.switchTo(from);
    merged.take(lowerValue(l, part));
  }
  return merged.result();
}

/** Brings a value of one type together from several blocks. */
class Merge {
  readonly #l: Lowering;
  readonly #block: Block;
  readonly #flagged: boolean;

  constructor(l: Lowering, type: Type) {
    this.#l = l;
    this.#flagged = isFlaggedType(type);
    const first = type.kind === "reference" ? "pointer" : "integer";
    this.#block = l.b.block(this.#flagged ? [first, "integer"] : [first]);
  }

  /** Ends the current block with this value. */
  take(value: Value): void {
    this.#l.jump(this.#block, this.#flagged ? [value, this.#l.presence(value)] : [value]);
  }

  /** Goes on where all come together. */
  result(): Value {
    const [value, presence] = this.#block.parameters;
    assert(value, "a merged value is a parameter");
    this.#l.b.switchTo(this.#block);
    if (presence) this.#l.notePresence(value, presence);
    return value;
  }
}

function isFlaggedType(type: Type): boolean {
  return type.kind === "reference" && type.flagged === true;
}
