import type { cgroupDevice } from "../kernel/program-types/cgroup-device.ts";
import type { cgroupSkb } from "../kernel/program-types/cgroup-skb.ts";
import type { cgroupSock } from "../kernel/program-types/cgroup-sock.ts";
import type { cgroupSockAddr } from "../kernel/program-types/cgroup-sock-addr.ts";
import type { cgroupSockopt } from "../kernel/program-types/cgroup-sockopt.ts";
import type { cgroupSysctl } from "../kernel/program-types/cgroup-sysctl.ts";
import type { flowDissector } from "../kernel/program-types/flow-dissector.ts";
import type { lwtIn } from "../kernel/program-types/lwt-in.ts";
import type { lwtOut } from "../kernel/program-types/lwt-out.ts";
import type { lwtSeg6local } from "../kernel/program-types/lwt-seg6local.ts";
import type { lwtXmit } from "../kernel/program-types/lwt-xmit.ts";
import type { netfilter } from "../kernel/program-types/netfilter.ts";
import type { schedAct } from "../kernel/program-types/sched-act.ts";
import type { schedCls } from "../kernel/program-types/sched-cls.ts";
import type { skLookup } from "../kernel/program-types/sk-lookup.ts";
import type { skMsg } from "../kernel/program-types/sk-msg.ts";
import type { skSkb } from "../kernel/program-types/sk-skb.ts";
import type { sockOps } from "../kernel/program-types/sock-ops.ts";
import type { socketFilter } from "../kernel/program-types/socket-filter.ts";
import type { xdp } from "../kernel/program-types/xdp.ts";
import type {
  BpfBase,
  DirectAccess,
  PacketAccess,
  PacketCopies,
  ReadOnlyDirectAccess,
  ReadOnlyPacketAccess,
} from "./bpf.ts";
import type {
  CgroupDeviceHelpers,
  CgroupSkbHelpers,
  CgroupSockAddrHelpers,
  CgroupSockHelpers,
  CgroupSockoptHelpers,
  CgroupSysctlHelpers,
  FlowDissectorHelpers,
  LwtInHelpers,
  LwtOutHelpers,
  LwtSeg6localHelpers,
  LwtXmitHelpers,
  NetfilterHelpers,
  SchedActHelpers,
  SchedClsHelpers,
  SkLookupHelpers,
  SkMsgHelpers,
  SkSkbHelpers,
  SocketFilterHelpers,
  SockOpsHelpers,
  XdpHelpers,
} from "./helper-types.generated.ts";
import type { ConstantsOf, ContextFrom, SectionsOf } from "./table-types.ts";

/** The context of `cgroup_skb` programs. */
export interface CgroupSkbContext extends ContextFrom<(typeof cgroupSkb)["context"]> {}
/** `bpf` in `cgroup_skb` programs. */
export interface CgroupSkbBpf
  extends BpfBase,
    CgroupSkbHelpers<CgroupSkbContext>,
    ReadOnlyPacketAccess<CgroupSkbContext> {}

/** The context of `xdp` programs; those of a device map have `egress_ifindex`, too. */
export interface XdpContext extends ContextFrom<(typeof xdp)["context"]> {}
/** `bpf` in `xdp` programs. */
export interface XdpBpf extends BpfBase, ConstantsOf<typeof xdp>, XdpHelpers<XdpContext>, PacketAccess<XdpContext> {}

/** The context of `socket` programs. */
export interface SocketFilterContext extends ContextFrom<(typeof socketFilter)["context"]> {}
/** `bpf` in `socket` programs. */
export interface SocketFilterBpf
  extends BpfBase,
    SocketFilterHelpers<SocketFilterContext>,
    PacketCopies<SocketFilterContext> {}

/** The context of `tc`, `tcx/…`, `netkit/…` and `action` programs. */
export interface TrafficControlContext extends ContextFrom<(typeof schedCls)["context"]> {}
/** `bpf` in `tc`, `tcx/…` and `netkit/…` programs. */
export interface SchedClsBpf
  extends BpfBase,
    ConstantsOf<typeof schedCls>,
    SchedClsHelpers<TrafficControlContext>,
    PacketAccess<TrafficControlContext> {}
/** `bpf` in `action` programs. */
export interface SchedActBpf
  extends BpfBase,
    ConstantsOf<typeof schedAct>,
    SchedActHelpers<TrafficControlContext>,
    PacketAccess<TrafficControlContext> {}

/** The context of `lwt_*` programs. */
export interface LightweightTunnelContext extends ContextFrom<(typeof lwtXmit)["context"]> {}
/** `bpf` in `lwt_in` programs. */
export interface LwtInBpf
  extends BpfBase,
    ConstantsOf<typeof lwtIn>,
    LwtInHelpers<LightweightTunnelContext>,
    ReadOnlyPacketAccess<LightweightTunnelContext> {}
/** `bpf` in `lwt_out` programs. */
export interface LwtOutBpf
  extends BpfBase,
    ConstantsOf<typeof lwtOut>,
    LwtOutHelpers<LightweightTunnelContext>,
    ReadOnlyPacketAccess<LightweightTunnelContext> {}
/** `bpf` in `lwt_xmit` programs. */
export interface LwtXmitBpf
  extends BpfBase,
    ConstantsOf<typeof lwtXmit>,
    LwtXmitHelpers<LightweightTunnelContext>,
    PacketAccess<LightweightTunnelContext> {}
/** `bpf` in `lwt_seg6local` programs. */
export interface LwtSeg6localBpf
  extends BpfBase,
    ConstantsOf<typeof lwtSeg6local>,
    LwtSeg6localHelpers<LightweightTunnelContext>,
    ReadOnlyPacketAccess<LightweightTunnelContext> {}

/** The context of `sk_skb/…` programs. */
export interface SkSkbContext extends ContextFrom<(typeof skSkb)["context"]> {}
/** `bpf` in `sk_skb/…` programs. */
export interface SkSkbBpf
  extends BpfBase,
    ConstantsOf<typeof skSkb>,
    SkSkbHelpers<SkSkbContext>,
    PacketAccess<SkSkbContext> {}

/** The context of `sk_msg` programs. */
export interface SkMsgContext extends ContextFrom<(typeof skMsg)["context"]> {}
/** `bpf` in `sk_msg` programs. */
export interface SkMsgBpf
  extends BpfBase,
    ConstantsOf<typeof skMsg>,
    SkMsgHelpers<SkMsgContext>,
    DirectAccess<SkMsgContext> {}

/** The context of `sk_lookup` programs. */
export interface SkLookupContext extends ContextFrom<(typeof skLookup)["context"]> {}
/** `bpf` in `sk_lookup` programs. */
export interface SkLookupBpf extends BpfBase, ConstantsOf<typeof skLookup>, SkLookupHelpers<SkLookupContext> {}

/** The context of `flow_dissector` programs: a packet, without fields. */
export interface FlowDissectorContext {
  readonly [flowDissectorContext]: never;
}
declare const flowDissectorContext: unique symbol;
/** `bpf` in `flow_dissector` programs. */
export interface FlowDissectorBpf
  extends BpfBase,
    ConstantsOf<typeof flowDissector>,
    FlowDissectorHelpers<FlowDissectorContext>,
    ReadOnlyPacketAccess<FlowDissectorContext> {}

/** The context of `netfilter` programs: it has no fields. */
export interface NetfilterContext {
  readonly [netfilterContext]: never;
}
declare const netfilterContext: unique symbol;
/** `bpf` in `netfilter` programs. */
export interface NetfilterBpf extends BpfBase, ConstantsOf<typeof netfilter>, NetfilterHelpers<NetfilterContext> {}

/** The context of `cgroup/sock_create` and `cgroup/sock_release` programs; those of a bind have the address, too. */
export interface CgroupSockContext extends ContextFrom<(typeof cgroupSock)["context"]> {}
/** `bpf` in `cgroup/sock…` and `cgroup/post_bind…` programs. */
export interface CgroupSockBpf extends BpfBase, CgroupSockHelpers<object> {}

/** What every program of `cgroup/bind4` … `cgroup/getsockname_unix` has in its context; most have the address, too. */
export interface CgroupSockAddrContext extends ContextFrom<(typeof cgroupSockAddr)["context"]> {}
/** `bpf` in `cgroup/bind4` … `cgroup/getsockname_unix` programs. */
export interface CgroupSockAddrBpf extends BpfBase, CgroupSockAddrHelpers<CgroupSockAddrContext> {}

/** The context of `cgroup/getsockopt` programs; those of `cgroup/setsockopt` may also change the option, and have no result. */
export interface CgroupSockoptContext extends ContextFrom<(typeof cgroupSockopt)["context"]> {}
/** `bpf` in `cgroup/getsockopt` and `cgroup/setsockopt` programs. */
export interface CgroupSockoptBpf
  extends BpfBase,
    ConstantsOf<typeof cgroupSockopt>,
    CgroupSockoptHelpers<object>,
    DirectAccess<object> {}

/** The context of `cgroup/sysctl` programs. */
export interface CgroupSysctlContext extends ContextFrom<(typeof cgroupSysctl)["context"]> {}
/** `bpf` in `cgroup/sysctl` programs. */
export interface CgroupSysctlBpf
  extends BpfBase,
    ConstantsOf<typeof cgroupSysctl>,
    CgroupSysctlHelpers<CgroupSysctlContext> {}

/** The context of `cgroup/dev` programs. */
export interface CgroupDeviceContext extends ContextFrom<(typeof cgroupDevice)["context"]> {}
/** `bpf` in `cgroup/dev` programs. */
export interface CgroupDeviceBpf
  extends BpfBase,
    ConstantsOf<typeof cgroupDevice>,
    CgroupDeviceHelpers<CgroupDeviceContext> {}

/** The context of `sockops` programs. */
export interface SockOpsContext extends ContextFrom<(typeof sockOps)["context"]> {}
/** `bpf` in `sockops` programs. */
export interface SockOpsBpf
  extends BpfBase,
    ConstantsOf<typeof sockOps>,
    SockOpsHelpers<SockOpsContext>,
    ReadOnlyDirectAccess<SockOpsContext> {}

/** Verdicts of `xdp` programs: `XDP_ABORTED`, `XDP_DROP`, `XDP_PASS`, `XDP_TX`, `XDP_REDIRECT`. */
export type XdpAction = (typeof xdp)["returns"]["verdicts"][number];

/** The sections of programs for networks and cgroups. */
export interface NetworkSections
  extends SectionsOf<typeof cgroupSkb, CgroupSkbContext, CgroupSkbBpf>,
    SectionsOf<typeof xdp, XdpContext, XdpBpf>,
    SectionsOf<typeof socketFilter, SocketFilterContext, SocketFilterBpf>,
    SectionsOf<typeof schedCls, TrafficControlContext, SchedClsBpf>,
    SectionsOf<typeof schedAct, TrafficControlContext, SchedActBpf>,
    SectionsOf<typeof lwtIn, LightweightTunnelContext, LwtInBpf>,
    SectionsOf<typeof lwtOut, LightweightTunnelContext, LwtOutBpf>,
    SectionsOf<typeof lwtXmit, LightweightTunnelContext, LwtXmitBpf>,
    SectionsOf<typeof lwtSeg6local, LightweightTunnelContext, LwtSeg6localBpf>,
    SectionsOf<typeof skSkb, SkSkbContext, SkSkbBpf>,
    SectionsOf<typeof skMsg, SkMsgContext, SkMsgBpf>,
    SectionsOf<typeof skLookup, SkLookupContext, SkLookupBpf>,
    SectionsOf<typeof flowDissector, FlowDissectorContext, FlowDissectorBpf>,
    SectionsOf<typeof netfilter, NetfilterContext, NetfilterBpf>,
    SectionsOf<typeof cgroupSock, CgroupSockContext, CgroupSockBpf>,
    SectionsOf<typeof cgroupSockAddr, CgroupSockAddrContext, CgroupSockAddrBpf>,
    SectionsOf<typeof cgroupSockopt, CgroupSockoptContext, CgroupSockoptBpf>,
    SectionsOf<typeof cgroupSysctl, CgroupSysctlContext, CgroupSysctlBpf>,
    SectionsOf<typeof cgroupDevice, CgroupDeviceContext, CgroupDeviceBpf>,
    SectionsOf<typeof sockOps, SockOpsContext, SockOpsBpf> {}
