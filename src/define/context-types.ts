import type { FixedArray } from "./kernel-view.ts";
import type { KnownTracepointContexts } from "./tracepoint-types.generated.ts";

/** The context of `raw_tracepoint` programs: the tracepoint's arguments, as 64-bit numbers. */
export interface RawTracepointContext {
  readonly args: FixedArray<12>;
}

/**
 * The context of probes: the registers when the probe was hit, `struct pt_regs` of the architecture. `bpf.argument` and
 * `bpf.result` read what calls put into them, on any architecture.
 */
export type RegistersContext = { readonly [Register in X64Register | Arm64Register]: number };

type X64Register =
  | "r15"
  | "r14"
  | "r13"
  | "r12"
  | "bp"
  | "bx"
  | "r11"
  | "r10"
  | "r9"
  | "r8"
  | "ax"
  | "cx"
  | "dx"
  | "si"
  | "di"
  | "orig_ax"
  | "ip"
  | "cs"
  | "flags"
  | "sp"
  | "ss";
type Arm64Register = `x${number}` | "sp" | "pc" | "pstate";

/** The context of `perf_event` programs: the registers of what was running. */
export type PerfEventContext = RegistersContext & {
  /** Events, or nanoseconds of a clock, since the sample before. */
  readonly sample_period: number;
  /** The address that the event is about; 0 where there is none. */
  readonly addr: number;
};

/**
 * The context of programs that know the kernel's types (`fentry`, `fexit`, `tp_btf`, `lsm`, `iter`…): the arguments of the function or
 * tracepoint, as 64-bit numbers. At `fexit` the result comes after the last argument.
 */
export interface TypedContext {
  readonly args: FixedArray<12>;
}

/** The context of `syscall` programs: bytes that user space gives. */
export interface SyscallContext {
  readonly [syscallContext]: never;
}
declare const syscallContext: unique symbol;

/** The context of `tracepoint/syscalls/sys_enter_*` programs. */
export interface SystemCallEntryContext {
  readonly id: number;
  readonly args: FixedArray<6>;
}

/** The context of `tracepoint/syscalls/sys_exit_*` programs. */
export interface SystemCallExitContext {
  readonly id: number;
  readonly ret: number;
}

/** The context of a tracepoint whose record is not described: it has no fields. */
export interface UnknownTracepointContext {
  readonly [unknownTracepoint]: never;
}
declare const unknownTracepoint: unique symbol;

/**
 * The records of tracepoints, by `"category/event"`. Describe others by adding to it:
 * ```ts
 * declare module "yodel" {
 *   interface TracepointContexts {
 *     "workqueue/workqueue_execute_start": { readonly work: number; readonly function: number };
 *   }
 * }
 * ```
 */
export interface TracepointContexts extends KnownTracepointContexts {}
