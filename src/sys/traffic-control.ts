import {
  attribute,
  existsAlready,
  joined,
  NLM_F_CREATE,
  NLM_F_ECHO,
  NLM_F_EXCL,
  nested,
  requestRoute,
  text,
  word,
} from "./netlink.ts";

/** Source: include/uapi/linux/rtnetlink.h and pkt_sched.h. */
const RTM_NEWQDISC = 36;
const RTM_DELQDISC = 37;
const RTM_NEWTFILTER = 44;
const RTM_DELTFILTER = 45;
const TC_H_CLSACT = 0xffff_fff1;
const CLSACT_HANDLE = 0xffff_0000;
const TC_H_MIN_INGRESS = 0xfff2;
const TC_H_MIN_EGRESS = 0xfff3;
const TCA_KIND = 1;
const TCA_OPTIONS = 2;
/** Source: include/uapi/linux/pkt_cls.h and tc_act/tc_bpf.h. */
const TCA_BPF_FD = 6;
const TCA_BPF_NAME = 7;
const TCA_BPF_FLAGS = 8;
const TCA_BPF_FLAG_ACT_DIRECT = 1;
const TCA_MATCHALL_ACT = 2;
const TCA_ACT_KIND = 1;
const TCA_ACT_OPTIONS = 2;
const TCA_ACT_BPF_PARMS = 2;
const TCA_ACT_BPF_FD = 5;
const TCA_ACT_BPF_NAME = 6;
const TC_ACT_PIPE = 3;
/** `ETH_P_ALL` in network order: the filter sees every protocol. */
const ALL_PROTOCOLS = 0x0300;

const messageLength = 20;

export type Direction = "ingress" | "egress";

/** Where a filter is: what it takes to remove it. */
export interface FilterPlace {
  readonly interfaceIndex: number;
  readonly direction: Direction;
  readonly priority: number;
  readonly handle: number;
}

/** Makes the interface's `clsact` queueing discipline, which holds filters and does nothing else. @returns false when there is one */
export function addClsact(interfaceIndex: number): boolean {
  const header = tcMessage(interfaceIndex, CLSACT_HANDLE, TC_H_CLSACT, 0);
  try {
    requestRoute("adding clsact", RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL, joined([header, kind("clsact")]));
    return true;
  } catch (error) {
    if (existsAlready(error)) return false;
    throw error;
  }
}

export function removeClsact(interfaceIndex: number): void {
  const header = tcMessage(interfaceIndex, CLSACT_HANDLE, TC_H_CLSACT, 0);
  requestRoute("removing clsact", RTM_DELQDISC, 0, joined([header, kind("clsact")]));
}

export interface NewFilter {
  readonly interfaceIndex: number;
  readonly direction: Direction;
  /** Filters run by rising priority; 0 lets the kernel choose one before those that are there. */
  readonly priority: number;
  readonly programFd: number;
  readonly name: string;
}

/** Adds a classifier that decides by itself (direct action). @returns where the kernel put it */
export function addFilter(filter: NewFilter): FilterPlace {
  const options = [
    attribute(TCA_BPF_FD, word(filter.programFd)),
    attribute(TCA_BPF_NAME, text(filter.name)),
    attribute(TCA_BPF_FLAGS, word(TCA_BPF_FLAG_ACT_DIRECT)),
  ];
  return add(filter, "bpf", options);
}

/** Adds a filter that takes every packet, with a program for its action. @returns where the kernel put it */
export function addAction(filter: NewFilter): FilterPlace {
  const parameters = new Uint8Array(20);
  new DataView(parameters.buffer).setUint32(8, TC_ACT_PIPE, true);
  const action = nested(
    1,
    attribute(TCA_ACT_KIND, text("bpf")),
    nested(
      TCA_ACT_OPTIONS,
      attribute(TCA_ACT_BPF_PARMS, parameters),
      attribute(TCA_ACT_BPF_FD, word(filter.programFd)),
      attribute(TCA_ACT_BPF_NAME, text(filter.name)),
    ),
  );
  return add(filter, "matchall", [nested(TCA_MATCHALL_ACT, action)]);
}

function add(
  { interfaceIndex, direction, priority }: NewFilter,
  name: string,
  options: readonly Uint8Array[],
): FilterPlace {
  const header = tcMessage(interfaceIndex, 0, parentOf(direction), filterInfo(priority));
  const payload = joined([header, kind(name), nested(TCA_OPTIONS, ...options)]);
  const [echo] = requestRoute("adding a filter", RTM_NEWTFILTER, NLM_F_CREATE | NLM_F_EXCL | NLM_F_ECHO, payload);
  const view = echo && new DataView(echo.buffer, echo.byteOffset, echo.length);
  return {
    interfaceIndex,
    direction,
    handle: view?.getUint32(8, true) ?? 1,
    priority: (view?.getUint32(16, true) ?? 0) >>> 16 || priority,
  };
}

export function removeFilter({ interfaceIndex, direction, priority, handle }: FilterPlace): void {
  requestRoute(
    "removing a filter",
    RTM_DELTFILTER,
    0,
    tcMessage(interfaceIndex, handle, parentOf(direction), filterInfo(priority)),
  );
}

/** `struct tcmsg`. */
function tcMessage(interfaceIndex: number, handle: number, parent: number, info: number): Uint8Array {
  const bytes = new Uint8Array(messageLength);
  const view = new DataView(bytes.buffer);
  view.setInt32(4, interfaceIndex, true);
  view.setUint32(8, handle, true);
  view.setUint32(12, parent, true);
  view.setUint32(16, info, true);
  return bytes;
}

function parentOf(direction: Direction): number {
  return (CLSACT_HANDLE | (direction === "ingress" ? TC_H_MIN_INGRESS : TC_H_MIN_EGRESS)) >>> 0;
}

function filterInfo(priority: number): number {
  return ((priority << 16) | ALL_PROTOCOLS) >>> 0;
}

function kind(name: string): Uint8Array {
  return attribute(TCA_KIND, text(name));
}
