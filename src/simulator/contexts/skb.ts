import type { ContextLayout, ProgramType } from "../../kernel/program-type.ts";
import { skBuffContext } from "../../kernel/sk-buff.ts";
import { SimulatorError } from "../errors.ts";
import { type Memory, READABLE, Region, WRITABLE } from "../memory.ts";
import { Packet } from "./packet.ts";
import type { TestContext } from "./run-context.ts";
import { type ContextValues, readContext, writeContext } from "./values.ts";

export const ETHERNET_HEADER = 14;
const IPV4_HEADER = 20;
const IPV6_HEADER = 40;
/** Which fields there are for any program type. */
const everything = skBuffContext({ hidden: [], writable: [] });

const ETH_P_802_3 = 0x0001;
const ETH_P_802_2 = 0x0004;
const ETH_P_IP = 0x0800;
const ETH_P_IPV6 = 0x86dd;
/** Smallest number in a header's type field that is a protocol and no length. */
const ETH_P_802_3_MIN = 0x0600;
const AF_INET = 2;
const AF_INET6 = 10;
/** The loopback interface, which the kernel's test run takes for the packet's. */
const LOOPBACK = 1;

/** In `struct __sk_buff`, for programs that see the link layer. Source: include/uapi/linux/bpf.h. */
const offsets = { dataMetadata: 140, wireLength: 160 } as const;
/** What a test run tells in its context afterwards. Source: convert_skb_to___skb in net/bpf/test_run.c. */
const reported = ["mark", "priority", "ingress_ifindex", "ifindex", "tstamp", "cb", "wire_len", "gso_segs", "hwtstamp"];

/** Program types whose packet starts at the Ethernet header: `sched_cls`, `sched_act`, and in a test run `flow_dissector`. */
const linkLayerTypes: ReadonlySet<number> = new Set([3, 4, 22]);

/**
 * The context of programs that see `struct __sk_buff`, made of a frame as the kernel's test run does it: the socket has the
 * packet's addresses, the interface is the loopback one.
 * @throws {SimulatorError} the frame is shorter than its Ethernet header; a field does not exist
 */
export function skbContext(
  memory: Memory,
  programType: ProgramType,
  layout: ContextLayout,
  data: Uint8Array,
  values: ContextValues,
): TestContext {
  if (data.length < ETHERNET_HEADER) {
    throw new SimulatorError(
      "YDL7021",
      `the packet has ${data.length} bytes, and its Ethernet header takes ${ETHERNET_HEADER}`,
    );
  }
  const atLinkLayer = linkLayerTypes.has(programType.id);
  const frame = data.slice();
  const packet = new Packet(memory, {
    frame,
    start: atLinkLayer ? 0 : ETHERNET_HEADER,
    end: frame.length,
    linkHeader: 0,
    networkHeader: ETHERNET_HEADER,
    writable: programType.packet?.writable ?? false,
  });
  const image = new Uint8Array(layout.size);
  const view = new DataView(image.buffer);
  writeContext(everything, defaults(data, packet.length), view);
  view.setUint32(offsets.wireLength, packet.length, true);
  const input = new Uint8Array(layout.size);
  writeContext(layout, values, new DataView(input.buffer));
  writeContext(layout, values, view);
  const { metadata, data: start, end } = packet.pointers;
  const pointers = new Map<number, () => bigint>();
  const direct = programType.packet;
  if (direct) pointers.set(direct.data, start).set(direct.dataEnd, end);
  if (atLinkLayer) pointers.set(offsets.dataMetadata, metadata);
  const access = accessOf(layout, [...pointers.keys(), ...(atLinkLayer ? [offsets.wireLength] : [])]);
  const region = new Region("the context (struct __sk_buff)", image, { access, pointers });
  return {
    region,
    packet,
    finish() {
      // The kernel puts an empty link layer header in front of what such programs saw.
      if (!atLinkLayer) frame.fill(0, 0, ETHERNET_HEADER);
      const before = readContext(layout, new DataView(input.buffer));
      const after = readContext(layout, view);
      const context = Object.fromEntries(
        Object.keys(before).map((name) => [name, (reported.includes(name) ? after : before)[name] ?? 0]),
      );
      return { data: frame.slice(0, packet.end), context };
    },
  };
}

/** What the kernel reads out of the frame. Source: bpf_prog_test_run_skb and eth_type_trans. */
function defaults(frame: Uint8Array, length: number): ContextValues {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const protocol = protocolOf(view);
  const values = { len: length, pkt_type: packetType(frame), protocol, ifindex: LOOPBACK };
  const payload = frame.length - ETHERNET_HEADER;
  if (protocol === ETH_P_IP) {
    if (payload < IPV4_HEADER) return { ...values, family: AF_INET };
    const [local_ip4, remote_ip4] = [26, 30].map((offset) => view.getUint32(offset));
    return { ...values, family: AF_INET, local_ip4: local_ip4!, remote_ip4: remote_ip4! };
  }
  if (protocol === ETH_P_IPV6) {
    if (payload < IPV6_HEADER) return { ...values, family: AF_INET6 };
    const words = (start: number) => [0, 4, 8, 12].map((offset) => view.getUint32(start + offset));
    return { ...values, family: AF_INET6, local_ip6: words(22), remote_ip6: words(38) };
  }
  return values;
}

function protocolOf(frame: DataView): number {
  const type = frame.getUint16(12);
  if (type >= ETH_P_802_3_MIN) return type;
  const isRaw = frame.byteLength >= ETHERNET_HEADER + 2 && frame.getUint16(ETHERNET_HEADER) === 0xffff;
  return isRaw ? ETH_P_802_3 : ETH_P_802_2;
}

/** `PACKET_HOST`, `PACKET_MULTICAST` or `PACKET_OTHERHOST`: the loopback interface's address is zero, and it has none for broadcast. */
function packetType(frame: Uint8Array): number {
  const address = frame.subarray(0, 6);
  if (address.every((byte) => byte === 0)) return 0;
  return (address[0]! & 1) === 1 ? 2 : 3;
}

/** Fields of 16 bits stand in one of 32, which may be read whole. */
function accessOf(layout: ContextLayout, others: readonly number[]): Uint8Array {
  const access = new Uint8Array(layout.size);
  for (const { offset, bits, length = 1, writable } of Object.values(layout.fields)) {
    access.fill(writable ? READABLE | WRITABLE : READABLE, offset, offset + Math.max(4, bits / 8) * length);
  }
  for (const offset of others) access.fill(READABLE, offset, offset + 4);
  return access;
}
