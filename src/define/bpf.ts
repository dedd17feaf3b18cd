import type { kernelConstants } from "../kernel/index.ts";
import type { AnySchema, KernelBytes, KernelSpinLock } from "../schema/index.ts";
import type { KernelFunctions } from "./kernel-functions.ts";
import type { Kernel } from "./kernel-types.ts";
import type { Found, Integer, KernelBuffer } from "./kernel-view.ts";

type KernelConstants = typeof kernelConstants;

/** What every kernel function has in `bpf`, beside the helpers of its program type. */
export interface BpfBase extends KernelConstants {
  /** The kernel's own structs, fields and enums, as modules that `yodel types` writes describe them. */
  readonly kernel: Kernel;
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
  /**
   * Calls any helper by its name or its number in `enum bpf_func_id`, with up to five arguments as the kernel takes them: the context,
   * a map, memory by its address, numbers. Nothing checks that they are what the helper wants, but the verifier.
   * ```ts
   * const now = bpf.call("ktime_get_ns");
   * ```
   */
  call(helper: string | number, ...values: unknown[]): number;
  /**
   * Takes the lock in the value of a map: no other CPU has it until `spin_unlock` gives it back, which must be on every way. In
   * between, there are no calls, of helpers or subprograms. Not for tracing and `socket` programs.
   * @kernel 5.1
   */
  spin_lock(lock: KernelSpinLock): void;
  /** Gives the lock back. @kernel 5.1 */
  spin_unlock(lock: KernelSpinLock): void;
  /** Stores `value` in a place in shared memory and returns what was there, in one atomic step. @kernel 5.12 */
  exchange(place: number, value: Integer): number;
  /** Stores `value` where `expected` is, and returns what was there, in one atomic step. @kernel 5.12 */
  compareExchange(place: number, expected: Integer, value: Integer): number;
  /**
   * A new value on the stack, all zero. A scalar is in a box.
   * ```ts
   * const key = bpf.zeroed(flow);
   * key.port = skb.remote_port;
   * ```
   */
  zeroed<T extends AnySchema>(schema: T): Found<T>;
  /**
   * Memory for what is too large for the stack, all zero at each call. It is this CPU's alone, and the same one for each call at
   * this place.
   * @kernel 4.6
   */
  scratch<T extends AnySchema>(schema: T): Found<T>;
  /** An IPv4 address as the host-order number that fields of addresses are. `text` is a literal. */
  ipv4(text: string): number;
  /** The bytes of an IPv6 address, for comparing with a field and for keys. `text` is a literal. */
  ipv6(text: string): KernelBytes;
  /** The bytes of a hardware address, for comparing with a field and for keys. `text` is a literal. */
  mac(text: string): KernelBytes;
  /**
   * Functions of the kernel (kfuncs), by name. What they take is checked, and compared with the running kernel when the program is
   * loaded; which program types may call one, the kernel decides. What is acquired must be released on every way.
   * ```ts
   * const task = bpf.kfunc.bpf_task_from_pid(1);
   * if (task) bpf.kfunc.bpf_task_release(task);
   * ```
   * Memory and its size are one argument. Only programs under a GPL-compatible licence may call them.
   * @kernel 5.13, and later for most functions
   */
  readonly kfunc: KernelFunctions;
  /**
   * The numbers from 0 to `end - 1`, for loops whose end is known only at run time; none when `end` is negative. `end` is evaluated
   * once. Where nothing shows that it is at most 1024, an iterator of the kernel counts, which does 2^23 rounds at most, for programs
   * under a GPL-compatible licence.
   * ```ts
   * for (const i of bpf.range(skb.gso_segs)) bpf.printk("segment %d", i);
   * ```
   * @kernel 6.4, with an end that is seen to be small 5.3
   */
  range(end: Integer): Iterable<number>;
}

/** Where a layer of a packet begins. */
export interface PacketLayer {
  /** In bytes, from where the program type's packets start; below 4096, so that `bpf.header` takes it as it is. */
  readonly offset: number;
  /** Of the transport, such as `bpf.IPPROTO_TCP`. */
  readonly protocol: number;
}

/** Copies out of packets. */
export interface PacketCopies<Context> {
  /**
   * Where the transport header of a packet begins, behind the IPv4 or IPv6 header at `offset` with its options, and behind the
   * extension headers of IPv6 (hop-by-hop and destination options, routing, fragment, AH; at most eight). Undefined when there is
   * none: the packet is neither, ends before, or is a later fragment.
   * ```ts
   * const found = bpf.transport(skb, 0);
   * const segment = found?.protocol === bpf.IPPROTO_TCP ? bpf.header(skb, tcp, found.offset) : undefined;
   * ```
   * It is a function of its own in the object: however often it is used, its code is there once.
   * @kernel 5.0
   */
  transport(context: Context, offset: Integer): PacketLayer | undefined;
  /**
   * Where the payload of the transport begins: behind a TCP header with its options, or a header of UDP or SCTP; where that of
   * any other protocol begins itself. Undefined when there is no transport header, or it is cut off.
   * @kernel 5.0
   */
  payload(context: Context, offset: Integer): PacketLayer | undefined;
  /**
   * A copy of a part of the packet, wherever the kernel keeps it; undefined when the packet is shorter. A scalar is in a box.
   * `offset` is in bytes, from where the program type's packets start.
   * @kernel 4.5 for packets in the network stack, 5.18 for XDP
   */
  load<T extends AnySchema>(context: Context, schema: T, offset: Integer): Found<T> | undefined;
}

/** Direct access to packets that can be changed in place. */
export interface PacketAccess<Context> extends PacketCopies<Context>, DirectAccess<Context> {}

/** Direct access to data that can be changed in place: a packet, a message, or the value of a socket option. */
export interface DirectAccess<Context> {
  /**
   * A part of the packet in place, undefined when the packet, or what of it is in one piece, ends before. A scalar is in a box.
   * `offset` is in bytes, from where the program type's packets start.
   * @kernel 4.8
   */
  header<T extends AnySchema>(context: Context, schema: T, offset: Integer): Found<T> | undefined;
}

/** Direct access to packets that can only be read. */
export interface ReadOnlyPacketAccess<Context> extends PacketCopies<Context>, ReadOnlyDirectAccess<Context> {}

/** Direct access to data that can only be read. */
export interface ReadOnlyDirectAccess<Context> {
  /**
   * A part of the packet in place, undefined when the packet, or what of it is in one piece, ends before. A scalar is in a box.
   * `offset` is in bytes, from where the program type's packets start.
   * @kernel 5.0
   */
  header<T extends AnySchema>(context: Context, schema: T, offset: Integer): ReadOnly<Found<T>> | undefined;
}

/** The same without a way to write to it. */
export type ReadOnly<T> = T extends number | boolean | string ? T : { readonly [K in keyof T]: ReadOnly<T[K]> };

/** The arguments of the function that a program runs at. */
export interface FunctionArguments<Context> {
  /**
   * An argument, as a 64-bit number: pointers are addresses, for `probe_read_kernel`, `probe_read_user` and their like. `index` counts
   * from 0 and is a literal. Cast it to the argument's type: `bpf.i32(bpf.argument(ctx, 0))`.
   */
  argument(context: Context, index: number): number;
}

/** The context of programs that user space calls. */
export interface GivenContext<Context> {
  /** The bytes that `test({ data })` gives, as `T` lays them out; what the program writes into them, user space gets back. @kernel 5.14 */
  context<T extends AnySchema>(context: Context, schema: T): Found<T>;
}

/** Writing what the reader of an iterator gets. */
export interface SequenceWriting<Context> {
  /**
   * Adds text. `format` is a literal, with `%d %u %x %s` and `%%`.
   * ```ts
   * const names = program("iter/bpf_map", {}, (ctx, _scope, bpf) => {
   *   if (bpf.argument(ctx, 1) !== 0) bpf.print(ctx, "a map\n");
   *   return 0;
   * });
   * ```
   * @kernel 5.8
   */
  print(context: Context, format: string, ...values: (Integer | string | KernelBytes)[]): number;
  /** Adds the bytes of a value: a field, a struct or bytes. @kernel 5.8 */
  write(context: Context, value: KernelBuffer): number;
}

/** The result of the function that a program runs at the end of. */
export interface FunctionResult<Context> {
  /** What the function returns, as a 64-bit number. */
  result(context: Context): number;
}
