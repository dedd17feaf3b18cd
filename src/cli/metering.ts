import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { EngineNames, withContainerNames } from "../counter/engine-names.ts";
import { openCgroupTree } from "../counter/open-cgroup-tree.ts";
import type { Runs } from "../counter/own-cost.ts";
import { TrafficLedger, type TrafficReport } from "../counter/traffic-ledger.ts";
import { openTrafficMeter, type TrafficMeter } from "../counter/traffic-meter.ts";
import { openPartsMeter, type PartKind } from "../counter/traffic-parts.ts";
import { PermissionError } from "../runtime.ts";
import { UsageError } from "./command.ts";
import { pinFolder } from "./pin.ts";

/** What is counted in a subtree, report by report, until it is disposed. */
export interface TrafficSource extends Disposable {
  report(): TrafficReport;
  /** What is left out for want of a privilege, for people. */
  readonly note: string | undefined;
  /** Of the counting programs in the kernel, while run statistics are on. */
  runs(): Runs;
}

/**
 * Starts counting, for the commands that show each cgroup. The error for want of privileges says all that it takes.
 * @param pin what `--pin` was given
 * @param by what to tell each cgroup's own traffic apart by
 */
export async function openTraffic(cgroup: string, pin?: string, by?: PartKind): Promise<TrafficSource> {
  if (by === undefined) return await openWhole(cgroup, pin);
  // Before the meter of totals: loading takes long, and what it counts meanwhile is thrown away.
  const parts = await openPartsMeter(cgroup, by).catch((error) => {
    throw explainPrivileges(error);
  });
  try {
    const whole = await openWhole(cgroup, pin);
    parts.restart();
    return {
      ...whole,
      report: () => parts.addTo(whole.report()),
      [Symbol.dispose]() {
        parts[Symbol.dispose]();
        whole[Symbol.dispose]();
      },
    };
  } catch (error) {
    parts[Symbol.dispose]();
    throw error;
  }
}

/**
 * In bytes: what one report leaves behind fits, also that of thousands of cgroups. Node would take five times as much for it in the
 * course of hours, and collect garbage no less often than it has to.
 */
const enoughMemory = 6_000_000;

/** What Node has for objects that live for a moment. */
function youngMemory(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space")?.space_size ?? 0;
}

async function openWhole(cgroup: string, pin: string | undefined): Promise<TrafficSource> {
  const meter = await openMeter(cgroup, pin);
  try {
    const { tree, withoutEvents } = await openCgroupTree(cgroup);
    const names = new EngineNames();
    const { report } = withContainerNames(new TrafficLedger(meter, tree), tree.cgroups(), names);
    let memoryGrows = true;
    return {
      report() {
        if (memoryGrows && youngMemory() >= enoughMemory) {
          setFlagsFromString("--semi-space-growth-factor=1");
          memoryGrows = false;
        }
        return report();
      },
      runs: meter.runs,
      note: withoutEvents && `cgroups that come and go between two readings may stay without a name: ${withoutEvents}`,
      [Symbol.dispose]() {
        names[Symbol.dispose]();
        tree[Symbol.dispose]();
        meter[Symbol.dispose]();
      },
    };
  } catch (error) {
    meter[Symbol.dispose]();
    throw error;
  }
}

async function openMeter(cgroup: string, pin: string | undefined): Promise<TrafficMeter> {
  try {
    return await openTrafficMeter(cgroup, pin === undefined ? {} : { pin: pinFolder("--pin", pin) });
  } catch (error) {
    throw explainPrivileges(error);
  }
}

/** The error names the capability that is missed first; whoever adds only that one would come back for the other. */
function explainPrivileges(error: unknown): unknown {
  if (!(error instanceof PermissionError && error.code === "YDL4000")) return error;
  const hint = "counting takes CAP_BPF and CAP_NET_ADMIN: run it with sudo, or grant these two (README.md, Privileges)";
  return new PermissionError(error.code, error.message, { hint, cause: error });
}

/** @returns milliseconds; Node's timers hold at most 2^31 - 1 */
export function milliseconds(option: string, text: string): number {
  const value = Number(text);
  if (value > 0 && value < 2 ** 31 / 1000) return value * 1000;
  throw new UsageError(`${option} takes a number of seconds above 0, not '${text}'`);
}
