// bpf.transport and bpf.payload, on packets with every header between IP and the transport.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compile, ethernet, program, tcp, u32, variable } from "../../src/index.ts";
import { requires } from "../support/requires.ts";
import { inBoth } from "./both.ts";

const offset = variable(u32);
const protocol = variable(u32);
const payload = variable(u32);
const port = variable(u32);

const outputs = { offset, protocol, payload, port };

const cgroup = program(
  "cgroup_skb/egress",
  { tcp, ...outputs },
  (skb, { tcp, offset, protocol, payload, port }, bpf) => {
    const found = bpf.transport(skb, 0);
    if (found) {
      offset.value = found.offset;
      protocol.value = found.protocol;
    }
    payload.value = bpf.payload(skb, 0)?.offset ?? 0;
    if (found?.protocol === bpf.IPPROTO_TCP) port.value = bpf.header(skb, tcp, found.offset)?.destinationPort ?? 0;
    return found ? 1 : 0;
  },
);

const xdp = program(
  "xdp",
  { tcp, ethernet, ...outputs },
  (frame, { tcp, ethernet, offset, protocol, payload, port }, bpf) => {
    const eth = bpf.header(frame, ethernet, 0);
    if (!eth) return bpf.XDP_ABORTED;
    const start = eth.etherType === bpf.ETH_P_8021Q ? 18 : 14;
    const found = bpf.transport(frame, start);
    if (!found) return bpf.XDP_DROP;
    offset.value = found.offset - start;
    protocol.value = found.protocol;
    const behind = bpf.payload(frame, start);
    if (behind) payload.value = behind.offset - start;
    if (found.protocol === bpf.IPPROTO_TCP) port.value = bpf.header(frame, tcp, found.offset)?.destinationPort ?? 0;
    return bpf.XDP_PASS;
  },
);

const TCP = 6;
const UDP = 17;
const SCTP = 132;

/** A header of so many bytes, which begins with these. */
function header(length: number, ...first: readonly number[]): number[] {
  return [...first, ...new Array<number>(length - first.length).fill(0)];
}

/** An IPv4 header with `words` 32-bit words of options. */
function four(protocol: number, words = 0, fragment = 0): number[] {
  return header(20 + words * 4, 0x45 + words, 0, 0, 0, 0, 0, fragment >> 8, fragment & 0xff, 64, protocol);
}

function six(next: number): number[] {
  return header(40, 0x60, 0, 0, 0, 0, 0, next, 64);
}

/** An extension header that is `units` times 8 bytes long beyond the first 8. */
function extension(next: number, units = 0): number[] {
  return header(8 + units * 8, next, units);
}

function fragment(next: number, at: number, more: boolean): number[] {
  return header(8, next, 0x55, at >> 5, ((at & 31) << 3) | (more ? 1 : 0));
}

/** An authentication header: its length counts 32-bit words beyond the first two. */
function authentication(next: number, words: number): number[] {
  return header((words + 2) * 4, next, words);
}

/** A TCP header to port 443 with `words` 32-bit words of options. */
function segment(words = 0): number[] {
  return header(20 + words * 4, 0, 80, 1, 0xbb, 0, 0, 0, 0, 0, 0, 0, 0, (5 + words) << 4);
}

const [HOP, ROUTING, FRAGMENT, DESTINATION, AH] = [0, 43, 44, 60, 51];

interface Case {
  readonly title: string;
  readonly bytes: readonly number[];
  /** Where the transport header and its payload begin, from the IP header on; undefined when there is none. */
  readonly found: { readonly protocol: number; readonly offset: number; readonly payload: number } | undefined;
}

const at = (protocol: number, offset: number, length: number) => ({ protocol, offset, payload: offset + length });

const cases: readonly Case[] = [
  { title: "TCP over IPv4", bytes: [...four(TCP), ...segment()], found: at(TCP, 20, 20) },
  { title: "options of IPv4 and of TCP", bytes: [...four(TCP, 10), ...segment(10)], found: at(TCP, 60, 60) },
  { title: "UDP over IPv4", bytes: [...four(UDP, 1), ...header(8)], found: at(UDP, 24, 8) },
  { title: "SCTP over IPv4", bytes: [...four(SCTP), ...header(12)], found: at(SCTP, 20, 12) },
  { title: "ICMP over IPv4", bytes: [...four(1), ...header(8, 8)], found: at(1, 20, 0) },
  { title: "GRE over IPv4", bytes: [...four(47), ...header(8)], found: at(47, 20, 0) },
  { title: "the first fragment of IPv4", bytes: [...four(UDP, 0, 0x2000), ...header(8)], found: at(UDP, 20, 8) },
  { title: "a later fragment of IPv4", bytes: [...four(UDP, 0, 0x2001), ...header(8)], found: undefined },
  { title: "an impossible length of IPv4", bytes: [0x44, ...four(TCP).slice(1), ...segment()], found: undefined },
  { title: "neither IPv4 nor IPv6", bytes: [0x55, ...four(TCP).slice(1), ...segment()], found: undefined },
  { title: "cut off in the IP header", bytes: four(TCP).slice(0, 9), found: undefined },
  { title: "TCP over IPv6", bytes: [...six(TCP), ...segment(3)], found: at(TCP, 40, 32) },
  { title: "UDP over IPv6", bytes: [...six(UDP), ...header(8)], found: at(UDP, 40, 8) },
  { title: "ICMPv6", bytes: [...six(58), ...header(8)], found: at(58, 40, 0) },
  {
    title: "hop-by-hop options",
    bytes: [...six(HOP), ...extension(TCP, 2), ...segment()],
    found: at(TCP, 64, 20),
  },
  { title: "a routing header", bytes: [...six(ROUTING), ...extension(TCP, 4), ...segment()], found: at(TCP, 80, 20) },
  {
    title: "destination options",
    bytes: [...six(DESTINATION), ...extension(UDP, 1), ...header(8)],
    found: at(UDP, 56, 8),
  },
  {
    title: "the first fragment of IPv6",
    bytes: [...six(FRAGMENT), ...fragment(TCP, 0, true), ...segment()],
    found: at(TCP, 48, 20),
  },
  {
    title: "a later fragment of IPv6",
    bytes: [...six(FRAGMENT), ...fragment(TCP, 1, false), ...segment()],
    found: undefined,
  },
  {
    title: "an authentication header",
    bytes: [...six(AH), ...authentication(TCP, 4), ...segment()],
    found: at(TCP, 64, 20),
  },
  {
    title: "all extension headers in their order",
    bytes: [
      ...six(HOP),
      ...extension(DESTINATION),
      ...extension(ROUTING, 1),
      ...extension(FRAGMENT, 2),
      ...fragment(AH, 0, false),
      ...authentication(DESTINATION, 5),
      ...extension(TCP, 3),
      ...segment(2),
    ],
    found: at(TCP, 40 + 8 + 16 + 24 + 8 + 28 + 32, 28),
  },
  {
    title: "eight extension headers",
    bytes: [
      ...six(HOP),
      ...Array.from({ length: 8 }, (_, i) => extension(i < 7 ? DESTINATION : TCP)).flat(),
      ...segment(),
    ],
    found: at(TCP, 40 + 64, 20),
  },
  {
    title: "nine extension headers",
    bytes: [
      ...six(HOP),
      ...Array.from({ length: 9 }, (_, i) => extension(i < 8 ? DESTINATION : TCP)).flat(),
      ...segment(),
    ],
    found: undefined,
  },
  { title: "cut off in an extension header", bytes: [...six(HOP), TCP, 0], found: undefined },
  { title: "an extension header beyond the packet", bytes: [...six(HOP), ...header(8, HOP, 200)], found: undefined },
  { title: "nothing behind IPv6", bytes: [...six(59), 0, 0], found: at(59, 40, 0) },
];

/** What a program left in the variables, and whether it found something. */
function check({ title, found }: Case, ran: boolean, seen: Record<keyof typeof outputs, { value: number }>): void {
  assert.equal(ran, found !== undefined, title);
  if (!found) return;
  const { protocol, offset, payload, port } = seen;
  assert.deepEqual({ protocol: protocol.value, offset: offset.value, payload: payload.value }, found, title);
  assert.equal(port.value, found.protocol === TCP ? 443 : 0, title);
  for (const one of [protocol, offset, payload, port]) one.value = 0;
}

const macs = new Array<number>(12).fill(2);

describe("the layers of a packet", () => {
  inBoth(
    "for cgroup_skb, by copy",
    { cgroup, ...outputs },
    ({ programs, variables }) => {
      for (const one of cases) {
        const type = one.bytes[0]! >> 4 === 6 ? [0x86, 0xdd] : [8, 0];
        // The kernel refuses a test run on less than an IP header.
        if (one.bytes.length < 20) continue;
        const { returned } = programs.cgroup.test({ data: new Uint8Array([...macs, ...type, ...one.bytes]) });
        check(one, returned === 1, variables);
      }
    },
    requires("6.18", "test runs of cgroup_skb programs with a packet"),
  );

  inBoth("for xdp, in place, with a VLAN tag and without", { xdp, ...outputs }, ({ programs, variables }) => {
    for (const one of cases) {
      for (const tag of [[], [0x81, 0, 0, 5]]) {
        const { returned } = programs.xdp.test({ data: new Uint8Array([...macs, ...tag, 8, 0, ...one.bytes]) });
        check(one, returned === 2, variables);
      }
    }
  });
});

test("what walks through the headers is in the object once, under a name that nothing else has", () => {
  const bpf_transport = variable(u32);
  const run = program("cgroup_skb/egress", { bpf_transport }, (skb, { bpf_transport }, bpf) => {
    bpf_transport.value += bpf.transport(skb, 0)?.offset ?? 0;
    bpf_transport.value += bpf.transport(skb, 20)?.offset ?? 0;
    return bpf.payload(skb, 0) ? 1 : 0;
  });
  const names = compile({ run }).functions.map(({ name }) => name);
  assert.deepEqual(names.toSorted(), ["bpf_payload", "bpf_transport_1", "run"]);
});
