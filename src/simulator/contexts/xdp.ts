import type { ContextLayout } from "../../kernel/program-type.ts";
import { SimulatorError } from "../errors.ts";
import { type Memory, READABLE, Region, WRITABLE } from "../memory.ts";
import { Packet } from "./packet.ts";
import type { TestContext } from "./run-context.ts";
import { ETHERNET_HEADER } from "./skb.ts";
import { type ContextValues, readContext, writeContext } from "./values.ts";

/** The page that a test run puts a frame into. Source: bpf_prog_test_run_xdp in net/bpf/test_run.c. */
const PAGE_SIZE = 4096;
const HEADROOM = 256;
/** `struct xdp_frame`, which the kernel keeps in front. */
const FRAME_HEADER = 40;
/** `struct skb_shared_info`, which it keeps behind. */
const TAILROOM = 320;
const MAX_METADATA = 252;
const LOOPBACK = 1;
const EINVAL = 22;
const EACCES = 13;

/** Pointers in `struct xdp_md`, by their offsets. Source: include/uapi/linux/bpf.h. */
const offsets = { data: 0, dataEnd: 4, dataMetadata: 8 } as const;

/** A frame whose ends a program may move. Answers are 0 or a negative errno. */
export class XdpPacket extends Packet {
  adjustHead(delta: number): number {
    const start = this.start + delta;
    const metadata = this.start - this.metadata;
    if (start < FRAME_HEADER + metadata || start > this.end - ETHERNET_HEADER) return -EINVAL;
    this.frame.copyWithin(start - metadata, this.metadata, this.start);
    this.move(start - metadata, start, this.end);
    return 0;
  }

  adjustTail(delta: number): number {
    const end = this.end + delta;
    if (end > PAGE_SIZE - TAILROOM || end < this.start + ETHERNET_HEADER) return -EINVAL;
    if (delta > 0) this.frame.fill(0, this.end, end);
    this.move(this.metadata, this.start, end);
    return 0;
  }

  adjustMetadata(delta: number): number {
    const metadata = this.metadata + delta;
    if (metadata < FRAME_HEADER || metadata > this.start) return -EINVAL;
    const length = this.start - metadata;
    if (length % 4 !== 0 || length > MAX_METADATA) return -EACCES;
    this.move(metadata, this.start, this.end);
    return 0;
  }
}

/**
 * The context of XDP programs, with room around the frame as in the kernel's test run.
 * @throws {SimulatorError} the frame is too short or too long; a field does not exist
 */
export function xdpContext(
  memory: Memory,
  layout: ContextLayout,
  data: Uint8Array,
  values: ContextValues,
): TestContext {
  const most = PAGE_SIZE - HEADROOM - TAILROOM;
  if (data.length < ETHERNET_HEADER || data.length > most) {
    const limits = `a frame has ${ETHERNET_HEADER} to ${most}`;
    throw new SimulatorError("YDL7021", `the packet has ${data.length} bytes, and ${limits}`);
  }
  const frame = new Uint8Array(PAGE_SIZE);
  frame.set(data, HEADROOM);
  const packet = new XdpPacket(memory, {
    frame,
    start: HEADROOM,
    end: HEADROOM + data.length,
    linkHeader: HEADROOM,
    networkHeader: HEADROOM + ETHERNET_HEADER,
    writable: true,
  });
  const image = new Uint8Array(layout.size);
  const view = new DataView(image.buffer);
  if (Object.hasOwn(layout.fields, "ingress_ifindex")) writeContext(layout, { ingress_ifindex: LOOPBACK }, view);
  writeContext(layout, values, view);
  const { metadata, data: start, end } = packet.pointers;
  const pointers = new Map([
    [offsets.data, start],
    [offsets.dataEnd, end],
    [offsets.dataMetadata, metadata],
  ]);
  const access = new Uint8Array(layout.size);
  for (const { offset, bits, length = 1, writable } of Object.values(layout.fields)) {
    access.fill(writable ? READABLE | WRITABLE : READABLE, offset, offset + (bits / 8) * length);
  }
  for (const offset of pointers.keys()) access.fill(READABLE, offset, offset + 4);
  return {
    region: new Region("the context (struct xdp_md)", image, { access, pointers }),
    packet,
    finish: () => ({ data: frame.slice(packet.metadata, packet.end), context: readContext(layout, view) }),
  };
}
