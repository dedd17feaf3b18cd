// A program to probe: functions with known arguments, and a USDT probe with a counter of its users.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

// What <sys/sdt.h> makes of a probe, written out: a note with its place and where its arguments are.
__attribute__((section(".probes"), used)) volatile uint16_t probed_sum_semaphore;

#define PROBE_SUM(a, b)                                                                       \
  __asm__ volatile("990: nop\n"                                                               \
                   ".pushsection .note.stapsdt,\"\",\"note\"\n"                               \
                   ".balign 4\n"                                                              \
                   ".4byte 992f-991f, 994f-993f, 3\n"                                         \
                   "991: .asciz \"stapsdt\"\n"                                                \
                   "992: .balign 4\n"                                                         \
                   "993: .8byte 990b\n"                                                       \
                   ".8byte _.stapsdt.base\n"                                                  \
                   ".8byte probed_sum_semaphore\n"                                            \
                   ".asciz \"probed\"\n"                                                      \
                   ".asciz \"sum\"\n"                                                         \
                   ".asciz \"-4@%0 8@%1 -4@$-7\"\n"                                           \
                   "994: .balign 4\n"                                                         \
                   ".popsection\n"                                                            \
                   ".ifndef _.stapsdt.base\n"                                                 \
                   ".pushsection .stapsdt.base,\"aG\",\"progbits\",.stapsdt.base,comdat\n"    \
                   ".weak _.stapsdt.base\n"                                                   \
                   ".hidden _.stapsdt.base\n"                                                 \
                   "_.stapsdt.base: .space 1\n"                                               \
                   ".size _.stapsdt.base, 1\n"                                                \
                   ".popsection\n"                                                            \
                   ".endif\n"                                                                 \
                   :                                                                          \
                   : "r"(a), "m"(b))

__attribute__((noinline)) long probed_add(long a, long b) {
  __asm__ volatile("");
  return a + b;
}

__attribute__((noinline)) long probed_multiply(long a, long b) {
  __asm__ volatile("");
  return a * b;
}

// For each line that it reads: adds, multiplies, passes the probe, and prints whether anybody listens to that.
int main(void) {
  char line[64];
  while (fgets(line, sizeof line, stdin)) {
    long a = atol(line);
    volatile uint64_t b = (uint64_t)(a * 1000);
    int negative = (int)-a;
    long sum = probed_add(a, 2) + probed_multiply(a, 3);
    PROBE_SUM(negative, b);
    printf("%ld %d\n", sum, probed_sum_semaphore);
    fflush(stdout);
  }
  return 0;
}
