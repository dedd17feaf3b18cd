import type { Cgroup } from "../cgroup-tree.ts";
import { addTraffic, isSilent, noTraffic, type Traffic, trafficSince } from "../traffic-counts.ts";
import type { TrafficReport } from "../traffic-ledger.ts";

/** What monitoring sees of a cgroup: numbers that never become less, and who it is. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly traffic: Traffic;
}

/** In milliseconds: what a cgroup sent counts half after this, when it is decided who is listed. */
const halfLife = 60_000;

/** In milliseconds: how long a removed cgroup is listed after its last packet, so that everybody has seen its last numbers. */
const farewell = 5 * 60_000;

/** In milliseconds: each change of places ends series and begins others, which is what a monitoring system can't have often. */
const betweenChanges = 60_000;

/** How many times more than a listed cgroup another must have sent to take its place. */
const advantage = 2;

interface Account {
  labels: Readonly<Record<string, string>>;
  listed: boolean;
  /** While it has been listed. */
  counted: Traffic;
  /** Since the last update. */
  pending: Traffic;
  /** Bytes, those of late more than those of long ago. */
  weight: number;
  alive: boolean;
  changed: number;
}

/**
 * A bounded number of series out of any number of cgroups: those that send and receive most, and one for all others together.
 *
 * Each byte is in exactly one series: in its cgroup's when that was listed as it came, else in that of the others. So no number ever
 * becomes less, whoever is listed. Cgroups of one path, as a service that was started again, are one series.
 */
export class BoundedSeries {
  readonly #limit: number;
  /** By path. */
  readonly #accounts = new Map<string, Account>();
  /** Numbers of those that were listed, for when they come back; the latest last. */
  readonly #retired = new Map<string, Traffic>();
  #before: ReadonlyMap<bigint, Traffic> = new Map();
  #others = noTraffic;
  #unnamed = noTraffic;
  #overflow = noTraffic;
  #time: number | undefined;
  #changed = Number.NEGATIVE_INFINITY;

  /** @param limit the number of cgroups that are listed at a time */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @param time milliseconds on any clock that does not go back */
  update(report: TrafficReport, time: number): void {
    this.#age(time);
    this.#enter(report, time);
    this.#retire(time);
    this.#choose(time);
    for (const account of this.#accounts.values()) {
      if (account.listed) account.counted = addTraffic(account.counted, account.pending);
      else this.#others = addTraffic(this.#others, account.pending);
      account.pending = noTraffic;
    }
    this.#unnamed = atLeast(this.#unnamed, report.unnamed);
    this.#overflow = atLeast(this.#overflow, report.overflow);
  }

  /** The listed cgroups, then the others, those without a name, and what the kernel's map had no room for. */
  series(): Series[] {
    const listed: Series[] = [];
    for (const { listed: isListed, labels, counted } of this.#accounts.values()) {
      if (isListed) listed.push({ labels, traffic: counted });
    }
    listed.push({ labels: { cgroup: "(other)" }, traffic: this.#others });
    listed.push({ labels: { cgroup: "(unnamed)" }, traffic: this.#unnamed });
    listed.push({ labels: { cgroup: "(overflow)" }, traffic: this.#overflow });
    return listed;
  }

  #age(time: number): void {
    const factor = 0.5 ** (Math.max(0, time - (this.#time ?? time)) / halfLife);
    this.#time = time;
    for (const account of this.#accounts.values()) {
      account.weight *= factor;
      account.alive = false;
    }
  }

  #enter(report: TrafficReport, time: number): void {
    const selves = new Map<bigint, Traffic>();
    for (const { cgroup, self } of report.rows) {
      selves.set(cgroup.id, self);
      const change = trafficSince(this.#before.get(cgroup.id) ?? noTraffic, self);
      const account = this.#accounts.get(cgroup.path) ?? (isSilent(change) ? undefined : this.#open(cgroup, time));
      if (!account) continue;
      if (cgroup.alive) {
        account.alive = true;
        account.labels = labelsOf(cgroup);
      }
      if (isSilent(change)) continue;
      account.pending = addTraffic(account.pending, change);
      account.weight += change.egress.bytes + change.ingress.bytes;
      account.changed = time;
    }
    this.#before = selves;
  }

  #open(cgroup: Cgroup, time: number): Account {
    const account: Account = {
      labels: labelsOf(cgroup),
      listed: false,
      counted: noTraffic,
      pending: noTraffic,
      weight: 0,
      alive: cgroup.alive,
      changed: time,
    };
    this.#accounts.set(cgroup.path, account);
    return account;
  }

  /** Lets go of cgroups that are gone. */
  #retire(time: number): void {
    for (const [path, account] of this.#accounts) {
      if (account.alive || time - account.changed < farewell) continue;
      this.#unlist(path, account);
      this.#accounts.delete(path);
    }
  }

  #choose(time: number): void {
    const waiting = [...this.#accounts].filter(([, { listed }]) => !listed).sort(heaviestFirst);
    let room = this.#limit - (this.#accounts.size - waiting.length);
    while (room > 0) {
      const next = waiting.shift();
      if (!next) return;
      this.#list(...next);
      room -= 1;
    }
    if (waiting.length === 0 || time - this.#changed < betweenChanges) return;
    const listed = [...this.#accounts].filter(([, account]) => account.listed).sort(heaviestFirst);
    for (const next of waiting) {
      const last = listed.pop();
      if (!last || next[1].weight <= advantage * last[1].weight) break;
      this.#unlist(...last);
      this.#list(...next);
      this.#changed = time;
    }
  }

  #list(path: string, account: Account): void {
    account.listed = true;
    account.counted = this.#retired.get(path) ?? noTraffic;
    this.#retired.delete(path);
  }

  #unlist(path: string, account: Account): void {
    if (!account.listed) return;
    account.listed = false;
    this.#retired.set(path, account.counted);
    for (const oldest of this.#retired.keys()) {
      if (this.#retired.size <= 10 * this.#limit) break;
      this.#retired.delete(oldest);
    }
  }
}

function heaviestFirst([, a]: [string, Account], [, b]: [string, Account]): number {
  return b.weight - a.weight;
}

/** Traffic without a name may find one, and becomes less by it: that is not shown. */
function atLeast(shown: Traffic, now: Traffic): Traffic {
  return addTraffic(shown, trafficSince(shown, now));
}

/** What is not known has no label. */
function labelsOf({ path, identity }: Cgroup): Record<string, string> {
  const { unit, slice, user, container, pod, machine } = identity;
  return {
    cgroup: path,
    ...(unit !== undefined && { unit }),
    ...(slice !== undefined && { slice }),
    ...(user !== undefined && { user: String(user) }),
    ...(container && { container: container.name ?? container.id.slice(0, 12), container_id: container.id }),
    ...(pod && { pod: pod.uid, qos: pod.qosClass }),
    ...(machine !== undefined && { machine }),
  };
}
