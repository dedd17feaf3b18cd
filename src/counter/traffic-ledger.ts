import type { Cgroup, CgroupTree } from "./cgroup-tree.ts";
import { addTraffic, isSilent, noTraffic, type Traffic, trafficPerSecond, trafficSince } from "./traffic-counts.ts";
import type { TrafficMeter } from "./traffic-meter.ts";

/** A cgroup with its traffic: its own processes' (`self`), and that of all cgroups below it as well (`total`). */
export interface TrafficRow {
  readonly cgroup: Cgroup;
  readonly self: Traffic;
  readonly total: Traffic;
  /** Per second, over the time since the last report. */
  readonly selfRate: Traffic;
  readonly totalRate: Traffic;
}

export interface TrafficReport {
  /** Since counting began. */
  readonly seconds: number;
  /** Each cgroup that is there or was, parents before their children; the first is the one that is watched. */
  readonly rows: readonly TrafficRow[];
  /** Of cgroups that came and went between two looks at the hierarchy, so that nobody saw their names. */
  readonly unnamed: Traffic;
  /** What the kernel's map had no room for. It is counted here, but not for a cgroup. */
  readonly overflow: Traffic;
  /** Everything, whoever it is of. */
  readonly all: Traffic;
  readonly allRate: Traffic;
}

/** What the ledger holds of an id that has sent or received. */
interface Account {
  /** Of the time before the kernel's entry was given up. */
  settled: Traffic;
  /** What the kernel's entry says. */
  live: Traffic;
  /** When the entry changed last, in milliseconds. */
  changed: number;
  inKernel: boolean;
}

/** In milliseconds: a removed cgroup whose sockets are silent for so long gives its place in the kernel's map to others. */
const patience = 10_000;

/** More removed cgroups than this are not listed one by one: what they had goes to the cgroup above them. */
const remembered = 1000;

/**
 * Puts the meter's numbers beside the cgroups' names, adds them up the tree, and keeps those of cgroups that are gone.
 * Nothing is ever lost: what is no longer listed for itself stays in the totals above.
 */
export class TrafficLedger {
  readonly #meter: TrafficMeter;
  readonly #tree: CgroupTree;
  readonly #accounts = new Map<bigint, Account>();
  /** Of cgroups that are not listed any more, by the cgroup that was above them. */
  readonly #folded = new Map<bigint, Traffic>();
  /** Of ids that have no name and were silent for long. */
  #unnamed = noTraffic;
  /** When counting began, on the clock of the meter's readings. */
  readonly #started: number;
  #last: { readonly time: number; readonly selves: ReadonlyMap<bigint, Traffic>; readonly all: Traffic } | undefined;

  constructor(meter: TrafficMeter, tree: CgroupTree) {
    this.#meter = meter;
    this.#tree = tree;
    this.#started = performance.now() - Math.max(0, Date.now() - meter.started.getTime());
    // What was counted before is in the totals, and not in the rates of the first report.
    if (meter.adopted) this.report();
  }

  /** Reads the meter and the tree. Rates are those since the report before, or since counting began. */
  report(): TrafficReport {
    const { time, cgroups, overflow, earlier } = this.#meter.read();
    // After the meter: a cgroup whose traffic was read is in the tree unless it has been removed already.
    this.#tree.refresh();
    this.#enter(time, cgroups);
    this.#giveUpPlaces(time);
    this.#foldRemoved();

    const seconds = (time - (this.#last?.time ?? this.#started)) / 1000;
    const selves = new Map<bigint, Traffic>();
    const changes = new Map<bigint, Traffic>();
    let unnamed = addTraffic(this.#unnamed, earlier);
    for (const [id, { settled, live }] of this.#accounts) {
      const self = addTraffic(settled, live);
      if (this.#tree.has(id)) {
        selves.set(id, self);
        const change = trafficSince(this.#last?.selves.get(id) ?? noTraffic, self);
        if (!isSilent(change)) changes.set(id, change);
      } else {
        unnamed = addTraffic(unnamed, self);
      }
    }
    const rows = this.#rows(selves, changes, seconds);
    const all = addTraffic(addTraffic(rows[0]?.total ?? noTraffic, unnamed), overflow);
    const allRate = trafficPerSecond(trafficSince(this.#last?.all ?? noTraffic, all), seconds);
    this.#last = { time, selves, all };
    return { seconds: (time - this.#started) / 1000, rows, unnamed, overflow, all, allRate };
  }

  #enter(time: number, cgroups: ReadonlyMap<bigint, Traffic>): void {
    for (const [id, live] of cgroups) {
      const account = this.#accounts.get(id);
      if (!account) {
        this.#accounts.set(id, { settled: noTraffic, live, changed: time, inKernel: true });
        continue;
      }
      if (!isSilent(trafficSince(account.live, live))) account.changed = time;
      account.live = live;
      account.inKernel = true;
    }
  }

  /**
   * A socket can outlive its cgroup, so an entry is deleted only when it has been silent for long: between reading and
   * deleting it, nothing is to come.
   */
  #giveUpPlaces(time: number): void {
    for (const [id, account] of this.#accounts) {
      if (!account.inKernel || this.#tree.get(id)?.alive || time - account.changed < patience) continue;
      this.#meter.forget(id);
      if (!this.#tree.has(id)) {
        this.#unnamed = addTraffic(this.#unnamed, addTraffic(account.settled, account.live));
        this.#accounts.delete(id);
        continue;
      }
      account.settled = addTraffic(account.settled, account.live);
      account.live = noTraffic;
      account.inKernel = false;
    }
  }

  /** Stops listing the cgroups that went first, as long as nothing is below them. */
  #foldRemoved(): void {
    const removed = [...this.#tree.cgroups()].filter(({ alive }) => !alive);
    if (removed.length <= remembered) return;
    const parents = new Set(Array.from(this.#tree.cgroups(), ({ parent }) => parent?.id));
    for (const { id, parent } of removed.slice(0, removed.length - remembered)) {
      const account = this.#accounts.get(id);
      if (!parent || parents.has(id) || account?.inKernel) continue;
      const sum = addTraffic(this.#folded.get(id) ?? noTraffic, account?.settled ?? noTraffic);
      this.#folded.set(parent.id, addTraffic(this.#folded.get(parent.id) ?? noTraffic, sum));
      this.#folded.delete(id);
      this.#accounts.delete(id);
      this.#tree.forget(id);
    }
  }

  #rows(selves: ReadonlyMap<bigint, Traffic>, changes: ReadonlyMap<bigint, Traffic>, seconds: number): TrafficRow[] {
    const totals = rollUp(this.#tree, selves, this.#folded);
    const totalChanges = rollUp(this.#tree, changes);
    return Array.from(this.#tree.cgroups(), (cgroup) => ({
      cgroup,
      self: selves.get(cgroup.id) ?? noTraffic,
      total: totals.get(cgroup.id) ?? noTraffic,
      selfRate: trafficPerSecond(changes.get(cgroup.id) ?? noTraffic, seconds),
      totalRate: trafficPerSecond(totalChanges.get(cgroup.id) ?? noTraffic, seconds),
    }));
  }
}

/** For each cgroup with traffic in it or below it, the sum. */
function rollUp(tree: CgroupTree, ...parts: readonly ReadonlyMap<bigint, Traffic>[]): Map<bigint, Traffic> {
  const totals = new Map<bigint, Traffic>();
  for (const part of parts) {
    for (const [id, traffic] of part) {
      for (let cgroup = tree.get(id); cgroup; cgroup = cgroup.parent) {
        totals.set(cgroup.id, addTraffic(totals.get(cgroup.id) ?? noTraffic, traffic));
      }
    }
  }
  return totals;
}
