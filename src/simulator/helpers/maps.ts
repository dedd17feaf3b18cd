import { READABLE } from "../memory.ts";
import { type HelperModels, low32, mapAt } from "./helper.ts";

export const mapHelpers: HelperModels = {
  map_lookup_elem: {
    arity: 2,
    run(machine, pointer, key) {
      const map = mapAt(machine, pointer);
      const value = map.lookup(machine.memory.bytesAt(key, map.map.keySize, READABLE), machine.cpu);
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
};
