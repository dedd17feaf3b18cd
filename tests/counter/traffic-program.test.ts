import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as definitions from "../../src/counter/traffic.bpf.ts";
import { compile, load } from "../../src/index.ts";
import { withoutKernel } from "../support/kernel.ts";

const ETHERNET = 14;
const [TCP, UDP, SCTP, ICMP] = [6, 17, 132, 1];

/** The headers of the transport, then a payload of 3000 bytes. `words` is the length of a TCP header. */
function transport(protocol: number, words = 5): number[] {
  const header = new Array(protocol === TCP ? words * 4 : 8).fill(0);
  if (protocol === TCP) header[12] = words << 4;
  return [...header, ...new Array(3000).fill(0)];
}

/** A frame with an IPv4 header of `words` 32-bit words. */
function ipv4(protocol: number, words: number, payload: readonly number[]): Uint8Array {
  const header = new Array(words * 4).fill(0);
  header[0] = 0x40 | words;
  header[9] = protocol;
  return Uint8Array.from([...new Array(12).fill(0), 0x08, 0x00, ...header, ...payload]);
}

/** A frame with an IPv6 header and these extension headers: `[kind, bytes]`. */
function ipv6(protocol: number, extensions: readonly (readonly [number, number])[], payload: readonly number[]) {
  const kinds = [...extensions.map(([kind]) => kind), protocol];
  const header = new Array(40).fill(0);
  header[0] = 0x60;
  header[6] = kinds[0];
  const more = extensions.flatMap(([kind, size], index) => {
    const bytes = new Array(size).fill(0);
    bytes[0] = kinds[index + 1];
    // RFC 8200 counts 8 bytes after the first 8, RFC 4302 counts 4 bytes after the first 8; a fragment header has 8.
    bytes[1] = kind === 51 ? size / 4 - 2 : kind === 44 ? 0 : size / 8 - 1;
    return bytes;
  });
  return Uint8Array.from([...new Array(12).fill(0), 0x86, 0xdd, ...header, ...more, ...payload]);
}

const [hopByHop, routing, fragment, authentication, destination] = [0, 43, 44, 51, 60];

/** A frame, and how many bytes of it each further segment repeats. */
const frames: readonly [name: string, frame: Uint8Array, headers: number][] = [
  ["TCP over IPv4", ipv4(TCP, 5, transport(TCP)), 40],
  ["TCP with options over IPv4", ipv4(TCP, 5, transport(TCP, 8)), 52],
  ["TCP over IPv4 with options", ipv4(TCP, 15, transport(TCP, 15)), 120],
  ["UDP over IPv4", ipv4(UDP, 5, transport(UDP)), 28],
  ["UDP over IPv4 with options", ipv4(UDP, 7, transport(UDP)), 36],
  ["SCTP over IPv4", ipv4(SCTP, 5, transport(SCTP)), 32],
  ["another protocol over IPv4", ipv4(ICMP, 5, transport(ICMP)), 20],
  ["TCP over IPv6", ipv6(TCP, [], transport(TCP, 8)), 72],
  ["UDP over IPv6", ipv6(UDP, [], transport(UDP)), 48],
  ["TCP over IPv6 with a hop-by-hop header", ipv6(TCP, [[hopByHop, 8]], transport(TCP)), 68],
  [
    "UDP over IPv6 with all kinds of extension headers",
    ipv6(
      UDP,
      [
        [hopByHop, 16],
        [destination, 24],
        [routing, 24],
        [fragment, 8],
        [authentication, 24],
      ],
      transport(UDP),
    ),
    40 + 16 + 24 + 24 + 8 + 24 + 8,
  ],
  ["TCP over IPv6 with six extension headers", ipv6(TCP, new Array(6).fill([destination, 8]), transport(TCP)), 108],
];

describe("the kernel side of the traffic meter", { skip: withoutKernel }, () => {
  for (const direction of ["egress", "ingress"] as const) {
    for (const [name, data, headers] of frames) {
      test(`${direction}: the segments of ${name}`, () => {
        using bpf = load({ ...definitions });
        const program = bpf.programs[`count_${direction}`];
        assert.equal(program.test({ data, context: { gso_segs: 3, gso_size: 1000 } }).returned, 1);
        assert.equal(program.test({ data }).returned, 1);
        const [total, ...others] = bpf.maps.traffic.totals().values();
        assert.ok(total && others.length === 0);
        const length = data.length - ETHERNET;
        assert.equal(total[`${direction}_packets`], 4n);
        assert.equal(total[`${direction}_bytes`], BigInt(2 * length + 2 * headers));
        assert.equal(total[`${direction}_skbs`], 2n);
        assert.equal(total[direction === "egress" ? "ingress_packets" : "egress_packets"], 0n);
      });
    }
  }

  test("a chain of headers that makes no sense ends, and the packet is counted", () => {
    using bpf = load({ ...definitions });
    const extensions = new Array(6).fill([destination, 2048]);
    for (const data of [ipv6(TCP, extensions, [0]), ipv4(TCP, 5, []), ipv6(TCP, [[hopByHop, 8]], [])]) {
      const context = { gso_segs: 2, gso_size: 100 };
      assert.equal(bpf.programs.count_egress.test({ data: data.subarray(0, 3000), context }).returned, 1);
    }
    const [total] = bpf.maps.traffic.totals().values();
    assert.equal(total?.egress_packets, 6n);
    assert.equal(total?.egress_skbs, 3n);
  });

  test("what finds no room in the map is counted beside it", () => {
    const object = compile({ ...definitions });
    const maps = object.maps.map((map) => ({ ...map, maxEntries: 1 }));
    using bpf = load<typeof definitions>({ ...object, maps });
    bpf.programs.count_egress.test({});
    const [[id, values] = assert.fail("nothing was counted")] = bpf.maps.traffic;
    bpf.maps.traffic.delete(id);
    bpf.maps.traffic.set(id + 1n, values);
    bpf.programs.count_egress.test({ data: ipv4(UDP, 5, transport(UDP)), context: { gso_segs: 2, gso_size: 1500 } });
    bpf.programs.count_ingress.test({});
    const { egress_packets, egress_bytes, egress_skbs, ingress_packets } = bpf.variables.overflow.sum();
    assert.deepEqual([egress_packets, egress_bytes, egress_skbs, ingress_packets], [2n, 3028n + 28n, 1n, 1n]);
  });
});
