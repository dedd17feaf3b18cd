import type { HelperCall, Instruction, IrFunction, Load } from "../ir/ir.ts";

/**
 * `enum bpf_func_id` of helpers that neither move the packet nor write to it nor to the context: map_lookup_elem, map_update_elem,
 * map_delete_elem, probe_read, ktime_get_ns, trace_printk, get_prandom_u32, get_smp_processor_id, get_current_pid_tgid,
 * get_current_uid_gid, get_current_comm, get_cgroup_classid, get_hash_recalc, perf_event_output, skb_load_bytes, csum_diff,
 * get_current_task, get_numa_node_id, get_socket_cookie, get_socket_uid, skb_cgroup_id, get_current_cgroup_id, map_push_elem, map_pop_elem,
 * map_peek_elem, skb_ancestor_cgroup_id, ktime_get_boot_ns, ringbuf_output, ringbuf_reserve, ringbuf_submit, ringbuf_discard,
 * ringbuf_query, ktime_get_coarse_ns, trace_vprintk. All others count as able to.
 */
const HARMLESS: ReadonlySet<number | undefined> = new Set([
  1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16, 17, 34, 25, 26, 28, 35, 42, 46, 47, 79, 80, 83, 87, 88, 89, 125, 130, 131, 132,
  133, 134, 160, 177,
]);

/** Functions of the kernel that only work on the iterator that they are given. */
const ITERATORS: ReadonlySet<string> = new Set(["bpf_iter_num_new", "bpf_iter_num_next", "bpf_iter_num_destroy"]);

/** Whether a call leaves the packet and the pointers into it as they were. */
export function leavesPacket({ name, helper, kernel, pure }: HelperCall): boolean {
  return pure || (kernel ? ITERATORS.has(name) : HARMLESS.has(helper));
}

/** Loads of pointers out of the context, which are half a pointer wide there, give where the packet begins or ends. */
export function isPacketPointer(instruction: Instruction): instruction is Load {
  return instruction.op === "load" && instruction.type === "pointer" && instruction.size === 4;
}

/** True when the packet begins and ends in one place for the whole run. */
export function keepsPacket(fn: IrFunction): boolean {
  return fn.blocks.every((block) =>
    block.instructions.every((instruction) => instruction.op !== "helper" || leavesPacket(instruction)),
  );
}
