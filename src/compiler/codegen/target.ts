import type { JumpCondition } from "../../bytecode/index.ts";

/** An instruction set of RFC 9669, by LLVM's `-mcpu` names. Kernels: v1 any, v2 4.14, v3 5.1 (fetching atomics 5.12), v4 6.6. */
export type Target = "v1" | "v2" | "v3" | "v4";

/** What a target can do beyond v1. */
export interface Features {
  /** 32-bit conditional jumps. */
  readonly jump32: boolean;
  /** `<`, `<=` and their signed forms as jump conditions. */
  readonly lessThan: boolean;
  /** Atomic operations other than a plain add. */
  readonly atomics: boolean;
  /** Signed division, sign-extending moves and loads, `bswap`, `gotol`. */
  readonly v4: boolean;
}

export function featuresOf(target: Target): Features {
  const level = Number(target.slice(1));
  return { jump32: level >= 3, lessThan: level >= 2, atomics: level >= 3, v4: level >= 4 };
}

const NEGATED: Readonly<Partial<Record<JumpCondition, JumpCondition>>> = {
  eq: "ne",
  ne: "eq",
  gt: "le",
  le: "gt",
  ge: "lt",
  lt: "ge",
  sgt: "sle",
  sle: "sgt",
  sge: "slt",
  slt: "sge",
};

/** The condition that holds when this one does not; `set` has none. */
export function negate(condition: JumpCondition): JumpCondition | undefined {
  return NEGATED[condition];
}

export function isAvailable(condition: JumpCondition, features: Features): boolean {
  return features.lessThan || !(condition === "lt" || condition === "le" || condition === "slt" || condition === "sle");
}
