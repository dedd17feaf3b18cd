import { Fault, faults } from "../errors.ts";
import { SimulatedProgramArray } from "../maps/references.ts";
import { functionAt, type HelperModels, low32, mapAt } from "./helper.ts";

const ENOENT = 2n;
/** The verifier writes the call out, with a 32-bit move of `-E2BIG`. */
const TOO_MANY = BigInt.asUintN(32, -7n);
const EINVAL = 22n;
/** `BPF_MAX_LOOPS` */
const MAX_LOOPS = 8 * 1024 * 1024;

export const controlHelpers: HelperModels = {
  tail_call: {
    arity: 3,
    run(machine, context, pointer, index) {
      const map = mapAt(machine, pointer);
      if (!(map instanceof SimulatedProgramArray)) {
        throw new Fault(faults.badArgument, `makes a tail call through '${map.name}', which is no program array`);
      }
      if (machine.memory.regionAt(context) !== machine.context.region) {
        throw new Fault(faults.badArgument, "makes a tail call with something else than its context");
      }
      const key = new Uint8Array(4);
      new DataView(key.buffer).setUint32(0, low32(index), true);
      const program = map.at(key);
      if (program === undefined) return -ENOENT;
      return machine.tailCall(machine.linkage.codeOf(program)) ? 0n : -ENOENT;
    },
  },
  loop: {
    arity: 4,
    run(machine, count, callback, callbackContext, flags) {
      if (flags !== 0n) return -EINVAL;
      const loops = low32(count);
      if (loops > MAX_LOOPS) return TOO_MANY;
      const code = functionAt(machine, callback);
      for (let index = 0; index < loops; index += 1) {
        if (machine.invoke(code, [BigInt(index), callbackContext]) !== 0n) return BigInt(index + 1);
      }
      return BigInt(loops);
    },
  },
};
