import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import { load, type RingBufferHandle } from "../../src/runtime.ts";
import { isEmulated, requires } from "../support/requires.ts";
import { event, eventsObject } from "./event-objects.ts";

/** The programs number their records by an atomic operation that fetches. */
const skip = requires("5.12", "atomic operations that fetch");
/** An iteration that is never woken would wait for ever. */
const timeout = 10_000;
const data = new Uint8Array(64);

interface Event {
  readonly number: bigint;
  readonly size: number;
  readonly name: string;
}

/** The numbers that the program does not discard. */
function kept(from: number, to: number): bigint[] {
  const numbers = Array.from({ length: to - from }, (_, index) => from + index);
  return numbers.filter((number) => number % 8 !== 0).map(BigInt);
}

test("a ring buffer gives what programs submit, in their order", { skip }, () => {
  using bpf = load(eventsObject(4096));
  const events: RingBufferHandle<Event> = bpf.maps.events;
  assert.deepEqual(events.drain(), []);
  bpf.programs.emit.test({ data, repeat: 10 });
  const drained = events.drain();
  assert.deepEqual(
    drained.map(({ number }) => number),
    kept(0, 10),
  );
  assert.equal(drained[0]?.name, "event");
  assert.equal(drained[0]?.size, 1);
  assert.deepEqual(events.drain(), []);
  assert.equal(events.lost, 0);
});

test("a ring buffer goes round many times", { skip }, () => {
  using bpf = load(eventsObject(4096));
  const events: RingBufferHandle<Event> = bpf.maps.events;
  const numbers: bigint[] = [];
  // 32 bytes for each record: 128 fit, so that each round wraps somewhere else.
  for (let round = 0; round < 200; round += 1) {
    bpf.programs.emit.test({ data, repeat: 101 });
    for (const { number } of events.drain()) numbers.push(number);
  }
  assert.deepEqual(numbers, kept(0, 200 * 101));
  assert.equal(events.lost, 0);
});

test("what finds no room is lost, and counted by the program", { skip }, () => {
  using bpf = load(eventsObject(4096));
  const events: RingBufferHandle<Event> = bpf.maps.events;
  bpf.programs.emit.test({ data, repeat: 500 });
  const first = events.drain();
  // One record's place stays empty: the kernel tells a full buffer from an empty one by it.
  assert.ok(first.length > 100 && first.length <= 128, `${first.length} records`);
  assert.ok(events.lost >= 500 - 128 && events.lost <= 400, `${events.lost} lost`);
  bpf.programs.emit.test({ data, repeat: 2 });
  assert.deepEqual(
    events.drain().map(({ number }) => number),
    kept(500, 502),
  );
});

test("records can be read in place", { skip }, () => {
  using bpf = load(eventsObject(4096));
  const events: RingBufferHandle<Event> = bpf.maps.events;
  bpf.programs.emit.test({ data, repeat: 4 });
  const numbers: bigint[] = [];
  const count = events.drain((view, offset, length) => {
    assert.equal(length, event.size);
    numbers.push(view.getBigUint64(offset, true));
  });
  assert.equal(count, 3);
  assert.deepEqual(numbers, kept(0, 4));
});

test("without a type, records are bytes", { skip }, () => {
  using bpf = load(eventsObject(4096, false));
  bpf.programs.emit.test({ data, repeat: 2 });
  const [record] = bpf.maps.events.drain();
  assert.deepEqual(event.decode(record), { number: 1n, size: 1, name: "event" });
});

test("an iteration waits for records without turning", { skip, timeout }, async () => {
  using bpf = load(eventsObject(4096));
  const events: RingBufferHandle<Event> = bpf.maps.events;
  const numbers: bigint[] = [];
  const reading = (async () => {
    for await (const { number } of events) {
      numbers.push(number);
      if (number === 23n) break;
    }
  })();
  const before = process.cpuUsage();
  await sleep(200);
  const { user, system } = process.cpuUsage(before);
  // An emulated processor takes its time for whatever else Node does.
  if (!isEmulated) assert.ok(user + system < 100_000, `waiting took ${user + system} µs of CPU time`);
  for (let round = 0; round < 6; round += 1) {
    bpf.programs.emit.test({ data, repeat: 4 });
    await turn();
  }
  await reading;
  assert.deepEqual(numbers, kept(0, 24));
});

test("an iteration that is fed without end lets other things happen", { skip, timeout }, async () => {
  using bpf = load(eventsObject(65536));
  let count = 0;
  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
  }, 1);
  bpf.programs.emit.test({ data, repeat: 100 });
  for await (const _ of bpf.maps.events as RingBufferHandle<Event>) {
    if (count % 50 === 0) bpf.programs.emit.test({ data, repeat: 100 });
    count += 1;
    if (count === 20_000) break;
  }
  clearInterval(timer);
  assert.ok(ticks > 2, `${ticks} ticks`);
});

test("an iteration ends when the map is closed", { skip, timeout }, async () => {
  const bpf = load(eventsObject(4096));
  const events: RingBufferHandle<Event> = bpf.maps.events;
  const readers = [0, 1].map(async () => {
    for await (const _ of events);
    return "ended";
  });
  await sleep(20);
  bpf.close();
  assert.deepEqual(await Promise.all(readers), ["ended", "ended"]);
  assert.throws(() => events.drain(), { code: "YDL4400" });
});

test("two iterations share the records", { skip, timeout }, async () => {
  using bpf = load(eventsObject(4096));
  const events: RingBufferHandle<Event> = bpf.maps.events;
  const numbers: bigint[] = [];
  const readers = [0, 1].map(async () => {
    for await (const { number } of events) {
      numbers.push(number);
      if (numbers.length === 7) events.close();
    }
  });
  await sleep(10);
  bpf.programs.emit.test({ data, repeat: 8 });
  await Promise.all(readers);
  assert.deepEqual(numbers, kept(0, 8));
});

test("closing a map while its records are read in place ends the reading", { skip }, () => {
  using bpf = load(eventsObject(4096));
  bpf.programs.emit.test({ data, repeat: 6 });
  assert.equal(
    bpf.maps.events.drain(() => bpf.maps.events.close()),
    1,
  );
});
