import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readEntries } from "../../src/loader/map-entries.ts";
import {
  type ArrayMapHandle,
  type HashMapHandle,
  load,
  type PerCpuArrayMapHandle,
  type PerCpuHashMapHandle,
  SystemCallError,
} from "../../src/runtime.ts";
import { be16, bytes, chars, struct, u32, u64 } from "../../src/schema/index.ts";
import { createMap } from "../../src/sys/bpf.ts";
import { possibleCpus } from "../../src/sys/machine.ts";
import { ElementAccess, readBatches } from "../../src/sys/map-access.ts";
import { findMount } from "../../src/sys/mountinfo.ts";
import { withoutKernel } from "../support/kernel.ts";
import { type MapParts, makeObject } from "./loader-objects.ts";

const skip = withoutKernel;
const cpus = possibleCpus();
const [hash, array, perCpuHash, perCpuArray] = [1, 2, 5, 6];
const BPF_F_MMAPABLE = 1024;

function loadMap(map: MapParts) {
  return load(makeObject({}, { map }));
}

interface Traffic {
  packets: bigint;
  bytes: bigint;
}
const traffic = struct({ packets: u64, bytes: u64 });

test("an array, by system call and through memory", { skip }, () => {
  for (const flags of [0, BPF_F_MMAPABLE]) {
    using bpf = loadMap({ type: array, value: struct({ packets: u64, kind: u32 }), maxEntries: 3, flags });
    const map: ArrayMapHandle<{ packets: bigint; kind: number }> = bpf.maps.map;
    assert.equal(map.length, 3);
    map.set(2, { packets: 5n, kind: 6 });
    assert.deepEqual(map.get(2), { packets: 5n, kind: 6 });
    assert.deepEqual(
      [...map].map(({ packets }) => packets),
      [0n, 0n, 5n],
    );
    assert.deepEqual([...map.entries()][1], [1, { packets: 0n, kind: 0 }]);
    for (const index of [3, -1, 0.5, Number.NaN]) {
      assert.throws(() => map.get(index), { code: "YDL4405", message: /no element .*it has 3/ });
    }
    assert.throws(() => map.set(0, { packets: 1 } as never), TypeError);
  }
});

test("elements that are no multiple of 8 bytes stand 8 bytes apart in memory", { skip }, () => {
  using bpf = loadMap({ type: array, value: u32, maxEntries: 4, flags: BPF_F_MMAPABLE });
  for (let index = 0; index < 4; index += 1) bpf.maps.map.set(index, index + 1);
  assert.deepEqual([...bpf.maps.map], [1, 2, 3, 4]);
});

test("a hash map is like a JavaScript Map", { skip }, () => {
  const key = struct({ name: chars(8), port: be16, kind: bytes(2) });
  using bpf = loadMap({ type: hash, key, value: traffic, maxEntries: 4 });
  const map: HashMapHandle<{ name: string; port: number; kind: Uint8Array }, Traffic> = bpf.maps.map;
  const at = (port: number) => ({ name: "eth0", port, kind: Uint8Array.of(1, 2) });
  assert.equal(map.get(at(80)), undefined);
  assert.equal(map.has(at(80)), false);
  assert.equal(map.set(at(80), { packets: 1n, bytes: 2n }), map);
  map.set(at(443), { packets: 3n, bytes: 4n });
  assert.deepEqual(map.get(at(80)), { packets: 1n, bytes: 2n });
  assert.equal(map.size, 2);
  assert.deepEqual([...map.keys()].map(({ port }) => port).sort(), [443, 80]);
  assert.deepEqual([...map.values()].map(({ packets }) => packets).sort(), [1n, 3n]);
  const seen: number[] = [];
  map.forEach(({ packets }, { port }) => {
    seen.push(port + Number(packets));
  });
  assert.deepEqual(seen.sort(), [446, 81]);
  assert.equal(map.delete(at(80)), true);
  assert.equal(map.delete(at(80)), false);
  for (const port of [1, 2, 3]) map.set(at(port), { packets: 0n, bytes: 0n });
  assert.throws(() => map.set(at(4), { packets: 0n, bytes: 0n }), { code: "YDL4408", message: /full: it holds 4/ });
  map.clear();
  assert.equal(map.size, 0);
});

test("a large hash map is read in more than one batch", { skip }, () => {
  const entries = 10_000;
  using bpf = loadMap({ type: hash, key: u32, value: u64, maxEntries: entries });
  const map: HashMapHandle<number, bigint> = bpf.maps.map;
  for (let key = 0; key < entries; key += 1) map.set(key, BigInt(key) * 2n);
  const copy = map.snapshot();
  assert.equal(copy.size, entries);
  for (const [key, value] of copy) assert.equal(value, BigInt(key) * 2n);
  assert.equal(map.size, entries);
  const taken = map.take();
  assert.deepEqual(taken, copy);
  assert.equal(map.size, 0);
  assert.equal(map.take().size, 0);
});

test("entries that are deleted while iterating do no harm", { skip }, () => {
  using bpf = loadMap({ type: hash, key: u32, value: u64, maxEntries: 100 });
  const map: HashMapHandle<number, bigint> = bpf.maps.map;
  for (let key = 0; key < 100; key += 1) map.set(key, 1n);
  for (const [key] of map) map.delete(key);
  assert.equal(map.size, 0);
});

test("per-CPU arrays have a value for each CPU, and sums field by field", { skip }, () => {
  using bpf = loadMap({ type: perCpuArray, value: struct({ packets: u64, drops: u32 }), maxEntries: 2 });
  const map: PerCpuArrayMapHandle<{ packets: bigint; drops: number }> = bpf.maps.map;
  map.set(
    1,
    Array.from({ length: cpus }, (_, cpu) => ({ packets: BigInt(cpu + 1), drops: 2 })),
  );
  assert.equal(map.get(1).length, cpus);
  assert.deepEqual(map.get(1)[0], { packets: 1n, drops: 2 });
  const packets = BigInt((cpus * (cpus + 1)) / 2);
  assert.deepEqual(map.sum(1), { packets, drops: 2 * cpus });
  assert.deepEqual(map.totals(), [
    { packets: 0n, drops: 0 },
    { packets, drops: 2 * cpus },
  ]);
  assert.equal([...map.entries()].length, 2);
  assert.throws(() => map.set(0, []), { code: "YDL4407" });
});

test("per-CPU hash maps", { skip }, () => {
  using bpf = loadMap({ type: perCpuHash, key: u64, value: u32, maxEntries: 5000 });
  const map: PerCpuHashMapHandle<bigint, number> = bpf.maps.map;
  assert.equal(map.get(1n), undefined);
  assert.equal(map.sum(1n), undefined);
  for (let key = 0; key < 5000; key += 1) map.set(BigInt(key), new Array(cpus).fill(key));
  assert.deepEqual(map.get(3n), new Array(cpus).fill(3));
  assert.equal(map.sum(3n), 3 * cpus);
  const totals = map.totals();
  assert.equal(totals.size, 5000);
  assert.equal(totals.get(4999n), 4999 * cpus);
  assert.equal(map.take().size, 5000);
  assert.equal(map.size, 0);
});

test("maps without types give bytes", { skip }, () => {
  const object = makeObject({}, { map: { type: hash, key: u32, value: u64, maxEntries: 4 } });
  using bpf = load({ ...object, maps: object.maps.map((map) => ({ ...map, keyType: 0, valueType: 0 })) });
  bpf.maps.map.set(Uint8Array.of(1, 0, 0, 0), new Uint8Array(8).fill(9));
  assert.deepEqual([...bpf.maps.map.entries()], [[Uint8Array.of(1, 0, 0, 0), new Uint8Array(8).fill(9)]]);
});

test("maps of other types are created, and have a file descriptor", { skip }, () => {
  const object = makeObject({}, {});
  const queue = {
    name: "waiting",
    type: 22,
    keySize: 0,
    valueSize: 8,
    maxEntries: 4,
    flags: 0,
    keyType: 0,
    valueType: 0,
  };
  const slot = { ...queue, name: "slot", type: 2, keySize: 4, maxEntries: 1 };
  const outer = { ...slot, name: "outer", type: 12, valueSize: 4, maxEntries: 2, inner: slot };
  using bpf = load({ ...object, maps: [queue, outer] });
  assert.equal(bpf.maps.waiting.info().type, 22);
  assert.equal(bpf.maps.outer.info().maxEntries, 2);
});

test("a map that the kernel refuses is named, with its shape", { skip }, () => {
  assert.throws(() => loadMap({ type: hash, key: u32, value: u64, maxEntries: 0 }), {
    code: "YDL4402",
    message: /the map 'map' \(type 1, key 4 bytes, value 8 bytes, 0 entries/,
  });
});

test("a map that the object pins is shared by all that load it, until its file is removed", { skip }, () => {
  const place = findMount("bpf") === undefined ? mkdtempSync(join(tmpdir(), "yodel-bpffs-")) : undefined;
  if (place) assert.equal(spawnSync("mount", ["-t", "bpf", "bpf", place]).status, 0);
  const name = `yodel_test_${process.pid}`;
  const path = join(findMount("bpf") ?? "", name);
  const object = makeObject({}, { [name]: { type: array, value: u64, maxEntries: 1 } });
  const pinned = { ...object, maps: object.maps.map((map) => ({ ...map, pinByName: true })) };
  try {
    using first = load(pinned);
    first.maps[name].set(0, 7n);
    first.close();
    using second = load(pinned);
    assert.equal(second.maps[name].get(0), 7n);
    const larger = { ...pinned, maps: pinned.maps.map((map) => ({ ...map, maxEntries: 2 })) };
    assert.throws(() => load(larger), { code: "YDL4409", hint: `remove it when nothing uses it any more: rm ${path}` });
  } finally {
    rmSync(path, { force: true });
    if (place) {
      spawnSync("umount", [place]);
      rmdirSync(place);
    }
  }
});

test("a map without batches is read key by key", { skip }, () => {
  // A map of network devices takes the index of an interface for a value; 1 is the loopback interface.
  const shape = { mapType: 25, keySize: 4, valueSize: 4, maxEntries: 16 };
  const fd = createMap(shape);
  try {
    const access = new ElementAccess(fd, shape.keySize, shape.valueSize);
    access.valueView.setUint32(0, 1, true);
    for (let key = 1; key <= 10; key += 1) {
      access.keyView.setUint32(0, key, true);
      access.update();
    }
    const read = (take: boolean) =>
      Array.from(readEntries({ ...shape, fd }, access, take), ({ keys, count }) => [keys[0], count]);
    const expected = Array.from({ length: 10 }, (_, index) => [index + 1, 1]);
    assert.throws(() => [...readBatches(fd, 4, 4, 16, false)], SystemCallError);
    const byKey = (a: (number | undefined)[], b: (number | undefined)[]) => Number(a[0]) - Number(b[0]);
    assert.deepEqual(read(false).sort(byKey), expected);
    assert.deepEqual(read(true).sort(byKey), expected);
    assert.deepEqual(read(false), []);
  } finally {
    closeSync(fd);
  }
});
