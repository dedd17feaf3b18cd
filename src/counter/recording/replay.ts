import { type CgroupIdentity, identifyCgroup, nameContainer } from "../cgroup-names.ts";
import type { Cgroup } from "../cgroup-tree.ts";
import { addTraffic, isSilent, noTraffic, type Traffic, trafficPerSecond } from "../traffic-counts.ts";
import type { TrafficReport, TrafficRow } from "../traffic-ledger.ts";
import type { IntervalRecord, NewCgroup } from "./format.ts";
import type { Recording } from "./reader.ts";

export interface ReplayRange {
  /** Milliseconds since 1970. Traffic counts from there on; without it, from the beginning of the recording. */
  readonly from?: number;
  /** The last interval ends there or before. */
  readonly to?: number;
}

interface ReplayedCgroup extends Cgroup {
  alive: boolean;
}

interface Node {
  readonly cgroup: ReplayedCgroup;
  readonly above: Node | undefined;
  below: number;
  self: Traffic;
  /** Of cgroups below that are not listed any more. */
  folded: Traffic;
  /** Since the last report. */
  change: Traffic;
}

/** As many removed cgroups as the live counter lists one by one. */
const remembered = 1000;

/** Goes through a recording and gives the reports that its counter gave. */
export class Replay {
  readonly #intervals: Iterator<IntervalRecord, void>;
  readonly #to: number;
  /** Where traffic begins to count, in milliseconds since 1970. */
  readonly from: number;
  readonly #nodes = new Map<number, Node>();
  readonly #removed: number[] = [];
  #next: IntervalRecord | undefined;
  #appeared = 0;
  #time: number;
  #reported: number;
  #unnamed = noTraffic;
  #overflow = noTraffic;
  #withoutName = noTraffic;

  constructor(recording: Recording, { from, to = Number.POSITIVE_INFINITY }: ReplayRange = {}) {
    this.#intervals = recording.intervals();
    this.#time = recording.start.time;
    this.from = Math.max(from ?? 0, this.#time);
    this.#reported = this.from;
    this.#to = to;
    this.#next = this.#intervals.next().value ?? undefined;
    // The first record has what was there and was counted before.
    if (this.#next?.duration === 0) this.#apply(this.#next, false);
    while (this.#next && this.#endOfNext() <= this.from) this.#apply(this.#next, false);
  }

  /** Of the interval that was read last, in milliseconds since 1970. */
  get time(): number {
    return this.#time;
  }

  /** Goes on by an interval; false when there is none left in the range. */
  advance(): boolean {
    if (!this.#next || this.#endOfNext() > this.#to) return false;
    this.#apply(this.#next, true);
    return true;
  }

  /** Where it is. Rates are those since the last report. */
  report(): TrafficReport {
    const seconds = Math.max(0, this.#time - this.#reported) / 1000;
    this.#reported = Math.max(this.#time, this.#reported);
    const nodes = [...this.#nodes.values()];
    const totals = new Map<Node, { all: Traffic; change: Traffic }>();
    for (const node of nodes) totals.set(node, { all: addTraffic(node.self, node.folded), change: node.change });
    // Parents come before their children.
    for (const node of nodes.toReversed()) {
      const sum = totals.get(node);
      const above = node.above && totals.get(node.above);
      if (!sum || !above) continue;
      above.all = addTraffic(above.all, sum.all);
      above.change = addTraffic(above.change, sum.change);
    }
    const rows = nodes.map((node): TrafficRow => {
      const { all, change } = totals.get(node) ?? { all: noTraffic, change: noTraffic };
      return {
        cgroup: node.cgroup,
        self: node.self,
        total: all,
        selfRate: trafficPerSecond(node.change, seconds),
        totalRate: trafficPerSecond(change, seconds),
      };
    });
    const rest = addTraffic(this.#unnamed, this.#overflow);
    const first = nodes[0] && totals.get(nodes[0]);
    const report: TrafficReport = {
      seconds: Math.max(0, this.#time - this.from) / 1000,
      rows,
      unnamed: this.#unnamed,
      overflow: this.#overflow,
      all: addTraffic(first?.all ?? noTraffic, rest),
      allRate: trafficPerSecond(addTraffic(first?.change ?? noTraffic, this.#withoutName), seconds),
    };
    for (const node of nodes) node.change = noTraffic;
    this.#withoutName = noTraffic;
    this.#fold();
    return report;
  }

  #endOfNext(): number {
    return this.#time + (this.#next?.duration ?? 0);
  }

  #apply(record: IntervalRecord, counts: boolean): void {
    this.#time += record.duration;
    for (const appeared of record.appeared) this.#add(appeared);
    for (const index of record.removed) {
      const node = this.#nodes.get(index);
      if (!node) continue;
      node.cgroup.alive = false;
      this.#removed.push(index);
    }
    for (const [index, name] of record.named) {
      const node = this.#nodes.get(index);
      if (node) nameContainer(node.cgroup.identity, name);
    }
    if (counts) this.#count(record);
    this.#next = this.#intervals.next().value ?? undefined;
  }

  #count({ traffic, unnamed, overflow }: IntervalRecord): void {
    for (const [index, change] of traffic) {
      const node = this.#nodes.get(index);
      if (!node) {
        // Nothing is lost of what a recorder wrote for a cgroup that is not listed any more.
        this.#unnamed = addTraffic(this.#unnamed, change);
        continue;
      }
      node.self = addTraffic(node.self, change);
      node.change = addTraffic(node.change, change);
    }
    this.#unnamed = addTraffic(this.#unnamed, unnamed);
    this.#overflow = addTraffic(this.#overflow, overflow);
    this.#withoutName = addTraffic(this.#withoutName, addTraffic(unnamed, overflow));
  }

  #add({ id, parent, name }: NewCgroup): void {
    const above = parent === undefined ? undefined : this.#nodes.get(parent);
    const path = above ? `${above.cgroup.path === "/" ? "" : above.cgroup.path}/${name}` : name;
    const identity: CgroupIdentity = identifyCgroup(path);
    const cgroup: ReplayedCgroup = { id, path, parent: above?.cgroup, identity, alive: true };
    if (above) above.below += 1;
    this.#nodes.set(this.#appeared, { cgroup, above, below: 0, self: noTraffic, folded: noTraffic, change: noTraffic });
    this.#appeared += 1;
  }

  /** Lists the removed cgroups that went last; the others are in the totals of those above. */
  #fold(): void {
    for (const index of this.#removed.splice(0, Math.max(0, this.#removed.length - remembered))) {
      const node = this.#nodes.get(index);
      if (!node?.above) continue;
      if (node.below > 0 || !isSilent(node.change)) {
        this.#removed.push(index);
        continue;
      }
      node.above.folded = addTraffic(node.above.folded, addTraffic(node.self, node.folded));
      node.above.below -= 1;
      this.#nodes.delete(index);
    }
  }
}
