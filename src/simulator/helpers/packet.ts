import { Packet } from "../contexts/packet.ts";
import { XdpPacket } from "../contexts/xdp.ts";
import { Fault, faults } from "../errors.ts";
import type { Machine } from "../machine.ts";
import { READABLE, WRITABLE } from "../memory.ts";
import { type HelperModels, low32, type ModelledHelper, signed32, sizeOf } from "./helper.ts";

const WORD = 0xffff_ffffn;
const EFAULT = 14n;
const EINVAL = 22n;
/** Where `skb_load_bytes_relative` counts from. */
const FROM_NETWORK_HEADER = 1;

export const packetHelpers: HelperModels = {
  skb_load_bytes: {
    arity: 4,
    run(machine, context, offset, to, size) {
      const packet = packetAt(machine, context);
      return copyTo(machine, packet.slice(signed32(offset), sizeOf(size)), to, sizeOf(size));
    },
  },
  skb_load_bytes_relative: {
    arity: 5,
    run(machine, context, offset, to, size, from) {
      const packet = packetAt(machine, context);
      const header = low32(from);
      if (header > FROM_NETWORK_HEADER) return -EFAULT;
      const base = (header === FROM_NETWORK_HEADER ? packet.networkHeader : packet.linkHeader) - packet.start;
      const bytes = packet.within(base + signed32(offset), sizeOf(size));
      return copyTo(machine, bytes, to, sizeOf(size));
    },
  },
  skb_store_bytes: {
    arity: 5,
    run(machine, context, offset, from, size) {
      const packet = packetAt(machine, context);
      const source = machine.memory.bytesAt(from, sizeOf(size), READABLE);
      const target = packet.slice(signed32(offset), source.length);
      if (target === undefined) return -EFAULT;
      target.set(source);
      packet.renew();
      return 0n;
    },
  },
  xdp_adjust_head: adjusts((packet, delta) => packet.adjustHead(delta)),
  xdp_adjust_tail: adjusts((packet, delta) => packet.adjustTail(delta)),
  xdp_adjust_meta: adjusts((packet, delta) => packet.adjustMetadata(delta)),
  xdp_get_buff_len: { arity: 1, run: (machine, context) => BigInt(packetAt(machine, context).length) },
  xdp_load_bytes: {
    arity: 4,
    run(machine, context, offset, to, size) {
      const bytes = packetAt(machine, context).slice(low32(offset), sizeOf(size));
      if (bytes === undefined) {
        machine.memory.bytesAt(to, sizeOf(size), WRITABLE);
        return -EINVAL;
      }
      return copyTo(machine, bytes, to, bytes.length);
    },
  },
  xdp_store_bytes: {
    arity: 4,
    run(machine, context, offset, from, size) {
      const source = machine.memory.bytesAt(from, sizeOf(size), READABLE);
      const target = packetAt(machine, context).slice(low32(offset), source.length);
      if (target === undefined) return -EINVAL;
      target.set(source);
      return 0n;
    },
  },
  csum_diff: {
    arity: 5,
    run(machine, from, fromSize, to, toSize, seed) {
      const removed = machine.memory.bytesAt(from, sizeOf(fromSize), READABLE);
      const added = machine.memory.bytesAt(to, sizeOf(toSize), READABLE);
      const start = BigInt(low32(seed));
      if (added.length === 0 && removed.length > 0) return fold16(~addWords(~start & WORD, removed) & WORD);
      const sum = addWords(start, added);
      return fold16(removed.length === 0 ? sum : withCarry(sum + (~addWords(0n, removed) & WORD)));
    },
  },
};

/** A helper that moves an end of an XDP frame. */
function adjusts(move: (packet: XdpPacket, delta: number) => number): ModelledHelper {
  return {
    arity: 2,
    run(machine, context, delta) {
      const packet = packetAt(machine, context);
      if (packet instanceof XdpPacket) return BigInt(move(packet, signed32(delta)));
      throw new Fault(faults.badArgument, "moves the ends of a packet that is no XDP frame");
    },
  };
}

function packetAt(machine: Machine, context: bigint): Packet {
  const { packet, region } = machine.context;
  if (packet instanceof Packet && machine.memory.regionAt(context) === region) return packet;
  throw new Fault(
    faults.badArgument,
    "passes something to a helper that is no context of a packet, where it takes one",
  );
}

/** What the packet has not is answered with zeros and an error. */
function copyTo(machine: Machine, bytes: Uint8Array | undefined, to: bigint, size: number): bigint {
  const target = machine.memory.bytesAt(to, size, WRITABLE);
  if (bytes === undefined) {
    target.fill(0);
    return -EFAULT;
  }
  target.set(bytes);
  return 0n;
}

/** Adds 32-bit words, the last one filled up with zeros, with the carry brought round. */
function addWords(start: bigint, bytes: Uint8Array): bigint {
  let sum = start;
  for (let at = 0; at < bytes.length; at += 4) {
    const word = bytes.subarray(at, at + 4).reduceRight((value, byte) => value * 256 + byte, 0);
    sum = withCarry(sum + BigInt(word));
  }
  return sum;
}

function withCarry(sum: bigint): bigint {
  return (sum & WORD) + (sum >> 32n);
}

/** Since kernel 6.13 the result is folded to 16 bits. */
function fold16(sum: bigint): bigint {
  let folded = (sum & 0xffffn) + (sum >> 16n);
  folded = (folded & 0xffffn) + (folded >> 16n);
  return folded;
}
