import type { FixedArray } from "./kernel-view.ts";
import type { KnownTracepointContexts } from "./tracepoint-types.generated.ts";

/** Fields of `struct __sk_buff` that every program type for packets may read. */
export interface SkBuffContext {
  /** Length of the packet in bytes. In cgroup_skb programs it starts at the IP header. */
  readonly len: number;
  /** `PACKET_HOST`, `PACKET_OUTGOING`, … */
  readonly pkt_type: number;
  readonly queue_mapping: number;
  /** EtherType in host order: `ETH_P_IP`, `ETH_P_IPV6`, … */
  readonly protocol: number;
  readonly vlan_present: number;
  readonly vlan_tci: number;
  /** In host order. */
  readonly vlan_proto: number;
  readonly ingress_ifindex: number;
  readonly ifindex: number;
  readonly tc_index: number;
  /** Five 32-bit numbers that programs of the same packet can leave each other. */
  readonly cb: [number, number, number, number, number];
  readonly hash: number;
  readonly napi_id: number;
  /** Packets on the wire that this one stands for, 0 when it is not a segmented one. @kernel 5.1 */
  readonly gso_segs: number;
  /** Payload bytes of each of them. @kernel 5.7 */
  readonly gso_size: number;
}

/** The context of `cgroup_skb` programs. */
export interface CgroupSkbContext extends SkBuffContext {
  mark: number;
  priority: number;
  /** `AF_INET`, `AF_INET6` or another family of the socket. */
  readonly family: number;
  /** IPv4 address of the other side as a host-order number. */
  readonly remote_ip4: number;
  /** IPv4 address of this side as a host-order number. */
  readonly local_ip4: number;
  /** IPv6 address of the other side: four host-order numbers, most significant first. */
  readonly remote_ip6: FixedArray<4>;
  readonly local_ip6: FixedArray<4>;
  /** In host order. */
  readonly remote_port: number;
  readonly local_port: number;
  /** Departure time in nanoseconds. Writing needs CAP_BPF. @kernel 5.0 */
  tstamp: number;
  /** Time in nanoseconds at which the hardware saw the packet. @kernel 5.16 */
  readonly hwtstamp: number;
}

/** The context of `socket` programs. */
export interface SocketFilterContext extends SkBuffContext {
  readonly mark: number;
  readonly priority: number;
}

/** The context of `xdp` programs. */
export interface XdpContext {
  /** The interface that received the frame. @kernel 4.16 */
  readonly ingress_ifindex: number;
  /** The receive queue of that interface. @kernel 4.16 */
  readonly rx_queue_index: number;
}

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

/** Verdicts of `cgroup_skb/ingress` programs: 0 or false drops the packet, 1 or true lets it pass. */
export type IngressVerdict = 0 | 1 | boolean;

/** Verdicts of `cgroup_skb/egress` programs: as for ingress; 2 drops and 3 sends while telling the sender of congestion. */
export type EgressVerdict = IngressVerdict | 2 | 3;

/** Verdicts of `xdp` programs: `XDP_ABORTED`, `XDP_DROP`, `XDP_PASS`, `XDP_TX`, `XDP_REDIRECT`. */
export type XdpAction = 0 | 1 | 2 | 3 | 4;
