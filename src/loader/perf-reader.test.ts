import assert from "node:assert/strict";
import { test } from "node:test";
import { PerfReader } from "./perf-reader.ts";

const PAGE = 4096;
const SIZE = 64;
const [LOST, SAMPLE] = [2, 9];

/** A perf buffer whose kernel side is played by the test. */
class PlayedBuffer {
  readonly #memory = new ArrayBuffer(PAGE + SIZE);
  readonly #view = new DataView(this.#memory);
  readonly reader = new PerfReader(this.#memory, PAGE);

  constructor(start = 0n) {
    this.#view.setBigUint64(1024, start, true);
    this.#view.setBigUint64(1032, start, true);
  }

  get tail(): bigint {
    return this.#view.getBigUint64(1032, true);
  }

  write(type: number, contents: Uint8Array): void {
    const head = this.#view.getBigUint64(1024, true);
    const record = new Uint8Array(8 + contents.length);
    const header = new DataView(record.buffer);
    header.setUint32(0, type, true);
    header.setUint16(6, record.length, true);
    record.set(contents, 8);
    for (const [index, byte] of record.entries()) {
      this.#view.setUint8(PAGE + Number((head + BigInt(index)) % BigInt(SIZE)), byte);
    }
    this.#view.setBigUint64(1024, head + BigInt(record.length), true);
  }

  sample(...bytes: number[]): void {
    const contents = new Uint8Array(4 + bytes.length);
    new DataView(contents.buffer).setUint32(0, bytes.length, true);
    contents.set(bytes, 4);
    this.write(SAMPLE, contents);
  }

  read(): number[][] {
    const records: number[][] = [];
    while (this.reader.next((...record) => records.push(bytesOf(...record))));
    return records;
  }
}

test("records come in their order, and their places are given back", () => {
  const buffer = new PlayedBuffer();
  assert.deepEqual(buffer.read(), []);
  buffer.sample(1, 2, 3, 4);
  buffer.sample(5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
  assert.deepEqual(buffer.read(), [
    [1, 2, 3, 4],
    [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
  ]);
  assert.equal(buffer.tail, 40n);
});

test("a record that goes on at the beginning is put together", () => {
  for (const start of [40n, 48n, 56n, 2n ** 60n + 48n]) {
    const buffer = new PlayedBuffer(start);
    buffer.sample(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    assert.deepEqual(buffer.read(), [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]]);
    assert.equal(buffer.tail, start + 24n);
  }
});

test("lost records are counted, and others than samples passed over", () => {
  const buffer = new PlayedBuffer();
  const lost = new Uint8Array(16);
  new DataView(lost.buffer).setBigUint64(8, 7n, true);
  buffer.write(LOST, lost);
  buffer.write(5, new Uint8Array(8));
  buffer.sample(1, 2, 3, 4);
  assert.deepEqual(buffer.read(), [[1, 2, 3, 4]]);
  assert.equal(buffer.reader.lost, 7);
});

function bytesOf(view: DataView, offset: number, length: number): number[] {
  return [...new Uint8Array(view.buffer, view.byteOffset + offset, length)];
}
