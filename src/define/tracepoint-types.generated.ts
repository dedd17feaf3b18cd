// Made by scripts/generate-tracepoint-contexts.ts on Linux 6.18; change the script, not this file.
import type { FixedArray } from "./kernel-view.ts";

export interface KnownTracepointContexts {
  "block/block_bio_queue": {
    readonly dev: number;
    readonly sector: number;
    readonly nr_sector: number;
    readonly rwbs: FixedArray<10>;
    readonly comm: FixedArray<16>;
  };
  "block/block_rq_complete": {
    readonly dev: number;
    readonly sector: number;
    readonly nr_sector: number;
    readonly error: number;
    readonly ioprio: number;
    readonly rwbs: FixedArray<10>;
    readonly __data_loc_cmd: number;
  };
  "block/block_rq_insert": {
    readonly dev: number;
    readonly sector: number;
    readonly nr_sector: number;
    readonly bytes: number;
    readonly ioprio: number;
    readonly rwbs: FixedArray<10>;
    readonly comm: FixedArray<16>;
    readonly __data_loc_cmd: number;
  };
  "block/block_rq_issue": {
    readonly dev: number;
    readonly sector: number;
    readonly nr_sector: number;
    readonly bytes: number;
    readonly ioprio: number;
    readonly rwbs: FixedArray<10>;
    readonly comm: FixedArray<16>;
    readonly __data_loc_cmd: number;
  };
  "exceptions/page_fault_kernel": {
    readonly address: number;
    readonly ip: number;
    readonly error_code: number;
  };
  "exceptions/page_fault_user": {
    readonly address: number;
    readonly ip: number;
    readonly error_code: number;
  };
  "irq/irq_handler_entry": {
    readonly irq: number;
    readonly __data_loc_name: number;
  };
  "irq/irq_handler_exit": {
    readonly irq: number;
    readonly ret: number;
  };
  "irq/softirq_entry": {
    readonly vec: number;
  };
  "irq/softirq_exit": {
    readonly vec: number;
  };
  "net/net_dev_queue": {
    readonly skbaddr: number;
    readonly len: number;
    readonly __data_loc_name: number;
  };
  "net/net_dev_start_xmit": {
    readonly __data_loc_name: number;
    readonly queue_mapping: number;
    readonly skbaddr: number;
    readonly vlan_tagged: number;
    readonly vlan_proto: number;
    readonly vlan_tci: number;
    readonly protocol: number;
    readonly ip_summed: number;
    readonly len: number;
    readonly data_len: number;
    readonly network_offset: number;
    readonly transport_offset_valid: number;
    readonly transport_offset: number;
    readonly tx_flags: number;
    readonly gso_size: number;
    readonly gso_segs: number;
    readonly gso_type: number;
  };
  "net/net_dev_xmit": {
    readonly skbaddr: number;
    readonly len: number;
    readonly rc: number;
    readonly __data_loc_name: number;
  };
  "net/netif_receive_skb": {
    readonly skbaddr: number;
    readonly len: number;
    readonly __data_loc_name: number;
  };
  "net/netif_rx": {
    readonly skbaddr: number;
    readonly len: number;
    readonly __data_loc_name: number;
  };
  "oom/mark_victim": {
    readonly pid: number;
    readonly __data_loc_comm: number;
    readonly total_vm: number;
    readonly anon_rss: number;
    readonly file_rss: number;
    readonly shmem_rss: number;
    readonly uid: number;
    readonly pgtables: number;
    readonly oom_score_adj: number;
  };
  "power/cpu_frequency": {
    readonly state: number;
    readonly cpu_id: number;
  };
  "power/cpu_idle": {
    readonly state: number;
    readonly cpu_id: number;
  };
  "raw_syscalls/sys_enter": {
    readonly id: number;
    readonly args: FixedArray<6>;
  };
  "raw_syscalls/sys_exit": {
    readonly id: number;
    readonly ret: number;
  };
  "sched/sched_migrate_task": {
    readonly __data_loc_comm: number;
    readonly pid: number;
    readonly prio: number;
    readonly orig_cpu: number;
    readonly dest_cpu: number;
  };
  "sched/sched_process_exec": {
    readonly __data_loc_filename: number;
    readonly pid: number;
    readonly old_pid: number;
  };
  "sched/sched_process_exit": {
    readonly comm: FixedArray<16>;
    readonly pid: number;
    readonly prio: number;
    readonly group_dead: number;
  };
  "sched/sched_process_fork": {
    readonly __data_loc_parent_comm: number;
    readonly parent_pid: number;
    readonly __data_loc_child_comm: number;
    readonly child_pid: number;
  };
  "sched/sched_switch": {
    readonly prev_comm: FixedArray<16>;
    readonly prev_pid: number;
    readonly prev_prio: number;
    readonly prev_state: number;
    readonly next_comm: FixedArray<16>;
    readonly next_pid: number;
    readonly next_prio: number;
  };
  "sched/sched_wakeup": {
    readonly comm: FixedArray<16>;
    readonly pid: number;
    readonly prio: number;
    readonly target_cpu: number;
  };
  "sched/sched_wakeup_new": {
    readonly comm: FixedArray<16>;
    readonly pid: number;
    readonly prio: number;
    readonly target_cpu: number;
  };
  "signal/signal_deliver": {
    readonly sig: number;
    readonly errno: number;
    readonly code: number;
    readonly sa_handler: number;
    readonly sa_flags: number;
  };
  "signal/signal_generate": {
    readonly sig: number;
    readonly errno: number;
    readonly code: number;
    readonly comm: FixedArray<16>;
    readonly pid: number;
    readonly group: number;
    readonly result: number;
  };
  "skb/consume_skb": {
    readonly skbaddr: number;
    readonly location: number;
  };
  "skb/kfree_skb": {
    readonly skbaddr: number;
    readonly location: number;
    readonly rx_sk: number;
    readonly protocol: number;
    readonly reason: number;
  };
  "sock/inet_sock_set_state": {
    readonly skaddr: number;
    readonly oldstate: number;
    readonly newstate: number;
    readonly sport: number;
    readonly dport: number;
    readonly family: number;
    readonly protocol: number;
    readonly saddr: FixedArray<4>;
    readonly daddr: FixedArray<4>;
    readonly saddr_v6: FixedArray<16>;
    readonly daddr_v6: FixedArray<16>;
  };
  "task/task_newtask": {
    readonly pid: number;
    readonly comm: FixedArray<16>;
    readonly clone_flags: number;
    readonly oom_score_adj: number;
  };
  "task/task_rename": {
    readonly pid: number;
    readonly oldcomm: FixedArray<16>;
    readonly newcomm: FixedArray<16>;
    readonly oom_score_adj: number;
  };
  "tcp/tcp_destroy_sock": {
    readonly skaddr: number;
    readonly sport: number;
    readonly dport: number;
    readonly family: number;
    readonly saddr: FixedArray<4>;
    readonly daddr: FixedArray<4>;
    readonly saddr_v6: FixedArray<16>;
    readonly daddr_v6: FixedArray<16>;
    readonly sock_cookie: number;
  };
  "tcp/tcp_probe": {
    readonly saddr: FixedArray<28>;
    readonly daddr: FixedArray<28>;
    readonly sport: number;
    readonly dport: number;
    readonly family: number;
    readonly mark: number;
    readonly data_len: number;
    readonly snd_nxt: number;
    readonly snd_una: number;
    readonly snd_cwnd: number;
    readonly ssthresh: number;
    readonly snd_wnd: number;
    readonly srtt: number;
    readonly rcv_wnd: number;
    readonly sock_cookie: number;
    readonly skbaddr: number;
    readonly skaddr: number;
  };
  "tcp/tcp_receive_reset": {
    readonly skaddr: number;
    readonly sport: number;
    readonly dport: number;
    readonly family: number;
    readonly saddr: FixedArray<4>;
    readonly daddr: FixedArray<4>;
    readonly saddr_v6: FixedArray<16>;
    readonly daddr_v6: FixedArray<16>;
    readonly sock_cookie: number;
  };
  "tcp/tcp_retransmit_skb": {
    readonly skbaddr: number;
    readonly skaddr: number;
    readonly state: number;
    readonly sport: number;
    readonly dport: number;
    readonly family: number;
    readonly saddr: FixedArray<4>;
    readonly daddr: FixedArray<4>;
    readonly saddr_v6: FixedArray<16>;
    readonly daddr_v6: FixedArray<16>;
    readonly err: number;
  };
  "tcp/tcp_retransmit_synack": {
    readonly skaddr: number;
    readonly req: number;
    readonly sport: number;
    readonly dport: number;
    readonly family: number;
    readonly saddr: FixedArray<4>;
    readonly daddr: FixedArray<4>;
    readonly saddr_v6: FixedArray<16>;
    readonly daddr_v6: FixedArray<16>;
  };
  "tcp/tcp_send_reset": {
    readonly skbaddr: number;
    readonly skaddr: number;
    readonly state: number;
    readonly reason: number;
    readonly saddr: FixedArray<28>;
    readonly daddr: FixedArray<28>;
  };
}
