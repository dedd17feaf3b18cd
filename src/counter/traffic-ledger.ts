import type { Cgroup, CgroupTree } from "./cgroup-tree.ts";
import {
  addTraffic,
  isSameTraffic,
  isSilent,
  noTraffic,
  type Traffic,
  trafficPerSecond,
  trafficSince,
} from "./traffic-counts.ts";
import type { TrafficMeter } from "./traffic-meter.ts";
import type { TrafficPart } from "./traffic-parts.ts";

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
  /** By cgroup id, what its own traffic is made of, when that was asked for. */
  readonly parts?: ReadonlyMap<bigint, readonly TrafficPart[]>;
  /** How many entries of parts made place for others in the kernel: what they had since they were read last is in "other". */
  readonly evictedParts?: number;
}

/** What the ledger holds of an id that has sent or received. */
interface Account {
  /** Of the time before the kernel's entry was given up. */
  settled: Traffic;
  /** What the kernel's entry says. */
  live: Traffic;
  /** Both together. */
  self: Traffic;
  /** What came since the report before. */
  change: Traffic;
  /** When the entry changed last, in milliseconds. */
  changed: number;
  inKernel: boolean;
}

const nobody = { self: noTraffic, change: noTraffic };

/** In milliseconds: a removed cgroup whose sockets are silent for so long gives its place in the kernel's map to others. */
const patience = 10_000;

/**
 * Puts the meter's numbers beside the cgroups' names, adds them up the tree, and keeps those of cgroups that are gone.
 * Nothing is ever lost: what is no longer listed for itself stays in the totals above.
 */
export class TrafficLedger {
  readonly #meter: TrafficMeter;
  readonly #tree: CgroupTree;
  readonly #remembered: number;
  readonly #accounts = new Map<bigint, Account>();
  /** Of cgroups that are not listed any more, by the cgroup that was above them. */
  readonly #folded = new Map<bigint, Traffic>();
  /** Of ids that have no name and were silent for long. */
  #unnamed = noTraffic;
  /** When counting began, on the clock of the meter's readings. */
  readonly #started: number;
  #listed: { readonly version: number; readonly cgroups: readonly Cgroup[]; readonly parents: Int32Array } | undefined;
  #last: { readonly time: number; readonly all: Traffic } | undefined;

  /** @param remembered more removed cgroups than this are not listed one by one: what they had goes to the cgroup above them */
  constructor(meter: TrafficMeter, tree: CgroupTree, remembered = 4096) {
    this.#remembered = remembered;
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
    let unnamed = addTraffic(this.#unnamed, earlier);
    for (const [id, { self }] of this.#accounts) {
      if (!this.#tree.has(id)) unnamed = addTraffic(unnamed, self);
    }
    const rows = this.#rows(seconds);
    const all = addTraffic(addTraffic(rows[0]?.total ?? noTraffic, unnamed), overflow);
    const allRate = trafficPerSecond(trafficSince(this.#last?.all ?? noTraffic, all), seconds);
    this.#last = { time, all };
    return { seconds: (time - this.#started) / 1000, rows, unnamed, overflow, all, allRate };
  }

  /** Most cgroups of a large machine are silent most of the time: they cost a comparison. */
  #enter(time: number, cgroups: ReadonlyMap<bigint, Traffic>): void {
    for (const [id, live] of cgroups) {
      const account = this.#accounts.get(id);
      if (!account) {
        this.#tree.resolve(id);
        const account = { settled: noTraffic, live, self: live, change: live, changed: time, inKernel: true };
        this.#accounts.set(id, account);
        continue;
      }
      if (isSameTraffic(account.live, live)) {
        account.change = noTraffic;
        continue;
      }
      account.change = trafficSince(account.live, live);
      account.live = live;
      account.self = account.settled === noTraffic ? live : addTraffic(account.settled, live);
      account.changed = time;
      account.inKernel = true;
    }
  }

  /**
   * A socket can outlive its cgroup, so an entry is deleted only when it has been silent for long: between reading and
   * deleting it, nothing is to come.
   */
  #giveUpPlaces(time: number): void {
    for (const [id, account] of this.#accounts) {
      if (!account.inKernel || time - account.changed < patience || this.#tree.get(id)?.alive) continue;
      this.#meter.forget(id);
      if (!this.#tree.has(id)) {
        this.#unnamed = addTraffic(this.#unnamed, account.self);
        this.#accounts.delete(id);
        continue;
      }
      account.settled = account.self;
      account.live = noTraffic;
      account.change = noTraffic;
      account.inKernel = false;
    }
  }

  /** Stops listing removed cgroups, as long as nothing is below them: silent ones first, then those that went first. */
  #foldRemoved(): void {
    const removed = [...this.#tree.cgroups()].filter(({ alive }) => !alive);
    let excess = removed.length - this.#remembered;
    if (excess <= 0) return;
    const parents = new Set(Array.from(this.#tree.cgroups(), ({ parent }) => parent));
    const silent = removed.filter(({ id }) => !this.#accounts.has(id) && !this.#folded.has(id));
    const heard = removed.filter(({ id }) => this.#accounts.has(id) || this.#folded.has(id));
    for (const cgroup of [...silent, ...heard]) {
      const { id, parent } = cgroup;
      if (excess === 0) return;
      const account = this.#accounts.get(id);
      if (!parent || parents.has(cgroup) || account?.inKernel) continue;
      const sum = addTraffic(this.#folded.get(id) ?? noTraffic, account?.self ?? noTraffic);
      if (!isSilent(sum)) this.#folded.set(parent.id, addTraffic(this.#folded.get(parent.id) ?? noTraffic, sum));
      this.#folded.delete(id);
      this.#accounts.delete(id);
      this.#tree.forget(id);
      excess -= 1;
    }
  }

  /** Parents stand before their children, and each knows the place of the one above it. */
  #list(): { readonly cgroups: readonly Cgroup[]; readonly parents: Int32Array } {
    if (this.#listed?.version === this.#tree.version) return this.#listed;
    const cgroups = [...this.#tree.cgroups()];
    const places = new Map(cgroups.map((cgroup, place) => [cgroup, place]));
    const parents = Int32Array.from(cgroups, ({ parent }) => (parent && places.get(parent)) ?? -1);
    this.#listed = { version: this.#tree.version, cgroups, parents };
    return this.#listed;
  }

  #rows(seconds: number): TrafficRow[] {
    const { cgroups, parents } = this.#list();
    const totals = new Sums(cgroups.length);
    const changes = new Sums(cgroups.length);
    const accounts = cgroups.map(({ id }) => this.#accounts.get(id));
    // From the end on, each is complete when it is added to the one above it.
    for (let place = cgroups.length - 1; place >= 0; place -= 1) {
      const account = accounts[place];
      const folded = this.#folded.get(cgroups[place]!.id);
      if (account) totals.add(place, account.self);
      if (folded) totals.add(place, folded);
      if (account && !isSilent(account.change)) changes.add(place, account.change);
      const above = parents[place]!;
      if (above < 0) continue;
      const total = totals.at(place);
      const change = changes.at(place);
      if (total) totals.add(above, total);
      if (change) changes.add(above, change);
    }
    return cgroups.map((cgroup, place) => {
      const { self, change: selfChange } = accounts[place] ?? nobody;
      const change = changes.at(place);
      const totalRate = change ? trafficPerSecond(change, seconds) : noTraffic;
      return {
        cgroup,
        self,
        total: totals.at(place) ?? noTraffic,
        selfRate: selfChange === change ? totalRate : trafficPerSecond(selfChange, seconds),
        totalRate,
      };
    });
  }
}

type Sum = { readonly [D in keyof Traffic]: { -readonly [C in keyof Traffic[D]]: number } };

/** What cgroups have in all, by their places. What is alone stays what it is: most cgroups have none below them, and need no sum. */
class Sums {
  readonly #sums: (Traffic | undefined)[];
  readonly #own = new Map<number, Sum>();

  constructor(places: number) {
    this.#sums = new Array(places).fill(undefined);
  }

  at(place: number): Traffic | undefined {
    return this.#sums[place];
  }

  add(place: number, traffic: Traffic): void {
    const first = this.#sums[place];
    if (!first) {
      this.#sums[place] = traffic;
      return;
    }
    let sum = this.#own.get(place);
    if (!sum) {
      sum = { egress: { ...first.egress }, ingress: { ...first.ingress } };
      this.#own.set(place, sum);
      this.#sums[place] = sum;
    }
    const { egress, ingress } = traffic;
    sum.egress.packets += egress.packets;
    sum.egress.bytes += egress.bytes;
    sum.egress.skbs += egress.skbs;
    sum.ingress.packets += ingress.packets;
    sum.ingress.bytes += ingress.bytes;
    sum.ingress.skbs += ingress.skbs;
  }
}
