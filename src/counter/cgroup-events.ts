import { kernelFieldOffset, load, PermissionError, type RingBufferHandle, YodelError } from "../runtime.ts";
import { kernelProgram } from "./kernel-program.ts";

/** A cgroup of the version 2 hierarchy was made or removed. */
export interface CgroupEvent {
  readonly id: bigint;
  /** The id of the cgroup above it. */
  readonly parent: bigint;
  /** Of its directory. */
  readonly name: string;
  readonly removed: boolean;
}

/** Tells which cgroups come and go, from when it is opened until it is disposed: also those that live for a millisecond. */
export interface CgroupEvents extends Disposable {
  /** What happened since it was asked last, in order; `lost` when more happened than there was room for. */
  take(): { readonly events: readonly CgroupEvent[]; readonly lost: boolean };
}

/** The constants of the kernel program that say where a struct has a field. */
const fields: Readonly<Record<string, readonly [struct: string, field: string]>> = {
  cgroup_self: ["cgroup", "self"],
  cgroup_node: ["cgroup", "kn"],
  cgroup_root: ["cgroup", "root"],
  state_parent: ["cgroup_subsys_state", "parent"],
  node_id: ["kernfs_node", "id"],
  node_name: ["kernfs_node", "name"],
  root_number: ["cgroup_root", "hierarchy_id"],
};

/** In milliseconds: the buffer has room for what happens in this time, however long the intervals between two reports are. */
const drainInterval = 500;

interface KernelEvent {
  readonly id: bigint;
  readonly parent: bigint;
  readonly removed: number;
  readonly name: string;
}

/**
 * Listens to the tracepoints `cgroup:cgroup_mkdir` and `cgroup:cgroup_rmdir`.
 *
 * @throws {PermissionError} CAP_BPF or CAP_PERFMON is missing
 * @throws {UnsupportedError} the kernel does not show its types (CONFIG_DEBUG_INFO_BTF)
 * @throws {YodelError} the kernel has no such tracepoints, or its types have changed
 * @kernel 5.8
 */
export async function openCgroupEvents(): Promise<CgroupEvents> {
  const constants = Object.fromEntries(Object.entries(fields).map(([name, place]) => [name, offsetOf(...place)]));
  const bpf = load(await kernelProgram("cgroup-events"), { constants });
  try {
    bpf.programs.on_mkdir.attach();
    bpf.programs.on_rmdir.attach();
  } catch (error) {
    bpf.close();
    throw error;
  }
  const buffer: RingBufferHandle<KernelEvent> = bpf.maps.events;
  let waiting: CgroupEvent[] = [];
  let lostBefore = 0;
  const drain = () => {
    for (const { id, parent, name, removed } of buffer.drain()) {
      waiting.push({ id, parent, name, removed: removed === 1 });
    }
  };
  const timer = setInterval(drain, drainInterval).unref();
  return {
    take() {
      drain();
      const events = waiting;
      waiting = [];
      const lost = buffer.lost > lostBefore;
      lostBefore = buffer.lost;
      return { events, lost };
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      bpf.close();
    },
  };
}

function offsetOf(struct: string, field: string): number {
  const offset = kernelFieldOffset(struct, field);
  if (offset !== undefined) return offset;
  throw new YodelError("YDL7040", `this kernel's struct ${struct} has no field '${field}'`, {
    hint: "names of cgroups that live for a moment are read from there; tell us which kernel this is",
  });
}

/** Why there are no events, in a few words for people. */
export function whyNoEvents(error: unknown): string {
  if (error instanceof PermissionError) {
    const missing = /lacks (.+?)(?: \(|$)/.exec(error.message)?.[1];
    if (missing !== undefined) return `this process lacks ${missing}`;
  }
  return error instanceof Error ? error.message : String(error);
}
