import { closeSync, openSync, renameSync, writeSync } from "node:fs";
import { YodelError } from "../../runtime.ts";
import { addTraffic, isSilent, noTraffic, type Traffic, trafficSince } from "../traffic-counts.ts";
import type { TrafficReport } from "../traffic-ledger.ts";
import { encodeRecord, fileMark, formatVersion, type IntervalRecord, type NewCgroup } from "./format.ts";

export interface RecorderOptions {
  /** The directory that is watched. */
  readonly cgroup: string;
  /** Between two readings, in milliseconds. */
  readonly interval: number;
  /**
   * In bytes. A file that has reached it becomes `FILE.1`, in the place of the one before, and a new one is begun: it is
   * complete by itself.
   */
  readonly maxSize?: number;
}

interface Known {
  readonly index: number;
  alive: boolean;
  name: string | undefined;
  self: Traffic;
}

/** Writes what changes from report to report to a file. Each report is one write: a process that is killed loses the last at most. */
export class Recorder implements Disposable {
  readonly #path: string;
  readonly #options: RecorderOptions;
  #fd: number;
  #size = 0;
  /** Since the first file was begun. */
  #intervals = 0;
  #known = new Map<bigint, Known>();
  /** The index of the next cgroup. */
  #next = 0;
  #time: number | undefined;
  #unnamed = noTraffic;
  #overflow = noTraffic;

  /** @throws {YodelError} the file is there already, or can't be made */
  constructor(path: string, options: RecorderOptions) {
    this.#path = path;
    this.#options = options;
    this.#fd = openNew(path);
  }

  /** Intervals that were recorded, over all files. */
  get intervals(): number {
    return this.#intervals;
  }

  /** Of the file that is written, in bytes. */
  get size(): number {
    return this.#size;
  }

  /** @param time milliseconds since 1970 */
  add(report: TrafficReport, time: number): void {
    const { maxSize = Number.POSITIVE_INFINITY } = this.#options;
    if (this.#size >= maxSize) this.#beginNextFile();
    if (this.#size === 0) this.#start(time);
    this.#write(encodeRecord(this.#intervalOf(report, time)));
    this.#intervals += 1;
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
  }

  #start(time: number): void {
    const { interval, cgroup } = this.#options;
    const start = encodeRecord({ kind: "start", version: formatVersion, time, interval, cgroup });
    const bytes = new Uint8Array(fileMark.length + start.length);
    bytes.set(fileMark);
    bytes.set(start, fileMark.length);
    this.#write(bytes);
  }

  #beginNextFile(): void {
    closeSync(this.#fd);
    renameSync(this.#path, `${this.#path}.1`);
    this.#fd = openNew(this.#path);
    this.#size = 0;
    this.#known = new Map();
    this.#next = 0;
    this.#time = undefined;
    this.#unnamed = noTraffic;
    this.#overflow = noTraffic;
  }

  #intervalOf(report: TrafficReport, time: number): IntervalRecord {
    const appeared: NewCgroup[] = [];
    const removed: number[] = [];
    const named: [number, string][] = [];
    const traffic: [number, Traffic][] = [];
    const listed = new Map<bigint, Known>();
    for (const { cgroup, self } of report.rows) {
      let known = this.#known.get(cgroup.id);
      if (!known) {
        const parent = cgroup.parent && this.#known.get(cgroup.parent.id)?.index;
        const name = parent === undefined ? cgroup.path : cgroup.path.slice(cgroup.path.lastIndexOf("/") + 1);
        known = { index: this.#next++, alive: true, name: undefined, self: noTraffic };
        this.#known.set(cgroup.id, known);
        appeared.push({ id: cgroup.id, parent, name });
      }
      listed.set(cgroup.id, known);
      if (known.alive && !cgroup.alive) {
        known.alive = false;
        removed.push(known.index);
      }
      const name = cgroup.identity.container?.name;
      if (name !== undefined && name !== known.name) {
        known.name = name;
        named.push([known.index, name]);
      }
      const change = trafficSince(known.self, self);
      if (isSilent(change)) continue;
      known.self = addTraffic(known.self, change);
      traffic.push([known.index, change]);
    }
    // What is not listed any more was removed long ago, and does not come back.
    this.#known = listed;
    const duration = this.#time === undefined ? 0 : Math.max(0, Math.round(time - this.#time));
    this.#time = (this.#time ?? time) + duration;
    const unnamed = difference(this.#unnamed, report.unnamed);
    const overflow = trafficSince(this.#overflow, report.overflow);
    this.#unnamed = report.unnamed;
    this.#overflow = addTraffic(this.#overflow, overflow);
    traffic.sort(([a], [b]) => a - b);
    return { kind: "interval", duration, appeared, removed, named, traffic, unnamed, overflow };
  }

  #write(bytes: Uint8Array): void {
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#fd, bytes, written);
    this.#size += bytes.length;
  }
}

function difference(before: Traffic, now: Traffic): Traffic {
  return {
    egress: {
      packets: now.egress.packets - before.egress.packets,
      bytes: now.egress.bytes - before.egress.bytes,
      skbs: now.egress.skbs - before.egress.skbs,
    },
    ingress: {
      packets: now.ingress.packets - before.ingress.packets,
      bytes: now.ingress.bytes - before.ingress.bytes,
      skbs: now.ingress.skbs - before.ingress.skbs,
    },
  };
}

function openNew(path: string): number {
  try {
    return openSync(path, "wx", 0o644);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== "EEXIST") throw cause;
    throw new YodelError("YDL7070", `${path} exists`, {
      hint: "a recording is not overwritten: take another name, or remove it",
      cause,
    });
  }
}
