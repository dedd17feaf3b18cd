import assert from "node:assert/strict";
import { test } from "node:test";
import type { ObjectFunction } from "../object/object.ts";
import { describeValue, parseVerifierLog, verifierError } from "./verifier-log.ts";

const log518 = `arg#0 reference type('UNKNOWN ') size cannot be determined: -22
0: R1=ctx() R10=fp0
; const row = rows.lookup(0); @ count.ts:4
0: (62) *(u32 *)(r10 -4) = 0          ; R10=fp0 fp-8=0000????
1: (bf) r2 = r10                      ; R2=fp0 R10=fp0
5: (85) call bpf_map_lookup_elem#1    ; R0=map_value_or_null(id=1,map=rows,ks=4,vs=8)
6: (79) r1 = *(u64 *)(r0 +0)
R0 invalid mem access 'map_value_or_null'
processed 6 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
`;

/** As 5.10 prints it: the registers stand before the instruction. */
const log510 = `0: R1=ctx(id=0,off=0,imm=0) R10=fp0
0: (61) r6 = *(u32 *)(r1 +0)
1: R1=ctx(id=0,off=0,imm=0) R6_w=inv(id=0,umax_value=4294967295,var_off=(0x0; 0xffffffff)) R10=fp0
1: (0f) r0 += r6
last_idx 1 first_idx 0
regs=40 stack=0 before 0: (61) r6 = *(u32 *)(r1 +0)
2: R0_w=map_value(id=0,off=0,ks=4,vs=8,umax_value=4294967295,var_off=(0x0; 0xffffffff)) R6_w=inv(id=0) R10=fp0
2: (79) r1 = *(u64 *)(r0 +0)
 R0_w=map_value(id=0,off=0,ks=4,vs=8) R10=fp0
R0 unbounded memory access, make sure to bounds check any such access
verification time 57 usec
stack depth 0
processed 3 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
`;

test("finds the instruction, the message and the registers", () => {
  const { message, slot, registers } = parseVerifierLog(log518);
  assert.equal(message, "R0 invalid mem access 'map_value_or_null'");
  assert.equal(slot, 6);
  assert.equal(registers.get("R0"), "a value of the map 'rows', or missing");
  assert.equal(registers.get("R10"), "an address on the stack");
});

test("understands the logs of older kernels", () => {
  const { message, slot, registers } = parseVerifierLog(log510);
  assert.equal(message, "R0 unbounded memory access, make sure to bounds check any such access");
  assert.equal(slot, 2);
  assert.equal(registers.get("R0"), "a value of a map");
});

test("a message before any instruction may name one", () => {
  const log = "unreachable insn 2\nprocessed 0 insns (limit 1000000)\n";
  assert.deepEqual(parseVerifierLog(log), { message: "unreachable insn 2", slot: 2, registers: new Map() });
  assert.deepEqual(parseVerifierLog(""), { message: "", slot: undefined, registers: new Map() });
});

test("values in words", () => {
  const words: Record<string, string> = {
    "5": "the number 5",
    inv7: "the number 7",
    "scalar()": "any number",
    "inv(id=0)": "any number",
    "scalar(smin=0,smax=umax=0xffffffff,var_off=(0x0; 0xffffffff)": "a number from 0 to 4294967295",
    "inv(id=0,umax_value=255,var_off=(0x0; 0xff)": "a number from 0 to 255",
    "ctx()": "the context",
    "pkt(r=0)": "an address in the packet",
    "pkt_end()": "the end of the packet",
    "fp-16": "an address on the stack",
    "scalar(smin=0xffffffff80000000,smax=16": "a number from -2147483648 to 16",
    "scalar(smin=smin32=-8,smax=smax32=16": "a number from -8 to 16",
    "scalar(umin=umin32=1,umax=4": "a number from 1 to 4",
    "scalar(umin=1,umax=4": "a number from 1 to 4",
    "scalar(smax=16": "a number of at most 16, or below zero",
    "inv(id=0,smin_value=-2147483648,smax_value=2147483647)": "a number from -2147483648 to 2147483647",
    P1: "the number 1",
    "0xffffffffffffffff": "the number -1",
    "trusted_ptr_task_struct()": "the kernel's task_struct",
    "trusted_ptr_or_null_task_struct(id=2": "the kernel's task_struct, or missing",
    "ptr_sk_buff(id=0,off=0,imm=0)": "the kernel's sk_buff",
    "ringbuf_mem_or_null(id=2,ref_obj_id=2": "a record of a ring buffer, or missing",
    "map_value_or_null(id=1,off=0,ks=4,vs=8": "a value of a map, or missing",
    "map_ptr(map=rows,ks=4,vs=8": "the map 'rows'",
    "something_new(a=1)": "something_new(a=1)",
  };
  for (const [value, expected] of Object.entries(words)) assert.equal(describeValue(value), expected, value);
});

test("the error shows the line that the instruction comes from", () => {
  const line = (slot: number, number: number, text: string) => ({
    slot,
    file: "/x/count.ts",
    line: number,
    column: 3,
    text,
  });
  const count: ObjectFunction = {
    name: "count",
    section: "xdp",
    isProgram: true,
    code: new Uint8Array(64),
    references: [],
    type: 0,
    lines: [line(0, 4, "  const row = rows.lookup(0);"), line(6, 5, "  row.packets += 1;"), line(7, 6, "  return 1;")],
  };
  const program = {
    name: "count",
    section: "xdp",
    code: count.code as Uint8Array<ArrayBuffer>,
    parts: [{ function: count, slot: 0 }],
  };
  const error = verifierError(program, log518);
  assert.equal(
    error.message,
    `/x/count.ts:5:3 - error YDL3100: the kernel's verifier rejects 'count': R0 invalid mem access 'map_value_or_null' (R0 is a value of the map 'rows', or missing)

  5   row.packets += 1;
      ~~~~~~~~~~~~~~~~~
  hint: check the result of the lookup before using it: if (!value) return …`,
  );
  assert.equal(error.log, log518);
  assert.equal(error.code, "YDL3100");
});
