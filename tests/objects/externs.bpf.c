// Wants options, symbols and functions of the kernel that it runs in.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

extern int LINUX_KERNEL_VERSION __kconfig;
extern unsigned long CONFIG_HZ __kconfig;
extern _Bool CONFIG_BPF_SYSCALL __kconfig;
extern enum libbpf_tristate CONFIG_BPF __kconfig;
extern char CONFIG_NET __kconfig;
extern char CONFIG_DEFAULT_HOSTNAME[16] __kconfig;
extern int CONFIG_OF_NO_KERNEL __kconfig __weak;

extern const void __init_begin __ksym;
extern const void no_such_symbol __ksym __weak;
extern void no_such_function(int) __ksym __weak;
extern void bpf_rcu_read_lock(void) __ksym __weak;
extern void bpf_rcu_read_unlock(void) __ksym __weak;

long version, hz, bpf_syscall, bpf, net, absent_option, absent_symbol, absent_function, known_function;
unsigned long symbol;
char hostname[16];

SEC("?socket")
int look(struct __sk_buff *skb)
{
	version = LINUX_KERNEL_VERSION;
	hz = CONFIG_HZ;
	bpf_syscall = CONFIG_BPF_SYSCALL;
	bpf = CONFIG_BPF;
	net = CONFIG_NET;
	__builtin_memcpy(hostname, CONFIG_DEFAULT_HOSTNAME, 16);
	absent_option = CONFIG_OF_NO_KERNEL;
	symbol = (unsigned long)&__init_begin;
	absent_symbol = &no_such_symbol != 0;
	if (no_such_function) {
		absent_function = 1;
		no_such_function(1);
	}
	return 0;
}

SEC("?socket")
int call(struct __sk_buff *skb)
{
	if (bpf_rcu_read_lock) {
		bpf_rcu_read_lock();
		known_function = 1;
		bpf_rcu_read_unlock();
	}
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
