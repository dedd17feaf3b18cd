import { edge, FunctionBuilder } from "../../ir/builder.ts";
import type { AccessSize, BinaryOperator, IrFunction, Predicate, StackSlot, Value } from "../../ir/ir.ts";
import type { Target } from "../target.ts";

/** Bytes of packet that a random function reads. */
export const PACKET_BYTES = 64;

const OPERATORS: readonly BinaryOperator[] = [
  "add",
  "sub",
  "mul",
  "udiv",
  "umod",
  "sdiv",
  "smod",
  "and",
  "or",
  "xor",
  "shl",
  "lshr",
  "ashr",
];
const PREDICATES: readonly Predicate[] = ["eq", "ne", "ult", "ule", "ugt", "uge", "slt", "sle", "sgt", "sge", "set"];
const NUMBERS: readonly bigint[] = [
  0n,
  1n,
  2n,
  3n,
  7n,
  8n,
  10n,
  31n,
  32n,
  63n,
  64n,
  255n,
  256n,
  1000n,
  65535n,
  -1n,
  -2n,
  -8n,
  -128n,
  0x7fff_ffffn,
  0x8000_0000n,
  0xffff_ffffn,
  0x1_0000_0000n,
  -0x8000_0000n,
  0x7fff_ffff_ffff_ffffn,
  -0x8000_0000_0000_0000n,
  0x1234_5678_9abc_def0n,
  0xffff_0000n,
];

/** A repeatable stream of numbers (xorshift32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = (Math.imul(seed, 0x9e37_79b1) ^ 0x5bd1_e995) >>> 0 || 1;
  }

  below(limit: number): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x >>> 0;
    return this.#state % limit;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }
}

/**
 * A random XDP program that the verifier accepts and whose result depends on the packet: arithmetic of every kind and
 * width on many live values, branches, loops with a fixed number of rounds, calls, stack slots, atomics.
 */
export function randomFunction(seed: number, target: Target): IrFunction {
  return new Generator(new Random(seed), target).function();
}

class Generator {
  readonly #random: Random;
  readonly #b = new FunctionBuilder("random", ["pointer"]);
  readonly #fetching: boolean;
  readonly #slots: StackSlot[] = [];
  /** Numbers that may be used here. */
  #live: Value[] = [];
  #fuel: number;

  constructor(random: Random, target: Target) {
    this.#random = random;
    this.#fetching = target === "v3" || target === "v4";
    this.#fuel = 5 + random.below(70);
  }

  function(): IrFunction {
    const b = this.#b;
    const context = b.parameter(0);
    const data = b.load(4, context, 0, { type: "pointer" });
    const end = b.load(4, context, 4, { type: "pointer" });
    const [inside, outside] = [b.block(), b.block()];
    b.branch("ugt", b.binary("add", data, b.const(PACKET_BYTES)), end, outside, inside);
    b.switchTo(outside);
    b.return(b.const(0));
    b.switchTo(inside);
    for (let count = 1 + this.#random.below(3); count > 0; count--) {
      const slot = b.stackSlot(`slot${count}`, 8 * (1 + this.#random.below(2)), 8);
      const address = b.stackAddress(slot);
      for (let offset = 0; offset < slot.size; offset += 8)
        b.store(8, address, offset, b.const(this.#random.pick(NUMBERS)));
      this.#slots.push(slot);
    }
    for (let count = 2 + this.#random.below(10); count > 0; count--) {
      const size = this.#random.pick<AccessSize>([1, 2, 4, 8]);
      const signed = this.#random.below(3) === 0;
      this.#live.push(b.load(size, data, this.#random.below(PACKET_BYTES / size) * size, { signed }));
    }
    this.#statements(0);
    let sum = this.#number();
    for (const value of this.#live) sum = b.binary(this.#random.pick(["add", "xor"]), sum, value);
    for (const slot of this.#slots) sum = b.binary("xor", sum, b.load(8, b.stackAddress(slot), 0));
    b.return(b.binary("xor", sum, b.binary("lshr", sum, b.const(32))));
    return b.fn;
  }

  #statements(depth: number): void {
    for (let count = 2 + this.#random.below(12); count > 0 && this.#fuel > 0; count--) {
      this.#fuel--;
      const kind = this.#random.below(20);
      if (kind < 12 || depth > 3) this.#keep(this.#expression());
      else if (kind < 14) this.#diamond(depth);
      else if (kind < 15) this.#loop(depth);
      else if (kind < 17) this.#memory();
      else this.#call();
    }
  }

  #keep(value: Value): void {
    this.#live.push(value);
    if (this.#live.length > 16) this.#live.splice(this.#random.below(this.#live.length), 1);
  }

  #number(): Value {
    if (this.#random.below(4) === 0 || this.#live.length === 0) return this.#b.const(this.#random.pick(NUMBERS));
    return this.#random.pick(this.#live);
  }

  #width(): 32 | 64 {
    return this.#random.below(2) === 0 ? 32 : 64;
  }

  #expression(): Value {
    const b = this.#b;
    switch (this.#random.below(8)) {
      case 0:
        return b.extend(this.#number(), this.#random.pick([8, 16, 32]), this.#random.below(2) === 0);
      case 1:
        return b.swap(this.#number(), this.#random.pick([16, 32, 64]));
      case 2:
        return b.compare(this.#random.pick(PREDICATES), this.#number(), this.#number(), this.#width());
      default:
        return b.binary(this.#random.pick(OPERATORS), this.#number(), this.#number(), this.#width());
    }
  }

  #diamond(depth: number): void {
    const b = this.#b;
    const [then, otherwise] = [b.block(), b.block()];
    const join = b.block(this.#random.below(3) === 0 ? ["integer", "integer"] : ["integer"]);
    const passed = () => join.parameters.map(() => this.#number());
    const direct = this.#random.below(3) === 0;
    const [left, right] = [this.#number(), this.#number()];
    const target = direct ? edge(join, passed()) : otherwise;
    b.branch(this.#random.pick(PREDICATES), left, right, then, target, this.#width());
    const outer = [...this.#live];
    for (const side of direct ? [then] : [then, otherwise]) {
      b.switchTo(side);
      this.#live = [...outer];
      if (this.#random.below(4) > 0) this.#statements(depth + 1);
      b.jump(join, passed());
    }
    this.#live = outer;
    b.switchTo(join);
    for (const parameter of join.parameters) this.#keep(parameter);
  }

  #loop(depth: number): void {
    const b = this.#b;
    const [header, body, exit] = [b.block(["integer", "integer", "integer"]), b.block(), b.block()];
    const [counter, first, second] = header.parameters as unknown as [Value, Value, Value];
    b.jump(header, [b.const(0), this.#number(), this.#number()]);
    b.switchTo(header);
    b.branch("ult", counter, b.const(1 + this.#random.below(5)), body, exit);
    const outer = [...this.#live];
    b.switchTo(body);
    this.#live = [...outer, counter, first, second];
    this.#statements(depth + 2);
    // Some loops swap their values: the edge's copies then form a cycle.
    const next = this.#random.below(3) === 0 ? [second, first] : [this.#expression(), this.#number()];
    b.jump(header, [b.binary("add", counter, b.const(1)), ...next]);
    this.#live = outer;
    b.switchTo(exit);
    this.#keep(first);
    this.#keep(second);
  }

  #memory(): void {
    const b = this.#b;
    const slot = this.#random.pick(this.#slots);
    const size = this.#random.pick<AccessSize>([1, 2, 4, 8]);
    const offset = this.#random.below(slot.size / size) * size;
    const address = b.stackAddress(slot);
    const kind = this.#random.below(5);
    if (kind < 2) {
      b.store(size, address, offset, this.#number());
    } else if (kind < 4 || size < 4) {
      this.#keep(b.load(size, address, offset, { signed: this.#random.below(3) === 0 }));
    } else {
      this.#atomic(address, size as 4 | 8, offset);
    }
  }

  #atomic(address: Value, size: 4 | 8, offset: number): void {
    const b = this.#b;
    if (!this.#fetching) {
      b.atomic("add", size, address, offset, this.#number());
      return;
    }
    const operation = this.#random.pick(["add", "and", "or", "xor", "exchange", "compareExchange"] as const);
    if (operation === "compareExchange") {
      this.#keep(b.compareExchange(size, address, offset, this.#number(), this.#number()));
    } else {
      this.#keep(b.atomicFetch(operation, size, address, offset, this.#number()));
    }
  }

  /** A call whose result is zero on every machine, but nobody knows: the number of a processor has no high half. */
  #call(): void {
    const b = this.#b;
    const processor = b.helper("get_smp_processor_id", 8, []);
    this.#keep(b.binary("add", this.#number(), b.binary("lshr", processor, b.const(40))));
  }
}
