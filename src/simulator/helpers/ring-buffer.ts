import { Fault, faults } from "../errors.ts";
import type { Machine } from "../machine.ts";
import { SimulatedEventArray, SimulatedRingBuffer } from "../maps/ring-buffer.ts";
import { READABLE } from "../memory.ts";
import { type HelperModels, type ModelledHelper, mapAt, sizeOf } from "./helper.ts";

const EAGAIN = 11n;
/** What `ringbuf_query` is asked for. */
const AVAILABLE_DATA = 0n;
const RING_SIZE = 1n;
/** `BPF_RB_NO_WAKEUP | BPF_RB_FORCE_WAKEUP`: nobody sleeps in the simulator. */
const WAKE_UP_FLAGS = 3n;
/** In the flags of `perf_event_output`: whose buffer (all ones: this CPU's), and how much of the packet. */
const CPU_INDEX = 0xffff_ffffn;
const PACKET_LENGTH = 0xf_ffff_0000_0000n;
const E2BIG = 7n;
const EFAULT = 14n;
const EINVAL = 22n;
const ENOSPC = 28n;

export const ringBufferHelpers: HelperModels = {
  ringbuf_reserve: {
    arity: 3,
    run(machine, pointer, size, flags) {
      const ring = ringAt(machine, pointer);
      if (flags !== 0n) return 0n;
      const record = ring.reserve(sizeOf(size));
      if (record === undefined) return 0n;
      machine.reservations.set(record, ring);
      return machine.memory.addressOf(record);
    },
  },
  ringbuf_submit: finishes("submitted"),
  ringbuf_discard: finishes("discarded"),
  ringbuf_output: {
    arity: 4,
    run(machine, pointer, from, size, flags) {
      const ring = ringAt(machine, pointer);
      const bytes = machine.memory.bytesAt(from, sizeOf(size), READABLE);
      if ((flags & ~WAKE_UP_FLAGS) !== 0n) return -EINVAL;
      const record = ring.reserve(bytes.length);
      if (record === undefined) return -EAGAIN;
      record.bytes.set(bytes);
      ring.finish(record, "submitted");
      return 0n;
    },
  },
  perf_event_output: {
    arity: 5,
    run(machine, _context, pointer, flags, from, size) {
      const map = mapAt(machine, pointer);
      if (!(map instanceof SimulatedEventArray)) {
        throw new Fault(faults.badArgument, `uses '${map.name}' as a perf event array, which it is not`);
      }
      const own = machine.memory.bytesAt(from, sizeOf(size), READABLE);
      const packet = packetPart(machine, Number((flags & PACKET_LENGTH) >> 32n));
      if (packet === undefined) return -EFAULT;
      const index = flags & CPU_INDEX;
      if (index !== CPU_INDEX && Number(index) >= machine.cpus) return -E2BIG;
      const record = map.reserve(own.length + packet.length);
      if (record === undefined) return -ENOSPC;
      record.bytes.set(own);
      record.bytes.set(packet, own.length);
      map.finish(record, "submitted");
      return 0n;
    },
  },
  ringbuf_query: {
    arity: 2,
    run(machine, pointer, flags) {
      const ring = ringAt(machine, pointer);
      if (flags === AVAILABLE_DATA) return BigInt(ring.used);
      return flags === RING_SIZE ? BigInt(ring.map.maxEntries) : 0n;
    },
  },
};

function finishes(state: "submitted" | "discarded"): ModelledHelper {
  return {
    arity: 2,
    run(machine, address) {
      const record = machine.memory.regionAt(address);
      const ring = record && machine.reservations.get(record);
      if (record === undefined || ring === undefined || machine.memory.addressOf(record) !== address) {
        const done = state === "submitted" ? "submits" : "discards";
        throw new Fault(faults.badArgument, `${done} what is no reserved record`);
      }
      machine.reservations.delete(record);
      ring.finish(record, state);
      return 0n;
    },
  };
}

/** Bytes from the start of the packet, which the kernel puts behind the program's own. */
function packetPart(machine: Machine, length: number): Uint8Array | undefined {
  return length === 0 ? new Uint8Array(0) : machine.context.packet?.slice(0, length);
}

function ringAt(machine: Machine, pointer: bigint): SimulatedRingBuffer {
  const map = mapAt(machine, pointer);
  if (map instanceof SimulatedRingBuffer && !(map instanceof SimulatedEventArray)) return map;
  throw new Fault(faults.badArgument, `uses '${map.name}' as a ring buffer, which it is not`);
}
