// A program with a global function that another program can take the place of.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

__attribute__((noinline)) int choose(struct __sk_buff *skb) {
  volatile int verdict = 2;
  return verdict;
}

SEC("socket")
int dispatcher(struct __sk_buff *skb) {
  return choose(skb);
}

char _license[] SEC("license") = "GPL";
