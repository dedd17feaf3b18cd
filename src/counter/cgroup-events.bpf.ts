import { chars, constant, i32, perCpuVariable, program, ringBuffer, struct, subprogram, u32, u64 } from "../index.ts";

/** A cgroup that was made or removed. */
const event = struct({ id: u64, parent: u64, removed: u32, name: chars(256) });

/** Room for some 3,500 events between two readings. */
export const events = ringBuffer({ value: event, maxEntries: 1 << 20 });

/** Events that found no room. */
export const events_lost = perCpuVariable(u64);

/** Where the kernel's structs have what is read of them, in bytes: user space finds out, and says so before loading. */
export const cgroup_self = constant(u32, 0);
export const cgroup_node = constant(u32, 0);
export const cgroup_root = constant(u32, 0);
export const state_parent = constant(u32, 0);
export const node_id = constant(u32, 0);
export const node_name = constant(u32, 0);
export const root_number = constant(u32, 0);

/** What is read of the kernel's memory at a time. */
const memory = struct({ word: struct({ value: u64 }), number: struct({ value: i32 }) });

/**
 * Puts a cgroup into the ring buffer. The path that the tracepoint has would be that of the kernel, of which a cgroup namespace
 * shows only the end: the name and the cgroup above are the same for all.
 */
const put = subprogram(
  [u64, u32],
  {
    events,
    events_lost,
    cgroup_self,
    cgroup_node,
    cgroup_root,
    state_parent,
    node_id,
    node_name,
    root_number,
    memory,
  },
  (cgroup, removed, scope, bpf) => {
    const read = bpf.zeroed(scope.memory);
    bpf.probe_read_kernel(read.word, cgroup + scope.cgroup_root.value);
    bpf.probe_read_kernel(read.number, read.word.value + scope.root_number.value);
    // The hierarchies of version 1 have ids of their own, which may be the same. That of version 2 has the number 0.
    if (read.number.value !== 0) return 0;
    const event = scope.events.reserve();
    if (!event) {
      scope.events_lost.value += 1;
      return 0;
    }
    event.removed = removed;
    bpf.probe_read_kernel(read.word, cgroup + scope.cgroup_node.value);
    const node = read.word.value;
    bpf.probe_read_kernel(read.word, node + scope.node_id.value);
    event.id = read.word.value;
    bpf.probe_read_kernel(read.word, node + scope.node_name.value);
    bpf.probe_read_kernel_str(event.name, read.word.value);
    // The state is a part of its cgroup, so the one above is found from the state above.
    bpf.probe_read_kernel(read.word, cgroup + scope.cgroup_self.value + scope.state_parent.value);
    bpf.probe_read_kernel(read.word, read.word.value - scope.cgroup_self.value + scope.cgroup_node.value);
    bpf.probe_read_kernel(read.word, read.word.value + scope.node_id.value);
    event.parent = read.word.value;
    scope.events.submit(event);
    return 0;
  },
);

export const on_mkdir = program("raw_tracepoint/cgroup_mkdir", { put }, (context, { put }) => {
  put(context.args[0], 0);
});

export const on_rmdir = program("raw_tracepoint/cgroup_rmdir", { put }, (context, { put }) => {
  put(context.args[0], 1);
});

export const license = "GPL";
