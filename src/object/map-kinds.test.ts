import assert from "node:assert/strict";
import { test } from "node:test";
import { BtfBuilder, schemaOf } from "../btf/index.ts";
import { chars, struct, u32 } from "../schema/index.ts";
import { type BpfObject, type ObjectMap, readElf, writeElf } from "./index.ts";

const event = struct({ pid: u32, comm: chars(16) });

function objectWith(maps: (types: BtfBuilder) => ObjectMap[]): BpfObject {
  const types = new BtfBuilder();
  const prototype = types.add({ kind: "functionPrototype", returns: types.addSchema(u32), parameters: [] });
  const type = types.add({ kind: "function", name: "pass", type: prototype, linkage: "global" });
  const code = new Uint8Array([0xb7, 0, 0, 0, 2, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0]);
  const built = maps(types);
  return {
    name: "kinds",
    license: "GPL",
    maps: built,
    sections: [],
    functions: [{ name: "pass", section: "xdp", isProgram: true, code, references: [], type, lines: [] }],
    btf: types.build(),
  };
}

const shape = { keySize: 0, valueSize: 0, flags: 0, keyType: 0, valueType: 0 };

test("the records of ring and perf buffers survive a file", () => {
  const object = objectWith((types) => {
    const index = types.addSchema(u32);
    return [
      { ...shape, name: "events", type: 27, maxEntries: 4096, recordType: types.addSchema(event, "events_record") },
      { ...shape, name: "pids", type: 27, maxEntries: 8192, recordType: types.addSchema(u32, "pids_record") },
      {
        ...shape,
        ...{ name: "perf", type: 4, maxEntries: 0, keySize: 4, valueSize: 4, keyType: index, valueType: index },
        recordType: types.addSchema(event, "perf_record"),
      },
    ];
  });
  const read = readElf(writeElf(object));
  assert.deepEqual(read, object);
  const [events, pids, perf] = read.maps;
  assert.deepEqual(schemaOf(read.btf, events?.recordType ?? 0), event);
  assert.deepEqual(schemaOf(read.btf, pids?.recordType ?? 0), u32);
  assert.deepEqual(schemaOf(read.btf, perf?.recordType ?? 0), event);
});

test("maps without keys survive a file", () => {
  const object = objectWith((types) => {
    const valueType = types.addSchema(u32);
    return [
      { ...shape, name: "queue", type: 22, maxEntries: 8, valueSize: 4, valueType },
      { ...shape, name: "bloom", type: 30, maxEntries: 8, valueSize: 4, valueType, mapExtra: 3n },
    ];
  });
  assert.deepEqual(readElf(writeElf(object)), object);
});
