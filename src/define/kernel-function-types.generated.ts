// Made by scripts/generate-kernel-functions.ts on Linux 6.18; change the script, not this file.
import type { KernelObject } from "./kernel-functions.ts";
import type { Integer, KernelBuffer } from "./kernel-view.ts";

/** The functions that the kernel offers to programs; each program type may call some of them. */
export interface KnownKernelFunctions {
  __bpf_trap(): void;
  bbr_cwnd_event(sk: KernelBuffer, event: Integer): void;
  bbr_init(sk: KernelBuffer): void;
  bbr_main(sk: KernelBuffer, ack: Integer, flag: Integer, rs: KernelBuffer): void;
  bbr_min_tso_segs(sk: KernelBuffer): number;
  bbr_set_state(sk: KernelBuffer, new_state: Integer): void;
  bbr_sndbuf_expand(sk: KernelBuffer): number;
  bbr_ssthresh(sk: KernelBuffer): number;
  bbr_undo_cwnd(sk: KernelBuffer): number;
  bpf_arena_free_pages(p__map: KernelBuffer, ptr__ign: unknown, page_cnt: Integer): void;
  bpf_arena_reserve_pages(p__map: KernelBuffer, ptr__ign: unknown, page_cnt: Integer): number;
  bpf_cgroup_acquire(cgrp: KernelObject<"cgroup">): KernelObject<"cgroup"> | undefined;
  bpf_cgroup_ancestor(cgrp: KernelObject<"cgroup">, level: Integer): KernelObject<"cgroup"> | undefined;
  bpf_cgroup_from_id(cgid: Integer): KernelObject<"cgroup"> | undefined;
  bpf_cgroup_read_xattr(cgroup: KernelObject<"cgroup">, name__str: string, value_p: KernelBuffer): number;
  bpf_cgroup_release(cgrp: KernelObject<"cgroup">): void;
  bpf_copy_from_user_dynptr(dptr: KernelBuffer, off: Integer, size: Integer, unsafe_ptr__ign: unknown): number;
  bpf_copy_from_user_str(dst: KernelBuffer, unsafe_ptr__ign: unknown, flags: Integer): number;
  bpf_copy_from_user_str_dynptr(dptr: KernelBuffer, off: Integer, size: Integer, unsafe_ptr__ign: unknown): number;
  bpf_copy_from_user_task_dynptr(
    dptr: KernelBuffer,
    off: Integer,
    size: Integer,
    unsafe_ptr__ign: unknown,
    tsk: KernelObject<"task_struct">,
  ): number;
  bpf_copy_from_user_task_str(
    dst: KernelBuffer,
    unsafe_ptr__ign: unknown,
    tsk: KernelObject<"task_struct">,
    flags: Integer,
  ): number;
  bpf_copy_from_user_task_str_dynptr(
    dptr: KernelBuffer,
    off: Integer,
    size: Integer,
    unsafe_ptr__ign: unknown,
    tsk: KernelObject<"task_struct">,
  ): number;
  bpf_cpumask_acquire(cpumask: KernelObject<"bpf_cpumask">): KernelObject<"bpf_cpumask"> | undefined;
  bpf_cpumask_and(
    dst: KernelObject<"bpf_cpumask">,
    src1: KernelObject<"cpumask" | "bpf_cpumask">,
    src2: KernelObject<"cpumask" | "bpf_cpumask">,
  ): boolean;
  bpf_cpumask_any_and_distribute(
    src1: KernelObject<"cpumask" | "bpf_cpumask">,
    src2: KernelObject<"cpumask" | "bpf_cpumask">,
  ): number;
  bpf_cpumask_any_distribute(cpumask: KernelObject<"cpumask" | "bpf_cpumask">): number;
  bpf_cpumask_clear(cpumask: KernelObject<"bpf_cpumask">): void;
  bpf_cpumask_clear_cpu(cpu: Integer, cpumask: KernelObject<"bpf_cpumask">): void;
  bpf_cpumask_copy(dst: KernelObject<"bpf_cpumask">, src: KernelObject<"cpumask" | "bpf_cpumask">): void;
  bpf_cpumask_create(): KernelObject<"bpf_cpumask"> | undefined;
  bpf_cpumask_empty(cpumask: KernelObject<"cpumask" | "bpf_cpumask">): boolean;
  bpf_cpumask_equal(
    src1: KernelObject<"cpumask" | "bpf_cpumask">,
    src2: KernelObject<"cpumask" | "bpf_cpumask">,
  ): boolean;
  bpf_cpumask_first(cpumask: KernelObject<"cpumask" | "bpf_cpumask">): number;
  bpf_cpumask_first_and(
    src1: KernelObject<"cpumask" | "bpf_cpumask">,
    src2: KernelObject<"cpumask" | "bpf_cpumask">,
  ): number;
  bpf_cpumask_first_zero(cpumask: KernelObject<"cpumask" | "bpf_cpumask">): number;
  bpf_cpumask_full(cpumask: KernelObject<"cpumask" | "bpf_cpumask">): boolean;
  bpf_cpumask_intersects(
    src1: KernelObject<"cpumask" | "bpf_cpumask">,
    src2: KernelObject<"cpumask" | "bpf_cpumask">,
  ): boolean;
  bpf_cpumask_or(
    dst: KernelObject<"bpf_cpumask">,
    src1: KernelObject<"cpumask" | "bpf_cpumask">,
    src2: KernelObject<"cpumask" | "bpf_cpumask">,
  ): void;
  bpf_cpumask_populate(cpumask: KernelObject<"cpumask" | "bpf_cpumask">, src: KernelBuffer): number;
  bpf_cpumask_release(cpumask: KernelObject<"bpf_cpumask">): void;
  bpf_cpumask_set_cpu(cpu: Integer, cpumask: KernelObject<"bpf_cpumask">): void;
  bpf_cpumask_setall(cpumask: KernelObject<"bpf_cpumask">): void;
  bpf_cpumask_subset(
    src1: KernelObject<"cpumask" | "bpf_cpumask">,
    src2: KernelObject<"cpumask" | "bpf_cpumask">,
  ): boolean;
  bpf_cpumask_test_and_clear_cpu(cpu: Integer, cpumask: KernelObject<"bpf_cpumask">): boolean;
  bpf_cpumask_test_and_set_cpu(cpu: Integer, cpumask: KernelObject<"bpf_cpumask">): boolean;
  bpf_cpumask_test_cpu(cpu: Integer, cpumask: KernelObject<"cpumask" | "bpf_cpumask">): boolean;
  bpf_cpumask_weight(cpumask: KernelObject<"cpumask" | "bpf_cpumask">): number;
  bpf_cpumask_xor(
    dst: KernelObject<"bpf_cpumask">,
    src1: KernelObject<"cpumask" | "bpf_cpumask">,
    src2: KernelObject<"cpumask" | "bpf_cpumask">,
  ): void;
  bpf_crypto_ctx_acquire(ctx: KernelObject<"bpf_crypto_ctx">): KernelObject<"bpf_crypto_ctx"> | undefined;
  bpf_crypto_ctx_create(params: KernelBuffer, err: KernelBuffer): KernelObject<"bpf_crypto_ctx"> | undefined;
  bpf_crypto_ctx_release(ctx: KernelObject<"bpf_crypto_ctx">): void;
  bpf_crypto_decrypt(
    ctx: KernelObject<"bpf_crypto_ctx">,
    src: KernelBuffer,
    dst: KernelBuffer,
    siv__nullable: KernelBuffer | undefined,
  ): number;
  bpf_crypto_encrypt(
    ctx: KernelObject<"bpf_crypto_ctx">,
    src: KernelBuffer,
    dst: KernelBuffer,
    siv__nullable: KernelBuffer | undefined,
  ): number;
  bpf_ct_change_status(nfct: KernelObject<"nf_conn">, status: Integer): number;
  bpf_ct_change_timeout(nfct: KernelObject<"nf_conn">, timeout: Integer): number;
  bpf_ct_insert_entry(nfct_i: KernelObject<"nf_conn___init">): KernelObject<"nf_conn"> | undefined;
  bpf_ct_release(nfct: KernelObject<"nf_conn">): void;
  bpf_ct_set_nat_info(nfct: KernelObject<"nf_conn___init">, addr: KernelBuffer, port: Integer, manip: Integer): number;
  bpf_ct_set_status(nfct: KernelObject<"nf_conn___init">, status: Integer): number;
  bpf_ct_set_timeout(nfct: KernelObject<"nf_conn___init">, timeout: Integer): void;
  bpf_dynptr_adjust(p: KernelBuffer, start: Integer, end: Integer): number;
  bpf_dynptr_clone(p: KernelBuffer, clone__uninit: KernelBuffer): number;
  bpf_dynptr_copy(
    dst_ptr: KernelBuffer,
    dst_off: Integer,
    src_ptr: KernelBuffer,
    src_off: Integer,
    size: Integer,
  ): number;
  bpf_dynptr_from_skb(s: KernelBuffer, flags: Integer, ptr__uninit: KernelBuffer): number;
  bpf_dynptr_from_skb_meta(skb_: KernelBuffer, flags: Integer, ptr__uninit: KernelBuffer): number;
  bpf_dynptr_from_xdp(x: KernelBuffer, flags: Integer, ptr__uninit: KernelBuffer): number;
  bpf_dynptr_is_null(p: KernelBuffer): boolean;
  bpf_dynptr_is_rdonly(p: KernelBuffer): boolean;
  bpf_dynptr_memset(p: KernelBuffer, offset: Integer, size: Integer, val: Integer): number;
  bpf_dynptr_size(p: KernelBuffer): number;
  bpf_fentry_test1(a: Integer): number;
  bpf_get_dentry_xattr(dentry: KernelBuffer, name__str: string, value_p: KernelBuffer): number;
  bpf_get_file_xattr(file: KernelObject<"file">, name__str: string, value_p: KernelBuffer): number;
  bpf_get_kmem_cache(addr: Integer): KernelObject<"kmem_cache"> | undefined;
  bpf_get_task_exe_file(task: KernelObject<"task_struct">): KernelObject<"file"> | undefined;
  bpf_key_put(bkey: KernelObject<"bpf_key">): void;
  bpf_kfunc_call_memb_release(p: KernelBuffer): void;
  bpf_kfunc_call_test_release(p: KernelBuffer): void;
  bpf_list_back(head: KernelBuffer): KernelObject<"bpf_list_node"> | undefined;
  bpf_list_front(head: KernelBuffer): KernelObject<"bpf_list_node"> | undefined;
  bpf_list_pop_back(head: KernelBuffer): KernelObject<"bpf_list_node"> | undefined;
  bpf_list_pop_front(head: KernelBuffer): KernelObject<"bpf_list_node"> | undefined;
  bpf_list_push_back_impl(
    head: KernelBuffer,
    node: KernelObject<"bpf_list_node">,
    meta__ign: unknown,
    off: Integer,
  ): number;
  bpf_list_push_front_impl(
    head: KernelBuffer,
    node: KernelObject<"bpf_list_node">,
    meta__ign: unknown,
    off: Integer,
  ): number;
  bpf_local_irq_restore(flags__irq_flag: KernelBuffer): void;
  bpf_local_irq_save(flags__irq_flag: KernelBuffer): void;
  bpf_lookup_system_key(id: Integer): KernelObject<"bpf_key"> | undefined;
  bpf_lookup_user_key(serial: Integer, flags: Integer): KernelObject<"bpf_key"> | undefined;
  bpf_map_sum_elem_count(map: KernelBuffer): number;
  bpf_modify_return_test(a: Integer, b: KernelBuffer): number;
  bpf_modify_return_test2(
    a: Integer,
    b: KernelBuffer,
    c: Integer,
    d: Integer,
    e: KernelBuffer,
    f: Integer,
    g: Integer,
  ): number;
  bpf_modify_return_test_tp(nonce: Integer): number;
  bpf_obj_drop_impl(p__alloc: KernelBuffer, meta__ign: unknown): void;
  bpf_path_d_path(path: KernelBuffer, buf: KernelBuffer): number;
  bpf_percpu_obj_drop_impl(p__alloc: KernelBuffer, meta__ign: unknown): void;
  bpf_preempt_disable(): void;
  bpf_preempt_enable(): void;
  bpf_probe_read_kernel_dynptr(dptr: KernelBuffer, off: Integer, size: Integer, unsafe_ptr__ign: unknown): number;
  bpf_probe_read_kernel_str_dynptr(dptr: KernelBuffer, off: Integer, size: Integer, unsafe_ptr__ign: unknown): number;
  bpf_probe_read_user_dynptr(dptr: KernelBuffer, off: Integer, size: Integer, unsafe_ptr__ign: unknown): number;
  bpf_probe_read_user_str_dynptr(dptr: KernelBuffer, off: Integer, size: Integer, unsafe_ptr__ign: unknown): number;
  bpf_put_file(file: KernelObject<"file">): void;
  bpf_rbtree_first(root: KernelBuffer): KernelObject<"bpf_rb_node"> | undefined;
  bpf_rbtree_left(root: KernelBuffer, node: KernelObject<"bpf_rb_node">): KernelObject<"bpf_rb_node"> | undefined;
  bpf_rbtree_remove(root: KernelBuffer, node: KernelObject<"bpf_rb_node">): KernelObject<"bpf_rb_node"> | undefined;
  bpf_rbtree_right(root: KernelBuffer, node: KernelObject<"bpf_rb_node">): KernelObject<"bpf_rb_node"> | undefined;
  bpf_rbtree_root(root: KernelBuffer): KernelObject<"bpf_rb_node"> | undefined;
  bpf_rcu_read_lock(): void;
  bpf_rcu_read_unlock(): void;
  bpf_remove_dentry_xattr(dentry: KernelBuffer, name__str: string): number;
  bpf_res_spin_lock(lock: KernelBuffer): number;
  bpf_res_spin_lock_irqsave(lock: KernelBuffer, flags__irq_flag: KernelBuffer): number;
  bpf_res_spin_unlock(lock: KernelBuffer): void;
  bpf_res_spin_unlock_irqrestore(lock: KernelBuffer, flags__irq_flag: KernelBuffer): void;
  bpf_send_signal_task(task: KernelObject<"task_struct">, sig: Integer, type: Integer, value: Integer): number;
  bpf_session_is_return(): boolean;
  bpf_set_dentry_xattr(dentry: KernelBuffer, name__str: string, value_p: KernelBuffer, flags: Integer): number;
  bpf_sk_assign_tcp_reqsk(s: KernelBuffer, sk: KernelBuffer, attrs: KernelBuffer): number;
  bpf_skb_ct_alloc(
    skb_ctx: KernelBuffer,
    bpf_tuple: KernelBuffer,
    opts: KernelBuffer,
  ): KernelObject<"nf_conn___init"> | undefined;
  bpf_skb_ct_lookup(
    skb_ctx: KernelBuffer,
    bpf_tuple: KernelBuffer,
    opts: KernelBuffer,
  ): KernelObject<"nf_conn"> | undefined;
  bpf_sock_addr_set_sun_path(sa_kern: KernelBuffer, sun_path: KernelBuffer): number;
  bpf_sock_destroy(sock: KernelBuffer): number;
  bpf_sock_ops_enable_tx_tstamp(skops: KernelBuffer, flags: Integer): number;
  bpf_strcasecmp(s1__ign: unknown, s2__ign: unknown): number;
  bpf_strchr(s__ign: unknown, c: Integer): number;
  bpf_strchrnul(s__ign: unknown, c: Integer): number;
  bpf_strcmp(s1__ign: unknown, s2__ign: unknown): number;
  bpf_strcspn(s__ign: unknown, reject__ign: unknown): number;
  bpf_stream_vprintk_impl(stream_id: Integer, fmt__str: string, args: KernelBuffer): number;
  bpf_strlen(s__ign: unknown): number;
  bpf_strnchr(s__ign: unknown, count: Integer, c: Integer): number;
  bpf_strnlen(s__ign: unknown, count: Integer): number;
  bpf_strnstr(s1__ign: unknown, s2__ign: unknown, len: Integer): number;
  bpf_strrchr(s__ign: unknown, c: Integer): number;
  bpf_strspn(s__ign: unknown, accept__ign: unknown): number;
  bpf_strstr(s1__ign: unknown, s2__ign: unknown): number;
  bpf_task_acquire(p: KernelObject<"task_struct">): KernelObject<"task_struct"> | undefined;
  bpf_task_from_pid(pid: Integer): KernelObject<"task_struct"> | undefined;
  bpf_task_from_vpid(vpid: Integer): KernelObject<"task_struct"> | undefined;
  bpf_task_get_cgroup1(task: KernelObject<"task_struct">, hierarchy_id: Integer): KernelObject<"cgroup"> | undefined;
  bpf_task_release(p: KernelObject<"task_struct">): void;
  bpf_task_under_cgroup(task: KernelObject<"task_struct">, ancestor: KernelObject<"cgroup">): number;
  bpf_throw(cookie: Integer): void;
  bpf_wq_init(wq: KernelBuffer, p__map: KernelBuffer, flags: Integer): number;
  bpf_wq_start(wq: KernelBuffer, flags: Integer): number;
  bpf_xdp_ct_alloc(
    xdp_ctx: KernelBuffer,
    bpf_tuple: KernelBuffer,
    opts: KernelBuffer,
  ): KernelObject<"nf_conn___init"> | undefined;
  bpf_xdp_ct_lookup(
    xdp_ctx: KernelBuffer,
    bpf_tuple: KernelBuffer,
    opts: KernelBuffer,
  ): KernelObject<"nf_conn"> | undefined;
  bpf_xdp_get_xfrm_state(ctx: KernelBuffer, opts: KernelBuffer): KernelObject<"xfrm_state"> | undefined;
  bpf_xdp_metadata_rx_hash(ctx: KernelBuffer, hash: KernelBuffer, rss_type: KernelBuffer): number;
  bpf_xdp_metadata_rx_timestamp(ctx: KernelBuffer, timestamp: KernelBuffer): number;
  bpf_xdp_metadata_rx_vlan_tag(ctx: KernelBuffer, vlan_proto: KernelBuffer, vlan_tci: KernelBuffer): number;
  bpf_xdp_pull_data(x: KernelBuffer, len: Integer): number;
  bpf_xdp_xfrm_state_release(x: KernelObject<"xfrm_state">): void;
  css_rstat_flush(css: KernelObject<"cgroup_subsys_state">): void;
  css_rstat_updated(css: KernelObject<"cgroup_subsys_state">, cpu: Integer): void;
  cubictcp_acked(sk: KernelBuffer, sample: KernelBuffer): void;
  cubictcp_cong_avoid(sk: KernelBuffer, ack: Integer, acked: Integer): void;
  cubictcp_cwnd_event(sk: KernelBuffer, event: Integer): void;
  cubictcp_init(sk: KernelBuffer): void;
  cubictcp_recalc_ssthresh(sk: KernelBuffer): number;
  cubictcp_state(sk: KernelBuffer, new_state: Integer): void;
  tcp_cong_avoid_ai(tp: KernelBuffer, w: Integer, acked: Integer): void;
  tcp_reno_cong_avoid(sk: KernelBuffer, ack: Integer, acked: Integer): void;
  tcp_reno_ssthresh(sk: KernelBuffer): number;
  tcp_reno_undo_cwnd(sk: KernelBuffer): number;
  tcp_slow_start(tp: KernelBuffer, acked: Integer): number;
}
