import type {
  AluOperator,
  Atomic,
  Instruction,
  JumpCondition,
  LoadImmediate64,
  Operand,
  Width,
} from "./instruction.ts";
import { slotsOf } from "./instruction.ts";

/** Names for what code has only numbers for. A callback may answer `undefined` where it knows no name. */
export interface PrintOptions {
  /** What the loader puts into the 16-byte load at `slot`, such as `&hits` or `map[pkt_count]`. */
  readonly reference?: (slot: number, instruction: LoadImmediate64) => string | undefined;
  /** A helper's name without `bpf_`. */
  readonly helper?: (id: number) => string | undefined;
}

const ALU_TEXT: Readonly<Record<AluOperator, string>> = {
  add: "+=",
  sub: "-=",
  mul: "*=",
  div: "/=",
  sdiv: "s/=",
  mod: "%=",
  smod: "s%=",
  or: "|=",
  and: "&=",
  xor: "^=",
  lsh: "<<=",
  rsh: ">>=",
  arsh: "s>>=",
  mov: "=",
};

const CONDITION_TEXT: Readonly<Record<JumpCondition, string>> = {
  eq: "==",
  ne: "!=",
  gt: ">",
  ge: ">=",
  lt: "<",
  le: "<=",
  sgt: "s>",
  sge: "s>=",
  slt: "s<",
  sle: "s<=",
  set: "&",
};

/** One line of assembly for each instruction, in the C-like syntax that clang and the kernel print. */
export function print(instructions: readonly Instruction[], options: PrintOptions = {}): string {
  let slot = 0;
  const lines: string[] = [];
  for (const instruction of instructions) {
    lines.push(printInstruction(instruction, slot, options));
    slot += slotsOf(instruction);
  }
  return lines.join("\n");
}

/** One instruction, which starts at `slot`. */
export function printInstruction(instruction: Instruction, slot: number, options: PrintOptions = {}): string {
  switch (instruction.op) {
    case "alu": {
      const { operator, width, destination, source } = instruction;
      return `${register(destination, width)} ${ALU_TEXT[operator]} ${operand(source, width)}`;
    }
    case "negate": {
      const name = register(instruction.destination, instruction.width);
      return `${name} = -${name}`;
    }
    case "moveSigned": {
      const { destination, source, width, bits } = instruction;
      return `${register(destination, width)} = (s${bits})${register(source, width)}`;
    }
    case "swap":
      return `r${instruction.destination} = ${instruction.order}${instruction.bits} r${instruction.destination}`;
    case "load": {
      const { destination, size, signed, base, offset } = instruction;
      return `r${destination} = *(${signed ? "s" : "u"}${size * 8} *)(${address(base, offset)})`;
    }
    case "store": {
      const { size, base, offset, source } = instruction;
      return `*(u${size * 8} *)(${address(base, offset)}) = ${operand(source, 64)}`;
    }
    case "atomic":
      return printAtomic(instruction);
    case "loadImmediate64": {
      const target = options.reference?.(slot, instruction);
      if (target !== undefined) return `r${instruction.destination} = ${target}`;
      const pseudo = instruction.pseudo === 0 ? "" : ` (pseudo ${instruction.pseudo})`;
      return `r${instruction.destination} = ${instruction.value} ll${pseudo}`;
    }
    case "loadPacket": {
      const { size, offset, index } = instruction;
      return `r0 = *(u${size * 8} *)skb[${index === undefined ? offset : address(index, offset)}]`;
    }
    case "jump":
      return `${instruction.wide ? "gotol" : "goto"} ${signed(instruction.offset)}`;
    case "branch": {
      const { condition, width, left, right, offset } = instruction;
      return `if ${register(left, width)} ${CONDITION_TEXT[condition]} ${operand(right, width)} goto ${signed(offset)}`;
    }
    case "call":
      if (instruction.kind === "helper") return `call ${options.helper?.(instruction.target) ?? instruction.target}`;
      return instruction.kind === "function"
        ? `call pc${signed(instruction.target)}`
        : `call kernel#${instruction.target}`;
    case "exit":
      return "exit";
    case "unknown": {
      const { code, destination, source, offset, immediate } = instruction;
      return `unknown 0x${code.toString(16)} r${destination} r${source} ${signed(offset)} ${immediate}`;
    }
  }
}

function register(number: number, width: Width): string {
  return width === 64 ? `r${number}` : `w${number}`;
}

function operand(source: Operand, width: Width): string {
  return "register" in source ? register(source.register, width) : `${source.immediate}`;
}

function signed(offset: number): string {
  return offset < 0 ? `${offset}` : `+${offset}`;
}

function address(base: number, offset: number): string {
  return offset < 0 ? `r${base} - ${-offset}` : `r${base} + ${offset}`;
}

function printAtomic({ operation, size, fetch, base, offset, source }: Atomic): string {
  const width = size === 8 ? 64 : 32;
  const place = address(base, offset);
  const value = register(source, width);
  const suffix = size === 8 ? "_64" : "32_32";
  if (operation === "exchange") return `${value} = xchg${suffix}(${place}, ${value})`;
  if (operation === "compareExchange") {
    const expected = register(0, width);
    return `${expected} = cmpxchg${suffix}(${place}, ${expected}, ${value})`;
  }
  if (fetch) return `${value} = atomic_fetch_${operation}((u${width} *)(${place}), ${value})`;
  return `lock *(u${width} *)(${place}) ${ALU_TEXT[operation]} ${value}`;
}
