import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as definitions from "../../src/counter/parts.bpf.ts";
import { readTraffic } from "../../src/counter/traffic-layout.ts";
import { type PartKind, PartsBook, partKinds } from "../../src/counter/traffic-parts.ts";
import { compile, load } from "../../src/index.ts";
import { withoutKernel } from "../support/kernel.ts";

const payload = new Array(100).fill(0);

function ipv4(protocol: number, source: number[], destination: number[], ...rest: number[]): Uint8Array {
  const header = [0x45, 0, 0, 0, 0, 0, 0, 0, 64, protocol, 0, 0, ...source, ...destination];
  return Uint8Array.from([...new Array(12).fill(0), 0x08, 0x00, ...header, ...rest, ...payload]);
}

function ipv6(next: number, last: number, ...rest: number[]): Uint8Array {
  const address = [0x20, 1, 0x0d, 0xb8, ...new Array(11).fill(0), last];
  const header = [0x60, 0, 0, 0, 0, 0, next, 64, ...address, ...address.with(15, last + 1)];
  return Uint8Array.from([...new Array(12).fill(0), 0x86, 0xdd, ...header, ...rest, ...payload]);
}

/** From port 40000 to port 443, and a header of twenty bytes. */
const tcp = [0x9c, 0x40, 1, 0xbb, ...new Array(8).fill(0), 0x50, ...new Array(7).fill(0)];
const udp = [0, 53, 0x9c, 0x40, 0, 0, 0, 0];
/** A destination options header of 8 bytes, then UDP. */
const options = [17, 0, 1, 4, 0, 0, 0, 0];
const [here, there] = [
  [10, 0, 0, 1],
  [192, 0, 2, 7],
];

const frames: readonly [name: string, frame: Uint8Array, Record<PartKind, string>, arrived?: string][] = [
  ["TCP", ipv4(6, here, there, ...tcp), { protocol: "tcp", port: "443/tcp", remote: "192.0.2.7" }, "10.0.0.1"],
  ["UDP", ipv4(17, here, there, ...udp), { protocol: "udp", port: "53/udp", remote: "192.0.2.7" }, "10.0.0.1"],
  ["ICMP", ipv4(1, here, there, 8, 0), { protocol: "icmp", port: "icmp", remote: "192.0.2.7" }, "10.0.0.1"],
  [
    "UDP behind an extension header of IPv6",
    ipv6(60, 5, ...options, ...udp),
    { protocol: "udp", port: "53/udp", remote: "2001:db8::6" },
    "2001:db8::5",
  ],
];

describe("the kernel side of --by", { skip: withoutKernel }, () => {
  for (const kind of partKinds) {
    test(`${kind}: each frame is put where it belongs, in both directions`, () => {
      for (const [name, data, expected, arrived] of frames) {
        using bpf = load({ ...definitions }, { constants: { by: partKinds.indexOf(kind) } });
        assert.equal(bpf.programs.part_egress.test({ data, context: { gso_segs: 3, gso_size: 30 } }).returned, 1, name);
        assert.equal(bpf.programs.part_ingress.test({ data }).returned, 1);
        const found = new Map<string, { egress: number; ingress: number; more: boolean }>();
        const book = new PartsBook(kind);
        book.begin();
        bpf.maps.parts.scan((keys, key, values, value) => {
          const { egress, ingress } = readTraffic(values, value, bpf.maps.parts.cpus);
          book.enter(keys, key, { egress, ingress });
          const more = egress.bytes > data.length - 14;
          found.set(String(found.size), { egress: egress.packets, ingress: ingress.packets, more });
        });
        book.end();
        const none = { packets: 0, bytes: 0, skbs: 0 };
        const nothing = { egress: none, ingress: none };
        const report = { seconds: 1, rows: [], unnamed: nothing, overflow: nothing, all: nothing, allRate: nothing };
        const parts = [...book.partsOf(report).values()].flat();
        const names = parts.map((part) => part.name).sort();
        const both = kind === "remote" && arrived ? [expected.remote, arrived].sort() : [expected[kind]];
        assert.deepEqual(names, both, name);
        assert.equal(
          parts.reduce((sum, { traffic }) => sum + traffic.egress.packets, 0),
          3,
        );
        assert.equal(
          parts.reduce((sum, { traffic }) => sum + traffic.ingress.packets, 0),
          1,
        );
        assert.ok(
          [...found.values()].some(({ more }) => more),
          "the headers of further segments count",
        );
        assert.equal(bpf.variables.entered.sum(), BigInt(both.length));
      }
    });
  }

  test("entries that made place for others are told by how often some were entered", () => {
    const object = compile({ ...definitions });
    const maps = object.maps.map((map) => ({ ...map, maxEntries: 64 }));
    using bpf = load<typeof definitions>({ ...object, maps }, { constants: { by: 2 } });
    for (let last = 0; last < 250; last++) {
      for (let next = 0; next < 8; next++) {
        bpf.programs.part_egress.test({ data: ipv4(17, here, [192, 0, next, last], ...udp) });
      }
    }
    assert.equal(bpf.variables.entered.sum(), 2000n);
    assert.ok(bpf.maps.parts.size < 1000, `${bpf.maps.parts.size} of 2000`);
  });
});
