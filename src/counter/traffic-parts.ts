import { load, type PerCpuHashMapHandle } from "../runtime.ts";
import { kernelProgram } from "./kernel-program.ts";
import {
  addTraffic,
  isSameTraffic,
  isSilent,
  noTraffic,
  type Traffic,
  trafficPerSecond,
  trafficSince,
} from "./traffic-counts.ts";
import { littleEndian, readTraffic } from "./traffic-layout.ts";
import type { TrafficReport } from "./traffic-ledger.ts";

/** What a cgroup's own traffic can be told apart by, as the constant `by` of src/counter/parts.bpf.ts numbers it. */
export const partKinds = ["protocol", "port", "remote"] as const;

export type PartKind = (typeof partKinds)[number];

/** A part of a cgroup's own traffic: of one protocol, one port, or with one remote address. */
export interface TrafficPart {
  /** `tcp`, `443/tcp`, `2001:db8::1`; `other` for what is in none of those that are known. */
  readonly name: string;
  readonly traffic: Traffic;
  /** Per second, over the time since the last report. */
  readonly rate: Traffic;
}

interface Account {
  readonly cgroup: bigint;
  readonly name: string;
  /** Of entries that made place for others. */
  settled: Traffic;
  live: Traffic;
  change: Traffic;
  seen: number;
}

/** More parts are not remembered: those without an entry in the kernel go first. */
const remembered = 32_768;

/** Tells apart what each cgroup sends and receives, from when it is opened until it is disposed. */
export interface PartsMeter extends Disposable {
  /** The report with the parts of each cgroup, the rest among them: with it, parts add up to the cgroup's own traffic. */
  addTo(report: TrafficReport): TrafficReport;
  /** Begins from zero: to be called when the totals have just begun, so that parts are never more than them. */
  restart(): void;
}

/**
 * Counts parts in programs and a map of their own: what it loses, where there are more parts than there is room for, is not lost for the
 * totals.
 *
 * @param cgroup a directory of the cgroup2 hierarchy
 * @throws {CgroupError} `cgroup` is not in a cgroup2 hierarchy
 * @throws {PermissionError} CAP_BPF or CAP_NET_ADMIN is missing
 * @kernel 5.7
 */
export async function openPartsMeter(cgroup: string, kind: PartKind): Promise<PartsMeter> {
  const bpf = load(await kernelProgram("parts"), { constants: { by: partKinds.indexOf(kind) } });
  try {
    bpf.programs.part_egress.attach(cgroup);
    bpf.programs.part_ingress.attach(cgroup);
  } catch (error) {
    bpf.close();
    throw error;
  }
  const map: PerCpuHashMapHandle<unknown, unknown> = bpf.maps.parts;
  const book = new PartsBook(kind);
  const entered = () => Number(bpf.variables.entered.sum());
  let enteredBefore = 0;
  return {
    restart() {
      map.clear();
      enteredBefore = entered();
    },
    addTo(report) {
      book.begin();
      const there = map.scan((keys, key, values, value) => book.enter(keys, key, readTraffic(values, value, map.cpus)));
      book.end();
      const evicted = Math.max(0, entered() - enteredBefore - there);
      return { ...report, parts: book.partsOf(report), evictedParts: evicted };
    },
    [Symbol.dispose]: () => bpf.close(),
  };
}

/** What people are told when the kernel's map had no room. */
export function evictions(count: number): string {
  return `${count} parts made place for others: what they had since they were read is in 'other'; totals are right`;
}

/** Keeps what entries had that the kernel gave up. */
export class PartsBook {
  readonly #kind: PartKind;
  /** By the bytes of the key. */
  readonly #accounts = new Map<string, Account>();
  #round = 0;
  #seconds = 0;

  constructor(kind: PartKind) {
    this.#kind = kind;
  }

  begin(): void {
    this.#round += 1;
  }

  /** Enters what the kernel has of a part; the key is that of src/counter/parts.bpf.ts. */
  enter(keys: DataView, offset: number, live: Traffic): void {
    const key = textOf(keys, offset);
    let account = this.#accounts.get(key);
    if (!account) {
      const cgroup = keys.getBigUint64(offset, littleEndian);
      const name = nameOf(this.#kind, keys, offset);
      account = { cgroup, name, settled: noTraffic, live: noTraffic, change: noTraffic, seen: 0 };
      this.#accounts.set(key, account);
    }
    account.seen = this.#round;
    if (isSameTraffic(account.live, live)) {
      account.change = noTraffic;
      return;
    }
    // Less than before: the entry had made place for another, and came back.
    const isNew = live.egress.skbs < account.live.egress.skbs || live.ingress.skbs < account.live.ingress.skbs;
    if (isNew) account.settled = addTraffic(account.settled, account.live);
    account.change = isNew ? live : trafficSince(account.live, live);
    account.live = live;
  }

  end(): void {
    for (const [key, account] of this.#accounts) {
      if (account.seen === this.#round) continue;
      account.change = noTraffic;
      if (account.live !== noTraffic) account.settled = addTraffic(account.settled, account.live);
      account.live = noTraffic;
      if (this.#accounts.size > remembered) this.#accounts.delete(key);
    }
  }

  /** By cgroup id, for the cgroups of the report. */
  partsOf(report: TrafficReport): Map<bigint, TrafficPart[]> {
    const seconds = report.seconds - this.#seconds;
    this.#seconds = report.seconds;
    const parts = new Map<bigint, TrafficPart[]>();
    const sums = new Map<bigint, { traffic: Traffic; rate: Traffic }>();
    for (const { cgroup, name, settled, live, change } of this.#accounts.values()) {
      const part = { name, traffic: addTraffic(settled, live), rate: trafficPerSecond(change, seconds) };
      const list = parts.get(cgroup);
      if (list) list.push(part);
      else parts.set(cgroup, [part]);
      const { traffic, rate } = sums.get(cgroup) ?? { traffic: noTraffic, rate: noTraffic };
      sums.set(cgroup, { traffic: addTraffic(traffic, part.traffic), rate: addTraffic(rate, part.rate) });
    }
    for (const { cgroup, self, selfRate } of report.rows) {
      const { traffic, rate } = sums.get(cgroup.id) ?? { traffic: noTraffic, rate: noTraffic };
      const rest = trafficSince(traffic, self);
      if (isSilent(rest)) continue;
      const other = { name: "other", traffic: rest, rate: trafficSince(rate, selfRate) };
      parts.set(cgroup.id, [...(parts.get(cgroup.id) ?? []), other]);
    }
    return parts;
  }
}

/** In bytes; the last five are padding. */
const keySize = 32;

function textOf(keys: DataView, offset: number): string {
  let text = "";
  for (let at = offset; at < offset + keySize; at += 2) text += String.fromCharCode(keys.getUint16(at));
  return text;
}

/** Numbers of /etc/protocols (IANA). */
const protocols: Readonly<Record<number, string>> = {
  1: "icmp",
  2: "igmp",
  4: "ipip",
  6: "tcp",
  17: "udp",
  41: "ipv6",
  47: "gre",
  50: "esp",
  51: "ah",
  58: "icmp6",
  132: "sctp",
  136: "udplite",
};

function nameOf(kind: PartKind, keys: DataView, offset: number): string {
  if (kind === "remote") return addressOf(keys, offset + 8);
  const number = keys.getUint8(offset + 26);
  // 0 is "hop by hop" of IPv6, which is never the last: here it stands for what has no transport, such as later fragments.
  const protocol = number === 0 ? "no transport" : (protocols[number] ?? `protocol ${number}`);
  const port = keys.getUint16(offset + 24, littleEndian);
  return kind === "port" && port !== 0 ? `${port}/${protocol}` : protocol;
}

function addressOf(keys: DataView, offset: number): string {
  const words = Array.from({ length: 8 }, (_, index) => keys.getUint16(offset + index * 2));
  if (words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff) {
    return Array.from({ length: 4 }, (_, index) => keys.getUint8(offset + 12 + index)).join(".");
  }
  // The shortest form of RFC 5952, which URLs have.
  return new URL(`http://[${words.map((word) => word.toString(16)).join(":")}]`).hostname.slice(1, -1);
}
