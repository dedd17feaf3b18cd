import { maximumUsdtArguments, usdtRegisters } from "../kernel/usdt.ts";
import { array, i64, struct, u8, u32, u64 } from "../schema/index.ts";
import { hashMap } from "./maps.ts";
import { context, subprogram } from "./subprogram.ts";

let defined: ReturnType<typeof define> | undefined;

/**
 * A subprogram that reads the arguments of USDT probes, for the scope of `usdt` programs. Attaching fills in where they are: in registers, in
 * memory, or constants. An argument that is not there, or whose place is of a form that is not known, reads as 0.
 * ```ts
 * const slow = variable(u64);
 * const onQuery = program("usdt", { argument: usdtArgument(), slow }, (ctx, { argument, slow }) => {
 *   if (argument(ctx, 1) > 1000000) slow.value += 1;
 * });
 * ```
 * @kernel 5.15
 */
export function usdtArgument(): ReturnType<typeof define> {
  defined ??= define();
  return defined;
}

function define() {
  const place = struct({ kind: u8, size: u8, signed: u8, register: u8, value: i64 });
  const entry = struct({ count: u32, places: array(place, maximumUsdtArguments) });
  const registers = struct({ all: array(u64, usdtRegisters.length) });
  const usdt_places = hashMap({ key: u64, value: entry, maxEntries: 1024 });
  const scope = { usdt_places, registers, word: u64, count: usdtRegisters.length, most: maximumUsdtArguments };
  return subprogram([context("usdt"), u32], scope, (ctx, index, { usdt_places, registers, word, count, most }, bpf) => {
    const found = usdt_places.lookup(bpf.get_attach_cookie(ctx));
    if (!found || index >= most) return 0;
    const place = found.places[index];
    if (!place) return 0;
    const kind = place.kind;
    const size = place.size;
    const signed = place.signed !== 0;
    let value = bpf.u64(place.value);
    if (kind === 2 || kind === 3) {
      // The verifier allows no run-time offset into the context itself.
      const copy = bpf.scratch(registers);
      bpf.call("probe_read_kernel", copy, count * 8, ctx);
      const register = place.register;
      if (register >= count) return 0;
      value += copy.all[register] ?? 0;
      if (kind === 3) {
        const memory = bpf.zeroed(word);
        bpf.probe_read_user(memory, value);
        value = memory.value;
      }
    } else if (kind !== 1) {
      return 0;
    }
    if (size === 1) return signed ? bpf.u64(bpf.i8(value)) : bpf.u8(value);
    if (size === 2) return signed ? bpf.u64(bpf.i16(value)) : bpf.u16(value);
    if (size === 4) return signed ? bpf.u64(bpf.i32(value)) : bpf.u32(value);
    return value;
  });
}
