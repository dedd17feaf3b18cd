import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readPcap } from "./pcap.ts";
import { replay } from "./replay.ts";
import { simulateObject } from "./simulate.ts";
import { exit, helper, rawObject } from "./testing/raw.ts";

interface Capture {
  readonly little?: boolean;
  readonly nanoseconds?: boolean;
  readonly linkType?: number;
  readonly records: readonly { readonly seconds: number; readonly fraction: number; readonly data: Uint8Array }[];
}

function pcap({ little = true, nanoseconds = false, linkType = 1, records }: Capture): Uint8Array {
  const bytes = new Uint8Array(24 + records.reduce((sum, { data }) => sum + 16 + data.length, 0));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, nanoseconds ? 0xa1b2_3c4d : 0xa1b2_c3d4, little);
  view.setUint16(4, 2, little);
  view.setUint16(6, 4, little);
  view.setUint32(16, 65535, little);
  view.setUint32(20, linkType, little);
  let at = 24;
  for (const { seconds, fraction, data } of records) {
    for (const [index, value] of [seconds, fraction, data.length, data.length + 9].entries()) {
      view.setUint32(at + index * 4, value, little);
    }
    bytes.set(data, at + 16);
    at += 16 + data.length;
  }
  return bytes;
}

const frame = Uint8Array.from({ length: 60 }, (_, index) => index);
const records = [
  { seconds: 1, fraction: 500_000, data: frame },
  { seconds: 2, fraction: 5, data: frame.subarray(0, 20) },
];

describe("pcap", () => {
  for (const little of [true, false]) {
    for (const nanoseconds of [true, false]) {
      test(`${little ? "little" : "big"}-endian, ${nanoseconds ? "nano" : "micro"}seconds`, () => {
        const packets = [...readPcap(pcap({ little, nanoseconds, records }))];
        const unit = nanoseconds ? 1n : 1000n;
        assert.deepEqual(
          packets.map(({ timestamp }) => timestamp),
          [1_000_000_000n + 500_000n * unit, 2_000_000_000n + 5n * unit],
        );
        assert.deepEqual(packets[0]?.data, frame);
        assert.equal(packets[1]?.data.length, 20);
      });
    }
  }

  test("without Ethernet headers gets empty ones", () => {
    const ipv6 = Uint8Array.of(0x60, 1, 2);
    const data = (linkType: number, record: Uint8Array) => {
      const [packet] = readPcap(pcap({ linkType, records: [{ seconds: 0, fraction: 0, data: record }] }));
      return [...(packet?.data.subarray(12) ?? [])];
    };
    assert.deepEqual(data(101, ipv6), [0x86, 0xdd, 0x60, 1, 2]);
    assert.deepEqual(data(101, Uint8Array.of(0x45)), [0x08, 0x00, 0x45]);
    assert.deepEqual(data(0, Uint8Array.of(2, 0, 0, 0, 0x45)), [0x08, 0x00, 0x45]);
    const cooked = new Uint8Array(17);
    cooked.set([0x08, 0x06, 9], 14);
    assert.deepEqual(data(113, cooked), [0x08, 0x06, 9]);
  });

  test("other files are errors that say what they are", () => {
    const read = (bytes: Uint8Array) => [...readPcap(bytes)];
    assert.throws(() => read(Uint8Array.of(0x0a, 0x0d, 0x0d, 0x0a, 0, 0, 0, 0)), /pcapng/);
    assert.throws(() => read(new TextEncoder().encode("hello, world")), /no pcap file/);
    assert.throws(() => read(new Uint8Array(0)), /no pcap file/);
    assert.throws(() => read(pcap({ records }).subarray(0, 20)), /cut off/);
    assert.throws(() => read(pcap({ records }).subarray(0, 50)), /cut off or damaged at byte 24/);
    assert.throws(() => read(pcap({ linkType: 105, records })), /link layer type 105/);
  });
});

test("replay runs a program on each packet, with the clock of the capture", () => {
  // The verdict is the time in nanoseconds, of which 32 bits are left.
  const object = rawObject({ functions: { main: { slots: [helper(5), exit] } } });
  const simulated = simulateObject(object, { environment: { time: 0n } });
  const replayed = [...replay(simulated.programs.main, pcap({ nanoseconds: true, records }))];
  assert.deepEqual(
    replayed.map(({ verdict }) => verdict),
    [0, 999_500_005],
  );
  assert.deepEqual(replayed[0]?.data, frame);
  assert.equal(replayed[1]?.timestamp, 2_000_000_005n);
});
