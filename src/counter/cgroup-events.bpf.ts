import { chars, perCpuVariable, program, ringBuffer, struct, subprogram, u32, u64 } from "../index.ts";
import "./kernel-structs.ts";

/** A cgroup that was made or removed. */
const event = struct({ id: u64, parent: u64, removed: u32, name: chars(256) });

/** Room for some 3,500 events between two readings. */
export const events = ringBuffer({ value: event, maxEntries: 1 << 20 });

/** Events that found no room. */
export const events_lost = perCpuVariable(u64);

/**
 * Puts a cgroup into the ring buffer. The path that the tracepoint has would be that of the kernel, of which a cgroup namespace
 * shows only the end: the name and the cgroup above are the same for all.
 */
const put = subprogram([u64, u32], { events, events_lost }, (address, removed, { events, events_lost }, bpf) => {
  const cgroup = bpf.kernel.cgroup(address);
  // The hierarchies of version 1 have ids of their own, which may be the same. That of version 2 has the number 0.
  if (cgroup.root.hierarchy_id !== 0) return 0;
  const event = events.reserve();
  if (!event) {
    events_lost.value += 1;
    return 0;
  }
  event.removed = removed;
  event.id = cgroup.kn.id;
  bpf.probe_read_kernel_str(event.name, cgroup.kn.name);
  // The state of a cgroup stands at its start in all kernels, so that of the one above is where that one is.
  event.parent = bpf.kernel.cgroup(bpf.kernel.address(cgroup.self.parent)).kn.id;
  events.submit(event);
  return 0;
});

export const on_mkdir = program("raw_tracepoint/cgroup_mkdir", { put }, (context, { put }) => {
  put(context.args[0], 0);
});

export const on_rmdir = program("raw_tracepoint/cgroup_rmdir", { put }, (context, { put }) => {
  put(context.args[0], 1);
});

export const license = "GPL";
