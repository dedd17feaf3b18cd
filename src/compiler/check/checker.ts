import type { AnyNode } from "acorn";
import { resolve } from "../../btf/index.ts";
import type { MapDefinition } from "../../define/definitions.ts";
import { mapTypes } from "../../kernel/map-types.ts";
import type { AnySchema } from "../../schema/index.ts";
import type { DiagnosticName } from "../diagnostics/index.ts";
import { kernelTypeName } from "../kernel-types/kernel-types.ts";
import type { ParsedFunction } from "../parse/parse-function.ts";
import { type Fact, Flow } from "./flow.ts";
import type { LocalFunctionNode } from "./inline.ts";
import { contains, I64, join, type Range, rangeOf, U64 } from "./range.ts";
import { Abandoned, type Entity, type Surroundings } from "./surroundings.ts";
import type { Expression, IntegerType, KernelViewType, Local, Place, ReferenceType, Type } from "./typed-tree.ts";

/** What a name stands for when it is no run-time value. */
export type Binding =
  | { readonly kind: "local"; readonly local: Local }
  | { readonly kind: "context" }
  | { readonly kind: "scope" }
  | { readonly kind: "bpf" }
  /** A member of `bpf`, taken out by destructuring. */
  | { readonly kind: "bpfMember"; readonly name: string }
  | { readonly kind: "entity"; readonly entity: Entity; readonly name: string }
  /** A function inside the kernel function, with the names that it sees. */
  | { readonly kind: "function"; readonly node: LocalFunctionNode; readonly names: Names };

type Names = readonly Map<string, Binding>[];

/** Where `break` and `continue` go, and with what is known there. */
export interface JumpTarget {
  readonly label: number;
  /** In an unrolled loop, the block that `continue` leaves. */
  readonly round?: number;
  readonly name: string | undefined;
  readonly isLoop: boolean;
  /** An inlined function: `return` leaves it, with its value in `result`; nothing else jumps across. */
  readonly isFunction?: boolean;
  readonly result?: Local;
  /** A range over the kernel's iterator. */
  readonly isIterator?: boolean;
  breaks: Flow;
  continues: Flow;
}

/**
 * The state of checking one function. The function is walked until the types of its locals are settled, then once more to
 * report and to build the typed tree: a local's type is the join of all that is assigned to it, wherever that stands.
 */
export class Checker {
  readonly parsed: ParsedFunction;
  readonly surroundings: Surroundings;
  flow: Flow = Flow.start;
  /** False in the last walk. */
  settling = true;
  /** Above 0 while a loop body is walked only to learn what it changes. */
  exploring = 0;
  changed = false;
  readonly targets: JumpTarget[] = [];
  nextLabel = 0;
  /** Local functions that are being inlined, the outermost first. */
  readonly inlining: LocalFunctionNode[] = [];
  /** Locals by where they are declared; an inlined function has its own for each call. */
  /** Locals whose declaration had a mistake, which was reported: using them is none. */
  readonly #spoiled = new Set<Local>();
  readonly #scratch = new Map<string, string>();
  /** Locals whose record was reported lost. */
  readonly #lost = new Set<Local>();
  /** Holds what a subprogram returns; only its type matters. */
  result: Local | undefined;
  readonly #locals = new Map<string, Local>();
  #path = "";
  #names: Map<string, Binding>[] = [new Map()];

  constructor(parsed: ParsedFunction, surroundings: Surroundings) {
    this.parsed = parsed;
    this.surroundings = surroundings;
  }

  get locals(): readonly Local[] {
    return [...this.#locals.values()];
  }

  /** Forgets what one walk knew, but not the types of locals. */
  restart(): void {
    this.#spoiled.clear();
    this.#lost.clear();
    this.flow = Flow.start;
    this.changed = false;
    this.nextLabel = 0;
    this.targets.length = 0;
    this.#names = [new Map()];
  }

  position(node: { readonly start: number }): number {
    return node.start - this.parsed.shift;
  }

  end(node: { readonly end: number }): number {
    return node.end - this.parsed.shift;
  }

  report(name: DiagnosticName, node: { start: number; end: number }, message: string, hint?: string): void {
    if (this.settling || this.exploring > 0 || !this.flow.reachable) return;
    this.surroundings.report(name, message, this.position(node), this.end(node), hint);
  }

  /** Reports a mistake and gives up on the statement that it is in. */
  fail(name: DiagnosticName, node: { start: number; end: number }, message: string, hint?: string): never {
    this.report(name, node, message, hint);
    throw new Abandoned();
  }

  // Names

  inScope<T>(action: () => T): T {
    this.#names.push(new Map());
    try {
      return action();
    } finally {
      this.#names.pop();
    }
  }

  /** The names that are visible here, for a function that is called later. */
  get names(): Names {
    return [...this.#names];
  }

  /** Checks an inlined function: it has its own locals for each call, and sees what is around it where it stands. */
  inFunction<T>(fn: LocalFunctionNode, call: AnyNode, names: Names, action: () => T): T {
    const [path, outer] = [this.#path, this.#names];
    this.inlining.push(fn);
    this.#path = `${path}${call.start}/`;
    this.#names = [...names, new Map()];
    try {
      return action();
    } finally {
      this.inlining.pop();
      this.#path = path;
      this.#names = outer;
    }
  }

  /** Checks one copy of something that is checked several times, such as the body of an unrolled loop: it has its own locals. */
  inCopy<T>(copy: string, action: () => T): T {
    const path = this.#path;
    this.#path = `${path}${copy}/`;
    try {
      return this.inScope(action);
    } finally {
      this.#path = path;
    }
  }

  withTarget<T>(target: JumpTarget, action: () => T): T {
    this.targets.push(target);
    try {
      return action();
    } finally {
      this.targets.pop();
    }
  }

  bind(name: string, binding: Binding): void {
    this.#names.at(-1)?.set(name, binding);
  }

  resolve(name: string): Binding | undefined {
    for (let depth = this.#names.length - 1; depth >= 0; depth--) {
      const binding = this.#names[depth]?.get(name);
      if (binding) return binding;
    }
    return undefined;
  }

  declare(node: AnyNode, name: string, constant: boolean): Local {
    const key = `${this.#path}${node.start}`;
    let local = this.#locals.get(key);
    if (!local) {
      local = { id: this.#locals.size, name, constant, type: undefined, literal: true };
      this.#locals.set(key, local);
    }
    this.#spoiled.delete(local);
    this.bind(name, { kind: "local", local });
    this.requireSpent(local, node);
    this.flow = this.flow.with(local, {
      assigned: false,
      range: undefined,
      obscure: false,
      reserved: false,
      spent: false,
      present: false,
    });
    return local;
  }

  /** A local that loses a record which nobody handed over keeps that room in the buffer for ever. */
  requireSpent(local: Local, node: { start: number; end: number }): void {
    if (!this.flow.fact(local)?.reserved || this.#lost.has(local)) return;
    if (!this.settling && this.exploring === 0) this.#lost.add(local);
    const { type } = local;
    if (type?.kind === "reference" && type.object !== undefined) {
      const message = `the reference '${local.name}' to a ${type.object} is not released on a way that leads here`;
      this.report("lostReference", node, message, "release it on every way, also before break and return");
      return;
    }
    this.report(
      "lostReservation",
      node,
      `the record '${local.name}' is neither submitted nor discarded on a way that leads here`,
      "call submit() or discard() on every way",
    );
  }

  /** At the end of the function, no record may be left. */
  requireAllSpent(node: { start: number; end: number }): void {
    for (const local of this.flow.facts?.keys() ?? []) this.requireSpent(local, node);
  }

  /** Locals whose records must still be handed over or given up. */
  heldRecords(): readonly Local[] {
    return [...(this.flow.facts ?? [])].filter(([, fact]) => fact.reserved).map(([local]) => local);
  }

  /** The scratch map of a call; an inlined function has its own for each of its calls. */
  scratchFor(call: AnyNode, schema: AnySchema): string {
    const key = `${this.#path}${call.start}`;
    let map = this.#scratch.get(key);
    if (map === undefined) {
      map = this.surroundings.scratch(schema);
      this.#scratch.set(key, map);
    }
    return map;
  }

  /** Binds a name whose declaration failed. */
  declareSpoiled(node: AnyNode, name: string): void {
    this.#spoiled.add(this.declare(node, name, false));
  }

  // Types and facts of locals

  /** Notes an assignment: joins the type, and remembers the value's range and presence from here on. */
  assign(local: Local, value: Expression, node: { start: number; end: number }): void {
    const { type } = value;
    if (type.kind === "void" || type.kind === "string" || type.kind === "bytes") {
      this.fail("wrongType", node, `'${local.name}' can't hold ${describeType(type)}`);
    }
    this.requireSpent(local, node);
    this.#joinType(local, value, node);
    const range = type.kind === "integer" ? type.range : undefined;
    this.flow = this.flow.with(local, {
      assigned: true,
      range,
      obscure: type.kind === "integer" && type.obscure === true,
      // A second name for a record does not own it.
      reserved: type.kind === "reference" && type.reserved === true && value.node !== "local",
      spent: false,
      present: type.kind === "reference" ? !type.nullable : type.kind !== "undefined",
    });
  }

  #joinType(local: Local, value: Expression, node: { start: number; end: number }): void {
    const { type } = value;
    const before = local.type;
    const literal = value.node === "number" && type.kind === "integer";
    const joined = joinTypes(before, local.literal, type, literal);
    if (joined === "conflict") {
      this.fail(
        "wrongType",
        node,
        `'${local.name}' holds ${describeType(before as Type)} elsewhere, and ${describeType(type)} here`,
        "use two locals",
      );
    }
    if (
      joined.kind === "integer" &&
      !joined.signed &&
      joined.bits === 64 &&
      type.kind === "integer" &&
      type.range.min < 0n &&
      !literal
    ) {
      this.report(
        "mixedSigns",
        node,
        `'${local.name}' holds a u64 elsewhere, and a signed value that may be negative here`,
        "say which is meant with a cast: bpf.i64(…) or bpf.u64(…)",
      );
    }
    if (before === undefined || !sameType(before, joined) || (local.literal && !literal)) this.changed = true;
    local.type = joined;
    if (!literal) local.literal = false;
  }

  /** The type of a local here, narrowed by what is known. */
  typeOf(local: Local, node: { start: number; end: number }): Type {
    if (this.#spoiled.has(local)) throw new Abandoned();
    const fact = this.flow.fact(local);
    const { type } = local;
    if (type === undefined || (fact && !fact.assigned)) {
      // Before types are settled, and in code that can't be reached, nothing can be said.
      if (type === undefined && !this.flow.reachable) throw new Abandoned();
      this.fail(
        "unassigned",
        node,
        `'${local.name}' is read before it has a value`,
        "give it a value where it is declared",
      );
    }
    if (type.kind === "integer" && fact?.range) {
      const limit = rangeOf(type.bits, type.signed);
      const range = contains(limit, fact.range) ? fact.range : limit;
      return fact.obscure ? { ...type, range, obscure: true } : { ...type, range };
    }
    if (fact?.spent && type.kind === "reference" && type.object !== undefined) {
      this.fail("lostReference", node, `'${local.name}' was released: the object may be gone`);
    }
    if (fact?.spent) {
      this.fail("lostReservation", node, `'${local.name}' was submitted or discarded: the record is no longer ours`);
    }
    if (type.kind === "reference" && fact?.present) return { ...type, nullable: false };
    return type;
  }

  setFact(local: Local, change: Partial<Fact>): void {
    const fact = this.flow.fact(local);
    if (fact) this.flow = this.flow.with(local, { ...fact, ...change });
  }

  /** What a lookup in a map gives. */
  found(definition: MapDefinition, name: string): ReferenceType {
    const schema = definition.value as AnySchema;
    const scalar = schema.kind === "integer" || schema.kind === "boolean" || schema.kind === "chars";
    const region = mapTypes[definition.type].perCpu ? "perCpu" : "shared";
    return {
      kind: "reference",
      schema,
      region,
      nullable: true,
      boxed: scalar,
      origin: `the map '${name}' may have no such entry`,
    };
  }

  limitOf(local: Local): Range {
    if (local.type?.kind !== "integer") return I64;
    return local.type.bits === 64 ? (local.type.signed ? I64 : U64) : rangeOf(local.type.bits, local.type.signed);
  }
}

/** A place, for expressions that give one. */
export function readOf(place: Place, node: { position: number; end: number }, type: Type): Expression {
  return { node: "read", place, type, position: node.position, end: node.end };
}

export function describeType(type: Type): string {
  switch (type.kind) {
    case "integer":
      return `${type.signed ? "an i" : "a u"}${type.bits}`;
    case "boolean":
      return "a boolean";
    case "reference":
      return type.boxed ? "a looked-up value" : `a ${type.schema.kind}`;
    case "string":
      return "a string";
    case "bytes":
      return "an address";
    case "kernel":
      return `the kernel's ${kernelTypeName({ btf: type.outer.btf, id: resolve(type.outer.btf, type.type).id })}`;
    case "undefined":
      return "undefined";
    case "void":
      return "nothing";
  }
}

function joinTypes(a: Type | undefined, aLiteral: boolean, b: Type, bLiteral: boolean): Type | "conflict" {
  if (a === undefined) return b.kind === "integer" && !bLiteral ? withoutRange(b) : b;
  if (a.kind === "integer" && b.kind === "integer") return joinIntegers(a, aLiteral, b, bLiteral);
  if (a.kind === "boolean" && b.kind === "boolean") return a;
  if ((a.kind === "boolean" && b.kind === "integer") || (a.kind === "integer" && b.kind === "boolean")) {
    return a.kind === "integer" ? a : withoutRange(b as IntegerType);
  }
  if (a.kind === "undefined" && b.kind === "undefined") return a;
  if (a.kind === "kernel" && b.kind === "kernel") return sameView(a, b) ? a : "conflict";
  if (a.kind === "reference" && b.kind === "reference") {
    if (a.schema !== b.schema || a.region !== b.region || a.boxed !== b.boxed || a.map !== b.map) return "conflict";
    return { ...a, nullable: a.nullable || b.nullable };
  }
  return "conflict";
}

/** Whether two views go the same way from the same struct. */
export function sameView(a: KernelViewType, b: KernelViewType): boolean {
  return a.outer.btf === b.outer.btf && a.outer.id === b.outer.id && a.access.join() === b.access.join();
}

function joinIntegers(a: IntegerType, aLiteral: boolean, b: IntegerType, bLiteral: boolean): IntegerType {
  if (aLiteral && bLiteral && a.signed === b.signed) return { ...a, range: join(a.range, b.range) };
  if (aLiteral !== bLiteral) {
    const [typed, literal] = aLiteral ? [b, a] : [a, b];
    // A literal adapts to the other side where it fits.
    if (typed.bits === 64 || contains(rangeOf(typed.bits, typed.signed), literal.range)) return withoutRange(typed);
  }
  if (a.bits === b.bits && a.signed === b.signed) return withoutRange(a);
  const unsigned = (a.bits === 64 && !a.signed) || (b.bits === 64 && !b.signed);
  return withoutRange({ kind: "integer", bits: 64, signed: !unsigned, range: I64 });
}

function withoutRange(type: IntegerType): IntegerType {
  return { ...type, range: rangeOf(type.bits, type.signed) };
}

function sameType(a: Type, b: Type): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === "integer" && b.kind === "integer") return a.bits === b.bits && a.signed === b.signed;
  if (a.kind === "reference" && b.kind === "reference") {
    return a.nullable === b.nullable && a.schema === b.schema && a.map === b.map;
  }
  return true;
}
