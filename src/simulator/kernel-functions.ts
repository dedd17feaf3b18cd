import { Fault, faults } from "./errors.ts";
import { type ModelledHelper, signed32 } from "./helpers/helper.ts";
import type { Machine } from "./machine.ts";
import { READABLE, Region, WRITABLE } from "./memory.ts";

/** `BPF_MAX_LOOPS` of include/linux/bpf_verifier.h. */
const MAX_ROUNDS = 1 << 23;
const E2BIG = 7n;
const EINVAL = 22n;

/** In bytes: `struct bpf_iter_num`, which holds the number before the next one and the end. Source: kernel/bpf/bpf_iter.c. */
const SIZE = 8;

const models: Readonly<Record<string, ModelledHelper>> = {
  bpf_iter_num_new: {
    arity: 3,
    run(machine, address, first, last) {
      const [start, end] = [signed32(first), signed32(last)];
      const view = viewOf(machine.memory.bytesAt(address, SIZE, WRITABLE));
      const error = start > end ? -EINVAL : end - start > MAX_ROUNDS ? -E2BIG : 0n;
      view.setInt32(0, error === 0n ? start - 1 : 0, true);
      view.setInt32(4, error === 0n ? end : 0, true);
      machine.iterators.set(address, new Region("the number of an iterator", new Uint8Array(4), { writable: false }));
      return error;
    },
  },
  bpf_iter_num_next: {
    arity: 1,
    run(machine, address) {
      const number = openIterator(machine, address);
      const view = viewOf(machine.memory.bytesAt(address, SIZE, READABLE | WRITABLE));
      const next = (view.getInt32(0, true) + 1) | 0;
      if (next >= view.getInt32(4, true)) {
        view.setBigUint64(0, 0n, true);
        return 0n;
      }
      view.setInt32(0, next, true);
      number.view.setInt32(0, next, true);
      return machine.memory.addressOf(number);
    },
  },
  bpf_iter_num_destroy: {
    arity: 1,
    run(machine, address) {
      openIterator(machine, address).remove("is gone, because its loop has ended");
      machine.iterators.delete(address);
      return 0n;
    },
  },
};

/** @throws {Fault} nobody has modelled it */
export function kernelFunctionModel(name: string): ModelledHelper {
  const model = Object.hasOwn(models, name) ? models[name] : undefined;
  if (model) return model;
  throw new Fault(
    faults.helperUnknown,
    `calls the kernel's function '${name}', which the simulator does not have`,
    "test what needs it in a kernel",
  );
}

function openIterator(machine: Machine, address: bigint): Region {
  const number = machine.iterators.get(address);
  if (number) return number;
  throw new Fault(faults.badArgument, "goes on with an iterator that is not open");
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
