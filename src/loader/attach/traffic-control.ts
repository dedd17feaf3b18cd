import { UnsupportedError, YodelError } from "../../errors/index.ts";
import { failedWith } from "../../sys/errno.ts";
import {
  addAction,
  addClsact,
  addFilter,
  type Direction,
  removeClsact,
  removeFilter,
} from "../../sys/traffic-control.ts";
import { type Link, PlainAttachment } from "../link.ts";
import { checkOptions } from "../names.ts";
import { explainRefusal } from "../permissions.ts";
import { interfaceOf } from "./interface.ts";
import type { LiveProgram } from "./target.ts";

/** Where among the filters of an interface a traffic control program runs. */
export interface TrafficControlOptions {
  /** Which packets of the interface; those that come in when left out. */
  readonly direction?: Direction;
  /** Filters run by rising priority, from 1 to 65535; left out, the kernel puts it before those that are there. */
  readonly priority?: number;
}

/**
 * Attaches a traffic control program to an interface as a filter of its `clsact` queueing discipline, which is made when there is
 * none; a program of the section `action` as the action of a filter that takes everything. There is no link: the filter is removed when the
 * attachment is closed, and **stays behind if the process is killed**. The queueing discipline, which does nothing by itself, stays in any
 * case: others may have put filters into it since. Where the kernel has links (6.6), use `tcx/ingress` and `tcx/egress`.
 *
 * @param target the name of an interface of our network namespace
 * @throws {YodelError} there is no such interface, or an option is wrong
 * @throws {UnsupportedError} the kernel was built without what this needs
 * @throws {PermissionError} CAP_NET_ADMIN is missing
 * @kernel 4.5
 */
export function attachTrafficControl(program: LiveProgram, target: unknown, options: TrafficControlOptions = {}): Link {
  const index = interfaceOf(program, target);
  checkOptions("attach", options, ["direction", "priority"]);
  const { direction = "ingress", priority = 0 } = options;
  if (direction !== "ingress" && direction !== "egress") {
    throw new YodelError("YDL4445", `the direction must be "ingress" or "egress", not ${JSON.stringify(direction)}`);
  }
  if (!Number.isInteger(priority) || priority < 0 || priority > 0xffff) {
    throw new YodelError("YDL4445", `the priority must be a number from 1 to 65535, not ${JSON.stringify(priority)}`);
  }
  const isAction = program.resolved.section === "action";
  let made = false;
  try {
    made = addClsact(index);
    const filter = { interfaceIndex: index, direction, priority, programFd: program.fd.number, name: program.name };
    const place = isAction ? addAction(filter) : addFilter(filter);
    const remove = () => {
      // Whoever removed the interface or the queueing discipline removed the filter, too.
      ignoring(() => removeFilter(place), "ENOENT", "ENODEV", "EINVAL");
    };
    return new PlainAttachment(
      program,
      `interface ${target}, ${direction}`,
      remove,
      "a filter of traffic control is no link",
    );
  } catch (error) {
    if (made) ignoring(() => removeClsact(index), "ENOENT", "ENODEV", "EINVAL");
    if (failedWith(error, "ENOENT", "EOPNOTSUPP")) {
      const needs = isAction
        ? "CONFIG_NET_CLS_MATCHALL and CONFIG_NET_ACT_BPF"
        : "CONFIG_NET_SCH_INGRESS and CONFIG_NET_CLS_BPF";
      throw new UnsupportedError("YDL4451", `this kernel was built without what '${program.name}' needs: ${needs}`, {
        minimumKernel: isAction ? "4.8" : "4.5",
        hint: isAction
          ? 'a program of the section "tc" needs no action'
          : 'use "tcx/ingress" or "tcx/egress" on kernels from 6.6 on',
        cause: error,
      });
    }
    throw explainRefusal(error, { action: `attach '${program.name}' to ${target}`, needs: ["CAP_NET_ADMIN"] });
  }
}

function ignoring(action: () => void, ...names: Parameters<typeof failedWith>[1][]): void {
  try {
    action();
  } catch (error) {
    if (!failedWith(error, ...names)) throw error;
  }
}
