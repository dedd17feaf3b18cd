import type { BpfBase, XdpConstants } from "./bpf.ts";
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
export interface CgroupSkbBpf extends BpfBase, CgroupSkbHelpers<CgroupSkbContext> {}
/** `bpf` in `xdp` programs. */
export interface XdpBpf extends BpfBase, XdpConstants, XdpHelpers<XdpContext> {}
/** `bpf` in `socket` programs. */
export interface SocketFilterBpf extends BpfBase, SocketFilterHelpers<SocketFilterContext> {}
/** `bpf` in `tracepoint` programs. */
export interface TracepointBpf<Context> extends BpfBase, TracepointHelpers<Context> {}
/** `bpf` in `raw_tracepoint` programs. */
export interface RawTracepointBpf extends BpfBase, RawTracepointHelpers<RawTracepointContext> {}

/** What a section decides: what a kernel function gets and gives, and what attaching it needs. */
interface SectionFacts<Context, Bpf, Returns, Attach> {
  readonly context: Context;
  readonly bpf: Bpf;
  readonly returns: Returns;
  readonly attach: Attach;
}

interface FixedSections {
  "cgroup_skb/ingress": SectionFacts<CgroupSkbContext, CgroupSkbBpf, IngressVerdict, "cgroup">;
  "cgroup_skb/egress": SectionFacts<CgroupSkbContext, CgroupSkbBpf, EgressVerdict, "cgroup">;
  "cgroup/skb": SectionFacts<CgroupSkbContext, CgroupSkbBpf, IngressVerdict, "cgroup">;
  xdp: SectionFacts<XdpContext, XdpBpf, XdpAction, "interface">;
  "xdp.frags": SectionFacts<XdpContext, XdpBpf, XdpAction, "interface">;
  socket: SectionFacts<SocketFilterContext, SocketFilterBpf, number, "socket">;
}

/** The sections that programs can be defined for, as libbpf writes them. */
export type Section =
  | keyof FixedSections
  | `tracepoint/${keyof TracepointContexts}`
  | `tracepoint/${string}/${string}`
  | `tp/${string}/${string}`
  | `raw_tracepoint/${string}`
  | `raw_tp/${string}`;

type TracepointFacts<Name> = SectionFacts<
  TracepointContextOf<Name>,
  TracepointBpf<TracepointContextOf<Name>>,
  // biome-ignore lint/suspicious/noConfusingVoidType: a kernel function that returns nothing returns 0
  number | boolean | void,
  "tracepoint"
>;

type RawTracepointFacts = SectionFacts<
  RawTracepointContext,
  RawTracepointBpf,
  // biome-ignore lint/suspicious/noConfusingVoidType: a kernel function that returns nothing returns 0
  number | boolean | void,
  "rawTracepoint"
>;

type TracepointContextOf<Name> = Name extends keyof TracepointContexts
  ? TracepointContexts[Name]
  : Name extends `syscalls/sys_enter_${string}`
    ? SystemCallEntryContext
    : Name extends `syscalls/sys_exit_${string}`
      ? SystemCallExitContext
      : UnknownTracepointContext;

type FactsOf<S extends string> = S extends keyof FixedSections
  ? FixedSections[S]
  : S extends `tracepoint/${infer Name}` | `tp/${infer Name}`
    ? TracepointFacts<Name>
    : RawTracepointFacts;

/** The context of a section's programs. */
export type ContextOf<S extends string> = FactsOf<S>["context"];
/** `bpf` in a section's programs. */
export type BpfOf<S extends string> = FactsOf<S>["bpf"];
/** What a section's programs may return. */
export type ReturnOf<S extends string> = FactsOf<S>["returns"];
/** What a section's programs attach to. */
export type AttachKindOf<S extends string> = FactsOf<S>["attach"];
