import { helpers as signatures } from "../../kernel/helpers.ts";
import type { Code } from "../code.ts";
import { Fault, faults } from "../errors.ts";
import type { Machine } from "../machine.ts";
import type { SimulatedMap } from "../maps/simulated-map.ts";

/** Does what a helper of the kernel does. Arguments are the registers r1 to r5, unsigned; the result goes to r0. */
export type Helper = (machine: Machine, a: bigint, b: bigint, c: bigint, d: bigint, e: bigint) => bigint;

/** A helper that a test supplies: it gets what the program passes, each as an unsigned 64-bit number. */
export type UserHelper = (...parameters: bigint[]) => bigint;

/** How many registers it reads, and what it does. */
export interface ModelledHelper {
  readonly arity: number;
  readonly run: Helper;
}

/** By the kernel's name, without `bpf_`. */
export type HelperModels = Readonly<Record<string, ModelledHelper>>;

/** `enum bpf_func_id`, for helpers that no program type of this package lists. Source: include/uapi/linux/bpf.h. */
const otherIds: Readonly<Record<string, number>> = {
  skb_store_bytes: 9,
  tail_call: 12,
  perf_event_output: 25,
  spin_lock: 93,
  spin_unlock: 94,
  map_push_elem: 87,
  map_pop_elem: 88,
  map_peek_elem: 89,
  ringbuf_output: 130,
  ringbuf_reserve: 131,
  ringbuf_submit: 132,
  ringbuf_discard: 133,
  ringbuf_query: 134,
  for_each_map_elem: 164,
  loop: 181,
};

export class HelperTable {
  readonly #models: HelperModels;
  readonly #own: Readonly<Record<string, UserHelper>>;
  readonly #names = new Map<number, string>();

  constructor(models: HelperModels, own: Readonly<Record<string, UserHelper>>) {
    this.#models = models;
    this.#own = own;
    for (const [name, id] of Object.entries(otherIds)) this.#names.set(id, name);
    for (const { name, id } of signatures.values()) this.#names.set(id, name);
  }

  nameOf(id: number): string | undefined {
    return this.#names.get(id);
  }

  /** @throws {Fault} nobody has modelled it */
  find(id: number): ModelledHelper {
    const name = this.#names.get(id);
    const own = name !== undefined && Object.hasOwn(this.#own, name) ? this.#own[name] : undefined;
    if (own && name !== undefined) {
      const arity = arityOf(name) ?? 0;
      return { arity, run: (_machine, ...parameters) => own(...parameters.slice(0, arity)) };
    }
    const model = name !== undefined && Object.hasOwn(this.#models, name) ? this.#models[name] : undefined;
    if (model) return model;
    throw new Fault(
      faults.helperUnknown,
      `calls ${name === undefined ? `helper ${id}` : `the helper '${name}'`}, which the simulator does not have`,
      name && `supply one: simulate(…, { helpers: { ${name}: (…parameters) => 0n } })`,
    );
  }
}

/** Registers that a helper reads: a buffer takes two, pointer and size. */
function arityOf(name: string): number | undefined {
  return signatures.get(name)?.arguments.reduce((count, { kind }) => count + (kind === "buffer" ? 2 : 1), 0);
}

/** The map that an argument points to. */
export function mapAt(machine: Machine, address: bigint): SimulatedMap {
  const target = machine.memory.regionAt(address)?.target;
  if (target?.kind === "map") return target.map;
  throw new Fault(faults.badArgument, "passes something to a helper that is no map, where it takes one");
}

/** The function that an argument points to. */
export function functionAt(machine: Machine, address: bigint): Code {
  const target = machine.memory.regionAt(address)?.target;
  if (target?.kind === "function") return target.code;
  throw new Fault(faults.badArgument, "passes something to a helper that is no function, where it takes one");
}

/** A C `int` or `u32`, out of a register. */
export function low32(value: bigint): number {
  return Number(BigInt.asUintN(32, value));
}

export function signed32(value: bigint): number {
  return Number(BigInt.asIntN(32, value));
}

/** A size in bytes; what does not fit memory is no size. */
export function sizeOf(value: bigint): number {
  if (value > 0x1fff_ffffn)
    throw new Fault(faults.badArgument, `passes ${BigInt.asIntN(64, value)} as a size in bytes`);
  return Number(value);
}
