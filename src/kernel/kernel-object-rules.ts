/**
 * What the kernel's types do not say of its functions. Source: the flags KF_ACQUIRE and KF_RELEASE in kernel/bpf/helpers.c, cpumask.c,
 * crypto.c, kernel/trace/bpf_trace.c and fs/bpf_fs_kfuncs.c of Linux 6.18.
 */

/** What takes a reference back, by the struct that it is to. */
const releases: Readonly<Record<string, string>> = {
  bpf_cpumask: "bpf_cpumask_release",
  bpf_crypto_ctx: "bpf_crypto_ctx_release",
  bpf_key: "bpf_key_put",
  cgroup: "bpf_cgroup_release",
  file: "bpf_put_file",
  task_struct: "bpf_task_release",
};

/** What they give must be released before the program ends. */
const acquiring: ReadonlySet<string> = new Set([
  "bpf_cgroup_acquire",
  "bpf_cgroup_ancestor",
  "bpf_cgroup_from_id",
  "bpf_cpumask_acquire",
  "bpf_cpumask_create",
  "bpf_crypto_ctx_acquire",
  "bpf_crypto_ctx_create",
  "bpf_get_task_exe_file",
  "bpf_lookup_system_key",
  "bpf_lookup_user_key",
  "bpf_task_acquire",
  "bpf_task_from_pid",
  "bpf_task_from_vpid",
  "bpf_task_get_cgroup1",
]);

const releasing: ReadonlySet<string> = new Set(Object.values(releases));

/** Whether what the function gives must be released. */
export function isAcquiring(name: string): boolean {
  return acquiring.has(name);
}

/** Whether the function takes a reference back. */
export function isRelease(name: string): boolean {
  return releasing.has(name);
}

/** The function that takes back a reference to a struct of this name. */
export function releaseOf(object: string): string | undefined {
  return Object.hasOwn(releases, object) ? releases[object] : undefined;
}
