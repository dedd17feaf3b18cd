// Programs that the kernel's verifier rejects for how they call functions of the kernel; see rejected.bpf.c.
#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_helpers.h>

typedef int s32;

struct task_struct {
	int pid;
};

extern struct task_struct *bpf_task_from_pid(s32 pid) __ksym;
extern void bpf_task_release(struct task_struct *p) __ksym;
extern void bpf_rcu_read_lock(void) __ksym;

// hint: on every path
SEC("?tc")
int kept_section(struct __sk_buff *skb)
{
	bpf_rcu_read_lock();
	return 0; // REJECTED
}

// hint: on every path
SEC("?syscall")
int kept_task(void *ctx)
{
	struct task_struct *task = bpf_task_from_pid(1);
	return task ? 1 : 0; // REJECTED
}

// hint: check the result
SEC("?syscall")
int missing_task(void *ctx)
{
	bpf_task_release(bpf_task_from_pid(1)); // REJECTED
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
