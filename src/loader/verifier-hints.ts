/** What to do about what the verifier says: the first pattern that the message fits. */
interface VerifierHint {
  readonly message: RegExp;
  readonly hint: string;
}

/**
 * The messages that are met most, in the words of kernels 5.10 to 6.18. The particular stands before the general. Source:
 * kernel/bpf/verifier.c and kernel/bpf/btf.c; the tests have a program for each, or the words of another kernel.
 */
const verifierHints: readonly VerifierHint[] = [
  {
    message: /calling kernel function \w+ is not allowed/,
    hint: "the kernel offers this function to other program types only, such as tracepoint and cgroup_skb, or to sleepable ones",
  },
  {
    message: /_or_null_?'|pointer arithmetic on \w+_or_null|^R\d type=\w+_or_null_? |Possibly NULL pointer passed/,
    hint: "check the result of the lookup before using it: if (!value) return …",
  },
  {
    message: /cannot write into packet|helper access to the packet is not allowed/,
    hint: "this program type reads packets only, and passes none to this helper: copy by bpf_skb_load_bytes, or use tc or xdp",
  },
  {
    message: /invalid access to packet|pkt pointer|outside of the packet/,
    hint: "compare with the end of the packet before reading it: if (data + LENGTH > data_end) return …",
  },
  {
    message: /min value is negative|unbounded min value|invalid negative access/,
    hint: "the number has no lower bound: make it unsigned, or return early when it is below zero",
  },
  {
    message: /invalid access to memory|invalid access to map key/,
    hint: "the access goes into the memory behind it: reserve more, or limit offset and length first",
  },
  {
    message: /invalid access to map value|unbounded memory access|(?:max|min) value is outside|out of bounds/,
    hint: "limit the index first: if (index >= LENGTH) return …",
  },
  {
    message: /invalid bpf_context access|invalid read from context/,
    hint: "this program type does not offer the field, or not at this width; see the kernel's documentation of the context",
  },
  {
    message: /modified ctx ptr|variable ctx access|ptr R\d+ off=-?\d+ disallowed/,
    hint: "the address must be used as it came, with a constant offset: `volatile`, or a barrier, keeps clang from adding to it",
  },
  {
    message: /R0 !read_ok|R0 is not a known value|At (?:program|subprogram|callback) exit|At async callback/,
    hint: "every path must return a value that this program type allows",
  },
  {
    message: /program of this type cannot use helper|helper call is not allowed|unknown func bpf_/,
    hint: "the kernel offers the helper to other program types only, or since a later version: `yodel doctor --features` tells",
  },
  {
    message: /invalid func unknown|unknown func/,
    hint: "the helper is newer than this kernel: `yodel doctor` tells its version",
  },
  {
    message: /might sleep|sleepable|Sleep/,
    hint: "what may sleep is for sleepable programs, such as fentry.s, lsm.s, uprobe.s and syscall: not here, nor under a lock",
  },
  {
    message: /GPL/,
    hint: 'the helper needs a licence that is compatible with the GPL: export const license = "GPL", or SEC("license") in C',
  },
  {
    message: /back-edge|infinite loop|loop is not allowed/,
    hint: "give the loop an end that the verifier can see: a constant number of rounds, and a counter that each round changes",
  },
  {
    message: /too many instructions|program is too large|processed \d+ insn|jumps is too complex/i,
    hint: "the program takes too many steps in all: shorten loops, or use bpf_loop, an iterator or a global function",
  },
  {
    message: /combined stack size|stack depth/,
    hint: "512 bytes of stack are all there is, with those of called functions: move large values to a per-CPU map",
  },
  {
    message: /call stack of \d+ frames/,
    hint: "functions may call each other eight deep: call fewer, or have some inlined (static inline, __always_inline)",
  },
  {
    message: /misaligned/,
    hint: "the access crosses its natural alignment: use smaller fields or packed reads",
  },
  {
    message: /read from stack (?:R\d+ )?off -?\d+\+/,
    hint: "part of this memory was never written, perhaps padding: fill it with zeros first (= {} in C), and not behind its end",
  },
  {
    message: /stack type R\d+|invalid \S* ?(?:access|read|write) (?:to|from) stack|indirect access to stack|stack off/,
    hint: "the access is outside of the stack of 512 bytes, or of the variable there: check offset and length",
  },
  {
    message: /must be referenced or trusted|is not a trusted pointer|arg#\d+ (?:pointer type|is|expected|doesn't)/,
    hint: "the function takes what the kernel vouches for: the hook's own arguments, or what an acquiring function gave",
  },
  {
    message: /invalid mem access '(?:scalar|inv)'/,
    hint: "a number is used as an address here: kernel memory is read by bpf_probe_read_kernel or by typed pointers",
  },
  {
    message: /only read is supported|access beyond struct|cannot access ptr member/,
    hint: "memory of the kernel is read only, and within the struct that its type says: rebuild with CO-RE for this kernel",
  },
  {
    message: /!read_ok/,
    hint: "the register is read before it was given a value on some path: calls forget r1 to r5",
  },
  {
    message: /dynptr|Expected an (?:un)?initialized|expected (?:an )?(?:un)?initialized/,
    hint: "iterators and dynptrs are made by their first function, used, and ended by their last one, in this order on every path",
  },
  {
    message: /Unreleased reference|reference leak|_lock-ed region/,
    hint: "what was acquired must be given back on every path: submit or discard, release, unlock",
  },
  {
    message: /must be referenced when passed to release|expected=ringbuf_mem|expected=alloc_mem|not been acquired/,
    hint: "this takes only what a reserve or an acquiring function gave, unchanged and once",
  },
  {
    message: /spin_lock|spin_unlock|holding a lock|\block\b/,
    hint: "between taking the lock and giving it back are only loads, stores and jumps: no calls, one lock, and an unlock on every path",
  },
  {
    message: /cannot pass map_type|map_type \d+ .*func/,
    hint: "this helper takes maps of another type",
  },
  {
    message: /write into map forbidden|cannot write into map|cannot write into rdonly/,
    hint: "the memory is read-only for programs: a constant, a frozen map, or one with BPF_F_RDONLY_PROG",
  },
  {
    message: /R\d+ type=\S+ expected=/,
    hint: "the argument is of the wrong kind: what is expected is one of these",
  },
  {
    message: /pointer arithmetic|pointer [+-]= pointer|math between|bitwise operator|prohibited|same insn cannot/,
    hint: "an address can't be calculated with like this: add or subtract numbers only, in 64 bits, and not to the context",
  },
  {
    message: /not a known constant|must be a (?:known )?constant|has to be a (?:known )?constant/,
    hint: "this argument must be a constant: give the helper one, or use another helper for variable sizes",
  },
  {
    message: /leaks addr/,
    hint: "without CAP_PERFMON an address of the kernel must not come out: load with that capability, or store the value instead",
  },
  {
    message: /unknown opcode|unrecognized bpf_ld_imm64|unknown insn|reserved fields|BPF_ATOMIC uses invalid/,
    hint: 'the instruction is newer than this kernel: compile for an older target (target: "v2", or clang -mcpu=v2)',
  },
  {
    message: /jump out of range|jump into the middle/,
    hint: "the code jumps to a place outside of its function: assembler that is put together wrongly",
  },
  {
    message: /last insn is not an exit/,
    hint: "the code ends without `exit` or a jump: in C, a function that ends in undefined behaviour is cut off there",
  },
  {
    message: /unreachable insn/,
    hint: "part of the program is never reached",
  },
  {
    message: /frame pointer is read only/,
    hint: "r10 is the stack's address and is not written: copy it to another register first",
  },
  {
    message: /div(?:ision)? by zero|invalid shift/,
    hint: "a division by the constant zero, or a shift by the register's width or more, has no result",
  },
  {
    message: /Caller passes invalid args|arg#\d+/,
    hint: "the argument of a global function must be of the type that it declares, and be checked by it for null",
  },
  {
    message: /mixing of tail_calls|tail_calls are not allowed/,
    hint: "this kernel, or its interpreter, has either tail calls or functions: turn the JIT on (net.core.bpf_jit_enable=1)",
  },
];

/** What to do about a message of the verifier; undefined where nobody knows. */
export function hintFor(message: string): string | undefined {
  return verifierHints.find((entry) => entry.message.test(message))?.hint;
}
