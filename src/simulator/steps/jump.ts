import type { Branch } from "../../bytecode/index.ts";
import type { Step } from "../code.ts";
import type { Registers } from "../registers.ts";

/** Conditional jumps of RFC 9669, section 4.3. */
export function branchStep(instruction: Branch, registers: Registers, next: number): Step {
  const left = 2 * instruction.left;
  const right = 2 * registers.operand(instruction.right);
  const target = next + instruction.offset;
  const holds =
    instruction.width === 64
      ? wideCondition(instruction.condition, registers.halves, left, right)
      : narrowCondition(instruction.condition, registers.halves, left, right);
  return () => (holds() ? target : next);
}

function wideCondition(condition: Branch["condition"], r: Int32Array, a: number, b: number): () => boolean {
  switch (condition) {
    case "eq":
      return () => r[a] === r[b] && r[a + 1] === r[b + 1];
    case "ne":
      return () => r[a] !== r[b] || r[a + 1] !== r[b + 1];
    case "set":
      return () => (r[a]! & r[b]!) !== 0 || (r[a + 1]! & r[b + 1]!) !== 0;
    case "lt":
      return () => isBelow(r, a, b);
    case "gt":
      return () => isBelow(r, b, a);
    case "le":
      return () => !isBelow(r, b, a);
    case "ge":
      return () => !isBelow(r, a, b);
    case "slt":
      return () => isLess(r, a, b);
    case "sgt":
      return () => isLess(r, b, a);
    case "sle":
      return () => !isLess(r, b, a);
    case "sge":
      return () => !isLess(r, a, b);
  }
}

/** Unsigned. */
function isBelow(r: Int32Array, a: number, b: number): boolean {
  const high = r[a + 1]!;
  const other = r[b + 1]!;
  return high === other ? r[a]! >>> 0 < r[b]! >>> 0 : high >>> 0 < other >>> 0;
}

/** Signed. */
function isLess(r: Int32Array, a: number, b: number): boolean {
  const high = r[a + 1]!;
  const other = r[b + 1]!;
  return high === other ? r[a]! >>> 0 < r[b]! >>> 0 : high < other;
}

function narrowCondition(condition: Branch["condition"], r: Int32Array, a: number, b: number): () => boolean {
  switch (condition) {
    case "eq":
      return () => r[a] === r[b];
    case "ne":
      return () => r[a] !== r[b];
    case "set":
      return () => (r[a]! & r[b]!) !== 0;
    case "lt":
      return () => r[a]! >>> 0 < r[b]! >>> 0;
    case "gt":
      return () => r[a]! >>> 0 > r[b]! >>> 0;
    case "le":
      return () => r[a]! >>> 0 <= r[b]! >>> 0;
    case "ge":
      return () => r[a]! >>> 0 >= r[b]! >>> 0;
    case "slt":
      return () => r[a]! < r[b]!;
    case "sgt":
      return () => r[a]! > r[b]!;
    case "sle":
      return () => r[a]! <= r[b]!;
    case "sge":
      return () => r[a]! >= r[b]!;
  }
}
