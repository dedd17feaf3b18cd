import assert from "node:assert/strict";
import { test } from "node:test";
import { RingReader } from "./ring-reader.ts";

const SIZE = 64;
const BUSY = 0x8000_0000;
const DISCARDED = 0x4000_0000;

/** A ring buffer whose kernel side is played by the test. */
class Ring {
  readonly memory = {
    consumer: new ArrayBuffer(8),
    producer: new ArrayBuffer(8),
    data: new ArrayBuffer(2 * SIZE),
    dataOffset: 0,
    size: SIZE,
  };
  readonly #data = new DataView(this.memory.data);
  readonly reader: RingReader;

  constructor(start = 0n) {
    new DataView(this.memory.consumer).setBigUint64(0, start, true);
    this.#setEnd(start);
    this.reader = new RingReader(this.memory);
  }

  get consumed(): bigint {
    return new DataView(this.memory.consumer).getBigUint64(0, true);
  }

  /** Returns the record's place, to finish it by. */
  reserve(bytes: readonly number[], flags = BUSY): number {
    const end = new DataView(this.memory.producer).getBigUint64(0, true);
    const place = Number(end % BigInt(SIZE));
    this.mark(place, bytes.length, flags);
    for (const [index, byte] of bytes.entries()) this.#set(place + 8 + index, byte);
    this.#setEnd(end + BigInt(Math.ceil((bytes.length + 8) / 8) * 8));
    return place;
  }

  mark(place: number, length: number, flags: number): void {
    for (const copy of [0, SIZE]) this.#data.setUint32(place + copy, (length | flags) >>> 0, true);
  }

  /** A byte stands in both copies of the data pages. */
  #set(offset: number, byte: number): void {
    for (const copy of [0, SIZE]) this.#data.setUint8((offset % SIZE) + copy, byte);
  }

  #setEnd(end: bigint): void {
    new DataView(this.memory.producer).setBigUint64(0, end, true);
  }

  read(): number[][] {
    const records: number[][] = [];
    while (this.reader.next((...record) => records.push(bytesOf(...record))));
    return records;
  }
}

test("records come in their order, and their places are given back one by one", () => {
  const ring = new Ring();
  assert.deepEqual(ring.read(), []);
  ring.reserve([1, 2, 3], 0);
  ring.reserve([4, 5, 6, 7, 8, 9, 10, 11, 12], 0);
  const seen: [number[], bigint][] = [];
  while (ring.reader.next((...record) => seen.push([bytesOf(...record), ring.consumed])));
  assert.deepEqual(seen, [
    [[1, 2, 3], 0n],
    [[4, 5, 6, 7, 8, 9, 10, 11, 12], 16n],
  ]);
  assert.equal(ring.consumed, 40n);
});

test("a busy record holds up those behind it", () => {
  const ring = new Ring();
  ring.reserve([1], 0);
  const busy = ring.reserve([2]);
  ring.reserve([3], 0);
  assert.deepEqual(ring.read(), [[1]]);
  assert.equal(ring.consumed, 16n);
  assert.deepEqual(ring.read(), []);
  ring.mark(busy, 1, 0);
  assert.deepEqual(ring.read(), [[2], [3]]);
});

test("a discarded record is passed over, and its place given back", () => {
  const ring = new Ring();
  ring.reserve([1], DISCARDED);
  assert.deepEqual(ring.read(), []);
  assert.equal(ring.consumed, 16n);
  ring.reserve([2], DISCARDED);
  ring.reserve([3], 0);
  assert.deepEqual(ring.read(), [[3]]);
  assert.equal(ring.consumed, 48n);
});

test("a record that goes on at the beginning is in one piece", () => {
  const ring = new Ring(48n);
  ring.reserve([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20], 0);
  assert.deepEqual(ring.read(), [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]]);
  assert.equal(ring.consumed, 80n);
});

test("positions beyond 32 and 53 bits are exact", () => {
  for (const start of [2n ** 32n - 8n, 2n ** 60n + 40n]) {
    const ring = new Ring(start);
    ring.reserve([1], 0);
    ring.reserve([], 0);
    assert.deepEqual(ring.read(), [[1], []]);
    assert.equal(ring.consumed, start + 24n);
  }
});

test("a reader goes on where the one before it stopped", () => {
  const ring = new Ring();
  ring.reserve([1], 0);
  ring.reserve([2], 0);
  assert.equal(
    ring.reader.next(() => {}),
    true,
  );
  const records: number[][] = [];
  while (new RingReader(ring.memory).next((...record) => records.push(bytesOf(...record))));
  assert.deepEqual(records, [[2]]);
});

test("positions go on behind 4 GB and behind what is left of a record at that point", () => {
  const start = 3n * 2n ** 32n - 16n;
  const ring = new Ring(start);
  ring.reserve([1, 2, 3, 4, 5, 6, 7, 8, 9], 0);
  ring.reserve([10], 0);
  assert.deepEqual(ring.read(), [[1, 2, 3, 4, 5, 6, 7, 8, 9], [10]]);
  assert.equal(ring.consumed, start + 24n + 16n);
  ring.reserve([11], DISCARDED);
  ring.reserve([12], 0);
  assert.deepEqual(ring.read(), [[12]]);
  assert.equal(ring.consumed, start + 72n);
});

test("a record that could not be handled is not given again", () => {
  const ring = new Ring();
  ring.reserve([1], 0);
  ring.reserve([2], 0);
  const fail = () => {
    throw new Error("no");
  };
  assert.throws(() => ring.reader.next(fail), /no/);
  assert.deepEqual(ring.read(), [[2]]);
});

function bytesOf(view: DataView, offset: number, length: number): number[] {
  return [...new Uint8Array(view.buffer, view.byteOffset + offset, length)];
}
