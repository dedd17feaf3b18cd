/**
 * Types of the kernel, written by `yodel types task_struct cred nsproxy net pid_type sock` from Linux 6.18.44-fc-v669.
 * Where fields are is looked up in the kernel that loads a program (CO-RE): this file fits others as well.
 */
import {
  type KernelArray,
  type KernelBytes,
  type KernelPointer,
  registerKernelTypes,
} from "../../src/define/kernel-types.ts";

/** `struct task_struct` */
export interface TaskStruct {
  readonly thread_info: ThreadInfo;
  readonly __state: number;
  readonly saved_state: number;
  readonly stack: number;
  readonly usage: RefcountStruct;
  readonly flags: number;
  readonly ptrace: number;
  readonly on_cpu: number;
  readonly wake_entry: CallSingleNode;
  readonly wakee_flips: number;
  readonly wakee_flip_decay_ts: number;
  readonly last_wakee: KernelPointer<"task_struct">;
  readonly recent_used_cpu: number;
  readonly wake_cpu: number;
  readonly on_rq: number;
  readonly prio: number;
  readonly static_prio: number;
  readonly normal_prio: number;
  readonly rt_priority: number;
  readonly se: SchedEntity;
  readonly rt: SchedRtEntity;
  readonly dl: SchedDlEntity;
  readonly dl_server: KernelPointer<"sched_dl_entity">;
  readonly sched_class: KernelPointer<"sched_class">;
  readonly sched_task_group: KernelPointer<"task_group">;
  readonly sched_throttle_work: CallbackHead;
  readonly throttle_node: ListHead;
  readonly throttled: boolean;
  readonly preempt_notifiers: HlistHead;
  readonly btrace_seq: number;
  readonly policy: number;
  readonly max_allowed_capacity: number;
  readonly nr_cpus_allowed: number;
  readonly cpus_ptr: KernelPointer<"cpumask">;
  readonly user_cpus_ptr: KernelPointer<"cpumask">;
  readonly cpus_mask: Cpumask;
  readonly migration_pending: number;
  readonly migration_disabled: number;
  readonly migration_flags: number;
  readonly rcu_read_lock_nesting: number;
  readonly rcu_read_unlock_special: RcuSpecial;
  readonly rcu_node_entry: ListHead;
  readonly rcu_blocked_node: KernelPointer<"rcu_node">;
  readonly rcu_tasks_nvcsw: number;
  readonly rcu_tasks_holdout: number;
  readonly rcu_tasks_idx: number;
  readonly rcu_tasks_idle_cpu: number;
  readonly rcu_tasks_holdout_list: ListHead;
  readonly rcu_tasks_exit_cpu: number;
  readonly rcu_tasks_exit_list: ListHead;
  readonly trc_reader_nesting: number;
  readonly trc_ipi_to_cpu: number;
  readonly trc_reader_special: RcuSpecial;
  readonly trc_holdout_list: ListHead;
  readonly trc_blkd_node: ListHead;
  readonly trc_blkd_cpu: number;
  readonly sched_info: SchedInfo;
  readonly tasks: ListHead;
  readonly pushable_tasks: PlistNode;
  readonly pushable_dl_tasks: RbNode;
  readonly mm: KernelPointer<"mm_struct">;
  readonly active_mm: KernelPointer<"mm_struct">;
  readonly faults_disabled_mapping: KernelPointer<"address_space">;
  readonly exit_state: number;
  readonly exit_code: number;
  readonly exit_signal: number;
  readonly pdeath_signal: number;
  readonly jobctl: number;
  readonly personality: number;
  readonly sched_reset_on_fork: number;
  readonly sched_contributes_to_load: number;
  readonly sched_migrated: number;
  readonly sched_task_hot: number;
  readonly sched_remote_wakeup: number;
  readonly sched_rt_mutex: number;
  readonly user_dumpable: number;
  readonly in_execve: number;
  readonly init_private_fork_class: number;
  readonly in_iowait: number;
  readonly restore_sigmask: number;
  readonly in_user_fault: number;
  readonly no_cgroup_migration: number;
  readonly frozen: number;
  readonly use_memdelay: number;
  readonly in_memstall: number;
  readonly in_eventfd: number;
  readonly reported_split_lock: number;
  readonly in_thrashing: number;
  readonly in_nf_duplicate: number;
  readonly atomic_flags: number;
  readonly restart_block: RestartBlock;
  readonly pid: number;
  readonly tgid: number;
  readonly stack_canary: number;
  readonly real_parent: KernelPointer<"task_struct">;
  readonly parent: KernelPointer<"task_struct">;
  readonly children: ListHead;
  readonly sibling: ListHead;
  readonly group_leader: KernelPointer<"task_struct">;
  readonly ptraced: ListHead;
  readonly ptrace_entry: ListHead;
  readonly thread_pid: KernelPointer<"pid">;
  readonly pid_links: KernelArray<HlistNode, 4>;
  readonly thread_node: ListHead;
  readonly vfork_done: KernelPointer<"completion">;
  readonly set_child_tid: number;
  readonly clear_child_tid: number;
  readonly worker_private: number;
  readonly utime: number;
  readonly stime: number;
  readonly gtime: number;
  readonly prev_cputime: PrevCputime;
  readonly nvcsw: number;
  readonly nivcsw: number;
  readonly start_time: number;
  readonly start_boottime: number;
  readonly min_flt: number;
  readonly maj_flt: number;
  readonly posix_cputimers: PosixCputimers;
  readonly posix_cputimers_work: PosixCputimersWork;
  readonly ptracer_cred: KernelPointer<"cred">;
  readonly real_cred: KernelPointer<"cred">;
  readonly cred: KernelPointer<"cred">;
  readonly cached_requested_key: KernelPointer<"key">;
  readonly comm: string;
  readonly nameidata: KernelPointer<"nameidata">;
  readonly sysvsem: SysvSem;
  readonly sysvshm: SysvShm;
  readonly last_switch_count: number;
  readonly last_switch_time: number;
  readonly fs: KernelPointer<"fs_struct">;
  readonly files: KernelPointer<"files_struct">;
  readonly io_uring: KernelPointer<"io_uring_task">;
  readonly nsproxy: KernelPointer<"nsproxy">;
  readonly signal: KernelPointer<"signal_struct">;
  readonly sighand: KernelPointer<"sighand_struct">;
  readonly blocked: {
    readonly sig: KernelArray<number, 1>;
  };
  readonly real_blocked: {
    readonly sig: KernelArray<number, 1>;
  };
  readonly saved_sigmask: {
    readonly sig: KernelArray<number, 1>;
  };
  readonly pending: Sigpending;
  readonly sas_ss_sp: number;
  readonly sas_ss_size: number;
  readonly sas_ss_flags: number;
  readonly task_works: KernelPointer<"callback_head">;
  readonly audit_context: KernelPointer<"audit_context">;
  readonly loginuid: {
    readonly val: number;
  };
  readonly sessionid: number;
  readonly seccomp: Seccomp;
  readonly syscall_dispatch: SyscallUserDispatch;
  readonly parent_exec_id: number;
  readonly self_exec_id: number;
  readonly alloc_lock: Spinlock;
  readonly pi_lock: RawSpinlock;
  readonly wake_q: WakeQNode;
  readonly pi_waiters: RbRootCached;
  readonly pi_top_task: KernelPointer<"task_struct">;
  readonly pi_blocked_on: KernelPointer<"rt_mutex_waiter">;
  readonly blocked_on: KernelPointer<"mutex">;
  readonly blocker: number;
  readonly journal_info: number;
  readonly bio_list: KernelPointer<"bio_list">;
  readonly plug: KernelPointer<"blk_plug">;
  readonly reclaim_state: KernelPointer<"reclaim_state">;
  readonly io_context: KernelPointer<"io_context">;
  readonly capture_control: KernelPointer<"capture_control">;
  readonly ptrace_message: number;
  readonly last_siginfo: KernelPointer<"kernel_siginfo">;
  readonly ioac: TaskIoAccounting;
  readonly psi_flags: number;
  readonly acct_rss_mem1: number;
  readonly acct_vm_mem1: number;
  readonly acct_timexpd: number;
  readonly mems_allowed: {
    readonly bits: KernelArray<number, 16>;
  };
  readonly mems_allowed_seq: SeqcountSpinlock;
  readonly cpuset_mem_spread_rotor: number;
  readonly cgroups: KernelPointer<"css_set">;
  readonly cg_list: ListHead;
  readonly robust_list: KernelPointer<"robust_list_head">;
  readonly compat_robust_list: KernelPointer<"compat_robust_list_head">;
  readonly pi_state_list: ListHead;
  readonly pi_state_cache: KernelPointer<"futex_pi_state">;
  readonly futex_exit_mutex: Mutex;
  readonly futex_state: number;
  readonly perf_recursion: Readonly<KernelBytes>;
  readonly perf_event_ctxp: KernelPointer<"perf_event_context">;
  readonly perf_event_mutex: Mutex;
  readonly perf_event_list: ListHead;
  readonly perf_ctx_data: KernelPointer<"perf_ctx_data">;
  readonly mempolicy: KernelPointer<"mempolicy">;
  readonly il_prev: number;
  readonly il_weight: number;
  readonly pref_node_fork: number;
  readonly numa_scan_seq: number;
  readonly numa_scan_period: number;
  readonly numa_scan_period_max: number;
  readonly numa_preferred_nid: number;
  readonly numa_migrate_retry: number;
  readonly node_stamp: number;
  readonly last_task_numa_placement: number;
  readonly last_sum_exec_runtime: number;
  readonly numa_work: CallbackHead;
  readonly numa_group: KernelPointer<"numa_group">;
  readonly numa_faults: number;
  readonly total_numa_faults: number;
  readonly numa_faults_locality: KernelArray<number, 3>;
  readonly numa_pages_migrated: number;
  readonly rseq: KernelPointer<"rseq">;
  readonly rseq_len: number;
  readonly rseq_sig: number;
  readonly rseq_event_mask: number;
  readonly mm_cid: number;
  readonly last_mm_cid: number;
  readonly migrate_from_cpu: number;
  readonly mm_cid_active: number;
  readonly cid_work: CallbackHead;
  readonly tlb_ubc: TlbflushUnmapBatch;
  readonly splice_pipe: KernelPointer<"pipe_inode_info">;
  readonly task_frag: PageFrag;
  readonly delays: KernelPointer<"task_delay_info">;
  readonly nr_dirtied: number;
  readonly nr_dirtied_pause: number;
  readonly dirty_paused_when: number;
  readonly timer_slack_ns: number;
  readonly default_timer_slack_ns: number;
  readonly trace_recursion: number;
  readonly memcg_in_oom: KernelPointer<"mem_cgroup">;
  readonly memcg_nr_pages_over_high: number;
  readonly active_memcg: KernelPointer<"mem_cgroup">;
  readonly objcg: KernelPointer<"obj_cgroup">;
  readonly throttle_disk: KernelPointer<"gendisk">;
  readonly utask: KernelPointer<"uprobe_task">;
  readonly rcu: CallbackHead;
  readonly rcu_users: RefcountStruct;
  readonly pagefault_disabled: number;
  readonly oom_reaper_list: KernelPointer<"task_struct">;
  readonly oom_reaper_timer: TimerList;
  readonly stack_vm_area: KernelPointer<"vm_struct">;
  readonly stack_refcount: RefcountStruct;
  readonly security: number;
  readonly bpf_storage: KernelPointer<"bpf_local_storage">;
  readonly bpf_ctx: KernelPointer<"bpf_run_ctx">;
  readonly bpf_net_context: KernelPointer<"bpf_net_context">;
  readonly kstack_offset: number;
  readonly l1d_flush_kill: CallbackHead;
  readonly unwind_info: UnwindTaskInfo;
  readonly thread: ThreadStruct;
}

/** `struct cred` */
export interface Cred {
  readonly usage: {
    readonly counter: number;
  };
  readonly uid: {
    readonly val: number;
  };
  readonly gid: {
    readonly val: number;
  };
  readonly suid: {
    readonly val: number;
  };
  readonly sgid: {
    readonly val: number;
  };
  readonly euid: {
    readonly val: number;
  };
  readonly egid: {
    readonly val: number;
  };
  readonly fsuid: {
    readonly val: number;
  };
  readonly fsgid: {
    readonly val: number;
  };
  readonly securebits: number;
  readonly cap_inheritable: {
    readonly val: number;
  };
  readonly cap_permitted: {
    readonly val: number;
  };
  readonly cap_effective: {
    readonly val: number;
  };
  readonly cap_bset: {
    readonly val: number;
  };
  readonly cap_ambient: {
    readonly val: number;
  };
  readonly jit_keyring: number;
  readonly session_keyring: KernelPointer<"key">;
  readonly process_keyring: KernelPointer<"key">;
  readonly thread_keyring: KernelPointer<"key">;
  readonly request_key_auth: KernelPointer<"key">;
  readonly security: number;
  readonly user: KernelPointer<"user_struct">;
  readonly user_ns: KernelPointer<"user_namespace">;
  readonly ucounts: KernelPointer<"ucounts">;
  readonly group_info: KernelPointer<"group_info">;
  readonly non_rcu: number;
  readonly rcu: CallbackHead;
}

/** `struct nsproxy` */
export interface Nsproxy {
  readonly count: RefcountStruct;
  readonly uts_ns: KernelPointer<"uts_namespace">;
  readonly ipc_ns: KernelPointer<"ipc_namespace">;
  readonly mnt_ns: KernelPointer<"mnt_namespace">;
  readonly pid_ns_for_children: KernelPointer<"pid_namespace">;
  readonly net_ns: KernelPointer<"net">;
  readonly time_ns: KernelPointer<"time_namespace">;
  readonly time_ns_for_children: KernelPointer<"time_namespace">;
  readonly cgroup_ns: KernelPointer<"cgroup_namespace">;
}

/** `struct net` */
export interface Net {
  readonly passive: RefcountStruct;
  readonly rules_mod_lock: Spinlock;
  readonly dev_base_seq: number;
  readonly ifindex: number;
  readonly nsid_lock: Spinlock;
  readonly fnhe_genid: {
    readonly counter: number;
  };
  readonly list: ListHead;
  readonly exit_list: ListHead;
  readonly defer_free_list: LlistNode;
  readonly cleanup_list: LlistNode;
  readonly ptype_all: ListHead;
  readonly ptype_specific: ListHead;
  readonly key_domain: KernelPointer<"key_tag">;
  readonly user_ns: KernelPointer<"user_namespace">;
  readonly ucounts: KernelPointer<"ucounts">;
  readonly netns_ids: Idr;
  readonly ns: NsCommon;
  readonly dev_base_head: ListHead;
  readonly proc_net: KernelPointer<"proc_dir_entry">;
  readonly proc_net_stat: KernelPointer<"proc_dir_entry">;
  readonly sysctls: CtlTableSet;
  readonly rtnl: KernelPointer<"sock">;
  readonly genl_sock: KernelPointer<"sock">;
  readonly uevent_sock: KernelPointer<"uevent_sock">;
  readonly dev_name_head: KernelPointer<"hlist_head">;
  readonly dev_index_head: KernelPointer<"hlist_head">;
  readonly dev_by_index: Xarray;
  readonly netdev_chain: RawNotifierHead;
  readonly hash_mix: number;
  readonly loopback_dev: KernelPointer<"net_device">;
  readonly rules_ops: ListHead;
  readonly core: NetnsCore;
  readonly mib: NetnsMib;
  readonly packet: NetnsPacket;
  readonly unx: NetnsUnix;
  readonly nexthop: NetnsNexthop;
  readonly ipv4: NetnsIpv4;
  readonly ipv6: NetnsIpv6;
  readonly nf: NetnsNf;
  readonly ct: NetnsCt;
  readonly nft: NetnsNftables;
  readonly gen: KernelPointer<"net_generic">;
  readonly bpf: NetnsBpf;
  readonly xfrm: NetnsXfrm;
  readonly net_cookie: number;
  readonly mpls: NetnsMpls;
  readonly xdp: NetnsXdp;
  readonly diag_nlsk: KernelPointer<"sock">;
}

/** `struct sock` */
export interface Sock {
  readonly __sk_common: SockCommon;
  readonly __cacheline_group_begin__sock_write_rx: KernelArray<number, number>;
  readonly sk_drops: {
    readonly counter: number;
  };
  readonly sk_peek_off: number;
  readonly sk_error_queue: SkBuffHead;
  readonly sk_receive_queue: SkBuffHead;
  readonly sk_backlog: {
    readonly rmem_alloc: {
      readonly counter: number;
    };
    readonly len: number;
    readonly head: KernelPointer<"sk_buff">;
    readonly tail: KernelPointer<"sk_buff">;
  };
  readonly __cacheline_group_end__sock_write_rx: KernelArray<number, number>;
  readonly __cacheline_group_begin__sock_read_rx: KernelArray<number, number>;
  readonly sk_rx_dst: KernelPointer<"dst_entry">;
  readonly sk_rx_dst_ifindex: number;
  readonly sk_rx_dst_cookie: number;
  readonly sk_ll_usec: number;
  readonly sk_napi_id: number;
  readonly sk_busy_poll_budget: number;
  readonly sk_prefer_busy_poll: number;
  readonly sk_userlocks: number;
  readonly sk_rcvbuf: number;
  readonly sk_filter: KernelPointer<"sk_filter">;
  readonly sk_wq: KernelPointer<"socket_wq">;
  readonly sk_wq_raw: KernelPointer<"socket_wq">;
  readonly sk_data_ready: number;
  readonly sk_rcvtimeo: number;
  readonly sk_rcvlowat: number;
  readonly __cacheline_group_end__sock_read_rx: KernelArray<number, number>;
  readonly __cacheline_group_begin__sock_read_rxtx: KernelArray<number, number>;
  readonly sk_err: number;
  readonly sk_socket: KernelPointer<"socket">;
  readonly sk_memcg: KernelPointer<"mem_cgroup">;
  readonly sk_policy: KernelArray<KernelPointer<"xfrm_policy">, 2>;
  readonly __cacheline_group_end__sock_read_rxtx: KernelArray<number, number>;
  readonly __cacheline_group_begin__sock_write_rxtx: KernelArray<number, number>;
  readonly sk_lock: {
    readonly slock: Spinlock;
    readonly owned: number;
    readonly wq: WaitQueueHead;
  };
  readonly sk_reserved_mem: number;
  readonly sk_forward_alloc: number;
  readonly sk_tsflags: number;
  readonly __cacheline_group_end__sock_write_rxtx: KernelArray<number, number>;
  readonly __cacheline_group_begin__sock_write_tx: KernelArray<number, number>;
  readonly sk_write_pending: number;
  readonly sk_omem_alloc: {
    readonly counter: number;
  };
  readonly sk_err_soft: number;
  readonly sk_wmem_queued: number;
  readonly sk_wmem_alloc: RefcountStruct;
  readonly sk_tsq_flags: number;
  readonly sk_send_head: KernelPointer<"sk_buff">;
  readonly tcp_rtx_queue: RbRoot;
  readonly sk_write_queue: SkBuffHead;
  readonly sk_dst_pending_confirm: number;
  readonly sk_pacing_status: number;
  readonly sk_frag: PageFrag;
  readonly sk_timer: TimerList;
  readonly sk_pacing_rate: number;
  readonly sk_zckey: {
    readonly counter: number;
  };
  readonly sk_tskey: {
    readonly counter: number;
  };
  readonly __cacheline_group_end__sock_write_tx: KernelArray<number, number>;
  readonly __cacheline_group_begin__sock_read_tx: KernelArray<number, number>;
  readonly sk_max_pacing_rate: number;
  readonly sk_sndtimeo: number;
  readonly sk_priority: number;
  readonly sk_mark: number;
  readonly sk_uid: {
    readonly val: number;
  };
  readonly sk_protocol: number;
  readonly sk_type: number;
  readonly sk_dst_cache: KernelPointer<"dst_entry">;
  readonly sk_route_caps: number;
  readonly sk_gso_type: number;
  readonly sk_gso_max_segs: number;
  readonly sk_gso_max_size: number;
  readonly sk_allocation: number;
  readonly sk_txhash: number;
  readonly sk_sndbuf: number;
  readonly sk_pacing_shift: number;
  readonly sk_use_task_frag: boolean;
  readonly __cacheline_group_end__sock_read_tx: KernelArray<number, number>;
  readonly sk_gso_disabled: number;
  readonly sk_kern_sock: number;
  readonly sk_no_check_tx: number;
  readonly sk_no_check_rx: number;
  readonly sk_shutdown: number;
  readonly sk_lingertime: number;
  readonly sk_prot_creator: KernelPointer<"proto">;
  readonly sk_callback_lock: {
    readonly raw_lock: Qrwlock;
  };
  readonly sk_ack_backlog: number;
  readonly sk_max_ack_backlog: number;
  readonly sk_ino: number;
  readonly sk_peer_lock: Spinlock;
  readonly sk_bind_phc: number;
  readonly sk_peer_pid: KernelPointer<"pid">;
  readonly sk_peer_cred: KernelPointer<"cred">;
  readonly sk_stamp: number;
  readonly sk_disconnects: number;
  readonly sk_txrehash: number;
  readonly sk_scm_recv_flags: number;
  readonly sk_scm_credentials: number;
  readonly sk_scm_security: number;
  readonly sk_scm_pidfd: number;
  readonly sk_scm_rights: number;
  readonly sk_scm_unused: number;
  readonly sk_clockid: number;
  readonly sk_txtime_deadline_mode: number;
  readonly sk_txtime_report_errors: number;
  readonly sk_txtime_unused: number;
  readonly sk_bpf_cb_flags: number;
  readonly sk_user_data: number;
  readonly sk_security: number;
  readonly sk_cgrp_data: SockCgroupData;
  readonly sk_state_change: number;
  readonly sk_write_space: number;
  readonly sk_error_report: number;
  readonly sk_backlog_rcv: number;
  readonly sk_destruct: number;
  readonly sk_reuseport_cb: KernelPointer<"sock_reuseport">;
  readonly sk_bpf_storage: KernelPointer<"bpf_local_storage">;
  readonly sk_drop_counters: KernelPointer<"numa_drop_counters">;
  readonly sk_rcu: CallbackHead;
  readonly sk_user_frags: Xarray;
}

/** `enum pid_type` */
export interface PidType {
  readonly PIDTYPE_PID: number;
  readonly PIDTYPE_TGID: number;
  readonly PIDTYPE_PGID: number;
  readonly PIDTYPE_SID: number;
  readonly PIDTYPE_MAX: number;
}

/** `struct thread_info` */
export interface ThreadInfo {
  readonly flags: number;
  readonly syscall_work: number;
  readonly status: number;
  readonly cpu: number;
}

/** `struct refcount_struct` */
export interface RefcountStruct {
  readonly refs: {
    readonly counter: number;
  };
}

/** `struct __call_single_node` */
export interface CallSingleNode {
  readonly llist: LlistNode;
  readonly u_flags: number;
  readonly a_flags: {
    readonly counter: number;
  };
  readonly src: number;
  readonly dst: number;
}

/** `struct sched_entity` */
export interface SchedEntity {
  readonly load: LoadWeight;
  readonly run_node: RbNode;
  readonly deadline: number;
  readonly min_vruntime: number;
  readonly min_slice: number;
  readonly max_slice: number;
  readonly group_node: ListHead;
  readonly on_rq: number;
  readonly sched_delayed: number;
  readonly rel_deadline: number;
  readonly custom_slice: number;
  readonly exec_start: number;
  readonly sum_exec_runtime: number;
  readonly prev_sum_exec_runtime: number;
  readonly vruntime: number;
  readonly vlag: number;
  readonly vprot: number;
  readonly slice: number;
  readonly nr_migrations: number;
  readonly depth: number;
  readonly parent: KernelPointer<"sched_entity">;
  readonly cfs_rq: KernelPointer<"cfs_rq">;
  readonly my_q: KernelPointer<"cfs_rq">;
  readonly runnable_weight: number;
  readonly avg: SchedAvg;
}

/** `struct sched_rt_entity` */
export interface SchedRtEntity {
  readonly run_list: ListHead;
  readonly timeout: number;
  readonly watchdog_stamp: number;
  readonly time_slice: number;
  readonly on_rq: number;
  readonly on_list: number;
  readonly back: KernelPointer<"sched_rt_entity">;
  readonly parent: KernelPointer<"sched_rt_entity">;
  readonly rt_rq: KernelPointer<"rt_rq">;
  readonly my_q: KernelPointer<"rt_rq">;
}

/** `struct sched_dl_entity` */
export interface SchedDlEntity {
  readonly rb_node: RbNode;
  readonly dl_runtime: number;
  readonly dl_deadline: number;
  readonly dl_period: number;
  readonly dl_bw: number;
  readonly dl_density: number;
  readonly runtime: number;
  readonly deadline: number;
  readonly flags: number;
  readonly dl_throttled: number;
  readonly dl_yielded: number;
  readonly dl_non_contending: number;
  readonly dl_overrun: number;
  readonly dl_server: number;
  readonly dl_server_active: number;
  readonly dl_defer: number;
  readonly dl_defer_armed: number;
  readonly dl_defer_running: number;
  readonly dl_timer: Hrtimer;
  readonly inactive_timer: Hrtimer;
  readonly rq: KernelPointer<"rq">;
  readonly server_pick_task: number;
  readonly pi_se: KernelPointer<"sched_dl_entity">;
}

/** `struct callback_head` */
export interface CallbackHead {
  readonly next: KernelPointer<"callback_head">;
  readonly func: number;
}

/** `struct list_head` */
export interface ListHead {
  readonly next: KernelPointer<"list_head">;
  readonly prev: KernelPointer<"list_head">;
}

/** `struct hlist_head` */
export interface HlistHead {
  readonly first: KernelPointer<"hlist_node">;
}

/** `struct cpumask` */
export interface Cpumask {
  readonly bits: KernelArray<number, 4>;
}

/** `union rcu_special` */
export interface RcuSpecial {
  readonly b: {
    readonly blocked: number;
    readonly need_qs: number;
    readonly exp_hint: number;
    readonly need_mb: number;
  };
  readonly s: number;
}

/** `struct sched_info` */
export interface SchedInfo {
  readonly pcount: number;
  readonly run_delay: number;
  readonly max_run_delay: number;
  readonly min_run_delay: number;
  readonly last_arrival: number;
  readonly last_queued: number;
}

/** `struct plist_node` */
export interface PlistNode {
  readonly prio: number;
  readonly prio_list: ListHead;
  readonly node_list: ListHead;
}

/** `struct rb_node` */
export interface RbNode {
  readonly __rb_parent_color: number;
  readonly rb_right: KernelPointer<"rb_node">;
  readonly rb_left: KernelPointer<"rb_node">;
}

/** `struct restart_block` */
export interface RestartBlock {
  readonly arch_data: number;
  readonly fn: number;
  readonly futex: {
    readonly uaddr: number;
    readonly val: number;
    readonly flags: number;
    readonly bitset: number;
    readonly time: number;
    readonly uaddr2: number;
  };
  readonly nanosleep: {
    readonly clockid: number;
    readonly type: number;
    readonly rmtp: KernelPointer<"__kernel_timespec">;
    readonly compat_rmtp: KernelPointer<"old_timespec32">;
    readonly expires: number;
  };
  readonly poll: {
    readonly ufds: KernelPointer<"pollfd">;
    readonly nfds: number;
    readonly has_timeout: number;
    readonly tv_sec: number;
    readonly tv_nsec: number;
  };
}

/** `struct hlist_node` */
export interface HlistNode {
  readonly next: KernelPointer<"hlist_node">;
  readonly pprev: number;
}

/** `struct prev_cputime` */
export interface PrevCputime {
  readonly utime: number;
  readonly stime: number;
  readonly lock: RawSpinlock;
}

/** `struct posix_cputimers` */
export interface PosixCputimers {
  readonly bases: KernelArray<PosixCputimerBase, 3>;
  readonly timers_active: number;
  readonly expiry_active: number;
}

/** `struct posix_cputimers_work` */
export interface PosixCputimersWork {
  readonly work: CallbackHead;
  readonly mutex: Mutex;
  readonly scheduled: number;
}

/** `struct sysv_sem` */
export interface SysvSem {
  readonly undo_list: KernelPointer<"sem_undo_list">;
}

/** `struct sysv_shm` */
export interface SysvShm {
  readonly shm_clist: ListHead;
}

/** `struct sigpending` */
export interface Sigpending {
  readonly list: ListHead;
  readonly signal: {
    readonly sig: KernelArray<number, 1>;
  };
}

/** `struct seccomp` */
export interface Seccomp {
  readonly mode: number;
  readonly filter_count: {
    readonly counter: number;
  };
  readonly filter: KernelPointer<"seccomp_filter">;
}

/** `struct syscall_user_dispatch` */
export interface SyscallUserDispatch {
  readonly selector: number;
  readonly offset: number;
  readonly len: number;
  readonly on_dispatch: boolean;
}

/** `struct spinlock` */
export interface Spinlock {
  readonly rlock: RawSpinlock;
}

/** `struct raw_spinlock` */
export interface RawSpinlock {
  readonly raw_lock: Qspinlock;
}

/** `struct wake_q_node` */
export interface WakeQNode {
  readonly next: KernelPointer<"wake_q_node">;
}

/** `struct rb_root_cached` */
export interface RbRootCached {
  readonly rb_root: RbRoot;
  readonly rb_leftmost: KernelPointer<"rb_node">;
}

/** `struct task_io_accounting` */
export interface TaskIoAccounting {
  readonly rchar: number;
  readonly wchar: number;
  readonly syscr: number;
  readonly syscw: number;
  readonly read_bytes: number;
  readonly write_bytes: number;
  readonly cancelled_write_bytes: number;
}

/** `struct seqcount_spinlock` */
export interface SeqcountSpinlock {
  readonly seqcount: Seqcount;
}

/** `struct mutex` */
export interface Mutex {
  readonly owner: {
    readonly counter: number;
  };
  readonly wait_lock: RawSpinlock;
  readonly osq: OptimisticSpinQueue;
  readonly wait_list: ListHead;
}

/** `struct tlbflush_unmap_batch` */
export interface TlbflushUnmapBatch {
  readonly arch: ArchTlbflushUnmapBatch;
  readonly flush_required: boolean;
  readonly writable: boolean;
}

/** `struct page_frag` */
export interface PageFrag {
  readonly page: KernelPointer<"page">;
  readonly offset: number;
  readonly size: number;
}

/** `struct timer_list` */
export interface TimerList {
  readonly entry: HlistNode;
  readonly expires: number;
  readonly function: number;
  readonly flags: number;
}

/** `struct unwind_task_info` */
export interface UnwindTaskInfo {
  readonly unwind_mask: number;
  readonly cache: KernelPointer<"unwind_cache">;
  readonly work: CallbackHead;
  readonly id: UnwindTaskId;
}

/** `struct thread_struct` */
export interface ThreadStruct {
  readonly tls_array: KernelArray<DescStruct, 3>;
  readonly sp: number;
  readonly es: number;
  readonly ds: number;
  readonly fsindex: number;
  readonly gsindex: number;
  readonly fsbase: number;
  readonly gsbase: number;
  readonly ptrace_bps: KernelArray<KernelPointer<"perf_event">, 4>;
  readonly virtual_dr6: number;
  readonly ptrace_dr7: number;
  readonly cr2: number;
  readonly trap_nr: number;
  readonly error_code: number;
  readonly io_bitmap: KernelPointer<"io_bitmap">;
  readonly iopl_emul: number;
  readonly iopl_warn: number;
  readonly pkru: number;
}

/** `struct llist_node` */
export interface LlistNode {
  readonly next: KernelPointer<"llist_node">;
}

/** `struct idr` */
export interface Idr {
  readonly idr_rt: Xarray;
  readonly idr_base: number;
  readonly idr_next: number;
}

/** `struct ns_common` */
export interface NsCommon {
  readonly ns_type: number;
  readonly stashed: KernelPointer<"dentry">;
  readonly ops: KernelPointer<"proc_ns_operations">;
  readonly inum: number;
  readonly __ns_ref: RefcountStruct;
  readonly ns_id: number;
  readonly ns_tree_node: RbNode;
  readonly ns_list_node: ListHead;
  readonly ns_rcu: CallbackHead;
}

/** `struct ctl_table_set` */
export interface CtlTableSet {
  readonly is_seen: number;
  readonly dir: CtlDir;
}

/** `struct xarray` */
export interface Xarray {
  readonly xa_lock: Spinlock;
  readonly xa_flags: number;
  readonly xa_head: number;
}

/** `struct raw_notifier_head` */
export interface RawNotifierHead {
  readonly head: KernelPointer<"notifier_block">;
}

/** `struct netns_core` */
export interface NetnsCore {
  readonly sysctl_hdr: KernelPointer<"ctl_table_header">;
  readonly sysctl_somaxconn: number;
  readonly sysctl_optmem_max: number;
  readonly sysctl_txrehash: number;
  readonly sysctl_tstamp_allow_data: number;
  readonly prot_inuse: KernelPointer<"prot_inuse">;
  readonly rps_default_mask: KernelPointer<"cpumask">;
}

/** `struct netns_mib` */
export interface NetnsMib {
  readonly ip_statistics: KernelPointer<"ipstats_mib">;
  readonly ipv6_statistics: KernelPointer<"ipstats_mib">;
  readonly tcp_statistics: KernelPointer<"tcp_mib">;
  readonly net_statistics: KernelPointer<"linux_mib">;
  readonly udp_statistics: KernelPointer<"udp_mib">;
  readonly udp_stats_in6: KernelPointer<"udp_mib">;
  readonly xfrm_statistics: KernelPointer<"linux_xfrm_mib">;
  readonly mptcp_statistics: KernelPointer<"mptcp_mib">;
  readonly udplite_statistics: KernelPointer<"udp_mib">;
  readonly udplite_stats_in6: KernelPointer<"udp_mib">;
  readonly icmp_statistics: KernelPointer<"icmp_mib">;
  readonly icmpmsg_statistics: KernelPointer<"icmpmsg_mib">;
  readonly icmpv6_statistics: KernelPointer<"icmpv6_mib">;
  readonly icmpv6msg_statistics: KernelPointer<"icmpv6msg_mib">;
  readonly proc_net_devsnmp6: KernelPointer<"proc_dir_entry">;
}

/** `struct netns_packet` */
export interface NetnsPacket {
  readonly sklist_lock: Mutex;
  readonly sklist: HlistHead;
}

/** `struct netns_unix` */
export interface NetnsUnix {
  readonly table: UnixTable;
  readonly sysctl_max_dgram_qlen: number;
  readonly ctl: KernelPointer<"ctl_table_header">;
}

/** `struct netns_nexthop` */
export interface NetnsNexthop {
  readonly rb_root: RbRoot;
  readonly devhash: KernelPointer<"hlist_head">;
  readonly seq: number;
  readonly last_id_allocated: number;
  readonly notifier_chain: BlockingNotifierHead;
}

/** `struct netns_ipv4` */
export interface NetnsIpv4 {
  readonly __cacheline_group_begin__netns_ipv4_read_tx: KernelArray<number, number>;
  readonly sysctl_tcp_early_retrans: number;
  readonly sysctl_tcp_tso_win_divisor: number;
  readonly sysctl_tcp_tso_rtt_log: number;
  readonly sysctl_tcp_autocorking: number;
  readonly sysctl_tcp_min_snd_mss: number;
  readonly sysctl_tcp_notsent_lowat: number;
  readonly sysctl_tcp_limit_output_bytes: number;
  readonly sysctl_tcp_min_rtt_wlen: number;
  readonly sysctl_tcp_wmem: KernelArray<number, 3>;
  readonly sysctl_ip_fwd_use_pmtu: number;
  readonly __cacheline_group_end__netns_ipv4_read_tx: KernelArray<number, number>;
  readonly __cacheline_group_begin__netns_ipv4_read_txrx: KernelArray<number, number>;
  readonly sysctl_tcp_moderate_rcvbuf: number;
  readonly __cacheline_group_end__netns_ipv4_read_txrx: KernelArray<number, number>;
  readonly __cacheline_group_begin__netns_ipv4_read_rx: KernelArray<number, number>;
  readonly sysctl_ip_early_demux: number;
  readonly sysctl_tcp_early_demux: number;
  readonly sysctl_tcp_l3mdev_accept: number;
  readonly sysctl_tcp_reordering: number;
  readonly sysctl_tcp_rmem: KernelArray<number, 3>;
  readonly __cacheline_group_end__netns_ipv4_read_rx: KernelArray<number, number>;
  readonly __cacheline_group_begin__icmp: KernelArray<number, number>;
  readonly icmp_global_credit: {
    readonly counter: number;
  };
  readonly icmp_global_stamp: number;
  readonly __cacheline_group_end__icmp: KernelArray<number, number>;
  readonly tcp_death_row: InetTimewaitDeathRow;
  readonly udp_table: KernelPointer<"udp_table">;
  readonly udp_tunnel_gro: KernelArray<UdpTunnelGro, 2>;
  readonly forw_hdr: KernelPointer<"ctl_table_header">;
  readonly frags_hdr: KernelPointer<"ctl_table_header">;
  readonly ipv4_hdr: KernelPointer<"ctl_table_header">;
  readonly route_hdr: KernelPointer<"ctl_table_header">;
  readonly xfrm4_hdr: KernelPointer<"ctl_table_header">;
  readonly devconf_all: KernelPointer<"ipv4_devconf">;
  readonly devconf_dflt: KernelPointer<"ipv4_devconf">;
  readonly ra_chain: KernelPointer<"ip_ra_chain">;
  readonly ra_mutex: Mutex;
  readonly rules_ops: KernelPointer<"fib_rules_ops">;
  readonly fib_main: KernelPointer<"fib_table">;
  readonly fib_default: KernelPointer<"fib_table">;
  readonly fib_rules_require_fldissect: number;
  readonly fib_has_custom_rules: boolean;
  readonly fib_has_custom_local_routes: boolean;
  readonly fib_offload_disabled: boolean;
  readonly sysctl_tcp_shrink_window: number;
  readonly fib_num_tclassid_users: {
    readonly counter: number;
  };
  readonly fib_table_hash: KernelPointer<"hlist_head">;
  readonly fibnl: KernelPointer<"sock">;
  readonly fib_info_hash: KernelPointer<"hlist_head">;
  readonly fib_info_hash_bits: number;
  readonly fib_info_cnt: number;
  readonly mc_autojoin_sk: KernelPointer<"sock">;
  readonly peers: KernelPointer<"inet_peer_base">;
  readonly fqdir: KernelPointer<"fqdir">;
  readonly sysctl_icmp_echo_ignore_all: number;
  readonly sysctl_icmp_echo_enable_probe: number;
  readonly sysctl_icmp_echo_ignore_broadcasts: number;
  readonly sysctl_icmp_ignore_bogus_error_responses: number;
  readonly sysctl_icmp_errors_use_inbound_ifaddr: number;
  readonly sysctl_icmp_ratelimit: number;
  readonly sysctl_icmp_ratemask: number;
  readonly sysctl_icmp_msgs_per_sec: number;
  readonly sysctl_icmp_msgs_burst: number;
  readonly ip_rt_min_pmtu: number;
  readonly ip_rt_mtu_expires: number;
  readonly ip_rt_min_advmss: number;
  readonly ip_local_ports: LocalPorts;
  readonly sysctl_tcp_ecn: number;
  readonly sysctl_tcp_ecn_option: number;
  readonly sysctl_tcp_ecn_option_beacon: number;
  readonly sysctl_tcp_ecn_fallback: number;
  readonly sysctl_ip_default_ttl: number;
  readonly sysctl_ip_no_pmtu_disc: number;
  readonly sysctl_ip_fwd_update_priority: number;
  readonly sysctl_ip_nonlocal_bind: number;
  readonly sysctl_ip_autobind_reuse: number;
  readonly sysctl_ip_dynaddr: number;
  readonly sysctl_raw_l3mdev_accept: number;
  readonly sysctl_udp_early_demux: number;
  readonly sysctl_nexthop_compat_mode: number;
  readonly sysctl_fwmark_reflect: number;
  readonly sysctl_tcp_fwmark_accept: number;
  readonly sysctl_tcp_mtu_probing: number;
  readonly sysctl_tcp_mtu_probe_floor: number;
  readonly sysctl_tcp_base_mss: number;
  readonly sysctl_tcp_probe_threshold: number;
  readonly sysctl_tcp_probe_interval: number;
  readonly sysctl_tcp_keepalive_time: number;
  readonly sysctl_tcp_keepalive_intvl: number;
  readonly sysctl_tcp_keepalive_probes: number;
  readonly sysctl_tcp_syn_retries: number;
  readonly sysctl_tcp_synack_retries: number;
  readonly sysctl_tcp_syncookies: number;
  readonly sysctl_tcp_migrate_req: number;
  readonly sysctl_tcp_comp_sack_nr: number;
  readonly sysctl_tcp_backlog_ack_defer: number;
  readonly sysctl_tcp_pingpong_thresh: number;
  readonly sysctl_tcp_retries1: number;
  readonly sysctl_tcp_retries2: number;
  readonly sysctl_tcp_orphan_retries: number;
  readonly sysctl_tcp_tw_reuse: number;
  readonly sysctl_tcp_tw_reuse_delay: number;
  readonly sysctl_tcp_fin_timeout: number;
  readonly sysctl_tcp_sack: number;
  readonly sysctl_tcp_window_scaling: number;
  readonly sysctl_tcp_timestamps: number;
  readonly sysctl_tcp_rto_min_us: number;
  readonly sysctl_tcp_rto_max_ms: number;
  readonly sysctl_tcp_recovery: number;
  readonly sysctl_tcp_thin_linear_timeouts: number;
  readonly sysctl_tcp_slow_start_after_idle: number;
  readonly sysctl_tcp_retrans_collapse: number;
  readonly sysctl_tcp_stdurg: number;
  readonly sysctl_tcp_rfc1337: number;
  readonly sysctl_tcp_abort_on_overflow: number;
  readonly sysctl_tcp_fack: number;
  readonly sysctl_tcp_max_reordering: number;
  readonly sysctl_tcp_adv_win_scale: number;
  readonly sysctl_tcp_dsack: number;
  readonly sysctl_tcp_app_win: number;
  readonly sysctl_tcp_frto: number;
  readonly sysctl_tcp_nometrics_save: number;
  readonly sysctl_tcp_no_ssthresh_metrics_save: number;
  readonly sysctl_tcp_workaround_signed_windows: number;
  readonly sysctl_tcp_challenge_ack_limit: number;
  readonly sysctl_tcp_min_tso_segs: number;
  readonly sysctl_tcp_reflect_tos: number;
  readonly sysctl_tcp_invalid_ratelimit: number;
  readonly sysctl_tcp_pacing_ss_ratio: number;
  readonly sysctl_tcp_pacing_ca_ratio: number;
  readonly sysctl_tcp_child_ehash_entries: number;
  readonly sysctl_tcp_comp_sack_delay_ns: number;
  readonly sysctl_tcp_comp_sack_slack_ns: number;
  readonly sysctl_max_syn_backlog: number;
  readonly sysctl_tcp_fastopen: number;
  readonly tcp_congestion_control: KernelPointer<"tcp_congestion_ops">;
  readonly tcp_fastopen_ctx: KernelPointer<"tcp_fastopen_context">;
  readonly sysctl_tcp_fastopen_blackhole_timeout: number;
  readonly tfo_active_disable_times: {
    readonly counter: number;
  };
  readonly tfo_active_disable_stamp: number;
  readonly tcp_challenge_timestamp: number;
  readonly tcp_challenge_count: number;
  readonly sysctl_tcp_plb_enabled: number;
  readonly sysctl_tcp_plb_idle_rehash_rounds: number;
  readonly sysctl_tcp_plb_rehash_rounds: number;
  readonly sysctl_tcp_plb_suspend_rto_sec: number;
  readonly sysctl_tcp_plb_cong_thresh: number;
  readonly sysctl_udp_wmem_min: number;
  readonly sysctl_udp_rmem_min: number;
  readonly sysctl_fib_notify_on_flag_change: number;
  readonly sysctl_tcp_syn_linear_timeouts: number;
  readonly sysctl_udp_l3mdev_accept: number;
  readonly sysctl_igmp_llm_reports: number;
  readonly sysctl_igmp_max_memberships: number;
  readonly sysctl_igmp_max_msf: number;
  readonly sysctl_igmp_qrv: number;
  readonly ping_group_range: PingGroupRange;
  readonly ping_port_rover: number;
  readonly dev_addr_genid: {
    readonly counter: number;
  };
  readonly sysctl_udp_child_hash_entries: number;
  readonly sysctl_local_reserved_ports: number;
  readonly sysctl_ip_prot_sock: number;
  readonly mr_tables: ListHead;
  readonly mr_rules_ops: KernelPointer<"fib_rules_ops">;
  readonly sysctl_fib_multipath_hash_seed: SysctlFibMultipathHashSeed;
  readonly sysctl_fib_multipath_hash_fields: number;
  readonly sysctl_fib_multipath_use_neigh: number;
  readonly sysctl_fib_multipath_hash_policy: number;
  readonly notifier_ops: KernelPointer<"fib_notifier_ops">;
  readonly fib_seq: number;
  readonly ipmr_notifier_ops: KernelPointer<"fib_notifier_ops">;
  readonly ipmr_seq: number;
  readonly rt_genid: {
    readonly counter: number;
  };
  readonly ip_id_key: {
    readonly key: KernelArray<number, 2>;
  };
  readonly inet_addr_lst: KernelPointer<"hlist_head">;
  readonly addr_chk_work: DelayedWork;
}

/** `struct netns_ipv6` */
export interface NetnsIpv6 {
  readonly ip6_dst_ops: DstOps;
  readonly sysctl: NetnsSysctlIpv6;
  readonly devconf_all: KernelPointer<"ipv6_devconf">;
  readonly devconf_dflt: KernelPointer<"ipv6_devconf">;
  readonly peers: KernelPointer<"inet_peer_base">;
  readonly fqdir: KernelPointer<"fqdir">;
  readonly fib6_null_entry: KernelPointer<"fib6_info">;
  readonly ip6_null_entry: KernelPointer<"rt6_info">;
  readonly rt6_stats: KernelPointer<"rt6_statistics">;
  readonly ip6_fib_timer: TimerList;
  readonly fib_table_hash: KernelPointer<"hlist_head">;
  readonly fib_table_hash_lock: Spinlock;
  readonly fib6_main_tbl: KernelPointer<"fib6_table">;
  readonly fib6_walkers: ListHead;
  readonly fib6_walker_lock: {
    readonly raw_lock: Qrwlock;
  };
  readonly fib6_gc_lock: Spinlock;
  readonly ip6_rt_gc_expire: {
    readonly counter: number;
  };
  readonly ip6_rt_last_gc: number;
  readonly flowlabel_has_excl: number;
  readonly fib6_has_custom_rules: boolean;
  readonly fib6_rules_require_fldissect: number;
  readonly fib6_routes_require_src: number;
  readonly ip6_prohibit_entry: KernelPointer<"rt6_info">;
  readonly ip6_blk_hole_entry: KernelPointer<"rt6_info">;
  readonly fib6_local_tbl: KernelPointer<"fib6_table">;
  readonly fib6_rules_ops: KernelPointer<"fib_rules_ops">;
  readonly ndisc_sk: KernelPointer<"sock">;
  readonly tcp_sk: KernelPointer<"sock">;
  readonly igmp_sk: KernelPointer<"sock">;
  readonly mc_autojoin_sk: KernelPointer<"sock">;
  readonly inet6_addr_lst: KernelPointer<"hlist_head">;
  readonly addrconf_hash_lock: Spinlock;
  readonly addr_chk_work: DelayedWork;
  readonly mr6_tables: ListHead;
  readonly mr6_rules_ops: KernelPointer<"fib_rules_ops">;
  readonly dev_addr_genid: {
    readonly counter: number;
  };
  readonly fib6_sernum: {
    readonly counter: number;
  };
  readonly seg6_data: KernelPointer<"seg6_pernet_data">;
  readonly notifier_ops: KernelPointer<"fib_notifier_ops">;
  readonly ip6mr_notifier_ops: KernelPointer<"fib_notifier_ops">;
  readonly ipmr_seq: number;
  readonly ip6addrlbl_table: {
    readonly head: HlistHead;
    readonly lock: Spinlock;
    readonly seq: number;
  };
  readonly ioam6_data: KernelPointer<"ioam6_pernet_data">;
}

/** `struct netns_nf` */
export interface NetnsNf {
  readonly proc_netfilter: KernelPointer<"proc_dir_entry">;
  readonly nf_loggers: KernelArray<KernelPointer<"nf_logger">, 11>;
  readonly nf_log_dir_header: KernelPointer<"ctl_table_header">;
  readonly nf_lwtnl_dir_header: KernelPointer<"ctl_table_header">;
  readonly hooks_ipv4: KernelArray<KernelPointer<"nf_hook_entries">, 5>;
  readonly hooks_ipv6: KernelArray<KernelPointer<"nf_hook_entries">, 5>;
  readonly hooks_arp: KernelArray<KernelPointer<"nf_hook_entries">, 3>;
  readonly hooks_bridge: KernelArray<KernelPointer<"nf_hook_entries">, 5>;
  readonly defrag_ipv4_users: number;
  readonly defrag_ipv6_users: number;
}

/** `struct netns_ct` */
export interface NetnsCt {
  readonly ecache_dwork_pending: boolean;
  readonly sysctl_log_invalid: number;
  readonly sysctl_events: number;
  readonly sysctl_acct: number;
  readonly sysctl_tstamp: number;
  readonly sysctl_checksum: number;
  readonly stat: KernelPointer<"ip_conntrack_stat">;
  readonly nf_conntrack_event_cb: KernelPointer<"nf_ct_event_notifier">;
  readonly nf_ct_proto: NfIpNet;
  readonly labels_used: {
    readonly counter: number;
  };
}

/** `struct netns_nftables` */
export interface NetnsNftables {
  readonly base_seq: number;
  readonly gencursor: number;
}

/** `struct netns_bpf` */
export interface NetnsBpf {
  readonly run_array: KernelArray<KernelPointer<"bpf_prog_array">, 2>;
  readonly progs: KernelArray<KernelPointer<"bpf_prog">, 2>;
  readonly links: KernelArray<ListHead, 2>;
}

/** `struct netns_xfrm` */
export interface NetnsXfrm {
  readonly state_all: ListHead;
  readonly state_bydst: KernelPointer<"hlist_head">;
  readonly state_bysrc: KernelPointer<"hlist_head">;
  readonly state_byspi: KernelPointer<"hlist_head">;
  readonly state_byseq: KernelPointer<"hlist_head">;
  readonly state_cache_input: KernelPointer<"hlist_head">;
  readonly state_hmask: number;
  readonly state_num: number;
  readonly state_hash_work: WorkStruct;
  readonly policy_all: ListHead;
  readonly policy_byidx: KernelPointer<"hlist_head">;
  readonly policy_idx_hmask: number;
  readonly idx_generator: number;
  readonly policy_bydst: KernelArray<XfrmPolicyHash, 3>;
  readonly policy_count: KernelArray<number, 6>;
  readonly policy_hash_work: WorkStruct;
  readonly policy_hthresh: XfrmPolicyHthresh;
  readonly inexact_bins: ListHead;
  readonly nlsk: KernelPointer<"sock">;
  readonly nlsk_stash: KernelPointer<"sock">;
  readonly sysctl_aevent_etime: number;
  readonly sysctl_aevent_rseqth: number;
  readonly sysctl_larval_drop: number;
  readonly sysctl_acq_expires: number;
  readonly policy_default: Readonly<KernelBytes>;
  readonly sysctl_hdr: KernelPointer<"ctl_table_header">;
  readonly xfrm4_dst_ops: DstOps;
  readonly xfrm6_dst_ops: DstOps;
  readonly xfrm_state_lock: Spinlock;
  readonly xfrm_state_hash_generation: SeqcountSpinlock;
  readonly xfrm_policy_hash_generation: SeqcountSpinlock;
  readonly xfrm_policy_lock: Spinlock;
  readonly xfrm_cfg_mutex: Mutex;
  readonly nat_keepalive_work: DelayedWork;
}

/** `struct netns_mpls` */
export interface NetnsMpls {
  readonly ip_ttl_propagate: number;
  readonly default_ttl: number;
  readonly platform_labels: number;
  readonly platform_label: number;
  readonly ctl: KernelPointer<"ctl_table_header">;
}

/** `struct netns_xdp` */
export interface NetnsXdp {
  readonly lock: Mutex;
  readonly list: HlistHead;
}

/** `struct sock_common` */
export interface SockCommon {
  readonly skc_addrpair: number;
  readonly skc_daddr: number;
  readonly skc_rcv_saddr: number;
  readonly skc_hash: number;
  readonly skc_u16hashes: KernelArray<number, 2>;
  readonly skc_portpair: number;
  readonly skc_dport: number;
  readonly skc_num: number;
  readonly skc_family: number;
  readonly skc_state: number;
  readonly skc_reuse: number;
  readonly skc_reuseport: number;
  readonly skc_ipv6only: number;
  readonly skc_net_refcnt: number;
  readonly skc_bound_dev_if: number;
  readonly skc_bind_node: HlistNode;
  readonly skc_portaddr_node: HlistNode;
  readonly skc_prot: KernelPointer<"proto">;
  readonly skc_net: {
    readonly net: KernelPointer<"net">;
  };
  readonly skc_v6_daddr: In6Addr;
  readonly skc_v6_rcv_saddr: In6Addr;
  readonly skc_cookie: {
    readonly counter: number;
  };
  readonly skc_flags: number;
  readonly skc_listener: KernelPointer<"sock">;
  readonly skc_tw_dr: KernelPointer<"inet_timewait_death_row">;
  readonly skc_dontcopy_begin: KernelArray<number, number>;
  readonly skc_node: HlistNode;
  readonly skc_nulls_node: HlistNullsNode;
  readonly skc_tx_queue_mapping: number;
  readonly skc_rx_queue_mapping: number;
  readonly skc_incoming_cpu: number;
  readonly skc_rcv_wnd: number;
  readonly skc_tw_rcv_nxt: number;
  readonly skc_refcnt: RefcountStruct;
  readonly skc_dontcopy_end: KernelArray<number, number>;
  readonly skc_rxhash: number;
  readonly skc_window_clamp: number;
  readonly skc_tw_snd_nxt: number;
}

/** `struct sk_buff_head` */
export interface SkBuffHead {
  readonly next: KernelPointer<"sk_buff">;
  readonly prev: KernelPointer<"sk_buff">;
  readonly list: SkBuffList;
  readonly qlen: number;
  readonly lock: Spinlock;
}

/** `struct wait_queue_head` */
export interface WaitQueueHead {
  readonly lock: Spinlock;
  readonly head: ListHead;
}

/** `struct rb_root` */
export interface RbRoot {
  readonly rb_node: KernelPointer<"rb_node">;
}

/** `struct qrwlock` */
export interface Qrwlock {
  readonly cnts: {
    readonly counter: number;
  };
  readonly wlocked: number;
  readonly __lstate: Readonly<KernelBytes>;
  readonly wait_lock: Qspinlock;
}

/** `struct sock_cgroup_data` */
export interface SockCgroupData {
  readonly cgroup: KernelPointer<"cgroup">;
  readonly classid: number;
  readonly prioidx: number;
}

/** `struct load_weight` */
export interface LoadWeight {
  readonly weight: number;
  readonly inv_weight: number;
}

/** `struct sched_avg` */
export interface SchedAvg {
  readonly last_update_time: number;
  readonly load_sum: number;
  readonly runnable_sum: number;
  readonly util_sum: number;
  readonly period_contrib: number;
  readonly load_avg: number;
  readonly runnable_avg: number;
  readonly util_avg: number;
  readonly util_est: number;
}

/** `struct hrtimer` */
export interface Hrtimer {
  readonly node: TimerqueueNode;
  readonly _softexpires: number;
  readonly function: number;
  readonly base: KernelPointer<"hrtimer_clock_base">;
  readonly state: number;
  readonly is_rel: number;
  readonly is_soft: number;
  readonly is_hard: number;
}

/** `struct posix_cputimer_base` */
export interface PosixCputimerBase {
  readonly nextevt: number;
  readonly tqhead: TimerqueueHead;
}

/** `struct qspinlock` */
export interface Qspinlock {
  readonly val: {
    readonly counter: number;
  };
  readonly locked: number;
  readonly pending: number;
  readonly locked_pending: number;
  readonly tail: number;
}

/** `struct seqcount` */
export interface Seqcount {
  readonly sequence: number;
}

/** `struct optimistic_spin_queue` */
export interface OptimisticSpinQueue {
  readonly tail: {
    readonly counter: number;
  };
}

/** `struct arch_tlbflush_unmap_batch` */
export interface ArchTlbflushUnmapBatch {
  readonly cpumask: Cpumask;
  readonly unmapped_pages: boolean;
}

/** `union unwind_task_id` */
export interface UnwindTaskId {
  readonly cpu: number;
  readonly cnt: number;
  readonly id: number;
}

/** `struct desc_struct` */
export interface DescStruct {
  readonly limit0: number;
  readonly base0: number;
  readonly base1: number;
  readonly type: number;
  readonly s: number;
  readonly dpl: number;
  readonly p: number;
  readonly limit1: number;
  readonly avl: number;
  readonly l: number;
  readonly d: number;
  readonly g: number;
  readonly base2: number;
}

/** `struct ctl_dir` */
export interface CtlDir {
  readonly header: CtlTableHeader;
  readonly root: RbRoot;
}

/** `struct unix_table` */
export interface UnixTable {
  readonly locks: KernelPointer<"spinlock">;
  readonly buckets: KernelPointer<"hlist_head">;
}

/** `struct blocking_notifier_head` */
export interface BlockingNotifierHead {
  readonly rwsem: RwSemaphore;
  readonly head: KernelPointer<"notifier_block">;
}

/** `struct inet_timewait_death_row` */
export interface InetTimewaitDeathRow {
  readonly tw_refcount: RefcountStruct;
  readonly hashinfo: KernelPointer<"inet_hashinfo">;
  readonly sysctl_max_tw_buckets: number;
}

/** `struct udp_tunnel_gro` */
export interface UdpTunnelGro {
  readonly sk: KernelPointer<"sock">;
  readonly list: HlistHead;
}

/** `struct local_ports` */
export interface LocalPorts {
  readonly range: number;
  readonly warned: boolean;
}

/** `struct ping_group_range` */
export interface PingGroupRange {
  readonly lock: {
    readonly seqcount: SeqcountSpinlock;
    readonly lock: Spinlock;
  };
  readonly range: KernelArray<
    {
      readonly val: number;
    },
    2
  >;
}

/** `struct sysctl_fib_multipath_hash_seed` */
export interface SysctlFibMultipathHashSeed {
  readonly user_seed: number;
  readonly mp_seed: number;
}

/** `struct delayed_work` */
export interface DelayedWork {
  readonly work: WorkStruct;
  readonly timer: TimerList;
  readonly wq: KernelPointer<"workqueue_struct">;
  readonly cpu: number;
}

/** `struct dst_ops` */
export interface DstOps {
  readonly family: number;
  readonly gc_thresh: number;
  readonly gc: number;
  readonly check: number;
  readonly default_advmss: number;
  readonly mtu: number;
  readonly cow_metrics: number;
  readonly destroy: number;
  readonly ifdown: number;
  readonly negative_advice: number;
  readonly link_failure: number;
  readonly update_pmtu: number;
  readonly redirect: number;
  readonly local_out: number;
  readonly neigh_lookup: number;
  readonly confirm_neigh: number;
  readonly kmem_cachep: KernelPointer<"kmem_cache">;
  readonly pcpuc_entries: PercpuCounter;
}

/** `struct netns_sysctl_ipv6` */
export interface NetnsSysctlIpv6 {
  readonly hdr: KernelPointer<"ctl_table_header">;
  readonly route_hdr: KernelPointer<"ctl_table_header">;
  readonly icmp_hdr: KernelPointer<"ctl_table_header">;
  readonly frags_hdr: KernelPointer<"ctl_table_header">;
  readonly xfrm6_hdr: KernelPointer<"ctl_table_header">;
  readonly flush_delay: number;
  readonly ip6_rt_max_size: number;
  readonly ip6_rt_gc_min_interval: number;
  readonly ip6_rt_gc_timeout: number;
  readonly ip6_rt_gc_interval: number;
  readonly ip6_rt_gc_elasticity: number;
  readonly ip6_rt_mtu_expires: number;
  readonly ip6_rt_min_advmss: number;
  readonly multipath_hash_fields: number;
  readonly multipath_hash_policy: number;
  readonly bindv6only: number;
  readonly flowlabel_consistency: number;
  readonly auto_flowlabels: number;
  readonly icmpv6_time: number;
  readonly icmpv6_echo_ignore_all: number;
  readonly icmpv6_echo_ignore_multicast: number;
  readonly icmpv6_echo_ignore_anycast: number;
  readonly icmpv6_ratemask: KernelArray<number, 4>;
  readonly icmpv6_ratemask_ptr: number;
  readonly anycast_src_echo_reply: number;
  readonly ip_nonlocal_bind: number;
  readonly fwmark_reflect: number;
  readonly flowlabel_state_ranges: number;
  readonly idgen_retries: number;
  readonly idgen_delay: number;
  readonly flowlabel_reflect: number;
  readonly max_dst_opts_cnt: number;
  readonly max_hbh_opts_cnt: number;
  readonly max_dst_opts_len: number;
  readonly max_hbh_opts_len: number;
  readonly seg6_flowlabel: number;
  readonly ioam6_id: number;
  readonly ioam6_id_wide: number;
  readonly skip_notify_on_dev_down: number;
  readonly fib_notify_on_flag_change: number;
  readonly icmpv6_error_anycast_as_unicast: number;
}

/** `struct nf_ip_net` */
export interface NfIpNet {
  readonly generic: NfGenericNet;
  readonly tcp: NfTcpNet;
  readonly udp: NfUdpNet;
  readonly icmp: NfIcmpNet;
  readonly icmpv6: NfIcmpNet;
  readonly sctp: NfSctpNet;
  readonly gre: NfGreNet;
}

/** `struct work_struct` */
export interface WorkStruct {
  readonly data: {
    readonly counter: number;
  };
  readonly entry: ListHead;
  readonly func: number;
}

/** `struct xfrm_policy_hash` */
export interface XfrmPolicyHash {
  readonly table: KernelPointer<"hlist_head">;
  readonly hmask: number;
  readonly dbits4: number;
  readonly sbits4: number;
  readonly dbits6: number;
  readonly sbits6: number;
}

/** `struct xfrm_policy_hthresh` */
export interface XfrmPolicyHthresh {
  readonly work: WorkStruct;
  readonly lock: {
    readonly seqcount: SeqcountSpinlock;
    readonly lock: Spinlock;
  };
  readonly lbits4: number;
  readonly rbits4: number;
  readonly lbits6: number;
  readonly rbits6: number;
}

/** `struct in6_addr` */
export interface In6Addr {
  readonly in6_u: {
    readonly u6_addr8: Readonly<KernelBytes>;
    readonly u6_addr16: KernelArray<number, 8>;
    readonly u6_addr32: KernelArray<number, 4>;
  };
}

/** `struct hlist_nulls_node` */
export interface HlistNullsNode {
  readonly next: KernelPointer<"hlist_nulls_node">;
  readonly pprev: number;
}

/** `struct sk_buff_list` */
export interface SkBuffList {
  readonly next: KernelPointer<"sk_buff">;
  readonly prev: KernelPointer<"sk_buff">;
}

/** `struct timerqueue_node` */
export interface TimerqueueNode {
  readonly node: RbNode;
  readonly expires: number;
}

/** `struct timerqueue_head` */
export interface TimerqueueHead {
  readonly rb_root: RbRootCached;
}

/** `struct ctl_table_header` */
export interface CtlTableHeader {
  readonly ctl_table: KernelPointer<"ctl_table">;
  readonly ctl_table_size: number;
  readonly used: number;
  readonly count: number;
  readonly nreg: number;
  readonly rcu: CallbackHead;
  readonly unregistering: KernelPointer<"completion">;
  readonly ctl_table_arg: KernelPointer<"ctl_table">;
  readonly root: KernelPointer<"ctl_table_root">;
  readonly set: KernelPointer<"ctl_table_set">;
  readonly parent: KernelPointer<"ctl_dir">;
  readonly node: KernelPointer<"ctl_node">;
  readonly inodes: HlistHead;
  readonly type: number;
}

/** `struct rw_semaphore` */
export interface RwSemaphore {
  readonly count: {
    readonly counter: number;
  };
  readonly owner: {
    readonly counter: number;
  };
  readonly osq: OptimisticSpinQueue;
  readonly wait_lock: RawSpinlock;
  readonly wait_list: ListHead;
}

/** `struct percpu_counter` */
export interface PercpuCounter {
  readonly lock: RawSpinlock;
  readonly count: number;
  readonly list: ListHead;
  readonly counters: number;
}

/** `struct nf_generic_net` */
export interface NfGenericNet {
  readonly timeout: number;
}

/** `struct nf_tcp_net` */
export interface NfTcpNet {
  readonly timeouts: KernelArray<number, 14>;
  readonly tcp_loose: number;
  readonly tcp_be_liberal: number;
  readonly tcp_max_retrans: number;
  readonly tcp_ignore_invalid_rst: number;
}

/** `struct nf_udp_net` */
export interface NfUdpNet {
  readonly timeouts: KernelArray<number, 2>;
}

/** `struct nf_icmp_net` */
export interface NfIcmpNet {
  readonly timeout: number;
}

/** `struct nf_sctp_net` */
export interface NfSctpNet {
  readonly timeouts: KernelArray<number, 10>;
}

/** `struct nf_gre_net` */
export interface NfGreNet {
  readonly keymap_list: ListHead;
  readonly timeouts: KernelArray<number, 2>;
}

declare module "../../src/define/kernel-types.ts" {
  interface KernelTypes {
    readonly task_struct: TaskStruct;
    readonly cred: Cred;
    readonly nsproxy: Nsproxy;
    readonly net: Net;
    readonly sock: Sock;
  }
  interface KernelEnums {
    readonly pid_type: PidType;
  }
}

registerKernelTypes({
  names: ["task_struct", "cred", "nsproxy", "net", "pid_type", "sock"],
  btf: "n+sBABgAAAAAAAAAyFcAAMhXAABNSQAAAQAAAAAAAAEIAAAAQAAAABMAAAAAAAABBAAAACAAAAAgAAAAAAAACAIAAAAmAAAAAAAACAMAAAAqAAAABAAABBgAAAA2AAAAAQAAAAAAAAA8AAAAAQAAAEAAAABJAAAABAAAAIAAAABQAAAABAAAAKAAAAAAAAAAAAAAAgAAAABUAAAAAAAAAQQAAAAgAAABAAAAAAEAAAQEAAAAWAAAAAcAAAAAAAAAYAAAAAAAAAgIAAAAaQAAAAEAAAQEAAAAeQAAAAkAAAAAAAAAfgAAAAAAAAgKAAAAiQAAAAAAAAcAAAAAAAAAAAAAAAIMAAAAiQAAAAEAAAQIAAAAlAAAAA0AAAAAAAAAAAAAAAIAAAUEAAAAmQAAAAIAAAAAAAAAoQAAAAkAAAAAAAAAqQAAAAAAAAECAAAAEAAAALwAAAAAAAAIEAAAAMIAAAAAAAAIEQAAAMYAAAAEAAAEEAAAANkAAAAOAAAAAAAAAAAAAAAPAAAAQAAAAN8AAAASAAAAYAAAAOMAAAASAAAAcAAAAOcAAAAAAAAHAAAAAAAAAAAAAAACFAAAAPMAAAACAAAEEAAAAP8AAAABAAAAAAAAAAYBAAAEAAAAQAAAABEBAAAAAAAHAAAAAAAAAAAAAAACFwAAABEBAAADAAAEGAAAABkBAAABAAAAAAAAACsBAAAYAAAAQAAAADQBAAAYAAAAgAAAADwBAAAAAAABCAAAAEAAAABTAQAAAAAACBoAAABZAQAAAAAACBsAAABdAQAAAAAABwAAAAAAAAAAAAAAAh0AAABdAQAAAgAABBAAAACUAAAAHgAAAAAAAABnAQAAHgAAAEAAAABsAQAAAAAAAQEAAAAIAAAAegEAAAAAAAEIAAAAQAAAAYgBAAAAAAAIIQAAAI4BAAAAAAAIIgAAAAAAAAACAAAFCAAAAJIBAAAjAAAAAAAAAJcBAAAcAAAAAAAAAJ0BAAAAAAAHAAAAAAAAAAAAAAACJQAAAKoBAAAAAAAHAAAAAAAAAAAAAAACJwAAALEBAAAJAAAEQAAAALsBAAAcAAAAAAAAAMwBAAAcAAAAQAAAANUBAAAcAAAAgAAAAOIBAAAEAAAAwAAAAOsBAAAEAAAA4AAAAPoBAAABAAAAAAEAAAMCAAABAAAAQAEAABACAAABAAAAgAEAABkCAAACAAAAwAEAAJ0BAAAYAAAEAAEAACICAAAWAAAAAAAAACcCAAAZAAAAgAAAADACAAAcAAAAQAEAADkCAAAcAAAAgAEAAEYCAAAcAAAAwAEAAFACAAAcAAAAAAIAAFoCAAAfAAAAQAIAAGUCAAAgAAAAwAIAAGsCAAAgAAAAyAIAAHkCAAAgAAAA0AIAAIYCAAAgAAAA2AIAAJMCAAAcAAAAAAMAAJ4CAAAcAAAAQAMAAK8CAAAcAAAAgAMAAMUCAAAcAAAAwAMAAAAAAAAkAAAAAAQAAM4CAAAcAAAAQAQAANQCAAAcAAAAgAQAAOICAAAHAAAAwAQAAOgCAAAmAAAAAAUAAKoBAAAoAAAAQAUAAO8CAAAoAAAAgAUAAPQCAAABAAAAwAUAAAQDAAApAAAAAAYAAAgDAAAAAAAHAAAAAAAAAAAAAAACKwAAABgDAAAAAAAHAAAAAAAAAAAAAAACLQAAAAgDAAAKAAAESAAAAB4DAAAfAAAAAAAAACcDAAABAAAAgAAAAC8DAAABAAAAwAAAAD4DAAACAAAAAAEAAGUCAAAQAAAAIAEAAEkDAAAQAAAAMAEAAFEDAAAsAAAAQAEAAOgCAAAsAAAAgAEAABgDAAAuAAAAwAEAAO8CAAAuAAAAAAIAAFYDAAAAAAAIIwAAAF4DAAACAAAEIAAAAG4DAAAZAAAAAAAAAHMDAAAwAAAAwAAAAHsDAAAAAAAHAAAAAAAAAAAAAAACMgAAAI4DAAAAAAAIIAAAAJMDAAAAAAAINAAAAJYDAAAIAAAEQAAAAG4DAAAxAAAAAAAAAJ4DAAAwAAAAAAEAAKsDAAAGAAAAQAEAALQDAAAzAAAAgAEAALkDAAA1AAAAwAEAAL8DAAA1AAAAyAEAAMYDAAA1AAAA0AEAAM4DAAA1AAAA2AEAANYDAAAAAAAHAAAAAAAAAAAAAAACNwAAANkDAAAAAAAIBgAAAOoDAAAAAAAHAAAAAAAAAAAAAAACOgAAAOoDAAAXAACE8AAAABEBAAAZAAAAAAAAAPoDAAAcAAAAwAAAAAUEAAAcAAAAAAEAABEEAAAcAAAAQAEAABsEAAAcAAAAgAEAACEEAAAcAAAAwAEAACwEAAAjAAAAAAIAADACAAAcAAAAQAIAADYAAAACAAAAgAIAADQEAAACAAAAoAIAAUEEAAACAAAAoQIAAUwEAAACAAAAogIAAV4EAAACAAAAowIAAWkEAAACAAAApAIAAXMEAAACAAAApQIAAYQEAAACAAAApgIAAY0EAAACAAAApwIAAZwEAAACAAAAqAIAAa0EAAA2AAAAwAIAALYEAAA2AAAAwAQAANYDAAA4AAAAwAYAAMUEAAA5AAAAAAcAANYEAAA7AAAAQAcAANwEAAAAAAAHAAAAAAAAAAAAAAACPQAAAOgEAAAAAAAHAAAAAAAAAAAAAAACPwAAAPMEAAAAAAAHAAAAAAAAAAAAAAACQQAAAPMEAAACAAAEEAAAAJQAAABCAAAAAAAAAAEFAAAGAAAAQAAAAAYFAAAAAAABAQAAAAgAAAQMBQAAAAAACEQAAAARBQAAAAAABAAAAAAiBQAAAAAABwAAAAAAAAAAAAAAAkcAAAAtBQAAAQAABAgAAAA4BQAASAAAAAAAAAA+BQAAAAAABwAAAAAAAAAAAAAAAkoAAABGBQAAAAAAAQQAAAAgAAAAAAAAAAAAAAMAAAAAAQAAAEwAAAAEAAAAPgUAAAEAAAQgAAAAWgUAAE0AAAAAAAAAXwUAAAAAAAhOAAAAAAAAAAQAAAQEAAAAaQUAADUAAAAAAAAAcQUAADUAAAAIAAAAeQUAADUAAAAQAAAAggUAADUAAAAYAAAAigUAAAIAAAUEAAAAlgUAAFAAAAAAAAAAmAUAAAQAAAAAAAAAmgUAAAAAAAcAAAAAAAAAAAAAAAJSAAAAowUAAAYAAAQwAAAArgUAAAEAAAAAAAAAtQUAABoAAABAAAAAvwUAABoAAACAAAAAzQUAABoAAADAAAAA2wUAABoAAAAAAQAA6AUAABoAAABAAQAA9AUAAAMAAAQoAAAA/wUAAAcAAAAAAAAABAYAAB8AAABAAAAADgYAAB8AAADAAAAAGAYAAAAAAAcAAAAAAAAAAAAAAAJWAAAAIgYAAAAAAAcAAAAAAAAAAAAAAAJYAAAAAAAAAAYAAAQoAAAAMAYAAAYAAAAAAAAANgYAAAQAAABAAAAANgAAAAQAAABgAAAAOgYAAAQAAACAAAAAQQYAABwAAADAAAAARgYAAAYAAAAAAQAATQYAAAAAAAgHAAAAYAYAAAAAAAhbAAAAagYAAAMAAAYEAAAAeAYAAAAAAACABgAAAQAAAIoGAAACAAAAlAYAAAAAAAcAAAAAAAAAAAAAAAJeAAAApgYAAAAAAAcAAAAAAAAAAAAAAAJgAAAAAAAAAAIAAAUIAAAAtQYAAF8AAAAAAAAAugYAAGEAAAAAAAAAAAAAAAQAAAQYAAAAxgYAAFwAAAAAAAAAzgYAAF0AAAAgAAAAAAAAAGIAAABAAAAAcwMAABwAAACAAAAA0wYAAAAAAAcAAAAAAAAAAAAAAAJkAAAAAAAAAAUAAAQgAAAA2gYAAGUAAAAAAAAA3wYAAAcAAABAAAAA5AYAAAcAAABgAAAA8AYAAAEAAACAAAAA9wYAAAEAAADAAAAAAAAAAAMAAAUoAAAA/wYAAFoAAAAAAAAABQcAAGMAAAAAAAAADwcAAGYAAAAAAAAAFAcAAAMAAAQ4AAAAIgcAAAEAAAAAAAAALAcAAAYAAABAAAAAAAAAAGcAAACAAAAALwcAAAAAAAgHAAAAPgcAAAAAAAhpAAAARAcAAAAAAAcAAAAAAAAAAAAAAAJrAAAAIgUAAAIAAAQQAAAAlAAAAEgAAAAAAAAASAcAAAYAAABAAAAAAAAAAAAAAAMAAAAAbQAAAEwAAAAEAAAATgcAAAAAAAcAAAAAAAAAAAAAAAJvAAAAAAAAAAIAAAQCAAAAWQcAADUAAAAAAAAAYAcAADUAAAAIAAAAAAAAAAIAAAQEAAAAaAcAABIAAAAAAAAAdwcAABIAAAAQAAAAAAAAAAMAAAUEAAAANgYAAAkAAAAAAAAAAAAAAHEAAAAAAAAAAAAAAHIAAAAAAAAAfAcAAAEAAAQEAAAAAAAAAHMAAAAAAAAAhgcAAAAAAAh0AAAAlgcAAAEAAAQEAAAAowcAAHUAAAAAAAAArAcAAAAAAAh2AAAAuwcAAAMAAAQYAAAAyAcAABwAAAAAAAAAzgcAABwAAABAAAAA1AcAAHcAAACAAAAA2QcAAAEAAAQIAAAAEQEAABgAAAAAAAAA4QcAAAIAAAQQAAAA2QcAAHkAAAAAAAAA8AcAABgAAABAAAAA/AcAAAEAAAQQAAAA2QcAAHoAAAAAAAAADAgAAAIAAAQYAAAAIAgAABwAAAAAAAAAKAgAAHsAAABAAAAAAAAAAAAAAAMAAAAAfAAAAEwAAAADAAAALwgAAAMAAARQAAAAPwgAAH0AAAAAAAAARQgAAAIAAABAAgAAUwgAAAIAAABgAgAAAAAAAAEAAAQIAAAAWAAAACMAAAAAAAAAYQgAAAAAAAh/AAAAbAgAAAAAAAiAAAAAeggAAAEAAAQEAAAAdwcAAAkAAAAAAAAAkAgAAAQAAAQgAAAAlggAAIEAAAAAAAAAnAgAAHcAAABAAAAApggAAIIAAABgAAAAqggAAB8AAACAAAAAtAgAAAMAAAQ4AAAAyQgAAEMAAAAAAAAAkAgAAIMAAACAAAAAzggAAAIAAACAAQAA2AgAAAAAAAcAAAAAAAAAAAAAAAKFAAAA3QgAAAAAAAcAAAAAAAAAAAAAAAKHAAAA4QgAAAAAAAEBAAAACAAAAAAAAAAAAAADAAAAAIkAAABMAAAAEAAAAOYIAAAAAAAHAAAAAAAAAAAAAAACiwAAAPAIAAAAAAAHAAAAAAAAAAAAAAACjQAAAP4IAAABAAAECAAAAAcJAACOAAAAAAAAABEJAAABAAAEEAAAABoJAAAfAAAAAAAAACQJAAAAAAAHAAAAAAAAAAAAAAACkQAAAC4JAAAAAAAHAAAAAAAAAAAAAAACkwAAADsJAAAAAAAHAAAAAAAAAAAAAAAClQAAAEkJAAAAAAAHAAAAAAAAAAAAAAAClwAAAFEJAAAAAAAHAAAAAAAAAAAAAAACmQAAAF8JAAAAAAAHAAAAAAAAAAAAAAACmwAAAAAAAAAAAAADAAAAAAEAAABMAAAAAQAAAAAAAAABAAAECAAAAG4JAACdAAAAAAAAAHIJAAAAAAAIngAAAHsJAAACAAAEGAAAAIYJAAAfAAAAAAAAAIsJAACfAAAAgAAAAJIJAAAAAAAIAQAAAKMJAAAAAAAIoQAAALMJAAAAAAAIogAAALoJAAAAAAAHAAAAAAAAAAAAAAACpAAAAMgJAAAAAAAIAgAAANkJAAAAAAAIpgAAAAAAAAABAAAEBAAAADYGAACnAAAAAAAAAN8JAAAAAAAIqAAAAOYJAAAAAAAHAAAAAAAAAAAAAAACqgAAAPUJAAADAAAEEAAAAP0JAAAHAAAAAAAAAAIKAAAJAAAAIAAAAA8KAACrAAAAQAAAABYKAAAEAAAEIAAAACwKAAAGAAAAAAAAADUKAAABAAAAQAAAADwKAAABAAAAgAAAAEAKAABFAAAAwAAAAAAAAAABAAAFBAAAAEwKAAB2AAAAAAAAAFIKAAABAAAEBAAAAAAAAACuAAAAAAAAAFsKAAAAAAAIrwAAAGYKAAAAAAAHAAAAAAAAAAAAAAACsQAAAGYKAAABAAAECAAAAJQAAACyAAAAAAAAAHIKAAAAAAAHAAAAAAAAAAAAAAACtAAAAJAIAAAAAAAHAAAAAAAAAAAAAAACtgAAAIIKAAAAAAAHAAAAAAAAAAAAAAACuAAAAIsKAAAAAAAHAAAAAAAAAAAAAAACugAAAJQKAAAAAAAHAAAAAAAAAAAAAAACvAAAAKIKAAAAAAAHAAAAAAAAAAAAAAACvgAAAK0KAAAAAAAHAAAAAAAAAAAAAAACwAAAAL0KAAAAAAAHAAAAAAAAAAAAAAACwgAAAMwKAAAHAAAEOAAAAN8KAAAcAAAAAAAAAOUKAAAcAAAAQAAAAOsKAAAcAAAAgAAAAPEKAAAcAAAAwAAAAPcKAAAcAAAAAAEAAAILAAAcAAAAQAEAAA4LAAAcAAAAgAEAAAAAAAAAAAADAAAAAAEAAABMAAAAEAAAAAAAAAABAAAEgAAAAFoFAADFAAAAAAAAACQLAAAAAAAIxgAAAC8LAAABAAAEBAAAADgLAAACAAAAAAAAAEELAAAAAAAIyAAAAEwLAAABAAAEBAAAAC8LAADJAAAAAAAAAF4LAAAAAAAIygAAAHILAAAAAAAHAAAAAAAAAAAAAAACzAAAAHoLAAAAAAAHAAAAAAAAAAAAAAACzgAAAIsLAAAAAAAHAAAAAAAAAAAAAAAC0AAAAKMLAAAAAAAHAAAAAAAAAAAAAAAC0gAAAAAAAAAAAAADAAAAADUAAABMAAAABAAAALILAAAAAAAHAAAAAAAAAAAAAAAC1QAAAMULAAAAAAAHAAAAAAAAAAAAAAAC1wAAANMLAAAAAAAHAAAAAAAAAAAAAAAC2QAAAN0LAAAAAAABAgAAABAAAAHnCwAAAAAABwAAAAAAAAAAAAAAAtwAAAAAAAAAAAAAAwAAAAABAAAATAAAAAMAAADyCwAAAAAABwAAAAAAAAAAAAAAAt8AAAD3CwAAAgAABCgAAAA+BQAATgAAAAAAAAARDAAARQAAAAABAAAgDAAAAwAABDAAAAA1DAAA4QAAAAAAAAA6DAAARQAAAEABAABJDAAARQAAAEgBAABSDAAAAAAABwAAAAAAAAAAAAAAAuMAAABiDAAAAAAABwAAAAAAAAAAAAAAAuUAAABnDAAAAwAABBAAAABiDAAA5gAAAAAAAAA1CgAAAwAAAEAAAABxDAAAAwAAAGAAAAB2DAAAAAAABwAAAAAAAAAAAAAAAugAAACGDAAAAAAABwAAAAAAAAAAAAAAAuoAAACRDAAAAAAABwAAAAAAAAAAAAAAAuwAAACcDAAAAAAABwAAAAAAAAAAAAAAAu4AAACkDAAAAAAABwAAAAAAAAAAAAAAAvAAAACwDAAAAAAABAAAAAC6DAAABAAABCgAAADFDAAAbQAAAAAAAABzAwAAAQAAAIAAAACrAwAABgAAAMAAAAA2AAAABAAAAAABAADLDAAAAAAABwAAAAAAAAAAAAAAAvQAAADVDAAAAAAABwAAAAAAAAAAAAAAAvYAAADnDAAAAAAABwAAAAAAAAAAAAAAAvgAAADzDAAAAAAABwAAAAAAAAAAAAAAAvoAAAADDQAAAAAABwAAAAAAAAAAAAAAAvwAAAAAAAAAAgAABAgAAABQAAAABAAAAAAAAAAQDQAABAAAACAAAAAUDQAAAgAABQgAAAAAAAAA/gAAAAAAAAAjDQAAHAAAAAAAAAAmDQAABAAABCgAAAA3DQAAAQAAAAAAAABDDQAA/QAAAEAAAADJCAAAQwAAAIAAAAAjDQAA/wAAAAABAABJDQAADQAAhAgAAABVDQAAEgAAAAAAAABcDQAAEgAAABAAAABiDQAAEgAAACAAAAjOBgAAEgAAACgAAASYBQAAEgAAACwAAAFoDQAAEgAAAC0AAAJsDQAAEgAAAC8AAAFuDQAAEgAAADAAAAR1DQAAEgAAADQAAAF5DQAAEgAAADUAAAF7DQAAEgAAADYAAAF9DQAAEgAAADcAAAF/DQAAEgAAADgAAAgAAAAAAAAAAwAAAAABAQAATAAAAAMAAACFDQAAAAAABwAAAAAAAAAAAAAAAgMBAAAAAAAAAAAAAwAAAAAEAQAATAAAAAQAAACQDQAAAAAABwAAAAAAAAAAAAAAAgYBAACaDQAAEgAAhJgAAACoDQAAAgEAAAAAAACyDQAAAQAAAMAAAAC1DQAAEAAAAAABAAC4DQAAEAAAABABAAC7DQAAEAAAACABAADDDQAAEAAAADABAADLDQAAAQAAAEABAADSDQAAAQAAAIABAADZDQAABQEAAMABAADkDQAAAQAAAMACAADwDQAAAQAAAAADAAD7DQAAAQAAAEADAAD/DQAAAQAAAIADAAAHDgAAAQAAAMADAACQDQAABwEAAAAEAAASDgAAAQAAAEAEAAAcDgAAAgAAAIAEAAEmDgAABAAAAKAEAADnAAAA+AAAhMAMAAAqAAAABQAAAAAAAAArDgAAAgAAAMAAAAAzDgAAAgAAAOAAAAA/DgAABgAAAAABAABFDgAACwAAAEABAAA2AAAAAgAAAGABAABLDgAAAgAAAIABAABSDgAABwAAAKABAABZDgAAEwAAAMABAABkDgAAAgAAAEACAABwDgAAAQAAAIACAACEDgAAFQAAAMACAACPDgAABwAAAAADAACfDgAABwAAACADAABlAgAABwAAAEADAAD/BQAABwAAAGADAACoDgAABwAAAIADAAC0DgAABwAAAKADAADADgAAAgAAAMADAADMDgAAKgAAAAAEAADPDgAALwAAAAAMAADSDgAAPAAAAEAOAABpBAAAOwAAAMAVAADcBAAAPgAAAAAWAADVDgAAQAAAAEAWAADmDgAAQwAAAIAWAAD6DgAAHwAAAAAXAAAIDwAARQAAAIAXAAASDwAARgAAAAAYAAAYDwAASQAAAAAYAAAqDwAAAgAAAEAYAAA1DwAAAgAAAGAYAAA8DwAAAQAAAIAYAABRDwAABwAAAMAYAABhDwAASwAAAAAZAABqDwAASwAAAEAZAAB4DwAATwAAAIAZAACCDwAABgAAAIAaAACUDwAAEAAAAMAaAACnDwAAEAAAANAaAAC3DwAABwAAAOAaAADNDwAAUQAAAAAbAADlDwAAHwAAAEAbAAD0DwAAUwAAAMAbAAAFEAAAAQAAAAAcAAAVEAAANQAAAEAcAAAnEAAANQAAAEgcAAA1EAAABwAAAGAcAABIEAAAHwAAAIAcAABfEAAABwAAAAAdAAByEAAAHwAAAEAdAACGEAAABwAAAMAdAACZEAAABwAAAOAdAACoEAAAUQAAAAAeAAC7EAAAHwAAAEAeAADMEAAAHwAAAMAeAADaEAAABwAAAEAfAACjBQAAVAAAAIAfAADnEAAAHwAAAAAhAADtEAAAVQAAAIAhAAD8EAAAGQAAAMAiAAAOEQAAVwAAAIAjAAAREQAAVwAAAMAjAAAbEQAAWQAAAAAkAAAzEQAABwAAAEAkAAA+EQAABwAAAGAkAABIEQAABwAAAIAkAABUEQAABwAAAKAkAABiEQAAAQAAAMAkAABpEQAAAgAAAAAlAAB1EQAAAgAAACAlAAGJEQAAAgAAACElAAGjEQAAAgAAACIlAAGyEQAAAgAAACMlAAHBEQAAAgAAAEAlAAHVEQAAAgAAAEElAAHkEQAAAgAAAEIlAAHyEQAAAgAAAEMlAAH8EQAAAgAAAEQlAAQUEgAAAgAAAEglAAEeEgAAAgAAAEklAAEuEgAAAgAAAEolAAE8EgAAAgAAAEslAAFQEgAAAgAAAEwlAAFXEgAAAgAAAE0lAAFkEgAAAgAAAE4lAAFwEgAAAgAAAE8lAAF7EgAAAgAAAFAlAAGPEgAAAgAAAFElAAGcEgAAAgAAAFIlAAGsEgAAAQAAAIAlAAAUBwAAaAAAAMAlAABEBwAAagAAAIAnAAC5EgAAagAAAKAnAAC+EgAAAQAAAMAnAADLEgAAFQAAAAAoAADoAgAAFQAAAEAoAADXEgAAHwAAAIAoAADgEgAAHwAAAAApAADoEgAAFQAAAIApAAD1EgAAHwAAAMApAAD9EgAAHwAAAEAqAAAKEwAAbAAAAMAqAAAVEwAAbgAAAAArAAAfEwAAHwAAAAAtAAArEwAAcAAAAIAtAAA2EwAABgAAAMAtAABEEwAABgAAAAAuAABUEwAABgAAAEAuAADIBwAAHAAAAIAuAADOBwAAHAAAAMAuAABjEwAAHAAAAAAvAAC7BwAAeAAAAEAvAABpEwAAAQAAAAAwAABvEwAAAQAAAEAwAAB2EwAAHAAAAIAwAACBEwAAHAAAAMAwAACQEwAAAQAAAAAxAACYEwAAAQAAAEAxAAAvCAAAfgAAAIAxAAC0CAAAhAAAAAA0AACgEwAAhgAAAMA1AACtEwAAhgAAAAA2AADYCAAAhgAAAEA2AAC3EwAAiAAAAIA2AADMEwAAigAAAMA2AADmCAAAjAAAAEA3AADREwAAjwAAAIA3AADZEwAAkAAAAMA3AADhEwAAAQAAAEA4AADzEwAAAQAAAIA4AAAEFAAAkgAAAMA4AAAHFAAAlAAAAAA5AAANFAAAlgAAAEA5AABJCQAAmAAAAIA5AACLCQAAmgAAAMA5AAAWFAAAnAAAAAA6AABpBQAAnwAAAEA6AAAeFAAAnwAAAIA6AAArFAAAnwAAAMA6AABgBwAAoAAAAAA7AAA5FAAAAQAAAMA7AABDFAAAowAAAAA8AABPFAAAAgAAAEA8AABcFAAAQgAAAIA8AAC6CQAApQAAAMA8AABnFAAAqQAAAAA9AABwFAAAAgAAACA9AAD1CQAArAAAAEA9AAB6FAAArQAAAMA9AACLFAAAHAAAAMA+AACaFAAAHAAAAAA/AACnFAAAsAAAAEA/AACyFAAAdwAAAGA/AAC6FAAAswAAAIA/AADBFAAAegAAAMA/AADMFAAAFQAAAEBAAADYFAAAtQAAAIBAAADmFAAAtwAAAMBAAADxFAAAAQAAAABBAAD5FAAABgAAAEBBAACCCgAAuQAAAIBBAAAGFQAAuwAAAMBBAACUCgAAvQAAAABCAACiCgAAvwAAAEBCAACtCgAAwQAAAIBCAAALFQAAAQAAAMBCAAAaFQAAwwAAAABDAAAnFQAAxAAAAEBDAAAsFQAAAgAAAABFAAA2FQAAHAAAAEBFAABEFQAAHAAAAIBFAABRFQAAHAAAAMBFAABeFQAAxwAAAABGAABrFQAAywAAAABKAAB8FQAABwAAACBKAACUFQAAzQAAAEBKAACcFQAAHwAAAIBKAACkFQAAzwAAAABLAACwFQAA0QAAAEBLAADDFQAAHwAAAIBLAADRFQAA0wAAAABMAADgFQAAgwAAAEBMAADxFQAAAgAAAEBNAAD9FQAA1AAAAGBNAAAMFgAA1gAAAIBNAAAcFgAAgwAAAMBNAAAtFgAAHwAAAMBOAADFCwAA2AAAAEBPAADTCwAA2gAAAIBPAAA9FgAA2wAAAMBPAABFFgAANQAAANBPAABPFgAA2wAAAOBPAABeFgAABwAAAABQAABsFgAAAgAAACBQAAB9FgAAAgAAAEBQAACSFgAABwAAAGBQAAClFgAAAQAAAIBQAAC4FgAAHAAAAMBQAADDFgAAHAAAAABRAADcFgAAHAAAAEBRAADyFgAAQwAAAIBRAADnCwAA3QAAAABSAAD8FgAABgAAAEBSAAAIFwAAAQAAAIBSAAAaFwAA3gAAAMBSAAAvFwAAAQAAAIBTAADyCwAA4AAAAMBTAABDFwAABAAAAABUAABMFwAABAAAACBUAABVFwAAAQAAAEBUAABlFwAABwAAAIBUAABsFwAABwAAAKBUAAB4FwAABwAAAMBUAACJFwAABwAAAOBUAACXFwAAQwAAAABVAACgFwAA4gAAAIBVAACoFwAA5AAAAABXAAC0FwAA5wAAAEBXAAC+FwAA6QAAAMBXAADFFwAABwAAAABYAADQFwAABwAAACBYAADhFwAAAQAAAEBYAADzFwAAHAAAAIBYAAACGAAAHAAAAMBYAAAZGAAAAQAAAABZAAApGAAA6wAAAEBZAAA2GAAAAgAAAIBZAABPGAAA6wAAAMBZAABcGAAA7QAAAABaAABiGAAA7wAAAEBaAABwGAAA8QAAAIBaAACwDAAA8gAAAMBaAAB2GAAAQwAAAMBaAAB6GAAACwAAAEBbAACEGAAABwAAAGBbAACXGAAAFQAAAIBbAACnGAAA8wAAAMBbAAC4GAAA9QAAAABdAADGGAAACwAAAEBdAADVGAAABgAAAIBdAADeGAAA9wAAAMBdAADqGAAA+QAAAABeAADzDAAA+wAAAEBeAADyGAAABAAAAIBeAAAAGQAAQwAAAMBeAAAPGQAAAAEAAEBfAAAbGQAACAEAAIBgAAAiGQAAAAAACAIAAAAzGQAAAAAACAoBAAAAAAAAAQAABAQAAAA2BgAACwEAAAAAAAA5GQAAAAAACAwBAAAAAAAAAQAABAgAAAA2BgAAHAAAAAAAAABAGQAAAAAACA4BAABNGQAAAAAABwAAAAAAAAAAAAAAAhABAABZGQAAAAAABwAAAAAAAAAAAAAAAhIBAABoGQAAAAAABwAAAAAAAAAAAAAAAhQBAABwGQAAAAAABwAAAAAAAAAAAAAAAhYBAAAAAAAAAgAABRAAAAB7GQAABwAAAAAAAAB2GAAAQwAAAAAAAADYCAAAGgAABLgAAABFDgAAgQAAAAAAAACDGQAAqQAAAEAAAACHGQAADQEAAGAAAACLGQAAqQAAAIAAAACQGQAADQEAAKAAAACVGQAAqQAAAMAAAACaGQAADQEAAOAAAACfGQAAqQAAAAABAAClGQAADQEAACABAACrGQAAAgAAAEABAAC2GQAADwEAAIABAADGGQAADwEAAMABAADUGQAADwEAAAACAADiGQAADwEAAEACAADrGQAADwEAAIACAAD3GQAAIAAAAMACAAADGgAAiAAAAAADAAATGgAAiAAAAEADAAAjGgAAiAAAAIADAAAyGgAAiAAAAMADAADVGAAABgAAAAAEAABDGgAAEQEAAEAEAABIGgAAEwEAAIAEAABoGQAAFQEAAMAEAABwGQAAFwEAAAAFAAAAAAAAGAEAAEAFAABQGgAAAAAABwAAAAAAAAAAAAAAAhoBAABeGgAAAAAABwAAAAAAAAAAAAAAAhwBAABsGgAAAAAABwAAAAAAAAAAAAAAAh4BAAB6GgAAAAAABwAAAAAAAAAAAAAAAiABAACIGgAAAAAABwAAAAAAAAAAAAAAAiIBAACMGgAAAAAABwAAAAAAAAAAAAAAAiQBAACbGgAAAAAABwAAAAAAAAAAAAAAAiYBAABJCQAACQAABEgAAACsGgAACwAAAAAAAACyGgAAGwEAAEAAAAC5GgAAHQEAAIAAAADAGgAAHwEAAMAAAADHGgAAIQEAAAABAADbGgAAIwEAAEABAADiGgAAJQEAAIABAADqGgAAJQEAAMABAAD/GgAAJwEAAAACAAAJGwAAAAAABwAAAAAAAAAAAAAAAikBAAARGwAAAAAACAIAAAAXGwAAAwAABBAAAAAeGwAAsAAAAAAAAAAmGwAAKwEAACAAAAAvGwAABgAAAEAAAAA3GwAAAwAABBgAAAA7GwAALAEAAAAAAABCGwAAAgAAAIAAAABLGwAAAgAAAKAAAABUGwAAAAAABwAAAAAAAAAAAAAAAi4BAABbGwAAAAAABwAAAAAAAAAAAAAAAjABAAAAAAAAAwAABDAAAABuGwAAHAAAAAAAAAB0GwAAGQAAAEAAAACBGwAAHwAAAAABAAAAAAAAAgAABTAAAAAAAAAAMgEAAAAAAACOGwAAQwAAAAAAAACVGwAABgAABFAAAACfGwAABAAAAAAAAACnGwAALwEAAEAAAACvGwAAMQEAAIAAAACzGwAAAgAAAMAAAAC4GwAACwAAAOAAAAAAAAAAMwEAAAABAADBGwAAAAAABAAAAADRGwAAAAAABwAAAAAAAAAAAAAAAjYBAADgGwAAAAAABwAAAAAAAAAAAAAAAjgBAAAAAAAABQAABBgAAADgGwAAOQEAAAAAAADqGwAABwAAAEAAAAD5GwAABwAAAGAAAACsGgAABwAAAIAAAAD+GwAABwAAAKAAAAAAAAAAAgAABRgAAAAAAAAAOgEAAAAAAAB2GAAAQwAAAAAAAAADHAAAAAAABwAAAAAAAAAAAAAAAjwBAAASHAAAAAAABwAAAAAAAAAAAAAAAj4BAAAgHAAAAAAABwAAAAAAAAAAAAAAAkABAAAoHAAAAAAABwAAAAAAAAAAAAAAAkIBAAAAAAAAAgAABgQAAAAxHAAAAAAAAEscAAABAAAAbxwAAAkAAARYAAAAAAAAADsBAAAAAAAAgBwAAHAAAADAAAAAjhwAADkBAAAAAQAAnBwAAD0BAABAAQAAoRwAAD8BAACAAQAA6AIAAEEBAADAAQAAbgMAAEMBAAAAAgAApRwAAEkAAABAAgAAzgYAAEQBAACAAgAAIBwAAAIAAARgAAAArBwAAEUBAAAAAAAAnBwAAHkAAADAAgAAEhwAAAIAAARoAAAAsxwAAAYAAAAAAAAAuxwAAEYBAABAAAAAvxwAAAAAAAcAAAAAAAAAAAAAAAJIAQAAxBwAAAAAAAcAAAAAAAAAAAAAAAJKAQAALQUAAAAAAAcAAAAAAAAAAAAAAAJMAQAA0BwAAAAAAAcAAAAAAAAAAAAAAAJOAQAA3xwAAAEAAAQIAAAA8RwAAE8BAAAAAAAA9hwAAAAAAAcAAAAAAAAAAAAAAAJRAQAAbxwAAAAAAAcAAAAAAAAAAAAAAAJTAQAAAR0AAAAAAAcAAAAAAAAAAAAAAAJVAQAADB0AAAcAAAQoAAAAFx0AAFQBAAAAAAAAIh0AAAcAAABAAAAAMx0AAAcAAABgAAAARR0AADUAAACAAAAAVR0AADUAAACIAAAAAR0AAFYBAADAAAAAbh0AAEsAAAAAAQAAfx0AAAAAAAcAAAAAAAAAAAAAAAJYAQAAix0AAAAAAAcAAAAAAAAAAAAAAAJaAQAAkx0AAAAAAAcAAAAAAAAAAAAAAAJcAQAAnR0AAAAAAAcAAAAAAAAAAAAAAAJeAQAApR0AAAAAAAcAAAAAAAAAAAAAAAJgAQAAtB0AAAAAAAcAAAAAAAAAAAAAAAJiAQAAvh0AAAAAAAcAAAAAAAAAAAAAAAJkAQAAxx0AAAAAAAcAAAAAAAAAAAAAAAJmAQAA0x0AAAAAAAcAAAAAAAAAAAAAAAJoAQAA3h0AAAAAAAcAAAAAAAAAAAAAAAJqAQAA7B0AAA8AAAR4AAAA9h0AAFkBAAAAAAAABB4AAFkBAABAAAAAFB4AAFsBAACAAAAAIx4AAF0BAADAAAAAMh4AAF8BAAAAAQAAQR4AAF8BAABAAQAATx4AAGEBAACAAQAAXx4AAGMBAADAAQAAcB4AAF8BAAAAAgAAgx4AAF8BAABAAgAAlR4AAGUBAACAAgAApR4AAGcBAADAAgAAuB4AAGkBAAAAAwAAyh4AAGsBAABAAwAA3x4AADcBAACAAwAA8R4AAAIAAAQoAAAA/h4AAIMAAAAAAAAACh8AAEkAAAAAAQAAUgoAAAAAAAcAAAAAAAAAAAAAAAJuAQAAER8AAAIAAAQQAAAAHB8AAG8BAAAAAAAAIh8AAE0BAABAAAAAKh8AAAMAAAQgAAAANR8AAHABAAAAAAAAOx8AAAcAAACAAAAAUR8AAFQBAADAAAAAVR8AAAUAAAQoAAAArBoAAIEAAAAAAAAAlggAAIEAAABAAAAApggAAIIAAACAAAAAnAgAAHcAAACgAAAAqggAAB8AAADAAAAAYh8AAAIAAAQwAAAAeR8AAHIBAAAAAAAA8RwAAE8BAABAAQAAfx8AAAUAAARIAAAA2QcAAHkAAAAAAAAAjR8AAE0BAABAAAAAlR8AAAIAAACAAAAAmR8AAAQAAACgAAAAqx8AAHMBAADAAAAAAAAAAAAAAAMAAAAANAAAAEwAAAAAAAAAAAAAAAAAAAMAAAAABwAAAEwAAAADAAAAAAAAAAAAAAQAAAAAuh8AAAAAAAcAAAAAAAAAAAAAAAJ4AQAAyB8AAAMAAASAAAAA4B8AAAsAAAAAAAAA7B8AAHkBAAAAAgAA9R8AAAcAAABAAgAACyAAAAAAAAcAAAAAAAAAAAAAAAJ7AQAAFSAAAAIAAAQQAAAAJCAAAEkBAAAAAAAAhgkAAEkAAABAAAAAAAAAAAAAAAMAAAAAfQEAAEwAAAACAAAAJyAAAAAAAAcAAAAAAAAAAAAAAAJ/AQAANCAAAAAAAAcAAAAAAAAAAAAAAAKBAQAAQCAAAAAAAAcAAAAAAAAAAAAAAAKDAQAATiAAAAAAAAcAAAAAAAAAAAAAAAKFAQAAWCAAAAAAAAcAAAAAAAAAAAAAAAKHAQAAZyAAAAAAAAcAAAAAAAAAAAAAAAKJAQAAbSAAAAIAAAQIAAAAeSAAAAQAAAAAAAAAfyAAAEUAAAAgAAAAhiAAAAAAAAcAAAAAAAAAAAAAAAKMAQAAmSAAAAAAAAcAAAAAAAAAAAAAAAKOAQAAAAAAAAIAAAQIAAAALwsAAMsAAAAAAAAA1AcAALAAAAAgAAAAriAAAAAAAAiQAQAAAAAAAAAAAAMAAAAADQEAAEwAAAACAAAAuCAAAAIAAAQQAAAA1AcAAJEBAAAAAAAAeSAAAJIBAABAAAAAySAAAAIAAAQIAAAA6CAAAAQAAAAAAAAA8iAAAAQAAAAgAAAA+iAAAAAAAAcAAAAAAAAAAAAAAAKVAQAAAAAAAAAAAAMAAAAAHAAAAEwAAAACAAAAAAAAAAEAAAQQAAAA3QgAAJcBAAAAAAAACyEAAAAAAAiYAQAAGSEAAAAAAAgGAAAAJSEAAAMAAAQgAAAAMSEAAIEAAAAAAAAAxQwAAB8AAABAAAAAAQUAAJoBAADAAAAANiEAAAAAAAcAAAAAAAAAAAAAAAKcAQAARyEAAAQAAARYAAAAyQgAAJsBAAAAAAAAVCEAAPMAAAAAAQAAWiEAAJ0BAABAAgAAUAAAAAcAAACAAgAAXSEAALIAAAQABAAAaCEAAHUBAAAAAAAAlCEAADUAAAAAAAAArSEAADUAAAAIAAAAyCEAADUAAAAQAAAA3yEAADUAAAAYAAAA9iEAAAcAAAAgAAAADSIAAAIAAABAAAAAJiIAAAcAAABgAAAARCIAAAcAAACAAAAAXCIAAHYBAACgAAAAbCIAADUAAAAAAQAAgyIAAHUBAAAIAQAArSIAAHUBAAAIAQAA2yIAADUAAAAIAQAA9iIAAHUBAAAQAQAAIiMAAHUBAAAQAQAATiMAADUAAAAQAQAAZCMAADUAAAAYAQAAeyMAADUAAAAgAQAAlCMAAAcAAABAAQAAqiMAAHYBAABgAQAAuiMAAHUBAADAAQAA5CMAAHUBAAAAAgAAAiQAAAkAAAAAAgAAFSQAAAQAAAAgAgAAJyQAAHUBAABAAgAAQyQAAHcBAAAABAAAXyQAAHoBAAAABAAACyAAAHwBAAAACAAAFSAAAH4BAABACAAAbSQAAFQBAABACQAAdiQAAFQBAACACQAAgCQAAFQBAADACQAAiSQAAFQBAAAACgAAkyQAAFQBAABACgAAnSQAAIABAACACgAAqSQAAIABAADACgAAtiQAAIIBAAAACwAAvyQAAIMAAABACwAAyCQAAIQBAABADAAA0iQAAIYBAACADAAA2yQAAIYBAADADAAA5yQAAAIAAAAADQAAAyUAAEUAAAAgDQAAGCUAAEUAAAAoDQAANCUAAEUAAAAwDQAASSUAADUAAAA4DQAAYiUAAAkAAABADQAAeSUAAE0BAACADQAAiCUAAEkBAADADQAAjiUAAE0BAAAADgAAnCUAAAIAAABADgAAryUAAAIAAABgDgAAvCUAAEkBAACADgAAyyUAAIgBAADADgAAZyAAAIoBAAAADwAA0SUAADUAAABADwAA7SUAADUAAABIDwAACyYAADUAAABQDwAALiYAADUAAABYDwAAVyYAADUAAABgDwAAfSYAAAcAAACADwAAkyYAAAcAAACgDwAAqCYAAAcAAADADwAAwSYAAAcAAADgDwAA2CYAAAQAAAAAEAAA5yYAAAcAAAAgEAAA+SYAAAcAAABAEAAACicAAIsBAABgEAAAGScAADUAAACgEAAAKCcAADUAAACoEAAAPicAADUAAACwEAAAWycAADUAAAC4EAAAcycAADUAAADAEAAAiScAADUAAADIEAAAoCcAADUAAADQEAAAvicAADUAAADYEAAA1icAADUAAADgEAAA7ycAADUAAADoEAAAASgAADUAAADwEAAAGigAADUAAAD4EAAAMSgAADUAAAAAEQAATCgAADUAAAAIEQAAYigAADUAAAAQEQAAeygAADUAAAAYEQAAkigAAAcAAAAgEQAArSgAAAcAAABAEQAAwSgAAAcAAABgEQAA3CgAAAQAAACAEQAA9igAAAcAAACgEQAAECkAAAcAAADAEQAAKykAADUAAADgEQAARykAADUAAADoEQAAXikAADUAAADwEQAAeCkAADUAAAD4EQAAjikAADUAAAAAEgAApSkAADUAAAAIEgAAvSkAADUAAAAQEgAA2ikAADUAAAAYEgAA9SkAADUAAAAgEgAACSoAADUAAAAoEgAAHSoAADUAAAAwEgAANyoAADUAAAA4EgAASyoAAAIAAABAEgAAZSoAAAcAAABgEgAAfCoAADUAAACAEgAAjCoAADUAAACIEgAApioAADUAAACQEgAAvCoAAAcAAACgEgAA0ioAAAcAAADAEgAA6CoAADUAAADgEgAA/CoAADUAAADoEgAAHCsAADUAAADwEgAAPSsAADUAAAD4EgAAWSsAADUAAAAAEwAAaysAADUAAAAIEwAAfisAADUAAAAQEwAAmysAADUAAAAYEwAAqysAAAcAAAAgEwAAxSsAAAcAAABAEwAA3isAADUAAABgEwAA7ysAADUAAABoEwAAAiwAADUAAABwEwAAEiwAADUAAAB4EwAALCwAADUAAACAEwAAUCwAADUAAACIEwAAdSwAAAcAAACgEwAAlCwAADUAAADAEwAArCwAADUAAADIEwAAwywAAAcAAADgEwAA4CwAAAcAAAAAFAAA+ywAAAcAAAAgFAAAFi0AAAIAAABAFAAANS0AAAEAAACAFAAAUy0AAAEAAADAFAAAcS0AAAcAAAAAFQAAiC0AAAcAAAAgFQAAnC0AAI0BAABAFQAAsy0AAI8BAACAFQAAxC0AAAIAAADAFQAA6i0AAAkAAADgFQAAAy4AAAEAAAAAFgAAHC4AAAQAAABAFgAANC4AAAQAAABgFgAASC4AADUAAACAFgAAXy4AADUAAACIFgAAgS4AADUAAACQFgAAni4AADUAAACYFgAAvS4AAAcAAACgFgAA2C4AAAcAAADAFgAA7C4AAAcAAADgFgAAAC8AADUAAAAAFwAAIS8AADUAAAAIFwAAQC8AADUAAAAQFwAAWS8AADUAAAAYFwAAcS8AAAcAAAAgFwAAjS8AAAcAAABAFwAAoS8AAAcAAABgFwAAuCAAAJMBAACAFwAAsS8AABIAAAAAGAAAwS8AAAkAAAAgGAAA0C8AAAIAAABAGAAA7i8AAAYAAACAGAAACjAAAAcAAADAGAAAHjAAAB8AAAAAGQAAKDAAAIQBAACAGQAAySAAAJQBAADAGQAANTAAAAQAAAAAGgAAVjAAADUAAAAgGgAAdTAAADUAAAAoGgAAljAAAJYBAABAGgAAozAAAAIAAACAGgAAqzAAAJYBAADAGgAAvTAAAAIAAAAAGwAAxjAAAAkAAAAgGwAAzzAAAJkBAABAGwAA2TAAAE0BAADAGwAA5zAAAJ4BAAAAHAAA9TAAAAAAAAcAAAAAAAAAAAAAAAKgAQAAADEAAAQAAAQoAAAA1AcAAHcAAAAAAAAArBoAACMAAABAAAAAhgkAAB8AAACAAAAADzEAAAYAAAAAAQAAGDEAABIAAATAAAAAIDEAABAAAAAAAAAAJzEAAAIAAAAgAAAAMTEAAAYAAABAAAAANDEAAAYAAACAAAAAOjEAAAYAAADAAAAASTEAAAYAAAAAAQAATTEAAAYAAABAAQAAWTEAAAYAAACAAQAAYTEAAAYAAADAAQAAaDEAAAYAAAAAAgAAeDEAAAYAAABAAgAAhTEAAAYAAACAAgAAkTEAAAYAAADAAgAAmjEAAAYAAAAAAwAApDEAAAYAAABAAwAAsTEAAAYAAACAAwAAvzEAAKEBAADAAwAAyzEAAKIBAAAABAAA2TEAACkAAAS4AAAA6zEAAFQBAAAAAAAAiSQAAFQBAABAAAAA7zEAAFQBAACAAAAAdiQAAFQBAADAAAAA+DEAAFQBAAAAAQAAAjIAAAcAAABAAQAADjIAAAcAAABgAQAAHjIAAAcAAACAAQAANTIAAAcAAACgAQAARzIAAAcAAADAAQAAWjIAAAcAAADgAQAAbzIAAAcAAAAAAgAAgjIAAAcAAAAgAgAAlDIAAAQAAABAAgAAqjIAADUAAABgAgAAwDIAADUAAABoAgAAyzIAADUAAABwAgAA4TIAADUAAAB4AgAA8TIAAAcAAACAAgAA/TIAADUAAACgAgAAFDMAADUAAACoAgAAMTMAADUAAACwAgAATDMAAE0AAADAAgAAXDMAAAYAAADAAwAAcDMAADUAAAAABAAAhzMAADUAAAAIBAAAmDMAADUAAAAQBAAApzMAADUAAAAYBAAAvjMAAAcAAAAgBAAAzDMAAAcAAABABAAA2DMAAAcAAABgBAAA6jMAAAcAAACABAAA+zMAAAcAAACgBAAADDQAAAcAAADABAAAHTQAAAcAAADgBAAALjQAAAcAAAAABQAAPTQAAAQAAAAgBQAARjQAABwAAABABQAAVDQAADUAAACABQAAbDQAADUAAACIBQAAhjQAADUAAACQBQAApjQAAAAAAAcAAAAAAAAAAAAAAAKlAQAAszQAAAAAAAcAAAAAAAAAAAAAAAKnAQAAvTQAAAAAAAcAAAAAAAAAAAAAAAKpAQAAxjQAAAAAAAcAAAAAAAAAAAAAAAKrAQAA1TQAAAAAAAcAAAAAAAAAAAAAAAKtAQAAAAAAAAAAAAMAAAAANQAAAEwAAAADAAAAAAAAAAIAAAQEAAAA4DQAADUAAAAAAAAA6DQAAK8BAAAIAAAAAAAAAAIAAAUEAAAA8TQAAAkAAAAAAAAAAAAAALABAAAAAAAA9jQAAAIAAAQIAAAAAAAAALEBAAAAAAAAnAgAAHUAAAAgAAAA/jQAAAAAAAiyAQAAAAAAAAEAAAQIAAAAowcAALMBAAAAAAAADDUAAAAAAAi0AQAAFTUAAAAAAAcAAAAAAAAAAAAAAAK2AQAAAAAAAAMAAAQQAAAA8RwAAEkAAAAAAAAA1AcAALAAAABAAAAAlR8AAAQAAABgAAAAJjUAAAAAAAcAAAAAAAAAAAAAAAK5AQAAODUAACsAAARAAwAAQzUAAKMBAAAAAAAATzUAAKQBAAAABgAAnSQAAKYBAADACwAAqSQAAKYBAAAADAAAyyUAAIgBAABADAAAZyAAAIoBAACADAAAVjUAAKgBAADADAAAZjUAAKoBAAAADQAAdTUAAKwBAABADQAAfzUAAPMAAACADQAAeSUAAE0BAADADgAAjTUAALAAAAAADwAAoTUAAK4BAABADwAArzUAAB8AAACADwAAvDUAALUBAAAAEAAAzTUAALAAAABAEAAA2jUAAAkAAABgEAAA6zUAAAEAAACAEAAA+jUAACAAAADAEAAADTYAAEUAAADIEAAAIzYAAAIAAADgEAAAQDYAAAIAAAAAEQAAWDYAAKoBAABAEQAAazYAAKoBAACAEQAAfjYAAK4BAADAEQAAjTYAAIQBAAAAEgAAnDYAAEkBAABAEgAApTYAAEkBAACAEgAArDYAAEkBAADAEgAAvCUAAEkBAAAAEwAAtDYAAE0BAABAEwAAwzYAALAAAACAEwAA5zAAAJ4BAADAEwAA1jYAAB8AAACAFgAA4TYAAIQBAAAAFwAAwS8AAAkAAABAFwAA7zYAAAkAAABgFwAA+zYAALcBAACAFwAAljAAAJYBAADAFwAABTcAAJYBAAAAGAAAvTAAAAIAAABAGAAAGDcAALgBAACAGAAAKTcAALoBAAAAGQAANDcAAAAAAAcAAAAAAAAAAAAAAAK8AQAAAAAAAAAAAAMAAAAAvQEAAEwAAAALAAAAPjcAAAAAAAcAAAAAAAAAAAAAAAK/AQAAAAAAAAAAAAMAAAAAwAEAAEwAAAAFAAAAAAAAAAAAAAMAAAAAwAEAAEwAAAADAAAATjcAAAoAAAQIAQAAVzcAADcBAAAAAAAAZjcAAL4BAABAAAAAcTcAAFQBAAAAAwAAgzcAAFQBAABAAwAAlzcAAMEBAACAAwAAojcAAMEBAADABAAArTcAAMIBAAAABgAAtzcAAMEBAADABgAAxDcAAAIAAAAACAAA1jcAAAIAAAAgCAAA6DcAAAAAAAcAAAAAAAAAAAAAAALEAQAA+jcAAAAAAAcAAAAAAAAAAAAAAALGAQAADzgAAAEAAAQEAAAAJwMAAAIAAAAAAAAAAAAAAAAAAAMAAAAAAgAAAEwAAAAOAAAAHjgAAAUAAAQ8AAAAKTgAAMkBAAAAAAAAMjgAADUAAADAAQAAPDgAADUAAADIAQAASzgAADUAAADQAQAAWzgAADUAAADYAQAAAAAAAAAAAAMAAAAAAgAAAEwAAAACAAAAcjgAAAEAAAQIAAAAKTgAAMsBAAAAAAAAfTgAAAEAAAQEAAAAJwMAAAIAAAAAAAAAAAAAAAAAAAMAAAAAAgAAAEwAAAAKAAAAiTgAAAEAAAQoAAAAKTgAAM4BAAAAAAAAlTgAAAIAAAQYAAAAoDgAAB8AAAAAAAAAKTgAAMsBAACAAAAArDgAAAcAAASQAAAAtjgAAMgBAAAAAAAAvjgAAMoBAAAgAAAAwjgAAMwBAAAAAgAAxjgAAM0BAABAAgAAyzgAAM0BAABgAgAA0jgAAM8BAACAAgAA1zgAANABAADAAwAA2zgAAAoAAASwAAAA5DgAAEUAAAAAAAAA+TgAADUAAAAIAAAADDkAADUAAAAQAAAAGjkAADUAAAAYAAAAJjkAADUAAAAgAAAANDkAADUAAAAoAAAARDkAAMUBAABAAAAASTkAAMcBAACAAAAAXzkAANEBAADAAAAAazkAAAkAAABABQAAdzkAAAIAAAQIAAAAhjkAAAIAAAAAAAAAjzkAADUAAAAgAAAAmTkAAAAAAAcAAAAAAAAAAAAAAALUAQAApTkAAAAAAAcAAAAAAAAAAAAAAALWAQAAAAAAAAAAAAMAAAAA1wEAAEwAAAACAAAAtDkAAAAAAAcAAAAAAAAAAAAAAALZAQAAAAAAAAAAAAMAAAAA2gEAAEwAAAACAAAAAAAAAAAAAAMAAAAAHwAAAEwAAAACAAAAvTkAAAMAAARAAAAAxzkAANgBAAAAAAAA0TkAANsBAACAAAAA1zkAANwBAAAAAQAA3TkAAAYAAAQQAAAANR8AAE0BAAAAAAAA7jkAAAIAAABAAAAA9DkAADUAAABgAAAA+zkAADUAAABoAAAAAjoAADUAAABwAAAACToAADUAAAB4AAAAAAAAAAAAAAMAAAAA3gEAAEwAAAADAAAAAAAAAAAAAAMAAAAAAgAAAEwAAAAGAAAAEDoAAAYAAAQwAAAAyQgAAJsBAAAAAAAA1AcAAJEBAAAAAQAAJDoAADUAAABAAQAAKzoAADUAAABIAQAAMjoAADUAAABQAQAAOToAADUAAABYAQAAQDoAACIAAATAAwAASzoAAB8AAAAAAAAAVToAAE0BAACAAAAAYToAAE0BAADAAAAAbToAAE0BAAAAAQAAeToAAE0BAABAAQAAhToAAE0BAACAAQAAlzoAAAIAAADAAQAAozoAAAIAAADgAQAArToAAJsBAAAAAgAAvToAAB8AAAAAAwAAyDoAAE0BAACAAwAA1ToAAAIAAADAAwAA5joAAAIAAADgAwAA9DoAAN8BAAAABAAAATsAAOABAACABQAADjsAAJsBAABABgAAHzsAAOEBAABABwAALjsAAB8AAADACAAAOzsAAEkBAABACQAAQDsAAEkBAACACQAASzsAAAQAAADACQAAXzsAAAQAAADgCQAAdDsAAAcAAAAACgAAhzsAAAQAAAAgCgAAmjsAAK8BAABACgAAFx0AAFQBAACACgAAqTsAAKMBAAAADAAAtzsAAKMBAAAAEgAAxTsAALAAAAAAGAAA1TsAAMsAAAAgGAAA8DsAAMsAAABAGAAADDwAALAAAABgGAAAHTwAAIMAAACAGAAALDwAAJ4BAACAGQAAPzwAAAUAAAQgAAAASjwAAAcAAAAAAAAAWzwAAAcAAAAgAAAAZzwAAKMAAABAAAAAdzwAAAYAAACAAAAAUR8AAFQBAADAAAAAhjwAAAIAAAQoAAAA1AcAAIMAAAAAAAAAhgkAAEkAAAAAAQAAiBoAADIAAATAEAAAkDwAAAsAAAAAAAAAmDwAALAAAAAgAAAApzwAAAIAAABAAAAAtDwAAAQAAABgAAAAvDwAALAAAACAAAAAxjwAAAkAAACgAAAAhgkAAB8AAADAAAAA0TwAAB8AAABAAQAA2zwAAA4AAADAAQAA6zwAAA4AAAAAAgAA+DwAAB8AAABAAgAAAj0AAB8AAADAAgAAET0AACoBAABAAwAASBoAABMBAACAAwAAaBkAABUBAADAAwAAHD0AAC0BAAAABAAAJj0AADQBAADABAAAKT0AADUBAABABwAAOD0AADUBAABABwAASj0AAB8AAABABwAAWD0AADcBAADABwAAYT0AADcBAAAACAAAbz0AAEcBAABACAAAdz0AAEkBAACACwAAfD0AAEkBAADACwAAxBwAAEsBAAAADAAAhj0AAE0BAABADAAAlD0AAE0BAACADAAAoz0AACwBAADADAAAsD0AAFABAABADQAAvT0AAAQAAACADQAAxj0AAFIBAADADQAAyCQAAB8AAAAADgAA0z0AAFcBAACADgAA2D0AAGwBAADADwAA3D0AAG0BAACAEwAA4z0AAHEBAADAFAAA5z0AAHQBAADAFQAA7z0AAJ8BAAAAGAAA9D0AALsBAAAAOAAA+T0AAMMBAAAAUgAA/D0AANIBAABAWgAA/z0AANMBAADAXwAAAz4AANUBAAAAYAAABz4AAN0BAABAYAAACz4AAOIBAAAAZAAAED4AABwAAAAAggAAGz4AAOMBAABAggAAID4AAOQBAABAgwAAJD4AAEkBAACAhAAALj4AAAUAAAYEAAAANz4AAAAAAABDPgAAAQAAAFA+AAACAAAAXT4AAAMAAABpPgAABAAAAHU+AAAAAAAIGwAAAIA+AAAAAAAIAwAAAAAAAAACAAAECAAAAIc+AADoAQAAAAAAAJE+AADoAQAAIAAAAAAAAAACAAAFCAAAAJ8+AADnAQAAAAAAAAAAAADpAQAAAAAAAAAAAAAAAAADAAAAABEAAABMAAAAAgAAAAAAAAACAAAFBAAAAKw+AAACAAAAAAAAALU+AADrAQAAAAAAAMM+AAAAAAAIAwAAAM4+AAAAAAAIEQAAAAAAAAACAAAEBAAAANU+AADuAQAAAAAAAN8+AAARAAAAEAAAAAAAAAACAAAFBAAAAOc+AADtAQAAAAAAAAAAAADvAQAAAAAAAAAAAAAAAAAJIAAAAAAAAAACAAAFEAAAAPQ+AABtAAAAAAAAAAI/AABtAAAAAAAAABQ/AAAAAAAHAAAAAAAAAAAAAAAC8wEAAAAAAAABAAAECAAAAIgaAAAjAQAAAAAAABo/AAAAAAAI9QEAAAAAAAAAAAADAAAAADQAAABMAAAAEAAAAAAAAAAAAAADAAAAAO4BAABMAAAACAAAAAAAAAAAAAADAAAAAOgBAABMAAAABAAAAAAAAAADAAAFEAAAACk/AAD3AQAAAAAAADI/AAD4AQAAAAAAADw/AAD5AQAAAAAAAEY/AAABAAAEEAAAAE8/AAD6AQAAAAAAAMgfAAAAAAAHAAAAAAAAAAAAAAAC/AEAAAAAAAADAAAFCAAAAFU/AAABAAAAAAAAAF8/AABJAQAAAAAAAGw/AAD9AQAAAAAAAAAAAAAAAAADAAAAAAcAAABMAAAAAAAAAHY/AAAAAAAHAAAAAAAAAAAAAAACAAIAAHY/AAACAAAEEAAAAJQAAAABAgAAAAAAAEgHAAAGAAAAQAAAAAAAAAACAAAFEAAAAIc/AABtAAAAAAAAAJA/AAACAgAAAAAAAAAAAAADAAAFBAAAAJ8/AAAHAAAAAAAAALA/AAAEAAAAAAAAALw/AAAEAAAAAAAAAAAAAAADAAAFBAAAAMs/AAAEAAAAAAAAANY/AAAEAAAAAAAAAOc/AAAEAAAAAAAAAPY/AAAZAACEiAAAAAAAAADqAQAAAAAAAAAAAADsAQAAQAAAAAAAAADwAQAAYAAAAAJAAAAQAAAAgAAAAA1AAADxAQAAkAAAABdAAAAgAAAAmAAABCFAAAAgAAAAnAAAAS9AAAAgAAAAnQAAATxAAAAgAAAAngAAAUtAAAAHAAAAoAAAAAAAAADyAQAAwAAAAFxAAAD0AQAAQAEAAGVAAAD2AQAAgAEAAG1AAAD7AQAAwAEAAHpAAAD7AQAAQAIAAItAAACAAAAAwAIAAAAAAAD+AQAAAAMAAJZAAAD/AQAAQAMAAAAAAAADAgAAQAMAAKlAAAAQAAAAwAMAAL5AAAAQAAAA0AMAAAAAAAAEAgAA4AMAANNAAAALAAAAAAQAAN5AAAD/AQAAIAQAAAAAAAAFAgAAIAQAAO9AAAAAAAAIBwAAAPVAAAAAAAAHAAAAAAAAAAAAAAACCAIAAAAAAAACAAAEEAAAAJQAAAAJAgAAAAAAAGcBAAAJAgAAQAAAAP1AAAACAAAEEAAAAJQAAAAJAgAAAAAAAGcBAAAJAgAAQAAAAAAAAAACAAAFEAAAAAAAAAAKAgAAAAAAAIYJAAALAgAAAAAAAApBAAADAAAEGAAAAAAAAAAMAgAAAAAAABdBAAADAAAAgAAAANQHAACwAAAAoAAAAAAAAAAEAAAEGAAAABxBAAAJAAAAAAAAADwKAAAHAAAAIAAAAPEcAAAJAgAAQAAAAHcHAAAJAgAAgAAAACdBAAAAAAAHAAAAAAAAAAAAAAACDwIAADFBAAAAAAAHAAAAAAAAAAAAAAACEQIAADtBAAAAAAAHAAAAAAAAAAAAAAACEwIAAAAAAAACAAAFCAAAAEVBAAAUAgAAAAAAAEtBAAAUAgAAAAAAAFVBAAAAAAABCAAAAEAAAAFeQQAAAAAABwAAAAAAAAAAAAAAAhcCAABlQQAAAAAABwAAAAAAAAAAAAAAAhkCAAAAAAAAAAAAAwAAAAAaAgAATAAAAAIAAABxQQAAAgAABBgAAADUBwAAsAAAAAAAAADxHAAAHwAAAEAAAACBQQAAAAAACBwCAAAAAAAAAwAABCAAAACTQQAAsAAAAAAAAACZQQAABwAAACAAAABaIQAAHQIAAEAAAACfQQAAAAAACB4CAAAAAAAAAgAABQgAAACtQQAACQIAAAAAAAC6QQAAeQAAAAAAAADIQQAAAAAACBwAAAAAAAAABQAAhAEAAADaQQAANQAAAAAAAAHtQQAANQAAAAEAAAH9QQAANQAAAAIAAAEKQgAANQAAAAMAAAEYQgAANQAAAAQAAAQAAAAAAwAABQEAAAAmQgAANQAAAAAAAAAyQgAANQAAAAAAAAAAAAAAIgIAAAAAAABEQgAAAAAABwAAAAAAAAAAAAAAAiQCAABLQgAAAwAABBAAAABEQgAAJQIAAAAAAABcQgAABAAAAEAAAABkQgAAEgAAAGAAAABsQgAAAAAABwAAAAAAAAAAAAAAAicCAAB7QgAAAAAABwAAAAAAAAAAAAAAAikCAACOQgAAAAAACHcBAAC/HAAAbQAAhBADAACcQgAABgIAAAAAAACoQgAAdQEAAEAEAADPQgAACQAAAEAEAADYQgAABwIAAGAEAADkQgAADQIAAIAEAADzQgAADQIAAEAFAAAEQwAADgIAAAAGAAAPQwAAdQEAAMAGAAA0QwAAdQEAAMAGAABaQwAAEAIAAMAGAABkQwAABwAAAAAHAAB2QwAABAAAACAHAACHQwAAAgAAAEAHAACSQwAAAgAAAGAHAACdQwAAEgAAAIAHAACxQwAANQAAAJAHAADFQwAANQAAAJgHAADSQwAABwAAAKAHAAAxQQAAEgIAAMAHAAAAAAAAFQIAAAAIAADcQwAABgAAAEAIAADqQwAAFgIAAIAIAAD2QwAABwAAAMAIAAACRAAAdQEAAOAIAAAmRAAAdQEAAOAIAABORAAABwAAAOAIAABVRAAAGAIAAAAJAABfRAAA6wAAAEAJAABoRAAAGwIAAIAJAAByRAAAdQEAAAAKAACYRAAAdQEAAAAKAADBRAAAHwIAAAAKAADJRAAABAAAAAALAADZRAAABwAAACALAADqRAAABAAAAEALAAD1RAAAdQEAAGALAAAcRQAAdQEAAGALAABDRQAABwAAAGALAABURQAACQAAAIALAABiRQAABwAAAKALAABuRQAABwAAAMALAAB9RQAACwAAAOALAACLRQAAAQAAAAAMAAAAAAAAIAIAAEAMAACYRQAADQIAAIAMAACnRQAABAAAAEANAAC+RQAABAAAAGANAADPRQAA5wAAAIANAADXRQAA8wAAAAAOAADgRQAAAQAAAEAPAADvRQAACQAAAIAPAAD4RQAACQAAAKAPAAABRgAAdQEAAMAPAAAmRgAAdQEAAMAPAABMRgAAAQAAAMAPAABfRgAAFgIAAAAQAABrRgAABAAAAEAQAAB3RgAABAAAAGAQAAB/RgAAqQAAAIAQAACGRgAAEgAAAKAQAACSRgAAEgAAALAQAACaRgAAEAIAAMAQAACnRgAAIQIAAAARAAC1RgAAEgAAAEARAADBRgAAEgAAAFARAADRRgAAAgAAAGARAADhRgAAKwEAAIARAADvRgAABAAAAKARAAD5RgAABwAAAMARAAADRwAANQAAAOARAAATRwAARQAAAOgRAAAkRwAAdQEAAPARAABIRwAANQAAAPARAAFYRwAANQAAAPERAAFlRwAANQAAAPIRAAF0RwAANQAAAPMRAAGDRwAANQAAAPgRAACPRwAAAQAAAAASAACdRwAA9AEAAEASAACtRwAAtQEAAIASAAC+RwAABAAAAMASAADNRwAABAAAAOASAADgRwAAAQAAAAATAADnRwAAsAAAAEATAAD0RwAABwAAAGATAAAASAAAbAAAAIATAAAMSAAAhgAAAMATAAAZSAAAMAAAAAAUAAAiSAAABwAAAEAUAAAAAAAAIwIAAGAUAAAxSAAANQAAAGgUAAA8SAAANQAAAHAUAAFUSAAANQAAAHEUAAFsSAAANQAAAHIUAAZ9SAAANQAAAHgUAACNSAAABgAAAIAUAACaSAAABgAAAMAUAACmSAAAJgIAAAAVAACzSAAABgAAAIAVAADDSAAABgAAAMAVAADSSAAABgAAAAAWAADiSAAABgAAAEAWAADxSAAABgAAAIAWAAD9SAAAKAIAAMAWAAANSQAA9wAAAAAXAAAcSQAAKgIAAEAXAAAtSQAAQwAAAIAXAAA0SQAAKwIAAAAYAAA/SQAALAEAAAAYAAAAbG9uZyB1bnNpZ25lZCBpbnQAdW5zaWduZWQgaW50AF9fdTMyAHUzMgB0aHJlYWRfaW5mbwBmbGFncwBzeXNjYWxsX3dvcmsAc3RhdHVzAGNwdQBpbnQAY291bnRlcgBhdG9taWNfdAByZWZjb3VudF9zdHJ1Y3QAcmVmcwByZWZjb3VudF90AGxsaXN0X25vZGUAbmV4dAB1X2ZsYWdzAGFfZmxhZ3MAc2hvcnQgdW5zaWduZWQgaW50AF9fdTE2AHUxNgBfX2NhbGxfc2luZ2xlX25vZGUAbGxpc3QAc3JjAGRzdAB0YXNrX3N0cnVjdABsb2FkX3dlaWdodAB3ZWlnaHQAaW52X3dlaWdodAByYl9ub2RlAF9fcmJfcGFyZW50X2NvbG9yAHJiX3JpZ2h0AHJiX2xlZnQAbG9uZyBsb25nIHVuc2lnbmVkIGludABfX3U2NAB1NjQAbGlzdF9oZWFkAHByZXYAdW5zaWduZWQgY2hhcgBsb25nIGxvbmcgaW50AF9fczY0AHM2NAB2bGFnAHZwcm90AHNjaGVkX2VudGl0eQBjZnNfcnEAc2NoZWRfYXZnAGxhc3RfdXBkYXRlX3RpbWUAbG9hZF9zdW0AcnVubmFibGVfc3VtAHV0aWxfc3VtAHBlcmlvZF9jb250cmliAGxvYWRfYXZnAHJ1bm5hYmxlX2F2ZwB1dGlsX2F2ZwB1dGlsX2VzdABsb2FkAHJ1bl9ub2RlAGRlYWRsaW5lAG1pbl92cnVudGltZQBtaW5fc2xpY2UAbWF4X3NsaWNlAGdyb3VwX25vZGUAb25fcnEAc2NoZWRfZGVsYXllZAByZWxfZGVhZGxpbmUAY3VzdG9tX3NsaWNlAGV4ZWNfc3RhcnQAc3VtX2V4ZWNfcnVudGltZQBwcmV2X3N1bV9leGVjX3J1bnRpbWUAdnJ1bnRpbWUAc2xpY2UAbnJfbWlncmF0aW9ucwBkZXB0aABwYXJlbnQAbXlfcQBydW5uYWJsZV93ZWlnaHQAYXZnAHNjaGVkX3J0X2VudGl0eQBydF9ycQBydW5fbGlzdAB0aW1lb3V0AHdhdGNoZG9nX3N0YW1wAHRpbWVfc2xpY2UAb25fbGlzdABiYWNrAGt0aW1lX3QAdGltZXJxdWV1ZV9ub2RlAG5vZGUAZXhwaXJlcwBocnRpbWVyX2Nsb2NrX2Jhc2UAX191OAB1OABocnRpbWVyAF9zb2Z0ZXhwaXJlcwBmdW5jdGlvbgBiYXNlAHN0YXRlAGlzX3JlbABpc19zb2Z0AGlzX2hhcmQAcnEAZGxfc2VydmVyX3BpY2tfZgBzY2hlZF9kbF9lbnRpdHkAZGxfcnVudGltZQBkbF9kZWFkbGluZQBkbF9wZXJpb2QAZGxfYncAZGxfZGVuc2l0eQBydW50aW1lAGRsX3Rocm90dGxlZABkbF95aWVsZGVkAGRsX25vbl9jb250ZW5kaW5nAGRsX292ZXJydW4AZGxfc2VydmVyAGRsX3NlcnZlcl9hY3RpdmUAZGxfZGVmZXIAZGxfZGVmZXJfYXJtZWQAZGxfZGVmZXJfcnVubmluZwBkbF90aW1lcgBpbmFjdGl2ZV90aW1lcgBzZXJ2ZXJfcGlja190YXNrAHBpX3NlAHNjaGVkX2NsYXNzAHRhc2tfZ3JvdXAAY2FsbGJhY2tfaGVhZABmdW5jAF9Cb29sAGJvb2wAc2NoZWRfc3RhdGlzdGljcwBobGlzdF9ub2RlAGhsaXN0X2hlYWQAZmlyc3QAY3B1bWFzawBfX0FSUkFZX1NJWkVfVFlQRV9fAGJpdHMAY3B1bWFza190AGJsb2NrZWQAbmVlZF9xcwBleHBfaGludABuZWVkX21iAHJjdV9zcGVjaWFsAGIAcwByY3Vfbm9kZQBzY2hlZF9pbmZvAHBjb3VudABydW5fZGVsYXkAbWF4X3J1bl9kZWxheQBtaW5fcnVuX2RlbGF5AGxhc3RfYXJyaXZhbABsYXN0X3F1ZXVlZABwbGlzdF9ub2RlAHByaW8AcHJpb19saXN0AG5vZGVfbGlzdABtbV9zdHJ1Y3QAYWRkcmVzc19zcGFjZQB1YWRkcgB2YWwAYml0c2V0AHRpbWUAdWFkZHIyAF9fa2VybmVsX2Nsb2NraWRfdABjbG9ja2lkX3QAdGltZXNwZWNfdHlwZQBUVF9OT05FAFRUX05BVElWRQBUVF9DT01QQVQAX19rZXJuZWxfdGltZXNwZWMAb2xkX3RpbWVzcGVjMzIAcm10cABjb21wYXRfcm10cABjbG9ja2lkAHR5cGUAcG9sbGZkAHVmZHMAbmZkcwBoYXNfdGltZW91dAB0dl9zZWMAdHZfbnNlYwBmdXRleABuYW5vc2xlZXAAcG9sbAByZXN0YXJ0X2Jsb2NrAGFyY2hfZGF0YQBmbgBfX2tlcm5lbF9waWRfdABwaWRfdABwaWQAcHByZXYAY29tcGxldGlvbgBsb2NrZWQAcGVuZGluZwBsb2NrZWRfcGVuZGluZwB0YWlsAHFzcGlubG9jawBhcmNoX3NwaW5sb2NrX3QAcmF3X3NwaW5sb2NrAHJhd19sb2NrAHJhd19zcGlubG9ja190AHByZXZfY3B1dGltZQB1dGltZQBzdGltZQBsb2NrAHJiX3Jvb3QAcmJfcm9vdF9jYWNoZWQAcmJfbGVmdG1vc3QAdGltZXJxdWV1ZV9oZWFkAHBvc2l4X2NwdXRpbWVyX2Jhc2UAbmV4dGV2dAB0cWhlYWQAcG9zaXhfY3B1dGltZXJzAGJhc2VzAHRpbWVyc19hY3RpdmUAZXhwaXJ5X2FjdGl2ZQBhdG9taWM2NF90AGF0b21pY19sb25nX3QAb3B0aW1pc3RpY19zcGluX3F1ZXVlAG11dGV4AG93bmVyAHdhaXRfbG9jawBvc3EAd2FpdF9saXN0AHBvc2l4X2NwdXRpbWVyc193b3JrAHdvcmsAc2NoZWR1bGVkAGNyZWQAa2V5AGNoYXIAbmFtZWlkYXRhAHNlbV91bmRvX2xpc3QAc3lzdl9zZW0AdW5kb19saXN0AHN5c3Zfc2htAHNobV9jbGlzdABmc19zdHJ1Y3QAZmlsZXNfc3RydWN0AGlvX3VyaW5nX3Rhc2sAbnNwcm94eQBzaWduYWxfc3RydWN0AHNpZ2hhbmRfc3RydWN0AHNpZwBzaWdzZXRfdABzaWdwZW5kaW5nAGxpc3QAc2lnbmFsAF9fa2VybmVsX3Vsb25nX3QAX19rZXJuZWxfc2l6ZV90AHNpemVfdABhdWRpdF9jb250ZXh0AF9fa2VybmVsX3VpZDMyX3QAdWlkX3QAa3VpZF90AHNlY2NvbXBfZmlsdGVyAHNlY2NvbXAAbW9kZQBmaWx0ZXJfY291bnQAZmlsdGVyAHN5c2NhbGxfdXNlcl9kaXNwYXRjaABzZWxlY3RvcgBvZmZzZXQAbGVuAG9uX2Rpc3BhdGNoAHJsb2NrAHNwaW5sb2NrAHNwaW5sb2NrX3QAd2FrZV9xX25vZGUAcnRfbXV0ZXhfd2FpdGVyAGJpb19saXN0AGJsa19wbHVnAHJlY2xhaW1fc3RhdGUAaW9fY29udGV4dABjYXB0dXJlX2NvbnRyb2wAa2VybmVsX3NpZ2luZm8AdGFza19pb19hY2NvdW50aW5nAHJjaGFyAHdjaGFyAHN5c2NyAHN5c2N3AHJlYWRfYnl0ZXMAd3JpdGVfYnl0ZXMAY2FuY2VsbGVkX3dyaXRlX2J5dGVzAG5vZGVtYXNrX3QAc2VxY291bnQAc2VxdWVuY2UAc2VxY291bnRfdABzZXFjb3VudF9zcGlubG9jawBzZXFjb3VudF9zcGlubG9ja190AGNzc19zZXQAcm9idXN0X2xpc3RfaGVhZABjb21wYXRfcm9idXN0X2xpc3RfaGVhZABmdXRleF9waV9zdGF0ZQBwZXJmX2V2ZW50X2NvbnRleHQAcGVyZl9jdHhfZGF0YQBtZW1wb2xpY3kAc2hvcnQgaW50AG51bWFfZ3JvdXAAcnNlcQBhcmNoX3RsYmZsdXNoX3VubWFwX2JhdGNoAHVubWFwcGVkX3BhZ2VzAHRsYmZsdXNoX3VubWFwX2JhdGNoAGFyY2gAZmx1c2hfcmVxdWlyZWQAd3JpdGFibGUAcGlwZV9pbm9kZV9pbmZvAHBhZ2UAcGFnZV9mcmFnAHNpemUAdGFza19kZWxheV9pbmZvAG1lbV9jZ3JvdXAAb2JqX2Nncm91cABnZW5kaXNrAHVwcm9iZV90YXNrAGttYXBfY3RybAB0aW1lcl9saXN0AGVudHJ5AHZtX3N0cnVjdABicGZfbG9jYWxfc3RvcmFnZQBicGZfcnVuX2N0eABicGZfbmV0X2NvbnRleHQAdW53aW5kX2NhY2hlAGNudAB1bndpbmRfdGFza19pZABpZAB1bndpbmRfdGFza19pbmZvAHVud2luZF9tYXNrAGNhY2hlAGRlc2Nfc3RydWN0AGxpbWl0MABiYXNlMABiYXNlMQBkcGwAcABsaW1pdDEAYXZsAGwAZABnAGJhc2UyAHBlcmZfZXZlbnQAaW9fYml0bWFwAHRocmVhZF9zdHJ1Y3QAdGxzX2FycmF5AHNwAGVzAGRzAGZzaW5kZXgAZ3NpbmRleABmc2Jhc2UAZ3NiYXNlAHB0cmFjZV9icHMAdmlydHVhbF9kcjYAcHRyYWNlX2RyNwBjcjIAdHJhcF9ucgBlcnJvcl9jb2RlAGlvcGxfZW11bABpb3BsX3dhcm4AcGtydQBfX3N0YXRlAHNhdmVkX3N0YXRlAHN0YWNrAHVzYWdlAHB0cmFjZQBvbl9jcHUAd2FrZV9lbnRyeQB3YWtlZV9mbGlwcwB3YWtlZV9mbGlwX2RlY2F5X3RzAGxhc3Rfd2FrZWUAcmVjZW50X3VzZWRfY3B1AHdha2VfY3B1AHN0YXRpY19wcmlvAG5vcm1hbF9wcmlvAHJ0X3ByaW9yaXR5AHNlAHJ0AGRsAHNjaGVkX3Rhc2tfZ3JvdXAAc2NoZWRfdGhyb3R0bGVfd29yawB0aHJvdHRsZV9ub2RlAHRocm90dGxlZABzdGF0cwBwcmVlbXB0X25vdGlmaWVycwBidHJhY2Vfc2VxAHBvbGljeQBtYXhfYWxsb3dlZF9jYXBhY2l0eQBucl9jcHVzX2FsbG93ZWQAY3B1c19wdHIAdXNlcl9jcHVzX3B0cgBjcHVzX21hc2sAbWlncmF0aW9uX3BlbmRpbmcAbWlncmF0aW9uX2Rpc2FibGVkAG1pZ3JhdGlvbl9mbGFncwByY3VfcmVhZF9sb2NrX25lc3RpbmcAcmN1X3JlYWRfdW5sb2NrX3NwZWNpYWwAcmN1X25vZGVfZW50cnkAcmN1X2Jsb2NrZWRfbm9kZQByY3VfdGFza3NfbnZjc3cAcmN1X3Rhc2tzX2hvbGRvdXQAcmN1X3Rhc2tzX2lkeAByY3VfdGFza3NfaWRsZV9jcHUAcmN1X3Rhc2tzX2hvbGRvdXRfbGlzdAByY3VfdGFza3NfZXhpdF9jcHUAcmN1X3Rhc2tzX2V4aXRfbGlzdAB0cmNfcmVhZGVyX25lc3RpbmcAdHJjX2lwaV90b19jcHUAdHJjX3JlYWRlcl9zcGVjaWFsAHRyY19ob2xkb3V0X2xpc3QAdHJjX2Jsa2Rfbm9kZQB0cmNfYmxrZF9jcHUAdGFza3MAcHVzaGFibGVfdGFza3MAcHVzaGFibGVfZGxfdGFza3MAbW0AYWN0aXZlX21tAGZhdWx0c19kaXNhYmxlZF9tYXBwaW5nAGV4aXRfc3RhdGUAZXhpdF9jb2RlAGV4aXRfc2lnbmFsAHBkZWF0aF9zaWduYWwAam9iY3RsAHBlcnNvbmFsaXR5AHNjaGVkX3Jlc2V0X29uX2ZvcmsAc2NoZWRfY29udHJpYnV0ZXNfdG9fbG9hZABzY2hlZF9taWdyYXRlZABzY2hlZF90YXNrX2hvdABzY2hlZF9yZW1vdGVfd2FrZXVwAHNjaGVkX3J0X211dGV4AHVzZXJfZHVtcGFibGUAaW5fZXhlY3ZlAGluaXRfcHJpdmF0ZV9mb3JrX2NsYXNzAGluX2lvd2FpdAByZXN0b3JlX3NpZ21hc2sAaW5fdXNlcl9mYXVsdABub19jZ3JvdXBfbWlncmF0aW9uAGZyb3plbgB1c2VfbWVtZGVsYXkAaW5fbWVtc3RhbGwAaW5fZXZlbnRmZAByZXBvcnRlZF9zcGxpdF9sb2NrAGluX3RocmFzaGluZwBpbl9uZl9kdXBsaWNhdGUAYXRvbWljX2ZsYWdzAHRnaWQAc3RhY2tfY2FuYXJ5AHJlYWxfcGFyZW50AGNoaWxkcmVuAHNpYmxpbmcAZ3JvdXBfbGVhZGVyAHB0cmFjZWQAcHRyYWNlX2VudHJ5AHRocmVhZF9waWQAcGlkX2xpbmtzAHRocmVhZF9ub2RlAHZmb3JrX2RvbmUAc2V0X2NoaWxkX3RpZABjbGVhcl9jaGlsZF90aWQAd29ya2VyX3ByaXZhdGUAZ3RpbWUAbnZjc3cAbml2Y3N3AHN0YXJ0X3RpbWUAc3RhcnRfYm9vdHRpbWUAbWluX2ZsdABtYWpfZmx0AHB0cmFjZXJfY3JlZAByZWFsX2NyZWQAY2FjaGVkX3JlcXVlc3RlZF9rZXkAY29tbQBzeXN2c2VtAHN5c3ZzaG0AbGFzdF9zd2l0Y2hfY291bnQAbGFzdF9zd2l0Y2hfdGltZQBmcwBmaWxlcwBpb191cmluZwBzaWdoYW5kAHJlYWxfYmxvY2tlZABzYXZlZF9zaWdtYXNrAHNhc19zc19zcABzYXNfc3Nfc2l6ZQBzYXNfc3NfZmxhZ3MAdGFza193b3JrcwBsb2dpbnVpZABzZXNzaW9uaWQAc3lzY2FsbF9kaXNwYXRjaABwYXJlbnRfZXhlY19pZABzZWxmX2V4ZWNfaWQAYWxsb2NfbG9jawBwaV9sb2NrAHdha2VfcQBwaV93YWl0ZXJzAHBpX3RvcF90YXNrAHBpX2Jsb2NrZWRfb24AYmxvY2tlZF9vbgBibG9ja2VyAGpvdXJuYWxfaW5mbwBwbHVnAHB0cmFjZV9tZXNzYWdlAGxhc3Rfc2lnaW5mbwBpb2FjAHBzaV9mbGFncwBhY2N0X3Jzc19tZW0xAGFjY3Rfdm1fbWVtMQBhY2N0X3RpbWV4cGQAbWVtc19hbGxvd2VkAG1lbXNfYWxsb3dlZF9zZXEAY3B1c2V0X21lbV9zcHJlYWRfcm90b3IAY2dyb3VwcwBjZ19saXN0AHJvYnVzdF9saXN0AGNvbXBhdF9yb2J1c3RfbGlzdABwaV9zdGF0ZV9saXN0AHBpX3N0YXRlX2NhY2hlAGZ1dGV4X2V4aXRfbXV0ZXgAZnV0ZXhfc3RhdGUAcGVyZl9yZWN1cnNpb24AcGVyZl9ldmVudF9jdHhwAHBlcmZfZXZlbnRfbXV0ZXgAcGVyZl9ldmVudF9saXN0AGlsX3ByZXYAaWxfd2VpZ2h0AHByZWZfbm9kZV9mb3JrAG51bWFfc2Nhbl9zZXEAbnVtYV9zY2FuX3BlcmlvZABudW1hX3NjYW5fcGVyaW9kX21heABudW1hX3ByZWZlcnJlZF9uaWQAbnVtYV9taWdyYXRlX3JldHJ5AG5vZGVfc3RhbXAAbGFzdF90YXNrX251bWFfcGxhY2VtZW50AGxhc3Rfc3VtX2V4ZWNfcnVudGltZQBudW1hX3dvcmsAbnVtYV9mYXVsdHMAdG90YWxfbnVtYV9mYXVsdHMAbnVtYV9mYXVsdHNfbG9jYWxpdHkAbnVtYV9wYWdlc19taWdyYXRlZAByc2VxX2xlbgByc2VxX3NpZwByc2VxX2V2ZW50X21hc2sAbW1fY2lkAGxhc3RfbW1fY2lkAG1pZ3JhdGVfZnJvbV9jcHUAbW1fY2lkX2FjdGl2ZQBjaWRfd29yawB0bGJfdWJjAHNwbGljZV9waXBlAHRhc2tfZnJhZwBkZWxheXMAbnJfZGlydGllZABucl9kaXJ0aWVkX3BhdXNlAGRpcnR5X3BhdXNlZF93aGVuAHRpbWVyX3NsYWNrX25zAGRlZmF1bHRfdGltZXJfc2xhY2tfbnMAdHJhY2VfcmVjdXJzaW9uAG1lbWNnX2luX29vbQBtZW1jZ19ucl9wYWdlc19vdmVyX2hpZ2gAYWN0aXZlX21lbWNnAG9iamNnAHRocm90dGxlX2Rpc2sAdXRhc2sAcmN1AHJjdV91c2VycwBwYWdlZmF1bHRfZGlzYWJsZWQAb29tX3JlYXBlcl9saXN0AG9vbV9yZWFwZXJfdGltZXIAc3RhY2tfdm1fYXJlYQBzdGFja19yZWZjb3VudABzZWN1cml0eQBicGZfc3RvcmFnZQBicGZfY3R4AGtzdGFja19vZmZzZXQAbDFkX2ZsdXNoX2tpbGwAdW53aW5kX2luZm8AdGhyZWFkAF9fa2VybmVsX2dpZDMyX3QAZ2lkX3QAa2dpZF90AGtlcm5lbF9jYXBfdAB1c2VyX3N0cnVjdAB1c2VyX25hbWVzcGFjZQB1Y291bnRzAGdyb3VwX2luZm8Abm9uX3JjdQB1aWQAZ2lkAHN1aWQAc2dpZABldWlkAGVnaWQAZnN1aWQAZnNnaWQAc2VjdXJlYml0cwBjYXBfaW5oZXJpdGFibGUAY2FwX3Blcm1pdHRlZABjYXBfZWZmZWN0aXZlAGNhcF9ic2V0AGNhcF9hbWJpZW50AGppdF9rZXlyaW5nAHNlc3Npb25fa2V5cmluZwBwcm9jZXNzX2tleXJpbmcAdGhyZWFkX2tleXJpbmcAcmVxdWVzdF9rZXlfYXV0aAB1c2VyAHVzZXJfbnMAdXRzX25hbWVzcGFjZQBpcGNfbmFtZXNwYWNlAG1udF9uYW1lc3BhY2UAcGlkX25hbWVzcGFjZQBuZXQAdGltZV9uYW1lc3BhY2UAY2dyb3VwX25hbWVzcGFjZQBjb3VudAB1dHNfbnMAaXBjX25zAG1udF9ucwBwaWRfbnNfZm9yX2NoaWxkcmVuAG5ldF9ucwB0aW1lX25zAHRpbWVfbnNfZm9yX2NoaWxkcmVuAGNncm91cF9ucwBrZXlfdGFnAGdmcF90AHhhcnJheQB4YV9sb2NrAHhhX2ZsYWdzAHhhX2hlYWQAaWRyAGlkcl9ydABpZHJfYmFzZQBpZHJfbmV4dABkZW50cnkAcHJvY19uc19vcGVyYXRpb25zAG5zX2lkAG5zX3RyZWVfbm9kZQBuc19saXN0X25vZGUAbnNfcmN1AG5zX2NvbW1vbgBuc190eXBlAHN0YXNoZWQAb3BzAGludW0AX19uc19yZWYAcmVmX3RyYWNrZXJfZGlyAHByb2NfZGlyX2VudHJ5AGN0bF90YWJsZQBjdGxfdGFibGVfc2l6ZQB1c2VkAG5yZWcAY3RsX3RhYmxlX3Jvb3QAY3RsX3RhYmxlX3NldABjdGxfZGlyAGN0bF9ub2RlAFNZU0NUTF9UQUJMRV9UWVBFX0RFRkFVTFQAU1lTQ1RMX1RBQkxFX1RZUEVfUEVSTUFORU5UTFlfRU1QVFkAY3RsX3RhYmxlX2hlYWRlcgB1bnJlZ2lzdGVyaW5nAGN0bF90YWJsZV9hcmcAcm9vdABzZXQAaW5vZGVzAGhlYWRlcgBpc19zZWVuAGRpcgBzb2NrAHVldmVudF9zb2NrAG5vdGlmaWVyX2Jsb2NrAHJhd19ub3RpZmllcl9oZWFkAGhlYWQAbmV0X2RldmljZQBwcm90X2ludXNlAG5ldG5zX2NvcmUAc3lzY3RsX2hkcgBzeXNjdGxfc29tYXhjb25uAHN5c2N0bF9vcHRtZW1fbWF4AHN5c2N0bF90eHJlaGFzaABzeXNjdGxfdHN0YW1wX2FsbG93X2RhdGEAcnBzX2RlZmF1bHRfbWFzawBpcHN0YXRzX21pYgB0Y3BfbWliAGxpbnV4X21pYgB1ZHBfbWliAGxpbnV4X3hmcm1fbWliAG1wdGNwX21pYgBpY21wX21pYgBpY21wbXNnX21pYgBpY21wdjZfbWliAGljbXB2Nm1zZ19taWIAbmV0bnNfbWliAGlwX3N0YXRpc3RpY3MAaXB2Nl9zdGF0aXN0aWNzAHRjcF9zdGF0aXN0aWNzAG5ldF9zdGF0aXN0aWNzAHVkcF9zdGF0aXN0aWNzAHVkcF9zdGF0c19pbjYAeGZybV9zdGF0aXN0aWNzAG1wdGNwX3N0YXRpc3RpY3MAdWRwbGl0ZV9zdGF0aXN0aWNzAHVkcGxpdGVfc3RhdHNfaW42AGljbXBfc3RhdGlzdGljcwBpY21wbXNnX3N0YXRpc3RpY3MAaWNtcHY2X3N0YXRpc3RpY3MAaWNtcHY2bXNnX3N0YXRpc3RpY3MAcHJvY19uZXRfZGV2c25tcDYAbmV0bnNfcGFja2V0AHNrbGlzdF9sb2NrAHNrbGlzdAB1bml4X3RhYmxlAGxvY2tzAGJ1Y2tldHMAbmV0bnNfdW5peAB0YWJsZQBzeXNjdGxfbWF4X2RncmFtX3FsZW4AY3RsAHJ3X3NlbWFwaG9yZQBibG9ja2luZ19ub3RpZmllcl9oZWFkAHJ3c2VtAG5ldG5zX25leHRob3AAZGV2aGFzaABzZXEAbGFzdF9pZF9hbGxvY2F0ZWQAbm90aWZpZXJfY2hhaW4AaW5ldF9oYXNoaW5mbwBpbmV0X3RpbWV3YWl0X2RlYXRoX3JvdwB0d19yZWZjb3VudABoYXNoaW5mbwBzeXNjdGxfbWF4X3R3X2J1Y2tldHMAdWRwX3RhYmxlAHVkcF90dW5uZWxfZ3JvAHNrAGlwdjRfZGV2Y29uZgBpcF9yYV9jaGFpbgBmaWJfcnVsZXNfb3BzAGZpYl90YWJsZQBpbmV0X3BlZXJfYmFzZQBmcWRpcgBsb2NhbF9wb3J0cwByYW5nZQB3YXJuZWQAdGNwX2Nvbmdlc3Rpb25fb3BzAHRjcF9mYXN0b3Blbl9jb250ZXh0AHNlcWxvY2tfdABwaW5nX2dyb3VwX3JhbmdlAHN5c2N0bF9maWJfbXVsdGlwYXRoX2hhc2hfc2VlZAB1c2VyX3NlZWQAbXBfc2VlZABmaWJfbm90aWZpZXJfb3BzAHNpcGhhc2hfa2V5X3QAd29ya19mdW5jX3QAd29ya19zdHJ1Y3QAZGF0YQB3b3JrcXVldWVfc3RydWN0AGRlbGF5ZWRfd29yawB0aW1lcgB3cQBuZXRuc19pcHY0AF9fY2FjaGVsaW5lX2dyb3VwX2JlZ2luX19uZXRuc19pcHY0X3JlYWRfdHgAc3lzY3RsX3RjcF9lYXJseV9yZXRyYW5zAHN5c2N0bF90Y3BfdHNvX3dpbl9kaXZpc29yAHN5c2N0bF90Y3BfdHNvX3J0dF9sb2cAc3lzY3RsX3RjcF9hdXRvY29ya2luZwBzeXNjdGxfdGNwX21pbl9zbmRfbXNzAHN5c2N0bF90Y3Bfbm90c2VudF9sb3dhdABzeXNjdGxfdGNwX2xpbWl0X291dHB1dF9ieXRlcwBzeXNjdGxfdGNwX21pbl9ydHRfd2xlbgBzeXNjdGxfdGNwX3dtZW0Ac3lzY3RsX2lwX2Z3ZF91c2VfcG10dQBfX2NhY2hlbGluZV9ncm91cF9lbmRfX25ldG5zX2lwdjRfcmVhZF90eABfX2NhY2hlbGluZV9ncm91cF9iZWdpbl9fbmV0bnNfaXB2NF9yZWFkX3R4cngAc3lzY3RsX3RjcF9tb2RlcmF0ZV9yY3ZidWYAX19jYWNoZWxpbmVfZ3JvdXBfZW5kX19uZXRuc19pcHY0X3JlYWRfdHhyeABfX2NhY2hlbGluZV9ncm91cF9iZWdpbl9fbmV0bnNfaXB2NF9yZWFkX3J4AHN5c2N0bF9pcF9lYXJseV9kZW11eABzeXNjdGxfdGNwX2Vhcmx5X2RlbXV4AHN5c2N0bF90Y3BfbDNtZGV2X2FjY2VwdABzeXNjdGxfdGNwX3Jlb3JkZXJpbmcAc3lzY3RsX3RjcF9ybWVtAF9fY2FjaGVsaW5lX2dyb3VwX2VuZF9fbmV0bnNfaXB2NF9yZWFkX3J4AF9fY2FjaGVsaW5lX2dyb3VwX2JlZ2luX19pY21wAGljbXBfZ2xvYmFsX2NyZWRpdABpY21wX2dsb2JhbF9zdGFtcABfX2NhY2hlbGluZV9ncm91cF9lbmRfX2ljbXAAX19jYWNoZWxpbmVfZ3JvdXBfcGFkX19pY21wAHRjcF9kZWF0aF9yb3cAZm9yd19oZHIAZnJhZ3NfaGRyAGlwdjRfaGRyAHJvdXRlX2hkcgB4ZnJtNF9oZHIAZGV2Y29uZl9hbGwAZGV2Y29uZl9kZmx0AHJhX2NoYWluAHJhX211dGV4AHJ1bGVzX29wcwBmaWJfbWFpbgBmaWJfZGVmYXVsdABmaWJfcnVsZXNfcmVxdWlyZV9mbGRpc3NlY3QAZmliX2hhc19jdXN0b21fcnVsZXMAZmliX2hhc19jdXN0b21fbG9jYWxfcm91dGVzAGZpYl9vZmZsb2FkX2Rpc2FibGVkAHN5c2N0bF90Y3Bfc2hyaW5rX3dpbmRvdwBmaWJfbnVtX3RjbGFzc2lkX3VzZXJzAGZpYl90YWJsZV9oYXNoAGZpYm5sAGZpYl9pbmZvX2hhc2gAZmliX2luZm9faGFzaF9iaXRzAGZpYl9pbmZvX2NudABtY19hdXRvam9pbl9zawBwZWVycwBzeXNjdGxfaWNtcF9lY2hvX2lnbm9yZV9hbGwAc3lzY3RsX2ljbXBfZWNob19lbmFibGVfcHJvYmUAc3lzY3RsX2ljbXBfZWNob19pZ25vcmVfYnJvYWRjYXN0cwBzeXNjdGxfaWNtcF9pZ25vcmVfYm9ndXNfZXJyb3JfcmVzcG9uc2VzAHN5c2N0bF9pY21wX2Vycm9yc191c2VfaW5ib3VuZF9pZmFkZHIAc3lzY3RsX2ljbXBfcmF0ZWxpbWl0AHN5c2N0bF9pY21wX3JhdGVtYXNrAHN5c2N0bF9pY21wX21zZ3NfcGVyX3NlYwBzeXNjdGxfaWNtcF9tc2dzX2J1cnN0AGlwX3J0X21pbl9wbXR1AGlwX3J0X210dV9leHBpcmVzAGlwX3J0X21pbl9hZHZtc3MAaXBfbG9jYWxfcG9ydHMAc3lzY3RsX3RjcF9lY24Ac3lzY3RsX3RjcF9lY25fb3B0aW9uAHN5c2N0bF90Y3BfZWNuX29wdGlvbl9iZWFjb24Ac3lzY3RsX3RjcF9lY25fZmFsbGJhY2sAc3lzY3RsX2lwX2RlZmF1bHRfdHRsAHN5c2N0bF9pcF9ub19wbXR1X2Rpc2MAc3lzY3RsX2lwX2Z3ZF91cGRhdGVfcHJpb3JpdHkAc3lzY3RsX2lwX25vbmxvY2FsX2JpbmQAc3lzY3RsX2lwX2F1dG9iaW5kX3JldXNlAHN5c2N0bF9pcF9keW5hZGRyAHN5c2N0bF9yYXdfbDNtZGV2X2FjY2VwdABzeXNjdGxfdWRwX2Vhcmx5X2RlbXV4AHN5c2N0bF9uZXh0aG9wX2NvbXBhdF9tb2RlAHN5c2N0bF9md21hcmtfcmVmbGVjdABzeXNjdGxfdGNwX2Z3bWFya19hY2NlcHQAc3lzY3RsX3RjcF9tdHVfcHJvYmluZwBzeXNjdGxfdGNwX210dV9wcm9iZV9mbG9vcgBzeXNjdGxfdGNwX2Jhc2VfbXNzAHN5c2N0bF90Y3BfcHJvYmVfdGhyZXNob2xkAHN5c2N0bF90Y3BfcHJvYmVfaW50ZXJ2YWwAc3lzY3RsX3RjcF9rZWVwYWxpdmVfdGltZQBzeXNjdGxfdGNwX2tlZXBhbGl2ZV9pbnR2bABzeXNjdGxfdGNwX2tlZXBhbGl2ZV9wcm9iZXMAc3lzY3RsX3RjcF9zeW5fcmV0cmllcwBzeXNjdGxfdGNwX3N5bmFja19yZXRyaWVzAHN5c2N0bF90Y3Bfc3luY29va2llcwBzeXNjdGxfdGNwX21pZ3JhdGVfcmVxAHN5c2N0bF90Y3BfY29tcF9zYWNrX25yAHN5c2N0bF90Y3BfYmFja2xvZ19hY2tfZGVmZXIAc3lzY3RsX3RjcF9waW5ncG9uZ190aHJlc2gAc3lzY3RsX3RjcF9yZXRyaWVzMQBzeXNjdGxfdGNwX3JldHJpZXMyAHN5c2N0bF90Y3Bfb3JwaGFuX3JldHJpZXMAc3lzY3RsX3RjcF90d19yZXVzZQBzeXNjdGxfdGNwX3R3X3JldXNlX2RlbGF5AHN5c2N0bF90Y3BfZmluX3RpbWVvdXQAc3lzY3RsX3RjcF9zYWNrAHN5c2N0bF90Y3Bfd2luZG93X3NjYWxpbmcAc3lzY3RsX3RjcF90aW1lc3RhbXBzAHN5c2N0bF90Y3BfcnRvX21pbl91cwBzeXNjdGxfdGNwX3J0b19tYXhfbXMAc3lzY3RsX3RjcF9yZWNvdmVyeQBzeXNjdGxfdGNwX3RoaW5fbGluZWFyX3RpbWVvdXRzAHN5c2N0bF90Y3Bfc2xvd19zdGFydF9hZnRlcl9pZGxlAHN5c2N0bF90Y3BfcmV0cmFuc19jb2xsYXBzZQBzeXNjdGxfdGNwX3N0ZHVyZwBzeXNjdGxfdGNwX3JmYzEzMzcAc3lzY3RsX3RjcF9hYm9ydF9vbl9vdmVyZmxvdwBzeXNjdGxfdGNwX2ZhY2sAc3lzY3RsX3RjcF9tYXhfcmVvcmRlcmluZwBzeXNjdGxfdGNwX2Fkdl93aW5fc2NhbGUAc3lzY3RsX3RjcF9kc2FjawBzeXNjdGxfdGNwX2FwcF93aW4Ac3lzY3RsX3RjcF9mcnRvAHN5c2N0bF90Y3Bfbm9tZXRyaWNzX3NhdmUAc3lzY3RsX3RjcF9ub19zc3RocmVzaF9tZXRyaWNzX3NhdmUAc3lzY3RsX3RjcF93b3JrYXJvdW5kX3NpZ25lZF93aW5kb3dzAHN5c2N0bF90Y3BfY2hhbGxlbmdlX2Fja19saW1pdABzeXNjdGxfdGNwX21pbl90c29fc2VncwBzeXNjdGxfdGNwX3JlZmxlY3RfdG9zAHN5c2N0bF90Y3BfaW52YWxpZF9yYXRlbGltaXQAc3lzY3RsX3RjcF9wYWNpbmdfc3NfcmF0aW8Ac3lzY3RsX3RjcF9wYWNpbmdfY2FfcmF0aW8Ac3lzY3RsX3RjcF9jaGlsZF9laGFzaF9lbnRyaWVzAHN5c2N0bF90Y3BfY29tcF9zYWNrX2RlbGF5X25zAHN5c2N0bF90Y3BfY29tcF9zYWNrX3NsYWNrX25zAHN5c2N0bF9tYXhfc3luX2JhY2tsb2cAc3lzY3RsX3RjcF9mYXN0b3BlbgB0Y3BfY29uZ2VzdGlvbl9jb250cm9sAHRjcF9mYXN0b3Blbl9jdHgAc3lzY3RsX3RjcF9mYXN0b3Blbl9ibGFja2hvbGVfdGltZW91dAB0Zm9fYWN0aXZlX2Rpc2FibGVfdGltZXMAdGZvX2FjdGl2ZV9kaXNhYmxlX3N0YW1wAHRjcF9jaGFsbGVuZ2VfdGltZXN0YW1wAHRjcF9jaGFsbGVuZ2VfY291bnQAc3lzY3RsX3RjcF9wbGJfZW5hYmxlZABzeXNjdGxfdGNwX3BsYl9pZGxlX3JlaGFzaF9yb3VuZHMAc3lzY3RsX3RjcF9wbGJfcmVoYXNoX3JvdW5kcwBzeXNjdGxfdGNwX3BsYl9zdXNwZW5kX3J0b19zZWMAc3lzY3RsX3RjcF9wbGJfY29uZ190aHJlc2gAc3lzY3RsX3VkcF93bWVtX21pbgBzeXNjdGxfdWRwX3JtZW1fbWluAHN5c2N0bF9maWJfbm90aWZ5X29uX2ZsYWdfY2hhbmdlAHN5c2N0bF90Y3Bfc3luX2xpbmVhcl90aW1lb3V0cwBzeXNjdGxfdWRwX2wzbWRldl9hY2NlcHQAc3lzY3RsX2lnbXBfbGxtX3JlcG9ydHMAc3lzY3RsX2lnbXBfbWF4X21lbWJlcnNoaXBzAHN5c2N0bF9pZ21wX21heF9tc2YAc3lzY3RsX2lnbXBfcXJ2AHBpbmdfcG9ydF9yb3ZlcgBkZXZfYWRkcl9nZW5pZABzeXNjdGxfdWRwX2NoaWxkX2hhc2hfZW50cmllcwBzeXNjdGxfbG9jYWxfcmVzZXJ2ZWRfcG9ydHMAc3lzY3RsX2lwX3Byb3Rfc29jawBtcl90YWJsZXMAbXJfcnVsZXNfb3BzAHN5c2N0bF9maWJfbXVsdGlwYXRoX2hhc2hfZmllbGRzAHN5c2N0bF9maWJfbXVsdGlwYXRoX3VzZV9uZWlnaABzeXNjdGxfZmliX211bHRpcGF0aF9oYXNoX3BvbGljeQBub3RpZmllcl9vcHMAZmliX3NlcQBpcG1yX25vdGlmaWVyX29wcwBpcG1yX3NlcQBydF9nZW5pZABpcF9pZF9rZXkAaW5ldF9hZGRyX2xzdABhZGRyX2Noa193b3JrAGttZW1fY2FjaGUAcGVyY3B1X2NvdW50ZXIAY291bnRlcnMAZHN0X29wcwBmYW1pbHkAZ2NfdGhyZXNoAGdjAGNoZWNrAGRlZmF1bHRfYWR2bXNzAG10dQBjb3dfbWV0cmljcwBkZXN0cm95AGlmZG93bgBuZWdhdGl2ZV9hZHZpY2UAbGlua19mYWlsdXJlAHVwZGF0ZV9wbXR1AHJlZGlyZWN0AGxvY2FsX291dABuZWlnaF9sb29rdXAAY29uZmlybV9uZWlnaABrbWVtX2NhY2hlcABwY3B1Y19lbnRyaWVzAG5ldG5zX3N5c2N0bF9pcHY2AGhkcgBpY21wX2hkcgB4ZnJtNl9oZHIAZmx1c2hfZGVsYXkAaXA2X3J0X21heF9zaXplAGlwNl9ydF9nY19taW5faW50ZXJ2YWwAaXA2X3J0X2djX3RpbWVvdXQAaXA2X3J0X2djX2ludGVydmFsAGlwNl9ydF9nY19lbGFzdGljaXR5AGlwNl9ydF9tdHVfZXhwaXJlcwBpcDZfcnRfbWluX2Fkdm1zcwBtdWx0aXBhdGhfaGFzaF9maWVsZHMAbXVsdGlwYXRoX2hhc2hfcG9saWN5AGJpbmR2Nm9ubHkAZmxvd2xhYmVsX2NvbnNpc3RlbmN5AGF1dG9fZmxvd2xhYmVscwBpY21wdjZfdGltZQBpY21wdjZfZWNob19pZ25vcmVfYWxsAGljbXB2Nl9lY2hvX2lnbm9yZV9tdWx0aWNhc3QAaWNtcHY2X2VjaG9faWdub3JlX2FueWNhc3QAaWNtcHY2X3JhdGVtYXNrAGljbXB2Nl9yYXRlbWFza19wdHIAYW55Y2FzdF9zcmNfZWNob19yZXBseQBpcF9ub25sb2NhbF9iaW5kAGZ3bWFya19yZWZsZWN0AGZsb3dsYWJlbF9zdGF0ZV9yYW5nZXMAaWRnZW5fcmV0cmllcwBpZGdlbl9kZWxheQBmbG93bGFiZWxfcmVmbGVjdABtYXhfZHN0X29wdHNfY250AG1heF9oYmhfb3B0c19jbnQAbWF4X2RzdF9vcHRzX2xlbgBtYXhfaGJoX29wdHNfbGVuAHNlZzZfZmxvd2xhYmVsAGlvYW02X2lkAGlvYW02X2lkX3dpZGUAc2tpcF9ub3RpZnlfb25fZGV2X2Rvd24AZmliX25vdGlmeV9vbl9mbGFnX2NoYW5nZQBpY21wdjZfZXJyb3JfYW55Y2FzdF9hc191bmljYXN0AGlwdjZfZGV2Y29uZgBmaWI2X2luZm8AcnQ2X2luZm8AcnQ2X3N0YXRpc3RpY3MAZmliNl90YWJsZQB3bG9ja2VkAF9fbHN0YXRlAGNudHMAcXJ3bG9jawBhcmNoX3J3bG9ja190AHJ3bG9ja190AHNlZzZfcGVybmV0X2RhdGEAaW9hbTZfcGVybmV0X2RhdGEAbmV0bnNfaXB2NgBpcDZfZHN0X29wcwBzeXNjdGwAZmliNl9udWxsX2VudHJ5AGlwNl9udWxsX2VudHJ5AHJ0Nl9zdGF0cwBpcDZfZmliX3RpbWVyAGZpYl90YWJsZV9oYXNoX2xvY2sAZmliNl9tYWluX3RibABmaWI2X3dhbGtlcnMAZmliNl93YWxrZXJfbG9jawBmaWI2X2djX2xvY2sAaXA2X3J0X2djX2V4cGlyZQBpcDZfcnRfbGFzdF9nYwBmbG93bGFiZWxfaGFzX2V4Y2wAZmliNl9oYXNfY3VzdG9tX3J1bGVzAGZpYjZfcnVsZXNfcmVxdWlyZV9mbGRpc3NlY3QAZmliNl9yb3V0ZXNfcmVxdWlyZV9zcmMAaXA2X3Byb2hpYml0X2VudHJ5AGlwNl9ibGtfaG9sZV9lbnRyeQBmaWI2X2xvY2FsX3RibABmaWI2X3J1bGVzX29wcwBuZGlzY19zawB0Y3Bfc2sAaWdtcF9zawBpbmV0Nl9hZGRyX2xzdABhZGRyY29uZl9oYXNoX2xvY2sAbXI2X3RhYmxlcwBtcjZfcnVsZXNfb3BzAGZpYjZfc2VybnVtAHNlZzZfZGF0YQBpcDZtcl9ub3RpZmllcl9vcHMAaXA2YWRkcmxibF90YWJsZQBpb2FtNl9kYXRhAG5mX2xvZ2dlcgBuZl9ob29rX2VudHJpZXMAbmV0bnNfbmYAcHJvY19uZXRmaWx0ZXIAbmZfbG9nZ2VycwBuZl9sb2dfZGlyX2hlYWRlcgBuZl9sd3RubF9kaXJfaGVhZGVyAGhvb2tzX2lwdjQAaG9va3NfaXB2NgBob29rc19hcnAAaG9va3NfYnJpZGdlAGRlZnJhZ19pcHY0X3VzZXJzAGRlZnJhZ19pcHY2X3VzZXJzAGlwX2Nvbm50cmFja19zdGF0AG5mX2N0X2V2ZW50X25vdGlmaWVyAG5mX2dlbmVyaWNfbmV0AG5mX3RjcF9uZXQAdGltZW91dHMAdGNwX2xvb3NlAHRjcF9iZV9saWJlcmFsAHRjcF9tYXhfcmV0cmFucwB0Y3BfaWdub3JlX2ludmFsaWRfcnN0AG5mX3VkcF9uZXQAbmZfaWNtcF9uZXQAbmZfc2N0cF9uZXQAbmZfZ3JlX25ldABrZXltYXBfbGlzdABuZl9pcF9uZXQAZ2VuZXJpYwB0Y3AAdWRwAGljbXAAaWNtcHY2AHNjdHAAZ3JlAG5ldG5zX2N0AGVjYWNoZV9kd29ya19wZW5kaW5nAHN5c2N0bF9sb2dfaW52YWxpZABzeXNjdGxfZXZlbnRzAHN5c2N0bF9hY2N0AHN5c2N0bF90c3RhbXAAc3lzY3RsX2NoZWNrc3VtAHN0YXQAbmZfY29ubnRyYWNrX2V2ZW50X2NiAG5mX2N0X3Byb3RvAGxhYmVsc191c2VkAG5ldG5zX25mdGFibGVzAGJhc2Vfc2VxAGdlbmN1cnNvcgBuZXRfZ2VuZXJpYwBicGZfcHJvZ19hcnJheQBicGZfcHJvZwBuZXRuc19icGYAcnVuX2FycmF5AHByb2dzAGxpbmtzAHhmcm1fcG9saWN5X2hhc2gAaG1hc2sAZGJpdHM0AHNiaXRzNABkYml0czYAc2JpdHM2AHhmcm1fcG9saWN5X2h0aHJlc2gAbGJpdHM0AHJiaXRzNABsYml0czYAcmJpdHM2AG5ldG5zX3hmcm0Ac3RhdGVfYWxsAHN0YXRlX2J5ZHN0AHN0YXRlX2J5c3JjAHN0YXRlX2J5c3BpAHN0YXRlX2J5c2VxAHN0YXRlX2NhY2hlX2lucHV0AHN0YXRlX2htYXNrAHN0YXRlX251bQBzdGF0ZV9oYXNoX3dvcmsAcG9saWN5X2FsbABwb2xpY3lfYnlpZHgAcG9saWN5X2lkeF9obWFzawBpZHhfZ2VuZXJhdG9yAHBvbGljeV9ieWRzdABwb2xpY3lfY291bnQAcG9saWN5X2hhc2hfd29yawBwb2xpY3lfaHRocmVzaABpbmV4YWN0X2JpbnMAbmxzawBubHNrX3N0YXNoAHN5c2N0bF9hZXZlbnRfZXRpbWUAc3lzY3RsX2FldmVudF9yc2VxdGgAc3lzY3RsX2xhcnZhbF9kcm9wAHN5c2N0bF9hY3FfZXhwaXJlcwBwb2xpY3lfZGVmYXVsdAB4ZnJtNF9kc3Rfb3BzAHhmcm02X2RzdF9vcHMAeGZybV9zdGF0ZV9sb2NrAHhmcm1fc3RhdGVfaGFzaF9nZW5lcmF0aW9uAHhmcm1fcG9saWN5X2hhc2hfZ2VuZXJhdGlvbgB4ZnJtX3BvbGljeV9sb2NrAHhmcm1fY2ZnX211dGV4AG5hdF9rZWVwYWxpdmVfd29yawBuZXRuc19tcGxzAGlwX3R0bF9wcm9wYWdhdGUAZGVmYXVsdF90dGwAcGxhdGZvcm1fbGFiZWxzAHBsYXRmb3JtX2xhYmVsAG5ldG5zX3hkcABwYXNzaXZlAHJ1bGVzX21vZF9sb2NrAGRldl9iYXNlX3NlcQBpZmluZGV4AG5zaWRfbG9jawBmbmhlX2dlbmlkAGV4aXRfbGlzdABkZWZlcl9mcmVlX2xpc3QAY2xlYW51cF9saXN0AHB0eXBlX2FsbABwdHlwZV9zcGVjaWZpYwBrZXlfZG9tYWluAG5ldG5zX2lkcwBucwByZWZjbnRfdHJhY2tlcgBub3RyZWZjbnRfdHJhY2tlcgBkZXZfYmFzZV9oZWFkAHByb2NfbmV0AHByb2NfbmV0X3N0YXQAc3lzY3RscwBydG5sAGdlbmxfc29jawBkZXZfbmFtZV9oZWFkAGRldl9pbmRleF9oZWFkAGRldl9ieV9pbmRleABuZXRkZXZfY2hhaW4AaGFzaF9taXgAbG9vcGJhY2tfZGV2AGNvcmUAbWliAHBhY2tldAB1bngAbmV4dGhvcABpcHY0AGlwdjYAbmYAY3QAbmZ0AGdlbgBicGYAeGZybQBuZXRfY29va2llAG1wbHMAeGRwAGRpYWdfbmxzawBwaWRfdHlwZQBQSURUWVBFX1BJRABQSURUWVBFX1RHSUQAUElEVFlQRV9QR0lEAFBJRFRZUEVfU0lEAFBJRFRZUEVfTUFYAF9fYWRkcnBhaXIAX19iZTMyAHNrY19kYWRkcgBza2NfcmN2X3NhZGRyAHNrY19hZGRycGFpcgBza2NfaGFzaABza2NfdTE2aGFzaGVzAF9fcG9ydHBhaXIAX19iZTE2AHNrY19kcG9ydABza2NfbnVtAHNrY19wb3J0cGFpcgBza2NfYmluZF9ub2RlAHNrY19wb3J0YWRkcl9ub2RlAHByb3RvAHBvc3NpYmxlX25ldF90AHU2X2FkZHI4AHU2X2FkZHIxNgB1Nl9hZGRyMzIAaW42X2FkZHIAaW42X3UAc2tjX2ZsYWdzAHNrY19saXN0ZW5lcgBza2NfdHdfZHIAaGxpc3RfbnVsbHNfbm9kZQBza2Nfbm9kZQBza2NfbnVsbHNfbm9kZQBza2NfaW5jb21pbmdfY3B1AHNrY19yY3Zfd25kAHNrY190d19yY3Zfbnh0AHNrY19yeGhhc2gAc2tjX3dpbmRvd19jbGFtcABza2NfdHdfc25kX254dABzb2NrX2NvbW1vbgBza2NfZmFtaWx5AHNrY19zdGF0ZQBza2NfcmV1c2UAc2tjX3JldXNlcG9ydABza2NfaXB2Nm9ubHkAc2tjX25ldF9yZWZjbnQAc2tjX2JvdW5kX2Rldl9pZgBza2NfcHJvdABza2NfbmV0AHNrY192Nl9kYWRkcgBza2NfdjZfcmN2X3NhZGRyAHNrY19jb29raWUAc2tjX2RvbnRjb3B5X2JlZ2luAHNrY190eF9xdWV1ZV9tYXBwaW5nAHNrY19yeF9xdWV1ZV9tYXBwaW5nAHNrY19yZWZjbnQAc2tjX2RvbnRjb3B5X2VuZABfX3MzMgBza19idWZmAHNrX2J1ZmZfbGlzdABza19idWZmX2hlYWQAcWxlbgBybWVtX2FsbG9jAGRzdF9lbnRyeQBza19maWx0ZXIAc29ja2V0X3dxAHNrX3dxAHNrX3dxX3JhdwBsb25nIGludABzb2NrZXQAeGZybV9wb2xpY3kAd2FpdF9xdWV1ZV9oZWFkAHdhaXRfcXVldWVfaGVhZF90AHNsb2NrAG93bmVkAHNvY2tldF9sb2NrX3QAc2tfc2VuZF9oZWFkAHRjcF9ydHhfcXVldWUAbmV0ZGV2X2ZlYXR1cmVzX3QAc2tfc2NtX2NyZWRlbnRpYWxzAHNrX3NjbV9zZWN1cml0eQBza19zY21fcGlkZmQAc2tfc2NtX3JpZ2h0cwBza19zY21fdW51c2VkAHNrX3R4cmVoYXNoAHNrX3NjbV9yZWN2X2ZsYWdzAGNncm91cABzb2NrX2Nncm91cF9kYXRhAGNsYXNzaWQAcHJpb2lkeABzb2NrX3JldXNlcG9ydABudW1hX2Ryb3BfY291bnRlcnMAbmV0bnNfdHJhY2tlcgBfX3NrX2NvbW1vbgBfX2NhY2hlbGluZV9ncm91cF9iZWdpbl9fc29ja193cml0ZV9yeABza19kcm9wcwBza19wZWVrX29mZgBza19lcnJvcl9xdWV1ZQBza19yZWNlaXZlX3F1ZXVlAHNrX2JhY2tsb2cAX19jYWNoZWxpbmVfZ3JvdXBfZW5kX19zb2NrX3dyaXRlX3J4AF9fY2FjaGVsaW5lX2dyb3VwX2JlZ2luX19zb2NrX3JlYWRfcngAc2tfcnhfZHN0AHNrX3J4X2RzdF9pZmluZGV4AHNrX3J4X2RzdF9jb29raWUAc2tfbGxfdXNlYwBza19uYXBpX2lkAHNrX2J1c3lfcG9sbF9idWRnZXQAc2tfcHJlZmVyX2J1c3lfcG9sbABza191c2VybG9ja3MAc2tfcmN2YnVmAHNrX2RhdGFfcmVhZHkAc2tfcmN2dGltZW8Ac2tfcmN2bG93YXQAX19jYWNoZWxpbmVfZ3JvdXBfZW5kX19zb2NrX3JlYWRfcngAX19jYWNoZWxpbmVfZ3JvdXBfYmVnaW5fX3NvY2tfcmVhZF9yeHR4AHNrX2VycgBza19zb2NrZXQAc2tfbWVtY2cAc2tfcG9saWN5AF9fY2FjaGVsaW5lX2dyb3VwX2VuZF9fc29ja19yZWFkX3J4dHgAX19jYWNoZWxpbmVfZ3JvdXBfYmVnaW5fX3NvY2tfd3JpdGVfcnh0eABza19sb2NrAHNrX3Jlc2VydmVkX21lbQBza19mb3J3YXJkX2FsbG9jAHNrX3RzZmxhZ3MAX19jYWNoZWxpbmVfZ3JvdXBfZW5kX19zb2NrX3dyaXRlX3J4dHgAX19jYWNoZWxpbmVfZ3JvdXBfYmVnaW5fX3NvY2tfd3JpdGVfdHgAc2tfd3JpdGVfcGVuZGluZwBza19vbWVtX2FsbG9jAHNrX2Vycl9zb2Z0AHNrX3dtZW1fcXVldWVkAHNrX3dtZW1fYWxsb2MAc2tfdHNxX2ZsYWdzAHNrX3dyaXRlX3F1ZXVlAHNrX2RzdF9wZW5kaW5nX2NvbmZpcm0Ac2tfcGFjaW5nX3N0YXR1cwBza19mcmFnAHNrX3RpbWVyAHNrX3BhY2luZ19yYXRlAHNrX3pja2V5AHNrX3Rza2V5AF9fY2FjaGVsaW5lX2dyb3VwX2VuZF9fc29ja193cml0ZV90eABfX2NhY2hlbGluZV9ncm91cF9iZWdpbl9fc29ja19yZWFkX3R4AHNrX21heF9wYWNpbmdfcmF0ZQBza19zbmR0aW1lbwBza19wcmlvcml0eQBza19tYXJrAHNrX3VpZABza19wcm90b2NvbABza190eXBlAHNrX2RzdF9jYWNoZQBza19yb3V0ZV9jYXBzAHNrX2dzb190eXBlAHNrX2dzb19tYXhfc2VncwBza19nc29fbWF4X3NpemUAc2tfYWxsb2NhdGlvbgBza190eGhhc2gAc2tfc25kYnVmAHNrX3BhY2luZ19zaGlmdABza191c2VfdGFza19mcmFnAF9fY2FjaGVsaW5lX2dyb3VwX2VuZF9fc29ja19yZWFkX3R4AHNrX2dzb19kaXNhYmxlZABza19rZXJuX3NvY2sAc2tfbm9fY2hlY2tfdHgAc2tfbm9fY2hlY2tfcngAc2tfc2h1dGRvd24Ac2tfbGluZ2VydGltZQBza19wcm90X2NyZWF0b3IAc2tfY2FsbGJhY2tfbG9jawBza19hY2tfYmFja2xvZwBza19tYXhfYWNrX2JhY2tsb2cAc2tfaW5vAHNrX3BlZXJfbG9jawBza19iaW5kX3BoYwBza19wZWVyX3BpZABza19wZWVyX2NyZWQAc2tfc3RhbXAAc2tfZGlzY29ubmVjdHMAc2tfY2xvY2tpZABza190eHRpbWVfZGVhZGxpbmVfbW9kZQBza190eHRpbWVfcmVwb3J0X2Vycm9ycwBza190eHRpbWVfdW51c2VkAHNrX2JwZl9jYl9mbGFncwBza191c2VyX2RhdGEAc2tfc2VjdXJpdHkAc2tfY2dycF9kYXRhAHNrX3N0YXRlX2NoYW5nZQBza193cml0ZV9zcGFjZQBza19lcnJvcl9yZXBvcnQAc2tfYmFja2xvZ19yY3YAc2tfZGVzdHJ1Y3QAc2tfcmV1c2Vwb3J0X2NiAHNrX2JwZl9zdG9yYWdlAHNrX2Ryb3BfY291bnRlcnMAc2tfcmN1AG5zX3RyYWNrZXIAc2tfdXNlcl9mcmFncwA=",
});
