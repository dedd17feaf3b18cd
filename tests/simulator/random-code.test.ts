// Random machine code in the kernel and in the simulator: all registers and the stack must be the same in the end.
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadObject } from "../../src/loader/index.ts";
import { simulateObject } from "../../src/simulator/index.ts";
import { exit, rawObject, type Slot, set, wide } from "../../src/simulator/testing/raw.ts";
import { withoutKernel } from "../support/kernel.ts";

const PROGRAMS = 300;
const LENGTH = 60;
/** Registers r0 to r8 hold numbers; r9 is left for the address of the results. */
const REGISTERS = 9;
const STACK_WORDS = 8;

const interesting = [0n, 1n, 2n, 31n, 63n, 0x7fff_ffffn, 0x8000_0000n, 0xffff_ffffn, 1n << 63n, (1n << 64n) - 1n];

/** Numbers that a seed decides (a linear congruential generator). */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const alu = [0x00, 0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70, 0x90, 0xa0, 0xb0, 0xc0];
const conditions = [0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70, 0xa0, 0xb0, 0xc0, 0xd0];
const atomics = [0x00, 0x01, 0x40, 0x41, 0x50, 0x51, 0xa0, 0xa1, 0xe1, 0xf1];
const SHIFTS = [0x60, 0x70, 0xc0];
const [DIVIDE, MODULO, MOVE] = [0x30, 0x90, 0xb0];

function instruction(random: (below: number) => number, left: number): Slot {
  const destination = random(REGISTERS);
  const source = random(REGISTERS);
  const word = -8 * (1 + random(STACK_WORDS));
  const byRegister = random(2) * 0x08;
  switch (random(10)) {
    case 0: {
      const group = [0x05, 0x06][random(2)]!;
      const immediate = random(2) ? random(100) : -random(100);
      const code = conditions[random(conditions.length)]! | group | byRegister;
      return { code, destination, offset: random(Math.min(6, left)), ...(byRegister ? { source } : { immediate }) };
    }
    case 1:
      return { code: [0x61, 0x69, 0x71, 0x79, 0x81, 0x89, 0x91][random(7)]!, destination, source: 10, offset: word };
    case 2:
      return { code: [0x63, 0x6b, 0x73, 0x7b][random(4)]!, destination: 10, source, offset: word };
    case 3:
      return {
        code: [0xc3, 0xdb][random(2)]!,
        destination: 10,
        source,
        offset: word,
        immediate: atomics[random(atomics.length)]!,
      };
    case 4:
      return { code: [0xd4, 0xdc, 0xd7][random(3)]!, destination, immediate: [16, 32, 64][random(3)]! };
    case 5: {
      const wideMove = random(2) === 1;
      return { code: wideMove ? 0xbf : 0xbc, destination, source, offset: [8, 16, 32][random(wideMove ? 3 : 2)]! };
    }
    default: {
      const group = [0x04, 0x07][random(2)]!;
      const operation = alu[random(alu.length)]!;
      const code = operation | group | byRegister;
      const signed = (operation === DIVIDE || operation === MODULO) && random(2) === 1 ? 1 : 0;
      if (byRegister) return { code, destination, source, offset: signed };
      // The kernel refuses to divide by a constant zero, and to shift by more than the width.
      const immediate = SHIFTS.includes(operation) ? random(group === 0x07 ? 64 : 32) : 1 + random(1000);
      const negative = random(2) === 1 && (signed === 1 || operation === MOVE);
      return { code, destination, offset: signed, immediate: negative ? -immediate : immediate };
    }
  }
}

function programOf(seed: number) {
  const random = randomOf(seed);
  const slots: Slot[] = [];
  // Read from memory, so that the verifier knows nothing of the values.
  slots.push(...wide(9, 0n));
  for (let word = 1; word <= STACK_WORDS; word += 1) {
    slots.push({ code: 0x79, destination: 0, source: 9, offset: 8 * (REGISTERS + word - 1) });
    slots.push({ code: 0x7b, destination: 10, source: 0, offset: -8 * word });
  }
  for (let register = 0; register < REGISTERS; register += 1) {
    slots.push({ code: 0x79, destination: register, source: 9, offset: 8 * register });
  }
  for (let index = 0; index < LENGTH; index += 1) slots.push(instruction(random, LENGTH - index));
  const end = slots.length;
  slots.push(...wide(9, 0n));
  for (let register = 0; register < REGISTERS; register += 1) {
    slots.push({ code: 0x7b, destination: 9, source: register, offset: 8 * register });
  }
  for (let word = 1; word <= STACK_WORDS; word += 1) {
    slots.push({ code: 0x79, destination: 0, source: 10, offset: -8 * word });
    slots.push({ code: 0x7b, destination: 9, source: 0, offset: 8 * (REGISTERS + word - 1) });
  }
  slots.push(set(0, 0), exit);
  const references = [0, end].map((slot) => ({ kind: "data", slot, section: ".bss", offset: 0 }) as const);
  const values = new BigUint64Array(REGISTERS + STACK_WORDS);
  for (const index of values.keys()) {
    const any = (BigInt(random(2 ** 32)) << 32n) | BigInt(random(2 ** 32));
    values[index] = random(2) ? any : interesting[random(interesting.length)]!;
  }
  const object = rawObject({ functions: { main: { slots, references, section: "socket" } }, bss: values.byteLength });
  return { object, values: new Uint8Array(values.buffer) };
}

test(`${PROGRAMS} programs`, { skip: withoutKernel }, () => {
  for (let seed = 1; seed <= PROGRAMS; seed += 1) {
    const { object, values } = programOf(seed);
    using kernel = loadObject(object);
    using simulated = simulateObject(object);
    for (const { variables, programs } of [kernel, simulated]) {
      variables.out.value = values;
      programs.main.test();
    }
    const words = (bytes: Uint8Array) => [...new BigUint64Array(bytes.slice().buffer)].map((word) => word.toString(16));
    assert.deepEqual(words(simulated.variables.out.value), words(kernel.variables.out.value), `seed ${seed}`);
  }
});
