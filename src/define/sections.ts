import type { BpfBase, PacketAccess, PacketCopies, ReadOnlyPacketAccess, XdpConstants } from "./bpf.ts";
import type {
  CgroupSkbContext,
  EgressVerdict,
  IngressVerdict,
  RawTracepointContext,
  SocketFilterContext,
  SystemCallEntryContext,
  SystemCallExitContext,
  TracepointContexts,
  UnknownTracepointContext,
  XdpAction,
  XdpContext,
} from "./context-types.ts";
import type {
  CgroupSkbHelpers,
  RawTracepointHelpers,
  SocketFilterHelpers,
  TracepointHelpers,
  XdpHelpers,
} from "./helper-types.generated.ts";

/** `bpf` in `cgroup_skb` programs. */
export interface CgroupSkbBpf
  extends BpfBase,
    CgroupSkbHelpers<CgroupSkbContext>,
    ReadOnlyPacketAccess<CgroupSkbContext> {}
/** `bpf` in `xdp` programs. */
export interface XdpBpf extends BpfBase, XdpConstants, XdpHelpers<XdpContext>, PacketAccess<XdpContext> {}
/** `bpf` in `socket` programs. */
export interface SocketFilterBpf
  extends BpfBase,
    SocketFilterHelpers<SocketFilterContext>,
    PacketCopies<SocketFilterContext> {}
/** `bpf` in `tracepoint` programs. */
export interface TracepointBpf<Context> extends BpfBase, TracepointHelpers<Context> {}
/** `bpf` in `raw_tracepoint` programs. */
export interface RawTracepointBpf extends BpfBase, RawTracepointHelpers<RawTracepointContext> {}

/** What a section decides: what a kernel function gets and gives, and what attaching it takes. */
interface SectionFacts<Context, Bpf, Returns, Attach> {
  readonly context: Context;
  readonly bpf: Bpf;
  readonly returns: Returns;
  readonly attach: Attach;
}

/** A kernel function that returns nothing returns 0. */
// biome-ignore lint/suspicious/noConfusingVoidType: functions without a return statement have this type
type TracingResult = number | boolean | void;

type TracepointFacts = SectionFacts<unknown, unknown, TracingResult, "tracepoint">;
type RawTracepointFacts = SectionFacts<RawTracepointContext, RawTracepointBpf, TracingResult, "rawTracepoint">;

/** Sections as libbpf writes them. The context of a tracepoint depends on its name, see {@link ContextOf}. */
interface Sections {
  "cgroup_skb/ingress": SectionFacts<CgroupSkbContext, CgroupSkbBpf, IngressVerdict, "cgroup">;
  "cgroup_skb/egress": SectionFacts<CgroupSkbContext, CgroupSkbBpf, EgressVerdict, "cgroup">;
  "cgroup/skb": SectionFacts<CgroupSkbContext, CgroupSkbBpf, IngressVerdict, "cgroup">;
  xdp: SectionFacts<XdpContext, XdpBpf, XdpAction, "interface">;
  "xdp.frags": SectionFacts<XdpContext, XdpBpf, XdpAction, "interface">;
  socket: SectionFacts<SocketFilterContext, SocketFilterBpf, number, "socket">;
  [tracepoint: `tracepoint/${string}/${string}` | `tp/${string}/${string}`]: TracepointFacts;
  [rawTracepoint: `raw_tracepoint/${string}` | `raw_tp/${string}`]: RawTracepointFacts;
}

/** The sections that programs can be defined for. */
export type Section = keyof Sections | `tracepoint/${keyof TracepointContexts}`;

type TracepointContextOf<Name> = Name extends keyof TracepointContexts
  ? TracepointContexts[Name]
  : Name extends `syscalls/sys_enter_${string}`
    ? SystemCallEntryContext
    : Name extends `syscalls/sys_exit_${string}`
      ? SystemCallExitContext
      : UnknownTracepointContext;

/** The context of a section's programs. */
export type ContextOf<S extends Section> = S extends `tracepoint/${infer Name}` | `tp/${infer Name}`
  ? TracepointContextOf<Name>
  : Sections[S]["context"];

/** `bpf` in a section's programs. */
export type BpfOf<S extends Section> = S extends `tracepoint/${string}` | `tp/${string}`
  ? TracepointBpf<ContextOf<S>>
  : Sections[S]["bpf"];

/** What a section's programs may return. */
export type ReturnOf<S extends Section> = Sections[S]["returns"];

/** What a section's programs attach to. */
export type AttachKindOf<S extends Section> = Sections[S]["attach"];
