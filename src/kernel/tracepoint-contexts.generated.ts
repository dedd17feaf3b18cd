// Made by scripts/generate-tracepoint-contexts.ts; change the script, not this file.
import type { ContextField } from "./program-type.ts";

function field(bits: ContextField["bits"], signed: boolean, offset: number, length: number | undefined): ContextField {
  const scalar = { offset, bits, signed, order: "host", writable: false } as const;
  return length === undefined ? scalar : { ...scalar, length };
}

const i16 = (offset: number, length?: number) => field(16, true, offset, length);
const i32 = (offset: number, length?: number) => field(32, true, offset, length);
const i64 = (offset: number, length?: number) => field(64, true, offset, length);
const u16 = (offset: number, length?: number) => field(16, false, offset, length);
const u32 = (offset: number, length?: number) => field(32, false, offset, length);
const u64 = (offset: number, length?: number) => field(64, false, offset, length);
const u8 = (offset: number, length?: number) => field(8, false, offset, length);

export const tracepointFields: Readonly<Record<string, Readonly<Record<string, ContextField>>>> = {
  "block/block_bio_queue": { dev: u32(8), sector: u64(16), nr_sector: u32(24), rwbs: u8(28, 10), comm: u8(38, 16) },
  "block/block_rq_complete": { dev: u32(8), sector: u64(16), nr_sector: u32(24), error: i32(28), ioprio: u16(32), rwbs: u8(34, 10), __data_loc_cmd: u32(44) },
  "block/block_rq_insert": { dev: u32(8), sector: u64(16), nr_sector: u32(24), bytes: u32(28), ioprio: u16(32), rwbs: u8(34, 10), comm: u8(44, 16), __data_loc_cmd: u32(60) },
  "block/block_rq_issue": { dev: u32(8), sector: u64(16), nr_sector: u32(24), bytes: u32(28), ioprio: u16(32), rwbs: u8(34, 10), comm: u8(44, 16), __data_loc_cmd: u32(60) },
  "exceptions/page_fault_kernel": { address: u64(8), ip: u64(16), error_code: u64(24) },
  "exceptions/page_fault_user": { address: u64(8), ip: u64(16), error_code: u64(24) },
  "irq/irq_handler_entry": { irq: i32(8), __data_loc_name: u32(12) },
  "irq/irq_handler_exit": { irq: i32(8), ret: i32(12) },
  "irq/softirq_entry": { vec: u32(8) },
  "irq/softirq_exit": { vec: u32(8) },
  "net/net_dev_queue": { skbaddr: u64(8), len: u32(16), __data_loc_name: u32(20) },
  "net/net_dev_start_xmit": { __data_loc_name: u32(8), queue_mapping: u16(12), skbaddr: u64(16), vlan_tagged: u8(24), vlan_proto: u16(26), vlan_tci: u16(28), protocol: u16(30), ip_summed: u8(32), len: u32(36), data_len: u32(40), network_offset: i32(44), transport_offset_valid: u8(48), transport_offset: i32(52), tx_flags: u8(56), gso_size: u16(58), gso_segs: u16(60), gso_type: u16(62) },
  "net/net_dev_xmit": { skbaddr: u64(8), len: u32(16), rc: i32(20), __data_loc_name: u32(24) },
  "net/netif_receive_skb": { skbaddr: u64(8), len: u32(16), __data_loc_name: u32(20) },
  "net/netif_rx": { skbaddr: u64(8), len: u32(16), __data_loc_name: u32(20) },
  "oom/mark_victim": { pid: i32(8), __data_loc_comm: u32(12), total_vm: u64(16), anon_rss: u64(24), file_rss: u64(32), shmem_rss: u64(40), uid: u32(48), pgtables: u64(56), oom_score_adj: i16(64) },
  "power/cpu_frequency": { state: u32(8), cpu_id: u32(12) },
  "power/cpu_idle": { state: u32(8), cpu_id: u32(12) },
  "raw_syscalls/sys_enter": { id: i64(8), args: u64(16, 6) },
  "raw_syscalls/sys_exit": { id: i64(8), ret: i64(16) },
  "sched/sched_migrate_task": { __data_loc_comm: u32(8), pid: i32(12), prio: i32(16), orig_cpu: i32(20), dest_cpu: i32(24) },
  "sched/sched_process_exec": { __data_loc_filename: u32(8), pid: i32(12), old_pid: i32(16) },
  "sched/sched_process_exit": { comm: u8(8, 16), pid: i32(24), prio: i32(28), group_dead: u8(32) },
  "sched/sched_process_fork": { __data_loc_parent_comm: u32(8), parent_pid: i32(12), __data_loc_child_comm: u32(16), child_pid: i32(20) },
  "sched/sched_switch": { prev_comm: u8(8, 16), prev_pid: i32(24), prev_prio: i32(28), prev_state: i64(32), next_comm: u8(40, 16), next_pid: i32(56), next_prio: i32(60) },
  "sched/sched_wakeup": { comm: u8(8, 16), pid: i32(24), prio: i32(28), target_cpu: i32(32) },
  "sched/sched_wakeup_new": { comm: u8(8, 16), pid: i32(24), prio: i32(28), target_cpu: i32(32) },
  "signal/signal_deliver": { sig: i32(8), errno: i32(12), code: i32(16), sa_handler: u64(24), sa_flags: u64(32) },
  "signal/signal_generate": { sig: i32(8), errno: i32(12), code: i32(16), comm: u8(20, 16), pid: i32(36), group: i32(40), result: i32(44) },
  "skb/consume_skb": { skbaddr: u64(8), location: u64(16) },
  "skb/kfree_skb": { skbaddr: u64(8), location: u64(16), rx_sk: u64(24), protocol: u16(32), reason: u32(36) },
  "sock/inet_sock_set_state": { skaddr: u64(8), oldstate: i32(16), newstate: i32(20), sport: u16(24), dport: u16(26), family: u16(28), protocol: u16(30), saddr: u8(32, 4), daddr: u8(36, 4), saddr_v6: u8(40, 16), daddr_v6: u8(56, 16) },
  "task/task_newtask": { pid: i32(8), comm: u8(12, 16), clone_flags: u64(32), oom_score_adj: i16(40) },
  "task/task_rename": { pid: i32(8), oldcomm: u8(12, 16), newcomm: u8(28, 16), oom_score_adj: i16(44) },
  "tcp/tcp_destroy_sock": { skaddr: u64(8), sport: u16(16), dport: u16(18), family: u16(20), saddr: u8(22, 4), daddr: u8(26, 4), saddr_v6: u8(30, 16), daddr_v6: u8(46, 16), sock_cookie: u64(64) },
  "tcp/tcp_probe": { saddr: u8(8, 28), daddr: u8(36, 28), sport: u16(64), dport: u16(66), family: u16(68), mark: u32(72), data_len: u16(76), snd_nxt: u32(80), snd_una: u32(84), snd_cwnd: u32(88), ssthresh: u32(92), snd_wnd: u32(96), srtt: u32(100), rcv_wnd: u32(104), sock_cookie: u64(112), skbaddr: u64(120), skaddr: u64(128) },
  "tcp/tcp_receive_reset": { skaddr: u64(8), sport: u16(16), dport: u16(18), family: u16(20), saddr: u8(22, 4), daddr: u8(26, 4), saddr_v6: u8(30, 16), daddr_v6: u8(46, 16), sock_cookie: u64(64) },
  "tcp/tcp_retransmit_skb": { skbaddr: u64(8), skaddr: u64(16), state: i32(24), sport: u16(28), dport: u16(30), family: u16(32), saddr: u8(34, 4), daddr: u8(38, 4), saddr_v6: u8(42, 16), daddr_v6: u8(58, 16), err: i32(76) },
  "tcp/tcp_retransmit_synack": { skaddr: u64(8), req: u64(16), sport: u16(24), dport: u16(26), family: u16(28), saddr: u8(30, 4), daddr: u8(34, 4), saddr_v6: u8(38, 16), daddr_v6: u8(54, 16) },
  "tcp/tcp_send_reset": { skbaddr: u64(8), skaddr: u64(16), state: i32(24), reason: u32(28), saddr: u8(32, 28), daddr: u8(60, 28) },
};
