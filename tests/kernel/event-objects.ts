import { BtfBuilder } from "../../src/btf/index.ts";
import { encode, type Instruction } from "../../src/bytecode/index.ts";
import type { BpfObject, DataSection, Reference } from "../../src/object/index.ts";
import { chars, struct, u32, u64 } from "../../src/schema/index.ts";
import { address, atomicAdd, exit, helper, r, set } from "./loader-objects.ts";

/** Objects with ring buffers and tail calls, put together from instructions. */

export const event = struct({ number: u64, size: u32, name: chars(12) });

const RINGBUF_RESERVE = 131;
const RINGBUF_SUBMIT = 132;
const RINGBUF_DISCARD = 133;
const NAME = "event";

const store = (base: number, offset: number, size: 1 | 4 | 8, source: number): Instruction => ({
  op: "store",
  size,
  base,
  offset,
  source: r(source),
});
const load = (destination: number, base: number, offset: number, size: 4 | 8): Instruction => ({
  op: "load",
  size,
  signed: false,
  destination,
  base,
  offset,
});

/**
 * A socket filter that takes the next number from `.bss`, and writes it into the ring buffer `events`; those that are a multiple of
 * eight it discards. Records that find no room are counted in `events_lost`.
 */
export function eventsObject(bytes: number, withTypes = true): BpfObject {
  const types = new BtfBuilder();
  const int = types.add({ kind: "int", name: "int", size: 4, bits: 32, bitOffset: 0, encoding: "signed" });
  const pointer = types.add({ kind: "pointer", type: 0 });
  const prototype = types.add({
    kind: "functionPrototype",
    returns: int,
    parameters: [{ name: "ctx", type: pointer }],
  });
  const type = types.add({ kind: "function", name: "emit", type: prototype, linkage: "global" });
  const jump = (condition: "eq" | "ne", register: number, immediate: number, offset: number): Instruction => ({
    op: "branch",
    condition,
    width: 64,
    left: register,
    right: { immediate },
    offset,
  });
  const characters = [...new TextEncoder().encode(NAME), 0];
  const instructions: Instruction[] = [
    address(1), // slots 0, 1
    set(6, 1),
    { op: "atomic", operation: "add", size: 8, fetch: true, base: 1, offset: 0, source: 6 },
    address(1), // 4, 5
    set(2, event.size),
    set(3, 0),
    helper(RINGBUF_RESERVE),
    jump("ne", 0, 0, 6), // 9: to 16
    address(1), // 10, 11
    set(2, 1),
    atomicAdd(1, 2, 8),
    set(0, 0),
    exit, // 15
    set(1, r(0)), // 16
    store(1, 0, 8, 6),
    load(2, 1, 0, 8),
    store(1, 8, 4, 2),
    ...characters.flatMap((character, index) => [set(2, character), store(1, 12 + index, 1, 2)]),
    ...Array.from({ length: 12 - characters.length }, (_, index): Instruction[] => [
      set(2, 0),
      store(1, 12 + characters.length + index, 1, 2),
    ]).flat(),
    set(2, 0),
    { op: "alu", operator: "and", width: 64, destination: 6, source: { immediate: 7 } },
    jump("eq", 6, 0, 3),
    helper(RINGBUF_SUBMIT),
    set(0, 1),
    exit,
    helper(RINGBUF_DISCARD),
    set(0, 2),
    exit,
  ];
  const references: Reference[] = [
    { kind: "data", slot: 0, section: ".bss", offset: 0 },
    { kind: "map", slot: 4, map: "events" },
    { kind: "data", slot: 10, section: ".bss", offset: 0 },
  ];
  const code = encode(instructions);
  const plain = { keySize: 0, valueSize: 0, flags: 0, keyType: 0, valueType: 0 };
  const map = { ...plain, name: "events", type: 27, maxEntries: bytes };
  const events = withTypes ? { ...map, recordType: types.addSchema(event, "events_record") } : map;
  return {
    name: "events",
    license: "GPL",
    maps: [events],
    sections: [counters(types)],
    functions: [{ name: "emit", section: "socket", isProgram: true, code, references, type, lines: [] }],
    btf: types.build(),
  };
}

function counters(types: BtfBuilder): DataSection {
  const type = types.addSchema(u64);
  const names = ["events_made", "events_lost"];
  const variables = names.map((name, index) => ({ name, offset: index * 8, size: 8, type }));
  const members = variables.map(({ name, offset, size }) => ({
    type: types.add({ kind: "variable", name, type, linkage: "global" }),
    offset,
    size,
  }));
  const section = types.add({ kind: "section", name: ".bss", size: 16, variables: members });
  return { name: ".bss", data: new Uint8Array(16), readonly: false, type: section, variables };
}
