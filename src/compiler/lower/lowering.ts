import { assert } from "../../errors/assert.ts";
import type { AnySchema } from "../../schema/index.ts";
import type { Expression, Local, TypedFunction } from "../check/typed-tree.ts";
import { FunctionBuilder } from "../ir/builder.ts";
import type { Block, Edge, HelperCall, Predicate, StackSlot, Value, ValueType } from "../ir/ir.ts";
import { type DecisiveLocals, decisiveLocals } from "./decisive-locals.ts";
import { lowerValue } from "./expressions.ts";
import type { Layout } from "./layout.ts";
import { LocalValues } from "./local-values.ts";
import { type Piece, storePieces } from "./memory.ts";

/** The state of lowering one function: where code goes, what locals hold, where jumps lead. */
export class Lowering {
  readonly layout: Layout;
  readonly b: FunctionBuilder;
  readonly locals: LocalValues;
  /** Where `break` (exit) and `continue` (next) of a label go, and how many iterators are open there. */
  readonly #targets = new Map<
    number,
    { readonly exit: Block; readonly next: Block | undefined; readonly depth: number }
  >();
  /** The iterators of the ranges that code is in, the innermost last: who leaves closes them. */
  readonly #iterators: StackSlot[] = [];
  /** Blocks that something jumps to; the others are never continued in. */
  readonly #reached = new Set<Block>();

  readonly #context: Value | undefined;
  readonly #fn: TypedFunction;
  #decisive: DecisiveLocals | undefined;

  constructor(fn: TypedFunction, layout: Layout) {
    this.layout = layout;
    this.#fn = fn;
    const isPointer = (it: Local | "context") => it === "context" || it.type?.kind === "reference";
    this.b = new FunctionBuilder(
      fn.name,
      fn.parameters.map((it) => (isPointer(it) ? "pointer" : "integer")),
    );
    this.locals = new LocalValues(this.b);
    let context: Value | undefined;
    for (const [index, it] of fn.parameters.entries()) {
      const value = this.b.parameter(index);
      if (it === "context") context = value;
      else this.locals.write(this.b.current, it, value);
    }
    this.#context = context;
  }

  /** Locals that decide where the function goes on, or which memory it reaches. */
  get decisive(): DecisiveLocals {
    this.#decisive ??= decisiveLocals(this.#fn);
    return this.#decisive;
  }

  /** The program's context, or that which a subprogram was given. */
  contextValue(): Value {
    assert(this.#context, "only a function that takes a context uses it");
    return this.#context;
  }

  /** Lowers an expression to its value, as a function that can be handed on. */
  readonly lower = (expression: Expression): Value => lowerValue(this, expression);

  /** Whether references are present, where a flag beside them says so. */
  readonly #presence = new Map<Value, Value>();
  readonly #presenceLocals = new Map<Local, Local>();

  /** Notes the flag (1 or 0) that says whether a reference is present. */
  notePresence(reference: Value, flag: Value): void {
    this.#presence.set(reference, flag);
  }

  /** The flag of a reference; one that has none is there. */
  presence(reference: Value): Value {
    return this.#presence.get(reference) ?? this.b.const(1n);
  }

  /** The local that holds the flag of another one's reference. */
  presenceOf(local: Local): Local {
    let flag = this.#presenceLocals.get(local);
    if (!flag) {
      flag = { ...local, name: `${local.name} is present`, type: undefined };
      this.#presenceLocals.set(local, flag);
    }
    return flag;
  }

  /** Says where the jumps of a label go. */
  target(label: number, exit: Block, next?: Block): void {
    this.#targets.set(label, { exit, next, depth: this.#iterators.length });
  }

  /** A `break` or `continue`. */
  leave(kind: "break" | "continue", label: number): void {
    const target = this.#targets.get(label);
    const block = kind === "break" ? target?.exit : target?.next;
    assert(target && block, "a jump stands in the statement that it names");
    this.#closeIterators(target.depth);
    this.jump(block);
  }

  /** Ends the function. */
  return(value: Value): void {
    this.#closeIterators(0);
    this.b.return(value);
  }

  /** Lowers what stands in a range: who jumps out of it closes its iterator, but for jumps to its own label. */
  inIterator(slot: StackSlot, action: () => void): void {
    this.#iterators.push(slot);
    action();
    this.#iterators.pop();
  }

  #closeIterators(depth: number): void {
    for (const slot of this.#iterators.slice(depth).reverse()) {
      kernelCall(this.b, "bpf_iter_num_destroy", [this.b.stackAddress(slot)], undefined);
    }
  }

  jump(block: Block, values: readonly Value[] = []): void {
    const edge: Edge = { block, arguments: [...values] };
    this.locals.connect(this.b.current, edge);
    this.#reached.add(block);
    this.b.jump(edge);
  }

  fallInto(block: Block): void {
    if (!this.b.terminated) this.jump(block);
  }

  continueIn(block: Block): void {
    this.b.switchTo(block);
    // Nothing jumps here: what follows can't be reached and is left out.
    if (!this.#reached.has(block)) this.b.unreachable();
  }

  branch(predicate: Predicate, left: Value, right: Value, then: Block | Edge, otherwise: Block | Edge): void {
    const [yes, no] = [edgeTo(then), edgeTo(otherwise)];
    for (const edge of [yes, no]) {
      this.locals.connect(this.b.current, edge);
      this.#reached.add(edge.block);
    }
    this.b.branch(predicate, left, right, yes, no);
  }

  /** A block with one parameter that takes one of several values. */
  merge(type: "integer" | "pointer"): { block: Block; value: Value } {
    const block = this.b.block([type]);
    return { block, value: block.parameters[0] as Value };
  }

  /** Puts scalars into a stack slot of their own and gives its address. */
  stored(name: string, schema: AnySchema | undefined, pieces: readonly Piece[]): Value {
    return this.#fill(this.#newSlot(name, sizeOf(schema, pieces)), pieces);
  }

  /** The same for what is only needed until the call is made that {@link forCall} is about: other calls use the slot again. */
  lent(name: string, schema: AnySchema | undefined, pieces: readonly Piece[]): Value {
    const size = sizeOf(schema, pieces);
    const slot = this.#idleSlots.get(size)?.pop() ?? this.#newSlot(name, size);
    const lent = this.#lentSlots.at(-1);
    assert(lent, "slots are lent to a call");
    lent.push(slot);
    return this.#fill(slot, pieces);
  }

  /** Makes a call with its arguments; slots that were lent to it are free afterwards. */
  forCall<T>(action: () => T): T {
    this.#lentSlots.push([]);
    const result = action();
    for (const slot of this.#lentSlots.pop() ?? []) {
      const idle = this.#idleSlots.get(slot.size);
      if (idle) idle.push(slot);
      else this.#idleSlots.set(slot.size, [slot]);
    }
    return result;
  }

  readonly #lentSlots: StackSlot[][] = [];
  /** Slots that no call uses now, by size. */
  readonly #idleSlots = new Map<number, StackSlot[]>();

  #newSlot(name: string, size: number): StackSlot {
    return this.b.stackSlot(name, size, size >= 8 ? 8 : size >= 4 ? 4 : size >= 2 ? 2 : 1);
  }

  #fill(slot: StackSlot, pieces: readonly Piece[]): Value {
    const address = this.b.stackAddress(slot);
    storePieces(this.b, address, 0, pieces);
    return address;
  }
}

/** A call of a function of the kernel. */
export function kernelCall(
  b: FunctionBuilder,
  name: string,
  values: readonly Value[],
  type: ValueType | undefined,
): HelperCall {
  return b.helper(name, undefined, values, { kernel: true, type });
}

function sizeOf(schema: AnySchema | undefined, pieces: readonly Piece[]): number {
  return schema?.size ?? pieces[0]?.size ?? 0;
}

function edgeTo(target: Block | Edge): Edge {
  return "block" in target ? target : { block: target, arguments: [] };
}
