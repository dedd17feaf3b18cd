import { Fault, faults } from "../errors.ts";
import type { Machine } from "../machine.ts";
import { type ElementMap, isElementMap, SimulatedBloomFilter } from "../maps/queue.ts";
import { SimulatedMapOfMaps } from "../maps/references.ts";
import { READABLE, Region, WRITABLE } from "../memory.ts";
import { functionAt, type HelperModels, low32, type ModelledHelper, mapAt } from "./helper.ts";

const EINVAL = 22n;

export const mapHelpers: HelperModels = {
  map_lookup_elem: {
    arity: 2,
    run(machine, pointer, key) {
      const map = mapAt(machine, pointer);
      const keyBytes = machine.memory.bytesAt(key, map.map.keySize, READABLE);
      if (map instanceof SimulatedMapOfMaps) {
        const inner = map.at(keyBytes);
        return inner === undefined ? 0n : machine.linkage.pointerTo(inner);
      }
      const value = map.lookup(keyBytes, machine.cpu);
      return value === undefined ? 0n : machine.memory.addressOf(value);
    },
  },
  map_update_elem: {
    arity: 4,
    run(machine, pointer, key, value, flags) {
      const map = mapAt(machine, pointer);
      const keyBytes = machine.memory.bytesAt(key, map.map.keySize, READABLE);
      const valueBytes = machine.memory.bytesAt(value, map.map.valueSize, READABLE);
      return BigInt(map.update(keyBytes, valueBytes, Number(flags), machine.cpu));
    },
  },
  map_delete_elem: {
    arity: 2,
    run(machine, pointer, key) {
      const map = mapAt(machine, pointer);
      return BigInt(map.delete(machine.memory.bytesAt(key, map.map.keySize, READABLE)));
    },
  },
  map_lookup_percpu_elem: {
    arity: 3,
    run(machine, pointer, key, cpu) {
      const map = mapAt(machine, pointer);
      const keyBytes = machine.memory.bytesAt(key, map.map.keySize, READABLE);
      const value = low32(cpu) < machine.cpus ? map.lookup(keyBytes, low32(cpu)) : undefined;
      return value === undefined ? 0n : machine.memory.addressOf(value);
    },
  },
  map_push_elem: {
    arity: 3,
    run(machine, pointer, value, flags) {
      const map = elementMapAt(machine, pointer);
      return BigInt(map.push(machine.memory.bytesAt(value, map.map.valueSize, READABLE), Number(flags)));
    },
  },
  map_pop_elem: {
    arity: 2,
    run(machine, pointer, value) {
      const map = elementMapAt(machine, pointer);
      return BigInt(map.pop(machine.memory.bytesAt(value, map.map.valueSize, WRITABLE)));
    },
  },
  map_peek_elem: {
    arity: 2,
    run(machine, pointer, value) {
      const map = elementMapAt(machine, pointer);
      const access = map instanceof SimulatedBloomFilter ? READABLE : WRITABLE;
      return BigInt(map.peek(machine.memory.bytesAt(value, map.map.valueSize, access)));
    },
  },
  for_each_map_elem: {
    arity: 4,
    run(machine, pointer, callback, callbackContext, flags) {
      const map = mapAt(machine, pointer);
      if (flags !== 0n) return -EINVAL;
      let count = 0n;
      for (const key of map.keys()) {
        const value = map.peekAt(key, machine.cpu);
        if (value === undefined) continue;
        const keyRegion = new Region(`a key of '${map.name}'`, key, { writable: false });
        const { memory } = machine;
        const values = [pointer, memory.addressOf(keyRegion), memory.addressOf(value), callbackContext];
        count += 1n;
        if (machine.invoke(functionAt(machine, callback), values) !== 0n) break;
      }
      return count;
    },
  },
  ...spinLocks(),
};

/** One CPU runs at a time: nobody else holds a lock. */
function spinLocks(): HelperModels {
  const noOperation: ModelledHelper = { arity: 1, run: () => 0n };
  return { spin_lock: noOperation, spin_unlock: noOperation };
}

function elementMapAt(machine: Machine, pointer: bigint): ElementMap {
  const map = mapAt(machine, pointer);
  if (isElementMap(map)) return map;
  throw new Fault(
    faults.badArgument,
    `pushes, pops or peeks at '${map.name}', which is no queue, stack or bloom filter`,
  );
}
