import { YodelError } from "../../errors/index.ts";
import { failedWith } from "../../sys/errno.ts";
import { possibleCpus, readFile } from "../../sys/machine.ts";
import { openCountedEvent } from "../../sys/perf-event.ts";
import type { Link } from "../link.ts";
import { explainRefusal } from "../permissions.ts";
import { attachToEvent } from "./event-link.ts";
import { LinkGroup } from "./link-group.ts";
import { type LiveProgram, wrongTarget } from "./target.ts";

/** What a `perf_event` program attaches to. */
export interface PerfEventTarget {
  /** What is counted, as perf calls it. */
  readonly event: PerfEventName | { readonly type: number; readonly config: number };
  /** Runs so many times a second, on each CPU. */
  readonly frequency?: number;
  /** Runs after so many events; of clocks, nanoseconds. */
  readonly period?: number;
  /** Only in this process; in all when left out. */
  readonly pid?: number;
  /** Only on these CPUs. */
  readonly cpus?: readonly number[];
}

/** `enum perf_type_id`, `enum perf_sw_ids` and `enum perf_hw_id` in include/uapi/linux/perf_event.h. */
const events = {
  "cpu-clock": [1, 0],
  "task-clock": [1, 1],
  "page-faults": [1, 2],
  "context-switches": [1, 3],
  "cpu-migrations": [1, 4],
  "minor-faults": [1, 5],
  "major-faults": [1, 6],
  "cpu-cycles": [0, 0],
  instructions: [0, 1],
  "cache-references": [0, 2],
  "cache-misses": [0, 3],
  "branch-instructions": [0, 4],
  "branch-misses": [0, 5],
} as const satisfies Readonly<Record<string, readonly [type: number, config: number]>>;

export type PerfEventName = keyof typeof events;

/**
 * Attaches a program to an event that perf counts, on each CPU: one link holds all of them.
 *
 * @throws {YodelError} there is no such event, or this machine can't count it
 * @throws {PermissionError} CAP_PERFMON (before 5.8 CAP_SYS_ADMIN) is missing
 * @kernel 4.9; by links 5.15
 */
export function attachPerfEvent(program: LiveProgram, target: unknown): Link {
  if (typeof target !== "object" || target === null) {
    throw wrongTarget(program, 'an event that perf counts: { event: "cpu-clock", frequency: 99 }', target);
  }
  const { event, frequency, period, pid, cpus = onlineCpus() } = target as PerfEventTarget;
  const counted = numbersOf(event);
  if (!counted) {
    throw new YodelError("YDL4475", `there is no event ${JSON.stringify(event)}`, {
      hint: `events are ${Object.keys(events).join(", ")}, or { type, config } as in perf_event_open(2)`,
    });
  }
  const samplePeriod = frequency ?? period;
  if (samplePeriod === undefined || (frequency !== undefined && period !== undefined) || !(samplePeriod >= 1)) {
    throw new YodelError(
      "YDL4475",
      `an event needs a frequency or a period, and '${program.name}' is given neither or both`,
      {
        hint: "frequency: so many times a second; period: after so many events",
      },
    );
  }
  const name = typeof event === "string" ? event : `event ${event.type}:${event.config}`;
  const links = new LinkGroup(`${name} on each CPU`);
  try {
    for (const cpu of cpus) {
      const fd = openCountedEvent({ ...counted, samplePeriod, isFrequency: frequency !== undefined, pid, cpu });
      links.add(attachToEvent(program, fd, `${name} on CPU ${cpu}`));
    }
    return links;
  } catch (error) {
    links.close();
    if (failedWith(error, "ENOENT", "EOPNOTSUPP", "ENODEV", "EINVAL", "ESRCH")) {
      throw new YodelError("YDL4475", `this machine can't count ${name}`, {
        hint: "virtual machines often have no counters of the processor: cpu-clock is there always; a frequency may be above kernel.perf_event_max_sample_rate",
        cause: error,
      });
    }
    throw explainRefusal(error, { action: `attach '${program.name}' to ${name}`, needs: ["CAP_PERFMON"] });
  }
}

function numbersOf(event: PerfEventTarget["event"]): { readonly type: number; readonly config: number } | undefined {
  if (typeof event === "object") return event;
  const numbers = Object.hasOwn(events, event) ? events[event] : undefined;
  return numbers && { type: numbers[0], config: numbers[1] };
}

function onlineCpus(): number[] {
  return cpuList(readFile("/sys/devices/system/cpu/online") ?? `0-${possibleCpus() - 1}`);
}

/** `"0-3,6"` as numbers. */
export function cpuList(text: string): number[] {
  return text.split(",").flatMap((range) => {
    const [first = 0, last = first] = range.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
