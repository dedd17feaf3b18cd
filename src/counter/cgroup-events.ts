import { load, PermissionError, type RingBufferHandle } from "../runtime.ts";
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
 * @throws {YodelError} the kernel has no such tracepoints
 * @throws {VerifierError} its structs have other fields
 * @kernel 5.8
 */
export async function openCgroupEvents(): Promise<CgroupEvents> {
  const bpf = load(await kernelProgram("cgroup-events"));
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

/** Why there are no events, in a few words for people. */
export function whyNoEvents(error: unknown): string {
  if (error instanceof PermissionError) {
    const missing = /lacks (.+?)(?: \(|$)/.exec(error.message)?.[1];
    if (missing !== undefined) return `this process lacks ${missing}`;
  }
  const [first = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  return first;
}
