import type { ContextField, ContextLayout } from "./program-type.ts";

/** What a machine's registers are called in `struct pt_regs`, and what functions use them for. */
interface Registers {
  /** In the order of the struct, 8 bytes each. */
  readonly names: readonly string[];
  /** Where the first arguments of a function are. */
  readonly functionArguments: readonly string[];
  /** Where those of a system call are, as the kernel's entry code keeps them. */
  readonly systemCallArguments: readonly string[];
  readonly result: string;
  /** What comes before the name of the function that handles a system call. */
  readonly systemCallPrefix: string;
}

/** Source: arch/x86/include/asm/ptrace.h, and the System V ABI for x86-64 (3.2.3, A.2.1). */
const x64: Registers = {
  names: "r15 r14 r13 r12 bp bx r11 r10 r9 r8 ax cx dx si di orig_ax ip cs flags sp ss".split(" "),
  functionArguments: ["di", "si", "dx", "cx", "r8", "r9"],
  systemCallArguments: ["di", "si", "dx", "r10", "r8", "r9"],
  result: "ax",
  systemCallPrefix: "__x64_sys_",
};

const numbered = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

/** Source: `struct user_pt_regs` in arch/arm64/include/uapi/asm/ptrace.h, and the procedure call standard (6.8.2). */
const arm64: Registers = {
  names: [...numbered("x", 31), "sp", "pc", "pstate"],
  functionArguments: numbered("x", 8),
  systemCallArguments: numbered("x", 6),
  result: "x0",
  systemCallPrefix: "__arm64_sys_",
};

/** Of the machine that we run on: programs that read registers are made for one architecture. */
const registers: Registers = process.arch === "arm64" ? arm64 : x64;

const offsetOf = (name: string): number => registers.names.indexOf(name) * 8;

function registerField(name: string): ContextField {
  return { offset: offsetOf(name), bits: 64, signed: false, order: "host", writable: false };
}

/** `struct pt_regs`: the registers when a probe was hit. */
export const registersContext: ContextLayout = {
  struct: "pt_regs",
  size: registers.names.length * 8,
  fields: Object.fromEntries(registers.names.map((name) => [name, registerField(name)])),
};

/** Offsets in the registers, in bytes, of the first arguments of a function. */
export const functionArguments: readonly number[] = registers.functionArguments.map(offsetOf);

/** Offsets of the arguments of a system call, in the registers of the program that makes it. */
export const systemCallArguments: readonly number[] = registers.systemCallArguments.map(offsetOf);

/** Offset of what a function returns, once it has returned. */
export const functionResult: number = offsetOf(registers.result);

/** The function of the kernel that handles a system call. */
export function systemCallFunction(name: string): string {
  return `${registers.systemCallPrefix}${name}`;
}
