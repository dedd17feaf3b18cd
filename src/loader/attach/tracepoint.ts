import { UnsupportedError, YodelError } from "../../errors/index.ts";
import { readFile } from "../../sys/machine.ts";
import { findMount } from "../../sys/mountinfo.ts";
import { openTracepointEvent } from "../../sys/perf-event.ts";
import type { Link } from "../link.ts";
import { explainRefusal } from "../permissions.ts";
import { attachToEvent } from "./event-link.ts";
import { type LiveProgram, wrongTarget } from "./target.ts";

/**
 * Attaches a program to the tracepoint that its section names, on all CPUs.
 *
 * @throws {UnsupportedError} tracefs is not mounted, or the kernel has no such tracepoint
 * @throws {PermissionError} CAP_PERFMON (before 5.8 CAP_SYS_ADMIN) is missing
 * @kernel 4.7; by link 5.15
 */
export function attachTracepoint(program: LiveProgram, target: unknown): Link {
  if (target !== undefined) throw wrongTarget(program, "what its section says, so attach() takes no target", target);
  const [category = "", name = ""] = program.resolved.target;
  const words = `tracepoint ${category}/${name}`;
  const id = tracepointId(category, name);
  try {
    return attachToEvent(program, openTracepointEvent(id), words);
  } catch (error) {
    throw explainRefusal(error, { action: `attach '${program.name}' to the ${words}`, needs: ["CAP_PERFMON"] });
  }
}

/** The tracepoint's number, as tracefs tells it. */
function tracepointId(category: string, name: string): number {
  const root = findMount("tracefs");
  if (root === undefined) {
    throw new UnsupportedError("YDL4108", "tracepoints are found through tracefs, which is not mounted", {
      hint: "mount -t tracefs tracefs /sys/kernel/tracing",
    });
  }
  const text = readFile(`${root}/events/${category}/${name}/id`);
  if (text !== undefined) return Number(text);
  throw new YodelError(
    "YDL4415",
    `the kernel has no tracepoint '${category}/${name}', or this process may not read it`,
    {
      hint: `${root}/events lists them (as root)`,
    },
  );
}
