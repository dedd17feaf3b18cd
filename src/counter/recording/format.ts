import { crc32 } from "node:zlib";
import type { Traffic } from "../traffic-counts.ts";
import { ByteReader, ByteWriter } from "./bytes.ts";

/**
 * What a recording consists of: docs/counter/record.md describes the file. A mark, then records; each has its length and a
 * checksum in front, so that one that was cut off is told from one that is whole.
 */
export const fileMark = new TextEncoder().encode("YODELREC");

/** Readers refuse newer ones. Kinds of records may be added without a new version: readers skip those that they don't know. */
export const formatVersion = 1;

/** Length and checksum, each 32 bits, the lowest byte first. */
export const headSize = 8;

/** No record is longer: a length beyond it is damage. In bytes. */
export const longestRecord = 1 << 28;

const kinds = { start: 1, interval: 2 } as const;

/** The first record of a file. */
export interface StartRecord {
  readonly kind: "start";
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** What the recording was asked to wait between two readings, in milliseconds. */
  readonly interval: number;
  /** The directory that is watched. */
  readonly cgroup: string;
}

/** What happened since the record before. */
export interface IntervalRecord {
  readonly kind: "interval";
  /** In milliseconds. The first of a file has 0, and what was counted before it. */
  readonly duration: number;
  /** Cgroups that were not there before; their index is the number of those before them in the file. */
  readonly appeared: readonly NewCgroup[];
  /** Indices. */
  readonly removed: readonly number[];
  /** What a container's engine calls it, by index. */
  readonly named: readonly (readonly [index: number, name: string])[];
  /** What was sent and received, by index, in ascending order. */
  readonly traffic: readonly (readonly [index: number, change: Traffic])[];
  /** Less than nothing when a cgroup's name was found after all. */
  readonly unnamed: Traffic;
  readonly overflow: Traffic;
}

export interface NewCgroup {
  readonly id: bigint;
  /** The index of the cgroup above; undefined for the one that is watched. */
  readonly parent: number | undefined;
  /** The last part of its path; the whole path where there is no cgroup above. */
  readonly name: string;
}

export type RecordingRecord = StartRecord | IntervalRecord;

/** A record as it stands in the file. */
export function encodeRecord(record: RecordingRecord): Uint8Array {
  const writer = new ByteWriter().number(kinds[record.kind]);
  if (record.kind === "start") {
    writer.number(record.version).number(record.time).number(record.interval).text(record.cgroup);
  } else {
    writeInterval(writer, record);
  }
  const payload = writer.finish();
  const bytes = new Uint8Array(headSize + payload.length);
  const head = new DataView(bytes.buffer);
  head.setUint32(0, payload.length, true);
  head.setUint32(4, crc32(payload), true);
  bytes.set(payload, headSize);
  return bytes;
}

/**
 * Reads what follows a head.
 * @returns undefined for a kind of record that this version doesn't know
 * @throws {RangeError} it is not what a record is
 */
export function decodeRecord(payload: Uint8Array): RecordingRecord | undefined {
  const reader = new ByteReader(payload);
  const kind = reader.number();
  if (kind === kinds.start) {
    return {
      kind: "start",
      version: reader.number(),
      time: reader.number(),
      interval: reader.number(),
      cgroup: reader.text(),
    };
  }
  return kind === kinds.interval ? readInterval(reader) : undefined;
}

function writeInterval(writer: ByteWriter, record: IntervalRecord): void {
  writer.number(record.duration);
  writer.number(record.appeared.length);
  for (const { id, parent, name } of record.appeared) {
    writer.id(id).number(parent === undefined ? 0 : parent + 1);
    writer.text(name);
  }
  writer.number(record.removed.length);
  for (const index of record.removed) writer.number(index);
  writer.number(record.named.length);
  for (const [index, name] of record.named) writer.number(index).text(name);
  writer.number(record.traffic.length);
  let last = 0;
  for (const [index, change] of record.traffic) {
    writer.number(index - last);
    for (const value of numbersOf(change)) writer.number(value);
    last = index;
  }
  for (const value of numbersOf(record.unnamed)) writer.signed(value);
  for (const value of numbersOf(record.overflow)) writer.number(value);
}

function readInterval(reader: ByteReader): IntervalRecord {
  const list = <T>(read: () => T): T[] => {
    const items: T[] = [];
    for (let left = reader.number(); left > 0; left--) items.push(read());
    return items;
  };
  const traffic = (number: () => number): Traffic => ({
    egress: { packets: number(), bytes: number(), skbs: number() },
    ingress: { packets: number(), bytes: number(), skbs: number() },
  });
  const duration = reader.number();
  const appeared = list(() => {
    const id = reader.id();
    const above = reader.number();
    return { id, parent: above === 0 ? undefined : above - 1, name: reader.text() };
  });
  const removed = list(() => reader.number());
  const named = list((): [number, string] => [reader.number(), reader.text()]);
  let last = 0;
  const changes = list((): [number, Traffic] => {
    last += reader.number();
    return [last, traffic(() => reader.number())];
  });
  const unnamed = traffic(() => reader.signed());
  const overflow = traffic(() => reader.number());
  return { kind: "interval", duration, appeared, removed, named, traffic: changes, unnamed, overflow };
}

function numbersOf({ egress, ingress }: Traffic): number[] {
  return [egress.packets, egress.bytes, egress.skbs, ingress.packets, ingress.bytes, ingress.skbs];
}
