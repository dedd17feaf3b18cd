import { YodelError } from "../../errors/index.ts";
import type { AttachKind } from "../../kernel/program-type.ts";
import { later } from "../later.ts";
import type { Link } from "../link.ts";
import type { SocketReference } from "../socket-fd.ts";
import { attachCgroup } from "./cgroup.ts";
import type { IteratorTarget } from "./iterator.ts";
import type { KernelProbesOptions, ProbeOptions } from "./kernel-probe.ts";
import type { NetfilterHook } from "./netfilter.ts";
import type { OrderOptions } from "./order.ts";
import type { PerfEventTarget } from "./perf-event.ts";
import type { RouteTarget } from "./route.ts";
import type { LiveProgram } from "./target.ts";
import type { TrafficControlOptions } from "./traffic-control.ts";
import type { UserProbesTarget, UserProbeTarget } from "./user-probe.ts";
import type { UserTracepointTarget } from "./user-tracepoint.ts";
import type { XdpOptions } from "./xdp.ts";

const iterator = later<typeof import("./iterator.ts")>("./attach/iterator");
const kernelFunction = later<typeof import("./kernel-function.ts")>("./attach/kernel-function");
const kernelProbe = later<typeof import("./kernel-probe.ts")>("./attach/kernel-probe");
const netfilter = later<typeof import("./netfilter.ts")>("./attach/netfilter");
const networkNamespace = later<typeof import("./network-namespace.ts")>("./attach/network-namespace");
const perfEvent = later<typeof import("./perf-event.ts")>("./attach/perf-event");
const rawTracepoint = later<typeof import("./raw-tracepoint.ts")>("./attach/raw-tracepoint");
const route = later<typeof import("./route.ts")>("./attach/route");
const socket = later<typeof import("./socket.ts")>("./attach/socket");
const socketMap = later<typeof import("./socket-map.ts")>("./attach/socket-map");
const tcx = later<typeof import("./tcx.ts")>("./attach/tcx");
const tracepoint = later<typeof import("./tracepoint.ts")>("./attach/tracepoint");
const trafficControl = later<typeof import("./traffic-control.ts")>("./attach/traffic-control");
const userProbe = later<typeof import("./user-probe.ts")>("./attach/user-probe");
const userTracepoint = later<typeof import("./user-tracepoint.ts")>("./attach/user-tracepoint");
const xdp = later<typeof import("./xdp.ts")>("./attach/xdp");

/** What `attach` takes in all: each kind of program takes its own part. */
export type AttachTarget =
  | string
  | number
  | readonly string[]
  | IteratorTarget
  | NetfilterHook
  | PerfEventTarget
  | ProbeOptions
  | RouteTarget
  | SocketReference
  | { readonly name: string; readonly fd: number }
  | UserProbeTarget
  | UserProbesTarget
  | UserTracepointTarget;
export type AttachOptions = XdpOptions | OrderOptions | TrafficControlOptions | KernelProbesOptions;

/** Attaches a program in the way that its section says. */
export function attach(program: LiveProgram, target?: AttachTarget, options?: AttachOptions): Link {
  if (namesNothing(program)) throw nothingNamed(program);
  switch (program.resolved.attach) {
    case "cgroup":
      return attachCgroup(program, target, options as OrderOptions);
    case "interface":
      return xdp().attachXdp(program, target, options as XdpOptions);
    case "tcx":
    case "netkit":
      return tcx().attachTcx(program, target, options as OrderOptions);
    case "trafficControl":
      return trafficControl().attachTrafficControl(program, target, options as TrafficControlOptions);
    case "networkNamespace":
      return networkNamespace().attachNetworkNamespace(program, target);
    case "socketMap":
      return socketMap().attachSocketMap(program, target);
    case "netfilter":
      return netfilter().attachNetfilter(program, target);
    case "route":
      return route().attachRoute(program, target);
    case "mapEntry":
      throw new YodelError(
        "YDL4447",
        `'${program.name}' (${program.resolved.section}) is not attached: it stands in a map`,
        {
          hint: 'put it there: bpf.maps.ports.set(0, { interface: "eth1", program })',
        },
      );
    case "tracepoint":
      return tracepoint().attachTracepoint(program, target);
    case "rawTracepoint":
      return rawTracepoint().attachRawTracepoint(program, target);
    case "socket":
      return socket().attachSocket(program, target);
    case "kernelProbe":
      return kernelProbe().attachKernelProbe(program, target);
    case "kernelProbes":
      return kernelProbe().attachKernelProbes(program, target, options);
    case "userProbe":
      return userProbe().attachUserProbe(program, target);
    case "userProbes":
      return userProbe().attachUserProbes(program, target);
    case "userTracepoint":
      return userTracepoint().attachUserTracepoint(program, target);
    case "kernelFunction":
    case "extension":
      return kernelFunction().attachKernelFunction(program, target);
    case "lsmCgroup":
      return kernelFunction().attachLsmCgroup(program, target);
    case "perfEvent":
      return perfEvent().attachPerfEvent(program, target);
    case "iterator":
      return iterator().attachIterator(program, target);
    case "structOps":
    case "none":
      throw nothingToAttachTo(program);
  }
}

/** A section such as `kprobe`, without the function. */
function namesNothing({ resolved }: LiveProgram): boolean {
  const named: readonly AttachKind[] = ["kernelProbe", "tracepoint", "rawTracepoint"];
  return named.includes(resolved.attach) && resolved.target.length === 0;
}

function nothingNamed({ name, resolved }: LiveProgram): YodelError {
  return new YodelError("YDL4410", `'${name}' (${resolved.section}) does not say what it attaches to`, {
    hint: `the section says it: SEC("${resolved.section}/…")`,
  });
}

function nothingToAttachTo({ name, resolved }: LiveProgram): YodelError {
  const isMember = resolved.attach === "structOps";
  const reason = isMember
    ? "is attached with the map that it is a member of"
    : "is run by test(), there is nothing to attach it to";
  return new YodelError(
    "YDL4480",
    `'${name}' (${resolved.section}) ${reason}`,
    isMember ? { hint: "bpf.maps.NAME.attach()" } : {},
  );
}
