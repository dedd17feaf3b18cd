import { contains, join, type Range, widen } from "./range.ts";
import type { Local } from "./typed-tree.ts";

/** What is known of a local at one point of the function. */
export interface Fact {
  readonly assigned: boolean;
  /** Possible values of an integer. */
  readonly range: Range | undefined;
  /** The verifier can't follow how the range came about. */
  readonly obscure: boolean;
  /** Holds a record that must be submitted or discarded. */
  readonly reserved: boolean;
  /** The record that it held was submitted or discarded. */
  readonly spent: boolean;
  /** A reference that was checked, or never was missing. */
  readonly present: boolean;
}

/** What is known of all locals at one point; `undefined` facts mean the point can't be reached. */
export class Flow {
  readonly facts: ReadonlyMap<Local, Fact> | undefined;

  constructor(facts: ReadonlyMap<Local, Fact> | undefined) {
    this.facts = facts;
  }

  static readonly start = new Flow(new Map());
  static readonly unreachable = new Flow(undefined);

  get reachable(): boolean {
    return this.facts !== undefined;
  }

  fact(local: Local): Fact | undefined {
    return this.facts?.get(local);
  }

  with(local: Local, fact: Fact): Flow {
    if (!this.facts) return this;
    return new Flow(new Map(this.facts).set(local, fact));
  }

  join(other: Flow): Flow {
    if (!this.facts) return other;
    if (!other.facts || other.facts === this.facts) return this;
    const joined = new Map<Local, Fact>();
    for (const [local, fact] of this.facts) {
      const theirs = other.facts.get(local);
      if (theirs) joined.set(local, joinFacts(fact, theirs));
      else if (fact.reserved) joined.set(local, fact);
    }
    // A local of one side only is out of sight, but not the record that it holds.
    for (const [local, fact] of other.facts) if (fact.reserved && !this.facts.has(local)) joined.set(local, fact);
    return new Flow(joined);
  }

  /** Whether all that `other` allows is allowed here. */
  covers(other: Flow): boolean {
    if (!other.facts) return true;
    if (!this.facts) return false;
    for (const [local, fact] of this.facts) {
      const theirs = other.facts.get(local);
      if (!theirs) continue;
      if (fact.range && (!theirs.range || !contains(fact.range, theirs.range))) return false;
      if ((fact.present && !theirs.present) || (fact.assigned && !theirs.assigned)) return false;
    }
    return true;
  }

  /** This flow at the head of a loop, when the loop changes it to `next`: ends of ranges that moved go to their limits. */
  widenedBy(next: Flow, limit: (local: Local) => Range): Flow {
    if (!this.facts || !next.facts) return this;
    const widened = new Map<Local, Fact>();
    for (const [local, fact] of this.facts) {
      const theirs = next.facts.get(local);
      const joined = theirs ? joinFacts(fact, theirs) : fact;
      const range = fact.range && joined.range ? widen(fact.range, joined.range, limit(local)) : joined.range;
      widened.set(local, { ...joined, range });
    }
    return new Flow(widened);
  }
}

function joinFacts(a: Fact, b: Fact): Fact {
  if (a === b) return a;
  return {
    assigned: a.assigned && b.assigned,
    range: a.range && b.range ? join(a.range, b.range) : undefined,
    obscure: a.obscure || b.obscure,
    reserved: a.reserved || b.reserved,
    spent: a.spent || b.spent,
    present: a.present && b.present,
  };
}
