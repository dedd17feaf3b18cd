import type { AttachKind } from "./program-type.ts";

/** What a way to attach takes and can do. Versions are those of the first kernel; `no` is for what no kernel has. */
export interface AttachFacts {
  /** What `attach` takes, in words. */
  readonly target: string;
  /** Attachments are BPF links, which end with the process and can be pinned. */
  readonly link: string | "no";
  /** Attachments without a link, and how they are made. */
  readonly withoutLink: string | "no";
  /** `link.update(program)` replaces the program in one step. */
  readonly update: boolean;
  /** `link.detach()` also works while others hold the link. */
  readonly detach: boolean;
  /** False: an attachment is several links at once, and there is no one file for them. */
  readonly pin?: false;
}

const noLink = { link: "no", update: false, detach: false } as const;
const fixed = { withoutLink: "no", update: false, detach: false } as const;
const event = { link: "5.15", update: false, detach: false } as const;
const nothing = { target: "nothing: all is in the section" } as const;

/** Sources: the `bpf_link_ops` of each kind of link in the kernel; asked of the running one by tests/kernel/hooks-table.test.ts. */
export const attachKinds: Readonly<Record<AttachKind, AttachFacts>> = {
  cgroup: {
    target: "a cgroup v2 directory; `{ before, after }` from 6.16 on",
    link: "5.7",
    withoutLink: "4.10",
    update: true,
    detach: true,
  },
  interface: {
    target: "a network interface; `{ mode }`",
    link: "5.9",
    withoutLink: "4.8, netlink",
    update: true,
    detach: true,
  },
  tcx: {
    target: "a network interface; `{ before, after }`",
    link: "6.6",
    withoutLink: "no",
    update: true,
    detach: true,
  },
  netkit: {
    target: "the primary device of a netkit pair; `{ before, after }`",
    link: "6.7",
    withoutLink: "no",
    update: true,
    detach: true,
  },
  trafficControl: {
    target: "a network interface; `{ direction, priority }`",
    withoutLink: "4.5, netlink",
    ...noLink,
  },
  networkNamespace: {
    target: "a file of a network namespace, or our own",
    link: "5.8",
    withoutLink: "4.20, flow dissectors",
    update: true,
    detach: true,
  },
  socketMap: { target: "a `sockMap` or `sockHash`", link: "6.10", withoutLink: "4.14", update: true, detach: true },
  netfilter: {
    target: "`{ family, hook, priority, defragment }`",
    link: "6.4",
    withoutLink: "no",
    update: false,
    detach: true,
  },
  route: { target: "the route that it makes: `{ to, device, via, table }`", withoutLink: "4.10, netlink", ...noLink },
  mapEntry: { target: "is put into an entry of a map", withoutLink: "no", ...noLink },
  socket: { target: "a socket", withoutLink: "3.19", ...noLink },
  tracepoint: { ...nothing, withoutLink: "4.7, perf event", ...event },
  rawTracepoint: { ...nothing, link: "4.17", ...fixed },
  kernelProbe: { target: "nothing but `{ cookie }`", withoutLink: "4.17, perf event", ...event },
  kernelProbes: { target: "names of functions, or a pattern; `{ cookies }`", link: "5.18", ...fixed },
  userProbe: { target: "`{ path, symbol, offset, pid, cookie }`", withoutLink: "4.17, perf event", ...event },
  userProbes: { target: "`{ path, symbols, pid, cookies }`", link: "6.6", ...fixed },
  userTracepoint: {
    target: "`{ path, provider, name, pid }`",
    withoutLink: "4.20, perf event",
    ...event,
    pin: false,
  },
  kernelFunction: { ...nothing, link: "5.5", ...fixed },
  lsmCgroup: { target: "a cgroup v2 directory", link: "6.0", withoutLink: "no", update: true, detach: true },
  perfEvent: {
    target: "`{ event, frequency, period, pid, cpus }`",
    withoutLink: "4.9, perf event",
    ...event,
    pin: false,
  },
  iterator: {
    target: "nothing, or what it goes through: `{ map, pid }`",
    link: "5.8",
    withoutLink: "no",
    update: true,
    detach: false,
  },
  extension: { ...nothing, link: "5.6", ...fixed },
  structOps: { target: "is attached with the map that it is a member of", withoutLink: "no", ...noLink },
  none: { target: "is run by `test()`", withoutLink: "no", ...noLink },
};
