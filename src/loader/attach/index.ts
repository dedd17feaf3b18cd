import type { Link } from "../link.ts";
import { attachCgroup } from "./cgroup.ts";
import { attachRawTracepoint } from "./raw-tracepoint.ts";
import { attachSocket } from "./socket.ts";
import type { LiveProgram } from "./target.ts";
import { attachTracepoint } from "./tracepoint.ts";
import { attachXdp, type XdpOptions } from "./xdp.ts";

/** What `attach` takes in all: each kind of program takes its own part. */
export type AttachTarget = string | number;
export type AttachOptions = XdpOptions;

/** Attaches a program in the way that its section says. */
export function attach(program: LiveProgram, target?: AttachTarget, options?: AttachOptions): Link {
  switch (program.resolved.attach) {
    case "cgroup":
      return attachCgroup(program, target);
    case "interface":
      return attachXdp(program, target, options);
    case "tracepoint":
      return attachTracepoint(program, target);
    case "rawTracepoint":
      return attachRawTracepoint(program, target);
    case "socket":
      return attachSocket(program, target);
  }
}
