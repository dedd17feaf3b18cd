import type { kernelConstants } from "../kernel/index.ts";
import type { KernelBytes } from "../schema/index.ts";
import type { Integer } from "./kernel-view.ts";

type KernelConstants = typeof kernelConstants;

/** What every kernel function has in `bpf`, beside the helpers of its program type. */
export interface BpfBase extends KernelConstants {
  /** The low 8 bits, as an unsigned number. */
  u8(value: Integer): number;
  /** The low 16 bits, as an unsigned number. */
  u16(value: Integer): number;
  /** The low 32 bits, as an unsigned number. */
  u32(value: Integer): number;
  /** The 64 bits as an unsigned number. */
  u64(value: Integer): number;
  /** The low 8 bits, as a signed number. */
  i8(value: Integer): number;
  /** The low 16 bits, as a signed number. */
  i16(value: Integer): number;
  /** The low 32 bits, as a signed number. */
  i32(value: Integer): number;
  /** The 64 bits as a signed number. */
  i64(value: Integer): number;
  /**
   * Prints a line into the kernel's trace (`/sys/kernel/tracing/trace_pipe`). `format` is a literal.
   * ```ts
   * bpf.printk("%d bytes to port %d", skb.len, skb.remote_port);
   * ```
   * @kernel 4.1, with more than three values 5.16
   */
  printk(format: string, ...values: (Integer | string | KernelBytes)[]): number;
  /** Stores `value` in a place in shared memory and returns what was there, in one atomic step. @kernel 5.12 */
  exchange(place: number, value: Integer): number;
  /** Stores `value` where `expected` is, and returns what was there, in one atomic step. @kernel 5.12 */
  compareExchange(place: number, expected: Integer, value: Integer): number;
}

/** Verdicts that `bpf` has in `xdp` programs. */
export interface XdpConstants {
  readonly XDP_ABORTED: 0;
  readonly XDP_DROP: 1;
  readonly XDP_PASS: 2;
  readonly XDP_TX: 3;
  readonly XDP_REDIRECT: 4;
}
