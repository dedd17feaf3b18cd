import assert from "node:assert/strict";
import { test } from "node:test";
import { hintFor } from "./verifier-hints.ts";
import { parseVerifierLog } from "./verifier-log.ts";

// The ends of logs in the words of kernels other than the one that tests run on (tests/objects/rejected.test.ts asks that one), and
// of what it rejects for want of a capability or a JIT.
const messages: readonly (readonly [hint: RegExp, ...ends: string[]])[] = [
  [
    /check the result/,
    "R0 invalid mem access 'map_value_or_null'",
    "R7 invalid mem access 'ptr_or_null_'",
    "R1 pointer arithmetic on map_value_or_null prohibited, null-check it first",
    "R1 type=ptr_or_null_ expected=ptr_, trusted_ptr_",
    "R2 type=mem_or_null expected=mem",
  ],
  [
    /end of the packet/,
    "invalid access to packet, off=14 size=20, R2(id=0,off=14,r=14)\nR2 offset is outside of the packet",
  ],
  [/reads packets only/, "cannot write into packet", "helper access to the packet is not allowed"],
  [
    /no lower bound/,
    "R2 min value is negative, either use unsigned or 'var &= const'",
    "R1 min value is negative, either use unsigned index or do a if (index >=0) check.",
    "math between map_value pointer and register with unbounded min value is not allowed",
  ],
  [
    /limit the index/,
    "R0 unbounded memory access, make sure to bounds check any such access",
    "invalid access to map value, value_size=48 off=48 size=8\nR0 max value is outside of the array range",
    "R2 unbounded memory access, use 'var &= const' or 'if (var < const)'",
    "value -2147483648 makes map_value pointer be out of bounds",
  ],
  [
    /memory behind it/,
    "invalid access to memory, mem_size=8 off=8 size=8\nR0 min value is outside of the allowed memory range",
  ],
  [/does not offer the field/, "invalid bpf_context access off=76 size=8"],
  [
    /constant offset/,
    "dereference of modified ctx ptr R1 off=8 disallowed",
    "variable ctx access var_off=(0x0; 0xff) disallowed",
    "dereference of modified ctx ptr R1 off=-4 disallowed",
  ],
  [
    /value that this program type allows/,
    "At program exit the register R0 has value (0x7; 0x0) should have been in (0x0; 0x1)",
    "At program exit the register R0 has unknown scalar value should have been in [0, 1]",
    "R0 !read_ok",
  ],
  [/other program types only, or since/, "unknown func bpf_skb_store_bytes#9", "helper call is not allowed in probe"],
  [/newer than this kernel/, "invalid func unknown#211", "unknown opcode c3", "BPF_ATOMIC uses reserved fields"],
  [/licence/, "cannot call GPL-restricted function from non-GPL compatible program"],
  [/the loop an end/, "back-edge from insn 7 to 3", "infinite loop detected at insn 4"],
  [
    /too many steps/,
    "BPF program is too large. Processed 1000001 insn",
    "The sequence of 8193 jumps is too complex.",
    "too many instructions: 4097",
  ],
  [
    /512 bytes of stack are all/,
    "combined stack size of 3 calls is 544. Too large",
    "combined stack size of 2 calls is 528. Too large",
  ],
  [/eight deep/, "the call stack of 9 frames is too deep !"],
  [
    /never written/,
    "invalid indirect read from stack off -16+4 size 16",
    "invalid indirect read from stack R2 off -16+4 size 16",
    "invalid read from stack off -8+0 size 8",
    "invalid read from stack R10 off -8+0 size 8",
  ],
  [
    /outside of the stack/,
    "invalid stack off=-520 size=8",
    "invalid stack type R2 off=-4 access_size=8",
    "invalid write to stack R10 off=-520 size=8",
    "invalid indirect access to stack R2 off=-4 size=8",
    "invalid unbounded variable-offset indirect access to stack R1",
  ],
  [/vouches for/, "R1 must be referenced or trusted", "arg#0 pointer type STRUCT task_struct must point to scalar"],
  [/a number is used as an address/, "R1 invalid mem access 'inv'", "R3 invalid mem access 'scalar'"],
  [
    /memory of the kernel is read only/,
    "only read is supported",
    "access beyond struct task_struct at off 20000 size 8",
  ],
  [/given a value on some path/, "R3 !read_ok"],
  [
    /in this order on every path/,
    "Expected an initialized dynptr as arg #1",
    "expected an initialized iter_num as arg #1",
  ],
  [
    /given back on every path/,
    "Unreleased reference id=2 alloc_insn=5",
    "bpf_spin_lock is missing unlock, tail_call inside bpf_spin_lock-ed region",
  ],
  [
    /unchanged and once/,
    "R1 must be referenced when passed to release function",
    "reference has not been acquired before",
  ],
  [
    /between taking the lock/,
    "function calls are not allowed while holding a lock",
    "bpf_spin_unlock without taking a lock",
  ],
  [/maps of another type/, "cannot pass map_type 27 into func bpf_map_lookup_elem#1"],
  [/read-only for programs/, "write into map forbidden, value_size=8 off=0 size=8", "R1 cannot write into rdonly_mem"],
  [/wrong kind/, "R2 type=inv expected=fp", "R1 type=ctx expected=fp, pkt, pkt_meta, map_value"],
  [
    /can't be calculated with/,
    "R1 pointer += pointer prohibited",
    "R2 bitwise operator &= on pointer prohibited",
    "math between ctx pointer and 4294967295 is not allowed",
    "same insn cannot be used with different pointers",
  ],
  [/must be a constant/, "R2 is not a known constant'", "R4 must be a known constant"],
  [/must not come out/, "R0 leaks addr as return value", "R2 leaks addr into map"],
  [/outside of its function/, "jump out of range from insn 3 to 90"],
  [/ends without/, "last insn is not an exit or jmp"],
  [/never reached/, "unreachable insn 4"],
  [/r10 is the stack's address/, "frame pointer is read only"],
  [/has no result/, "div by zero", "invalid shift 64"],
  [/argument of a global function/, "Caller passes invalid args into func#1 ('add')"],
  [/sleepable/, "helper call might sleep in a non-sleepable prog"],
  [/turn the JIT on/, "tail_calls are not allowed in non-JITed programs with bpf-to-bpf calls"],
  [
    /natural alignment/,
    "misaligned stack access off (0x0; 0x0)+0+-12 size 8",
    "misaligned packet access off 0+2+1 size 4",
  ],
  [/other program types only, such as/, "calling kernel function bpf_task_from_pid is not allowed"],
];

for (const [hint, ...ends] of messages) {
  test(`${hint.source}`, () => {
    for (const end of ends) {
      const log = `3: (85) call unknown#1\n${end}\nprocessed 4 insns (limit 1000000) max_states_per_insn 0 total_states 0\n`;
      const { message } = parseVerifierLog(log);
      assert.equal(message, end.replaceAll("\n", "; "));
      assert.match(hintFor(message) ?? "no hint", hint, end);
    }
  });
}

test("what nobody knows has no hint", () => {
  assert.equal(hintFor("something that no kernel says yet"), undefined);
});
