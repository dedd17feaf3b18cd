import type {
  Expression,
  HelperOperand,
  Local,
  Place,
  Statement,
  TypedFunction,
} from "../../src/compiler/check/typed-tree.ts";
import type { AnySchema } from "../../src/schema/index.ts";
import { arithmetic, compare, extend } from "./arithmetic.ts";
import type { MapModel } from "./maps.ts";
import { bytesAt, Memory, type Pointer, pointerTo, readScalar, register, storeBytes, writeScalar } from "./memory.ts";
import type { QueueModel, RecordsModel } from "./record-maps.ts";

/** What a kernel function runs in. */
export interface World {
  readonly context: Memory;
  /** From where the program sees it. */
  readonly packet: Memory;
  readonly cpu: number;
  /** Whether the reference knows what the kernel puts into these bytes of the context. */
  readonly contextKnown: (offset: number) => boolean;
  map(name: string): MapModel;
  queue(name: string): QueueModel;
  records(name: string): RecordsModel;
  subprogram(name: string): TypedFunction;
  /** The memory of a variable, a constant or a text; of a per-CPU variable, the slot of this CPU. */
  symbol(name: string): Memory;
}

/** A number as its 64 bits (an unsigned bigint), an address, or nothing. */
export type Value = bigint | Pointer | undefined;

/** Thrown when a function runs too long; the verifier would have refused it. */
export class TooLong extends Error {}

type Completion =
  | { readonly kind: "break" | "continue"; readonly label: number }
  | { readonly kind: "return"; readonly value: Value };

/** A bad address, in include/uapi/asm-generic/errno-base.h. */
const EFAULT = -14n;

/** What the kernel's iterator counts to at most: `BPF_MAX_LOOPS` of include/linux/bpf_verifier.h. */
const MOST_ROUNDS = 1n << 23n;

/** Far more than a function of the tests takes. */
const MOST_STEPS = 3_000_000;

/**
 * Runs a checked function as the language describes it, one node after the other, in JavaScript's order of evaluation. It
 * shares nothing with the compiler's later stages, so that what they do can be compared with it.
 * @returns what it returns, as 64 bits
 */
export function evaluate(fn: TypedFunction, world: World): bigint {
  const result = new Evaluation(world).run(fn);
  return typeof result === "bigint" ? result : 0n;
}

class Evaluation {
  readonly #world: World;
  #locals = new Map<Local, Value>();
  #steps = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** @param values of the parameters; the context's place among them is passed over */
  run(fn: TypedFunction, values: readonly Value[] = []): Value {
    const outside = this.#locals;
    this.#locals = new Map();
    for (const [index, parameter] of fn.parameters.entries()) {
      if (parameter !== "context") this.#locals.set(parameter, values[index]);
    }
    const completion = this.#statements(fn.body);
    this.#locals = outside;
    return completion?.kind === "return" ? completion.value : 0n;
  }

  #statements(statements: readonly Statement[]): Completion | undefined {
    for (const statement of statements) {
      const completion = this.#statement(statement);
      if (completion) return completion;
    }
    return undefined;
  }

  #statement(statement: Statement): Completion | undefined {
    switch (statement.statement) {
      case "expression":
        this.#value(statement.value);
        return undefined;
      case "block": {
        const completion = this.#statements(statement.body);
        return completion?.kind === "break" && completion.label === statement.label ? undefined : completion;
      }
      case "if":
        return this.#statements(this.#holds(statement.test) ? statement.then : statement.otherwise);
      case "loop":
        return this.#loop(statement);
      case "range":
        return this.#range(statement);
      case "switch":
        return this.#switch(statement);
      case "break":
      case "continue":
        return { kind: statement.statement, label: statement.label };
      case "return":
        return { kind: "return", value: statement.value ? this.#value(statement.value) : 0n };
    }
  }

  #loop(loop: Statement & { statement: "loop" }): Completion | undefined {
    for (let first = true; ; first = false) {
      this.#step();
      const tested = loop.test && !(loop.testAtEnd && first);
      if (tested && loop.test && !this.#holds(loop.test)) return undefined;
      const completion = this.#statements(loop.body);
      if (completion) {
        if (completion.kind === "return" || completion.label !== loop.label) return completion;
        if (completion.kind === "break") return undefined;
      }
      for (const update of loop.update) this.#value(update);
    }
  }

  /** Counts from 0 to a number that is evaluated once, in at most 2^23 rounds. */
  #range({ count, local, body, label }: Statement & { statement: "range" }): Completion | undefined {
    const bits = this.#number(count);
    const signed = count.type.kind === "integer" && count.type.signed;
    const wanted = signed ? BigInt.asIntN(64, bits) : bits;
    for (let round = 0n; round < wanted && round < MOST_ROUNDS; round++) {
      this.#step();
      this.#locals.set(local, round);
      const completion = this.#statements(body);
      if (completion) {
        if (completion.kind === "return" || completion.label !== label) return completion;
        if (completion.kind === "break") return undefined;
      }
    }
    return undefined;
  }

  /** All tests come before the default, wherever that stands; each case falls into the next one. */
  #switch({ value, cases, label }: Statement & { statement: "switch" }): Completion | undefined {
    const wanted = this.#number(value);
    let start = cases.findIndex(({ test }) => test !== undefined && this.#number(test) === wanted);
    if (start < 0) start = cases.findIndex(({ test }) => test === undefined);
    if (start < 0) return undefined;
    for (const { body } of cases.slice(start)) {
      const completion = this.#statements(body);
      if (completion) return completion.kind === "break" && completion.label === label ? undefined : completion;
    }
    return undefined;
  }

  #step(): void {
    if (++this.#steps > MOST_STEPS) throw new TooLong("the function does not come to an end");
  }

  #holds(test: Expression): boolean {
    return truth(this.#value(test));
  }

  #number(expression: Expression): bigint {
    const value = this.#value(expression);
    if (typeof value !== "bigint") throw new Error(`a ${expression.node} is no number`);
    return value;
  }

  #pointer(expression: Expression): Pointer {
    const value = this.#value(expression);
    if (typeof value !== "object") throw new Error(`a ${expression.node} is no address`);
    return value;
  }

  #value(expression: Expression): Value {
    this.#step();
    switch (expression.node) {
      case "number":
        return register(expression.value);
      case "undefined":
        return undefined;
      case "local":
        if (!this.#locals.has(expression.local)) throw new Error(`'${expression.local.name}' has no value yet`);
        return this.#locals.get(expression.local);
      case "assign": {
        const old = this.#locals.get(expression.local);
        const value = this.#value(expression.value);
        this.#locals.set(expression.local, value);
        return expression.result === "old" ? old : value;
      }
      case "binary": {
        const left = this.#number(expression.left);
        return arithmetic(expression.operator, left, this.#number(expression.right));
      }
      case "compare": {
        const left = this.#number(expression.left);
        return compare(expression.predicate, left, this.#number(expression.right)) ? 1n : 0n;
      }
      case "truth":
        return this.#holds(expression.value) ? 1n : 0n;
      case "not":
        return this.#holds(expression.value) ? 0n : 1n;
      case "and": {
        const left = this.#value(expression.left);
        return truth(left) ? this.#value(expression.right) : left;
      }
      case "or": {
        const left = this.#value(expression.left);
        return truth(left) ? left : this.#value(expression.right);
      }
      case "coalesce":
        return this.#value(expression.left) ?? this.#value(expression.right);
      case "conditional":
        return this.#value(this.#holds(expression.test) ? expression.then : expression.otherwise);
      case "convert":
        return extend(this.#number(expression.value), expression.bits, expression.signed);
      case "retype":
        return this.#value(expression.value);
      case "read":
        return this.#read(expression.place);
      case "write":
        return this.#write(expression.place, expression.value);
      case "modify":
        return this.#modify(expression);
      case "exchange":
        return this.#exchange(expression);
      case "reference":
        return this.#address(expression.place);
      case "temporary":
        return pointerTo(new Memory(this.#bytes(expression, expression.schema)));
      case "helper":
        return this.#helper(expression.signature.name, expression.operands);
      case "header":
        return this.#header(expression);
      case "filled":
        return this.#filled(expression);
      case "sameBytes":
        return this.#sameBytes(expression) ? 1n : 0n;
      case "lookupOrInsert":
        return this.#lookupOrInsert(expression);
      case "call": {
        const values = expression.operands.map((operand) => this.#argument(operand));
        return this.run(this.#world.subprogram(expression.function), values);
      }
      case "reserve":
        return this.#world.records(nameOf(expression.map)).reserve(expression.schema.size);
      case "scratch": {
        const memory = this.#world.symbol(expression.map);
        memory.bytes.fill(0);
        return pointerTo(memory);
      }
      case "block": {
        // A jump out of an inlined function can only be the one to its end.
        const completion = this.#statements(expression.body);
        if (completion && (completion.kind !== "break" || completion.label !== expression.label)) {
          throw new Error(`a ${completion.kind} leaves an inlined function`);
        }
        return this.#value(expression.result);
      }
      case "sequence":
        for (const part of expression.first) this.#value(part);
        return this.#value(expression.last);
      default:
        throw new Error(`the reference does not know ${expression.node}`);
    }
  }

  // Memory

  /** Where a place is; what it is made of is evaluated from left to right. */
  #address(place: Place): Pointer {
    let { memory, offset } = this.#base(place);
    for (const { value, scale } of place.indexes) offset += Number(this.#number(value)) * scale;
    offset += place.offset;
    return { memory, offset };
  }

  #base({ base, offset, schema }: Place): Pointer {
    switch (base.kind) {
      case "context":
        for (let byte = offset; byte < offset + schema.size; byte++) {
          if (!this.#world.contextKnown(byte)) throw new Error(`the reference does not know context byte ${byte}`);
        }
        return pointerTo(this.#world.context);
      case "data":
      case "perCpu":
        return pointerTo(this.#world.symbol(base.symbol));
      case "mapValue":
        return pointerTo(found(this.#world.map(base.map).lookup(new Uint8Array(4)), base.map));
      case "element": {
        const key = new Memory(4);
        key.view.setUint32(0, Number(BigInt.asUintN(32, this.#number(base.index))), true);
        return pointerTo(found(this.#world.map(base.map).lookup(key.bytes), base.map));
      }
      case "pointer":
        return this.#pointer(base.value);
    }
  }

  #read(place: Place): bigint {
    return readScalar(this.#address(place), place.schema, place.bit);
  }

  #write(place: Place, value: Expression): Value {
    const address = this.#address(place);
    if (isScalar(place.schema)) {
      const number = this.#number(value);
      writeScalar(address, place.schema, number, place.bit);
      return number;
    }
    storeBytes(address, this.#bytes(value, place.schema));
    return undefined;
  }

  /** The bytes of a value that fills memory of a schema. */
  #bytes(value: Expression, schema: AnySchema): Uint8Array {
    return this.#evaluated(value, schema)();
  }

  /**
   * Evaluates what fills memory of a schema; its bytes come later. A struct in a literal is a reference, as in JavaScript: what is copied is
   * what it holds when the whole literal has been evaluated.
   */
  #evaluated(value: Expression, schema: AnySchema): () => Uint8Array {
    if (value.node === "temporary") {
      const memory = new Memory(schema.size);
      const parts = value.fields.map(({ offset, schema: part, bit, value: given }) => {
        const target = pointerTo(memory, offset);
        if (bit) {
          const number = this.#number(given);
          return () => writeScalar(target, part, number, bit);
        }
        const bytes = this.#evaluated(given, part);
        return () => storeBytes(target, bytes());
      });
      return () => {
        for (const fill of parts) fill();
        return memory.bytes;
      };
    }
    if (isScalar(schema)) {
      const memory = new Memory(schema.size);
      writeScalar(pointerTo(memory), schema, this.#number(value));
      return () => memory.bytes;
    }
    if (value.node === "text") {
      const bytes = new Uint8Array(schema.size);
      new TextEncoder().encodeInto(value.text, bytes);
      return () => bytes;
    }
    if (value.node === "bytes") return () => value.bytes;
    const pointer = this.#pointer(value);
    return () => bytesAt(pointer, schema.size);
  }

  #modify({ place, operator, value, atomic, result }: Expression & { node: "modify" }): bigint {
    const { schema } = place;
    const address = this.#address(place);
    // An atomic update reads and writes in one step, after the right side; otherwise the old value is read first.
    const before = atomic ? undefined : readScalar(address, schema);
    const operand = this.#number(value);
    const old = before ?? readScalar(address, schema);
    writeScalar(address, schema, arithmetic(operator, old, operand));
    return result === "old" ? old : readScalar(address, schema);
  }

  #exchange({ place, value, expected }: Expression & { node: "exchange" }): bigint {
    const { schema } = place;
    const address = this.#address(place);
    const comparand = expected && this.#number(expected);
    const replacement = this.#number(value);
    const old = readScalar(address, schema);
    const same = comparand === undefined || BigInt.asUintN(schema.size * 8, comparand ^ old) === 0n;
    if (same) writeScalar(address, schema, replacement);
    return old;
  }

  // Maps and helpers

  #operandBytes(operand: HelperOperand | undefined, size: number): Uint8Array {
    if (operand?.kind === "copied") return this.#bytes(operand.value, operand.schema);
    if (operand?.kind === "value") return bytesAt(this.#pointer(operand.value), size);
    throw new Error("memory is needed here");
  }

  #operandNumber(operand: HelperOperand | undefined): bigint {
    if (operand?.kind === "value") return this.#number(operand.value);
    if (operand?.kind === "size") return BigInt(operand.bytes);
    throw new Error("a number is needed here");
  }

  #helper(name: string, operands: readonly HelperOperand[]): Value {
    const [first, second, third, fourth] = operands;
    switch (name) {
      case "map_lookup_elem": {
        const map = this.#map(first);
        const memory = map.lookup(this.#operandBytes(second, map.keySize));
        return memory && pointerTo(memory);
      }
      case "map_update_elem": {
        const map = this.#map(first);
        const key = this.#operandBytes(second, map.keySize);
        const value = this.#operandBytes(third, map.valueSize);
        return register(map.update(key, value, this.#operandNumber(fourth)));
      }
      case "map_delete_elem": {
        const map = this.#map(first);
        return register(map.delete(this.#operandBytes(second, map.keySize)));
      }
      case "get_smp_processor_id":
        return BigInt(this.#world.cpu);
      case "ktime_get_ns":
        return 0n;
      case "skb_load_bytes":
        return this.#loadBytes(second, third, fourth);
      case "map_push_elem": {
        const queue = this.#world.queue(nameOf(first));
        return register(queue.push(this.#operandBytes(second, queue.valueSize), this.#operandNumber(third)));
      }
      case "ringbuf_output": {
        const records = this.#world.records(nameOf(first));
        return register(records.output(this.#operandBytes(second, Number(this.#operandNumber(third)))));
      }
      case "ringbuf_submit":
      case "ringbuf_discard":
        if (first?.kind !== "value") throw new Error("a record is needed here");
        this.#pointer(first.value).memory.fate = name === "ringbuf_submit" ? "submitted" : "discarded";
        return undefined;
      default:
        throw new Error(`the reference does not know the helper ${name}`);
    }
  }

  #loadBytes(from: HelperOperand | undefined, to: HelperOperand | undefined, size: HelperOperand | undefined): bigint {
    const offset = this.#operandNumber(from);
    if (to?.kind !== "value") throw new Error("memory is needed here");
    return this.#copyPacket(offset, this.#pointer(to.value), Number(this.#operandNumber(size)));
  }

  /** `skb_load_bytes`: all of the bytes or, where the packet is too short, zeros and -EFAULT. */
  #copyPacket(from: bigint, target: Pointer, length: number): bigint {
    const offset = Number(BigInt.asUintN(32, from));
    const { bytes } = this.#world.packet;
    const fits = offset + length <= bytes.length;
    storeBytes(target, fits ? bytes.slice(offset, offset + length) : new Uint8Array(length));
    return fits ? 0n : register(EFAULT);
  }

  #header({ schema, offset }: Expression & { node: "header" }): Value {
    const at = Number(this.#number(offset));
    const { packet } = this.#world;
    return at + schema.size <= packet.bytes.length ? pointerTo(packet, at) : undefined;
  }

  #filled({ schema, signature, operands }: Expression & { node: "filled" }): Value {
    if (signature.name === "map_pop_elem" || signature.name === "map_peek_elem") {
      const value = this.#world.queue(nameOf(operands[0])).next(signature.name === "map_pop_elem");
      return value && pointerTo(new Memory(value));
    }
    if (signature.name !== "skb_load_bytes" && signature.name !== "xdp_load_bytes")
      throw new Error(`the reference does not know ${signature.name}`);
    const memory = new Memory(schema.size);
    const result = this.#copyPacket(this.#operandNumber(operands[1]), pointerTo(memory), schema.size);
    return result === 0n ? pointerTo(memory) : undefined;
  }

  #sameBytes({ value, bytes }: Expression & { node: "sameBytes" }): boolean {
    return bytesAt(this.#pointer(value), bytes.length).every((byte, index) => byte === bytes[index]);
  }

  #map(operand: HelperOperand | undefined): MapModel {
    return this.#world.map(nameOf(operand));
  }

  /** What a subprogram is given: a number, or the place of a struct. */
  #argument(operand: HelperOperand): Value {
    if (operand.kind === "context") return undefined;
    if (operand.kind === "value") return this.#value(operand.value);
    if (operand.kind === "copied") return pointerTo(new Memory(this.#bytes(operand.value, operand.schema)));
    throw new Error(`a ${operand.kind} is no argument`);
  }

  #lookupOrInsert({ map: operand, key, initial }: Expression & { node: "lookupOrInsert" }): Value {
    const map = this.#map(operand);
    const keyBytes = this.#operandBytes(key, map.keySize);
    const value = this.#operandBytes(initial, map.valueSize);
    map.update(keyBytes, value, 1n);
    const memory = map.lookup(keyBytes);
    return memory && pointerTo(memory);
  }
}

function nameOf(operand: HelperOperand | undefined): string {
  if (operand?.kind !== "map") throw new Error("a map is needed here");
  return operand.map;
}

function truth(value: Value): boolean {
  return typeof value === "bigint" ? value !== 0n : value !== undefined;
}

function isScalar(schema: AnySchema): boolean {
  return schema.kind === "integer" || schema.kind === "boolean" || schema.kind === "bits";
}

function found(memory: Memory | undefined, map: string): Memory {
  if (!memory) throw new Error(`an element of '${map}' is missing: its index is out of range`);
  return memory;
}
