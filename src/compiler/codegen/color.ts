import type { Register } from "../../bytecode/index.ts";
import { assert } from "../../errors/assert.ts";
import type { CopyPair, InterferenceGraph } from "./interference.ts";
import { ALLOCATABLE, FIRST_VIRTUAL } from "./machine.ts";

export interface Coloring {
  /** The machine register of each virtual one (and of each machine register, itself). */
  readonly registerOf: (register: Register) => Register;
  /** The register that stands for all that were joined with this one. */
  readonly rootOf: (register: Register) => Register;
  /** Roots that must live in memory; when there are any, the coloring is not complete. */
  readonly spilled: ReadonlySet<Register>;
}

/** r0 last among those that calls destroy: results and return values want it. */
const PREFERENCE: readonly Register[] = [1, 2, 3, 4, 5, 0, 6, 7, 8, 9];

/**
 * Colors the graph by iterated register coalescing (George and Appel, 1996): simplify what has few neighbours, join
 * copies where that can't make the graph harder to color, freeze copies that would, and only then pick what to spill.
 */
export function color(graph: InterferenceGraph, unspillable: ReadonlySet<Register>): Coloring {
  return new Colorer(graph, unspillable).run();
}

type CopyState = "waiting" | "active" | "done";

class Colorer {
  readonly #graph: InterferenceGraph;
  readonly #unspillable: ReadonlySet<Register>;
  readonly #neighbours: Register[][];
  readonly #joined = new Set<number>();
  readonly #degree: Int32Array;
  readonly #alias: Int32Array;
  readonly #cost: Float64Array;
  readonly #copiesOf: Set<number>[];
  readonly #copyState: CopyState[];
  readonly #copyWorklist: number[] = [];
  readonly #simplify: Worklist;
  readonly #freeze: Worklist;
  readonly #spill = new Set<Register>();
  readonly #selected: Register[] = [];
  /** On the select stack, or merged into another: no longer in the graph. */
  readonly #gone: Uint8Array;

  constructor(graph: InterferenceGraph, unspillable: ReadonlySet<Register>) {
    const { size } = graph;
    this.#graph = graph;
    this.#unspillable = unspillable;
    this.#neighbours = graph.neighbours.map((list) => [...list]);
    this.#degree = new Int32Array(size);
    this.#alias = Int32Array.from({ length: size }, (_, register) => register);
    this.#cost = Float64Array.from(graph.spillCost);
    this.#copiesOf = Array.from({ length: size }, () => new Set());
    this.#copyState = graph.copies.map(() => "waiting");
    this.#gone = new Uint8Array(size);
    this.#simplify = new Worklist(size);
    this.#freeze = new Worklist(size);
  }

  run(): Coloring {
    this.#prepare();
    for (;;) {
      const simple = this.#simplify.take();
      if (simple !== undefined) {
        this.#push(simple);
        continue;
      }
      const copy = this.#copyWorklist.pop();
      if (copy !== undefined) {
        this.#coalesce(copy);
        continue;
      }
      const frozen = this.#freeze.take() ?? (this.#spill.size > 0 ? this.#takeSpill() : undefined);
      if (frozen === undefined) break;
      this.#simplify.add(frozen);
      this.#freezeCopies(frozen);
    }
    return this.#assign();
  }

  #prepare(): void {
    for (const [copy, { destination, source }] of this.#graph.copies.entries()) {
      this.#copiesOf[destination]!.add(copy);
      this.#copiesOf[source]!.add(copy);
      this.#copyWorklist.push(copy);
    }
    for (let register = FIRST_VIRTUAL; register < this.#graph.size; register++) {
      this.#degree[register] = this.#neighbours[register]!.length;
      if (this.#degree[register]! >= ALLOCATABLE) this.#spill.add(register);
      else if (this.#hasCopies(register)) this.#freeze.add(register);
      else this.#simplify.add(register);
    }
  }

  #interferes(a: Register, b: Register): boolean {
    return this.#graph.interferes(a, b) || this.#joined.has(this.#pair(a, b));
  }

  #pair(a: Register, b: Register): number {
    return a < b ? a * this.#graph.size + b : b * this.#graph.size + a;
  }

  *#adjacent(register: Register): Iterable<Register> {
    for (const neighbour of this.#neighbours[register]!) if (!this.#gone[neighbour]) yield neighbour;
  }

  #hasCopies(register: Register): boolean {
    for (const copy of this.#copiesOf[register]!) if (this.#copyState[copy] !== "done") return true;
    return false;
  }

  #resolve(register: Register): Register {
    let root = register;
    while (this.#alias[root] !== root) root = this.#alias[root]!;
    // The path is kept short for the next one who asks.
    for (let at = register; at !== root; ) {
      const next = this.#alias[at]!;
      this.#alias[at] = root;
      at = next;
    }
    return root;
  }

  #push(register: Register): void {
    this.#selected.push(register);
    this.#gone[register] = 1;
    for (const neighbour of this.#adjacent(register)) this.#decrementDegree(neighbour);
  }

  #decrementDegree(register: Register): void {
    if (register < FIRST_VIRTUAL) return;
    const degree = this.#degree[register]!--;
    if (degree !== ALLOCATABLE) return;
    this.#enableCopies(register);
    for (const neighbour of this.#adjacent(register)) this.#enableCopies(neighbour);
    this.#spill.delete(register);
    if (this.#hasCopies(register)) this.#freeze.add(register);
    else this.#simplify.add(register);
  }

  #enableCopies(register: Register): void {
    for (const copy of this.#copiesOf[register]!) {
      if (this.#copyState[copy] !== "active") continue;
      this.#copyState[copy] = "waiting";
      this.#copyWorklist.push(copy);
    }
  }

  #coalesce(copy: number): void {
    const { destination, source } = this.#graph.copies[copy]!;
    let [keep, merge] = [this.#resolve(destination), this.#resolve(source)];
    if (merge < FIRST_VIRTUAL) [keep, merge] = [merge, keep];
    if (keep === merge) {
      this.#copyState[copy] = "done";
      this.#becomeSimple(keep);
    } else if (merge < FIRST_VIRTUAL || this.#interferes(keep, merge) || this.#isReloadBesideVirtual(keep, merge)) {
      this.#copyState[copy] = "done";
      this.#becomeSimple(keep);
      this.#becomeSimple(merge);
    } else if (keep < FIRST_VIRTUAL ? this.#fitsBesideMachine(keep, merge) : this.#staysColorable(keep, merge)) {
      this.#copyState[copy] = "done";
      this.#join(keep, merge);
      this.#becomeSimple(keep);
    } else {
      this.#copyState[copy] = "active";
    }
  }

  /** A reload stays as short as it was made: joined to a longer range it could need to be spilled again and again. */
  #isReloadBesideVirtual(keep: Register, merge: Register): boolean {
    return keep >= FIRST_VIRTUAL && (this.#unspillable.has(keep) || this.#unspillable.has(merge));
  }

  /** Copies between the two are settled; the larger set takes in the smaller, so that long chains stay cheap. */
  #uniteCopies(keep: Register, merge: Register): void {
    const [kept, merged] = [this.#copiesOf[keep]!, this.#copiesOf[merge]!];
    const [large, small] = kept.size < merged.size ? [merged, kept] : [kept, merged];
    for (const copy of small) {
      const { destination, source } = this.#graph.copies[copy]!;
      if (this.#resolve(destination) === this.#resolve(source)) large.delete(copy);
      else large.add(copy);
    }
    this.#copiesOf[keep] = large;
  }

  #becomeSimple(register: Register): void {
    if (register < FIRST_VIRTUAL || this.#degree[register]! >= ALLOCATABLE || this.#hasCopies(register)) return;
    if (this.#freeze.delete(register)) this.#simplify.add(register);
  }

  /** George's test: each neighbour of `merge` is harmless, or interferes with the machine register already. */
  #fitsBesideMachine(machine: Register, merge: Register): boolean {
    for (const neighbour of this.#adjacent(merge)) {
      if (neighbour < FIRST_VIRTUAL || this.#degree[neighbour]! < ALLOCATABLE) continue;
      if (!this.#interferes(neighbour, machine)) return false;
    }
    return true;
  }

  /** Briggs' test: the joined register has fewer than ten neighbours of high degree. */
  #staysColorable(a: Register, b: Register): boolean {
    const seen = new Set<Register>();
    let significant = 0;
    for (const register of [a, b]) {
      for (const neighbour of this.#adjacent(register)) {
        if (seen.has(neighbour)) continue;
        seen.add(neighbour);
        if (neighbour < FIRST_VIRTUAL || this.#degree[neighbour]! >= ALLOCATABLE) significant++;
      }
    }
    return significant < ALLOCATABLE;
  }

  #join(keep: Register, merge: Register): void {
    this.#freeze.delete(merge);
    this.#spill.delete(merge);
    this.#alias[merge] = keep;
    this.#cost[keep]! += this.#cost[merge]!;
    this.#enableCopies(merge);
    this.#uniteCopies(keep, merge);
    const adjacent = [...this.#adjacent(merge)];
    this.#gone[merge] = 1;
    for (const neighbour of adjacent) {
      if (keep < FIRST_VIRTUAL && neighbour < FIRST_VIRTUAL) continue;
      if (this.#interferes(keep, neighbour)) {
        this.#decrementDegree(neighbour);
        continue;
      }
      this.#joined.add(this.#pair(keep, neighbour));
      if (keep >= FIRST_VIRTUAL) {
        this.#neighbours[keep]!.push(neighbour);
        this.#degree[keep]!++;
      }
      // The neighbour loses `merge` and gains `keep`: its degree stays.
      if (neighbour >= FIRST_VIRTUAL) this.#neighbours[neighbour]!.push(keep);
    }
    if (keep >= FIRST_VIRTUAL && this.#degree[keep]! >= ALLOCATABLE && this.#freeze.delete(keep)) this.#spill.add(keep);
  }

  #freezeCopies(register: Register): void {
    for (const copy of this.#copiesOf[register]!) {
      if (this.#copyState[copy] === "done") continue;
      this.#copyState[copy] = "done";
      const { destination, source } = this.#graph.copies[copy]!;
      const [a, b] = [this.#resolve(destination), this.#resolve(source)];
      this.#becomeSimple(a === this.#resolve(register) ? b : a);
    }
  }

  #takeSpill(): Register {
    let best: Register | undefined;
    let bestScore = Number.POSITIVE_INFINITY;
    for (const register of this.#spill) {
      const score = this.#unspillable.has(register)
        ? Number.MAX_VALUE
        : this.#cost[register]! / this.#degree[register]!;
      if (score < bestScore) [best, bestScore] = [register, score];
    }
    assert(best !== undefined, "there is a register to spill");
    this.#spill.delete(best);
    return best;
  }

  #assign(): Coloring {
    const colors = Int8Array.from({ length: this.#graph.size }, (_, register) =>
      register < FIRST_VIRTUAL ? register : -1,
    );
    const spilled = new Set<Register>();
    const colorOf = (register: Register) => colors[this.#resolve(register)]!;
    while (this.#selected.length > 0) {
      const register = this.#selected.pop()!;
      let taken = 0;
      for (const neighbour of this.#neighbours[register]!) {
        const used = colorOf(neighbour);
        if (used >= 0) taken |= 1 << used;
      }
      const chosen =
        this.#wish(register, taken, colorOf) ?? PREFERENCE.find((candidate) => !(taken & (1 << candidate)));
      if (chosen === undefined) spilled.add(register);
      else colors[register] = chosen;
    }
    return { registerOf: colorOf, rootOf: (register) => this.#resolve(register), spilled };
  }

  /** The register of a copy's other side, where it is free: the copy then vanishes although it was not joined. */
  #wish(register: Register, taken: number, colorOf: (register: Register) => Register): Register | undefined {
    for (const copy of this.#copiesOf[register]!) {
      const { destination, source }: CopyPair = this.#graph.copies[copy]!;
      for (const side of [destination, source]) {
        const wished = colorOf(side);
        if (wished >= 0 && wished < ALLOCATABLE && !(taken & (1 << wished))) return wished;
      }
    }
    return undefined;
  }
}

/** A set of registers to be worked on, last in first out; all operations take constant time. */
class Worklist {
  readonly #stack: Register[] = [];
  readonly #has: Uint8Array;
  #size = 0;

  constructor(registers: number) {
    this.#has = new Uint8Array(registers);
  }

  get size(): number {
    return this.#size;
  }

  add(register: Register): void {
    if (this.#has[register]) return;
    this.#has[register] = 1;
    this.#size++;
    this.#stack.push(register);
  }

  delete(register: Register): boolean {
    if (!this.#has[register]) return false;
    this.#has[register] = 0;
    this.#size--;
    return true;
  }

  take(): Register | undefined {
    for (let register = this.#stack.pop(); register !== undefined; register = this.#stack.pop()) {
      // What was deleted is still on the stack.
      if (this.delete(register)) return register;
    }
    return undefined;
  }
}
