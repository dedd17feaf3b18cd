import { later } from "../later.ts";
import type { Link } from "../link.ts";
import { attachCgroup } from "./cgroup.ts";
import type { LiveProgram } from "./target.ts";
import type { XdpOptions } from "./xdp.ts";

const rawTracepoint = later<typeof import("./raw-tracepoint.ts")>("./attach/raw-tracepoint");
const socket = later<typeof import("./socket.ts")>("./attach/socket");
const tracepoint = later<typeof import("./tracepoint.ts")>("./attach/tracepoint");
const xdp = later<typeof import("./xdp.ts")>("./attach/xdp");

/** What `attach` takes in all: each kind of program takes its own part. */
export type AttachTarget = string | number;
export type AttachOptions = XdpOptions;

/** Attaches a program in the way that its section says. */
export function attach(program: LiveProgram, target?: AttachTarget, options?: AttachOptions): Link {
  switch (program.resolved.attach) {
    case "cgroup":
      return attachCgroup(program, target);
    case "interface":
      return xdp().attachXdp(program, target, options);
    case "tracepoint":
      return tracepoint().attachTracepoint(program, target);
    case "rawTracepoint":
      return rawTracepoint().attachRawTracepoint(program, target);
    case "socket":
      return socket().attachSocket(program, target);
  }
}
