import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import type { AluOperator, AtomicOperation, Instruction, JumpCondition, MemorySize } from "./index.ts";
import { decode, encode, print } from "./index.ts";

const operators: AluOperator[] = [
  "add",
  "sub",
  "mul",
  "div",
  "sdiv",
  "mod",
  "smod",
  "or",
  "and",
  "xor",
  "lsh",
  "rsh",
  "arsh",
  "mov",
];
const conditions: JumpCondition[] = ["eq", "ne", "gt", "ge", "lt", "le", "sgt", "sge", "slt", "sle", "set"];
const operations: AtomicOperation[] = ["add", "or", "and", "xor", "exchange", "compareExchange"];
const sizes: MemorySize[] = [1, 2, 4, 8];

/** One of each instruction in each of its forms; all of them in llvm's syntax too. */
function everyInstruction(): Instruction[] {
  const all: Instruction[] = [];
  for (const width of [32, 64] as const) {
    for (const operator of operators) {
      all.push({ op: "alu", operator, width, destination: 3, source: { register: 7 } });
      all.push({ op: "alu", operator, width, destination: 3, source: { immediate: 5 } });
    }
    all.push({ op: "negate", width, destination: 2 });
    for (const bits of width === 64 ? ([8, 16, 32] as const) : ([8, 16] as const)) {
      all.push({ op: "moveSigned", width, bits, destination: 4, source: 5 });
    }
    for (const condition of conditions) {
      all.push({ op: "branch", condition, width, left: 1, right: { register: 2 }, offset: 3 });
      all.push({ op: "branch", condition, width, left: 1, right: { immediate: -7 }, offset: -2 });
    }
  }
  for (const bits of [16, 32, 64] as const) {
    for (const order of ["be", "le", "bswap"] as const) all.push({ op: "swap", order, bits, destination: 6 });
  }
  for (const size of sizes) {
    all.push({ op: "load", size, signed: false, destination: 8, base: 9, offset: 12 });
    if (size !== 8) all.push({ op: "load", size, signed: true, destination: 8, base: 10, offset: -12 });
    all.push({ op: "store", size, base: 10, offset: -8, source: { register: 1 } });
    all.push({ op: "store", size, base: 10, offset: -8, source: { immediate: -1 } });
  }
  for (const size of [4, 8] as const) {
    for (const operation of operations) {
      const exchange = operation === "exchange" || operation === "compareExchange";
      for (const fetch of exchange ? [true] : [false, true]) {
        all.push({ op: "atomic", operation, size, fetch, base: 1, offset: 16, source: 2 });
      }
    }
  }
  all.push({ op: "loadImmediate64", destination: 1, pseudo: 0, value: -0x1234_5678_9abc_def0n });
  all.push({ op: "loadImmediate64", destination: 1, pseudo: 0, value: 0x7fff_ffff_8000_0000n });
  for (const size of [1, 2, 4] as const) all.push({ op: "loadPacket", size, offset: 14, index: undefined });
  all.push({ op: "jump", wide: false, offset: -1 });
  all.push({ op: "jump", wide: true, offset: 1000 });
  all.push({ op: "call", kind: "helper", target: 8, offset: 0 });
  all.push({ op: "exit" });
  return all;
}

const beyondLlvm: Instruction[] = [
  { op: "loadImmediate64", destination: 1, pseudo: 2, value: 0x10_0000_0003n },
  { op: "call", kind: "function", target: -4, offset: 0 },
  { op: "call", kind: "kernel", target: 4711, offset: 1 },
  { op: "loadPacket", size: 2, offset: 14, index: 6 },
  { op: "jump", wide: true, offset: 100_000 },
  { op: "unknown", code: 0xe5, destination: 0, source: 0, offset: 3, immediate: 0 },
];

function withoutSlots(code: Uint8Array): Instruction[] {
  return decode(code).map(({ slot: _, ...instruction }) => instruction as Instruction);
}

test("every instruction survives encoding and decoding", () => {
  const all = [...everyInstruction(), ...beyondLlvm];
  assert.deepEqual(withoutSlots(encode(all)), all);
});

test("what any bytes decode to encodes to the same instructions", () => {
  let state = 1;
  const code = new Uint8Array(8 * 4000).map(() => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 24;
  });
  const instructions = withoutSlots(code);
  assert.deepEqual(withoutSlots(encode(instructions)), instructions);
});

test("decoded instructions know their slots", () => {
  const code = encode([{ op: "loadImmediate64", destination: 1, pseudo: 0, value: 1n }, { op: "exit" }]);
  assert.deepEqual(
    decode(code).map((instruction) => instruction.slot),
    [0, 2],
  );
});

test("cut code is an error", () => {
  assert.throws(() => decode(new Uint8Array(7)), { code: "YDL5101" });
  assert.throws(() => decode(new Uint8Array([0x18, 0, 0, 0, 0, 0, 0, 0])), { code: "YDL5101" });
});

test("prints names for references and helpers", () => {
  const text = print(
    [
      { op: "loadImmediate64", destination: 1, pseudo: 2, value: 0n },
      { op: "alu", operator: "mov", width: 64, destination: 0, source: { immediate: 1 } },
      { op: "atomic", operation: "add", size: 8, fetch: false, base: 1, offset: 0, source: 0 },
      { op: "branch", condition: "gt", width: 64, left: 1, right: { immediate: 4 }, offset: 3 },
      { op: "call", kind: "helper", target: 1, offset: 0 },
      { op: "exit" },
    ],
    { reference: (slot) => (slot === 0 ? "&hits" : undefined), helper: () => "map_lookup_elem" },
  );
  assert.equal(
    text,
    ["r1 = &hits", "r0 = 1", "lock *(u64 *)(r1 + 0) += r0", "if r1 > 4 goto +3", "call map_lookup_elem", "exit"].join(
      "\n",
    ),
  );
});

test("llvm assembles what is printed to the same bytes", (context) => {
  const all = everyInstruction();
  const source = `${print(all)}\n`;
  const run = spawnSync("llvm-mc-19", ["-triple=bpfel", "-mcpu=v4", "--show-encoding"], {
    input: source,
    encoding: "utf8",
  });
  if (run.error) return context.skip("llvm-mc-19 is not installed");
  assert.equal(run.status, 0, run.stderr);
  const bytes = [...run.stdout.matchAll(/encoding: \[(.*?)\]/g)].flatMap((match) => match[1]!.split(",").map(Number));
  assert.deepEqual(print(withoutSlots(Uint8Array.from(bytes))), print(all));
  assert.deepEqual(Uint8Array.from(bytes), encode(all));
});
