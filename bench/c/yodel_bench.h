#pragma once
#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_helpers.h>

/* What the strategies by cgroup keep for each cgroup. */
struct traffic {
	__u64 packets;
	__u64 bytes;
};

#define ALLOW 1
