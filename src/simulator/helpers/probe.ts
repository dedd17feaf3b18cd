import { Fault } from "../errors.ts";
import type { Machine } from "../machine.ts";
import { READABLE, WRITABLE } from "../memory.ts";
import { type HelperModels, type ModelledHelper, sizeOf } from "./helper.ts";

const EFAULT = 14n;

/** Reads of any memory: what is no simulated memory is a fault that the program hears of, not an error. */
const read: ModelledHelper = {
  arity: 3,
  run(machine, to, size, from) {
    const length = sizeOf(size);
    const source = readable(machine, from, length);
    const target = machine.memory.bytesAt(to, length, WRITABLE);
    if (source === undefined) {
      target.fill(0);
      return -EFAULT;
    }
    target.set(source);
    return 0n;
  },
};

/** Text up to its NUL, cut off and ended where there is no room; the result counts the NUL. */
const readText: ModelledHelper = {
  arity: 3,
  run(machine, to, size, from) {
    const room = sizeOf(size);
    const text: number[] = [];
    let failed = false;
    while (text.length < room - 1) {
      const byte = readable(machine, from + BigInt(text.length), 1)?.[0];
      failed = byte === undefined;
      if (byte === undefined || byte === 0) break;
      text.push(byte);
    }
    const target = machine.memory.bytesAt(to, room, WRITABLE);
    if (failed) {
      target.fill(0);
      return -EFAULT;
    }
    if (room === 0) return 0n;
    target.set(text);
    target[text.length] = 0;
    return BigInt(text.length + 1);
  },
};

function readable(machine: Machine, address: bigint, length: number): Uint8Array | undefined {
  try {
    return machine.memory.bytesAt(address, length, READABLE).slice();
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

export const probeHelpers: HelperModels = {
  probe_read: read,
  probe_read_kernel: read,
  probe_read_user: read,
  probe_read_str: readText,
  probe_read_kernel_str: readText,
  probe_read_user_str: readText,
};
