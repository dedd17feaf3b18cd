// Reads the task that runs it, as struct task_struct of whatever kernel this is.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct signal_struct {
	int nr_threads;
};

struct task_struct {
	char comm[16];
	int tgid;
	struct signal_struct *signal;
	struct task_struct *group_leader;
};

#pragma clang attribute pop

int tgid, threads, leader;
char comm[16];

SEC("socket")
int look(struct __sk_buff *skb)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	tgid = BPF_CORE_READ(task, tgid);
	threads = BPF_CORE_READ(task, signal, nr_threads);
	leader = BPF_CORE_READ(task, group_leader, tgid);
	BPF_CORE_READ_STR_INTO(&comm, task, group_leader, comm);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
