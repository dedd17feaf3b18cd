import assert from "node:assert/strict";
import { test } from "node:test";
import { RingProducer } from "../../bench/ring-producer.ts";
import { withoutKernel } from "../support/kernel.ts";

const skip = withoutKernel;
const MANY = 10_000_000;

test("ten million events of a program on another CPU come in order, none lost", { skip }, async () => {
  await using producer = new RingProducer();
  const { events } = producer.loaded.maps;
  producer.start(MANY);
  const written = producer.written();
  let expected = 0;
  // The sequence's upper half is zero throughout.
  while (expected < MANY && (await events.readable())) {
    events.drain((view, offset, length) => {
      if (length !== 32 || view.getUint32(offset, true) !== expected)
        assert.fail(`event ${expected} is not as written`);
      expected += 1;
    });
  }
  await written;
  assert.equal(expected, MANY);
  assert.deepEqual(events.drain(), []);
  assert.equal(events.lost, 0);
});

test("what is lost while nobody reads is counted exactly", { skip }, async () => {
  await using producer = new RingProducer();
  const { events } = producer.loaded.maps;
  const count = 300_000;
  producer.start(count, false);
  await producer.written();
  const kept = events.drain();
  assert.deepEqual(
    kept.map(({ sequence }) => Number(sequence)),
    kept.map((_, index) => index),
  );
  // A record of 32 bytes takes 40 of the buffer's 4 MB, which is never filled to the last byte.
  assert.equal(kept.length, Math.floor((4 << 20) / 40));
  assert.equal(events.lost, count - kept.length);
  producer.start(1000, false);
  await producer.written();
  assert.equal(events.drain().length, 1000);
  assert.equal(events.lost, 0);
});
