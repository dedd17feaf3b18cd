import type { Code } from "./code.ts";
import { Fault, faults } from "./errors.ts";
import type { SimulatedMap } from "./maps/simulated-map.ts";

/**
 * Addresses are made so that a pointer carries the identity of what it points into, wherever it is stored: the high 32 bits
 * are the region's number, the low 32 bits the offset in it. What a program adds to a pointer moves the offset and can't
 * make it a pointer into something else.
 */
const FIRST_HIGH = 0xffe0_0000 | 0;
/** In the middle, so that offsets below zero keep the region's number. */
const FIRST_LOW = 0x1000_0000;
const MAX_REGIONS = 1 << 21;

/** What a program may do with a byte of a region whose parts differ. */
export const READABLE = 1;
export const WRITABLE = 2;

/** What a pointer stands for that is not one to memory. */
export type PointerTarget =
  | { readonly kind: "map"; readonly map: SimulatedMap }
  | { readonly kind: "function"; readonly code: Code };

export interface RegionOptions {
  /** Index in `bytes` of offset 0. */
  readonly origin?: number;
  /** First offset that exists; below zero only for packets with metadata. */
  readonly low?: number;
  /** Offset after the last one that exists. */
  readonly high?: number;
  readonly writable?: boolean;
  /** For each byte, 1 once it was written: reading others is an error. */
  readonly written?: Uint8Array;
  /** For each byte, what may be done with it. */
  readonly access?: Uint8Array;
  /** Pointers that the program finds at these offsets, in place of the bytes there. */
  readonly pointers?: ReadonlyMap<number, () => bigint>;
}

/** A piece of memory that a pointer can point into: a stack frame, a map value, a packet. */
export class Region {
  /** In words, for messages: `"the value of 'counts'"`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly origin: number;
  readonly low: number;
  readonly high: number;
  readonly writable: boolean;
  readonly written: Uint8Array | undefined;
  readonly access: Uint8Array | undefined;
  readonly pointers: ReadonlyMap<number, () => bigint> | undefined;
  /** What a pointer to it stands for when it is no memory: a map or a function. */
  readonly target: PointerTarget | undefined;
  /** Why it is no longer there. */
  gone: string | undefined = undefined;
  /** True while any access within the bounds is right. */
  plain: boolean;
  id = 0;
  generation = -1;

  constructor(name: string, bytes: Uint8Array, options: RegionOptions = {}, target?: PointerTarget) {
    this.name = name;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.origin = options.origin ?? 0;
    this.low = options.low ?? 0;
    this.high = options.high ?? bytes.length - this.origin;
    this.writable = options.writable ?? true;
    this.written = options.written;
    this.access = options.access;
    this.pointers = options.pointers;
    this.target = target;
    this.plain = this.writable && !this.written && !this.access;
  }

  /** Pointers to it become wrong. */
  remove(why: string): void {
    this.gone = why;
    this.plain = false;
  }
}

/** The regions of a machine. */
export class Memory {
  /** The region that the last successful `locate` found. */
  region: Region;
  readonly #regions: Region[];
  #permanent = 1;
  #generation = 0;

  constructor() {
    this.region = new Region("nothing", new Uint8Array(0));
    this.#regions = [this.region];
  }

  /** Forgets what only one run knew. */
  reset(): void {
    this.#regions.length = this.#permanent;
    this.#generation += 1;
  }

  /** Keeps a region, with its address, for all runs. */
  addPermanent(region: Region): void {
    if (this.#regions.length !== this.#permanent) throw new Error("permanent regions are made before any run");
    region.id = this.#regions.push(region) - 1;
    region.generation = Number.POSITIVE_INFINITY;
    this.#permanent += 1;
  }

  /** Address of the byte at `offset`. */
  addressOf(region: Region, offset = 0): bigint {
    if (region.generation < this.#generation) {
      if (this.#regions.length >= MAX_REGIONS) {
        throw new Fault(faults.notModelled, `uses more than ${MAX_REGIONS} pieces of memory in one run`);
      }
      region.id = this.#regions.push(region) - 1;
      region.generation = this.#generation;
    }
    const high = BigInt((FIRST_HIGH + region.id) >>> 0);
    return (high << 32n) | BigInt(FIRST_LOW + offset);
  }

  /** The region that an address points into, or near. */
  regionAt(address: bigint): Region | undefined {
    return this.#regionOf(Number(BigInt.asIntN(32, address >> 32n)));
  }

  /**
   * Checks an access of `size` bytes at the address that two halves and an offset make, and finds its memory.
   * @returns where in `this.region.bytes` it stands
   */
  locate(low: number, high: number, offset: number, size: number, access: number): number {
    const region = this.#regionOf(high);
    if (region === undefined) throw wildAccess(low, high, offset, size, access);
    const at = (low - FIRST_LOW + offset) | 0;
    if (at < region.low || at + size > region.high || region.target !== undefined) {
      throw outOfBounds(region, at, size, access);
    }
    if (!region.plain) checkSpecial(region, at, size, access);
    this.region = region;
    return region.origin + at;
  }

  /** The bytes at an address, checked for an access: a view, not a copy. */
  bytesAt(address: bigint, size: number, access: number): Uint8Array {
    if (size === 0) return new Uint8Array(0);
    const low = Number(BigInt.asIntN(32, address));
    const at = this.locate(low, Number(BigInt.asIntN(32, address >> 32n)), 0, size, access);
    return this.region.bytes.subarray(at, at + size);
  }

  #regionOf(high: number): Region | undefined {
    const index = high - FIRST_HIGH;
    return index > 0 && index < this.#regions.length ? this.#regions[index] : undefined;
  }
}

function checkSpecial(region: Region, at: number, size: number, access: number): void {
  if (region.gone !== undefined)
    throw new Fault(faults.gone, `${inWords(access, size)} of ${region.name}, which ${region.gone}`);
  if ((access & WRITABLE) !== 0 && !region.writable) {
    throw new Fault(faults.readOnly, `writes to ${region.name}, which a program may only read`);
  }
  const { written, access: parts } = region;
  if (parts !== undefined) {
    for (let index = at; index < at + size; index += 1) {
      if ((parts[region.origin + index]! & access) === access) continue;
      if (access === READABLE || parts[region.origin + index] === 0) {
        throw new Fault(
          faults.outOfBounds,
          `${inWords(access, size)} at offset ${at} of ${region.name}, where there is no field`,
        );
      }
      throw new Fault(
        faults.readOnly,
        `writes to offset ${at} of ${region.name}, a field that this program type may only read`,
      );
    }
  }
  if (written === undefined) return;
  if (at % Math.min(size, 8) !== 0 && (size === 2 || size === 4 || size === 8)) {
    throw new Fault(
      faults.misaligned,
      `${inWords(access, size)} at offset ${at} of ${region.name}, which is not a multiple of ${size}`,
    );
  }
  if ((access & READABLE) !== 0) {
    for (let index = at; index < at + size; index += 1) {
      if (written[region.origin + index] === 1) continue;
      throw new Fault(
        faults.uninitializedStack,
        `${inWords(access, size)} at offset ${at} of ${region.name}, but the byte at ${index} was never written`,
      );
    }
  }
  if ((access & WRITABLE) !== 0) written.fill(1, region.origin + at, region.origin + at + size);
}

function outOfBounds(region: Region, at: number, size: number, access: number): Fault {
  if (region.target !== undefined) {
    return new Fault(
      faults.outOfBounds,
      `${inWords(access, size)} through a pointer to ${region.name}, which is no memory`,
    );
  }
  const limits = region.low === 0 ? `has ${region.high} bytes` : `goes from ${region.low} to ${region.high}`;
  return new Fault(faults.outOfBounds, `${inWords(access, size)} at offset ${at} of ${region.name}, which ${limits}`);
}

function wildAccess(low: number, high: number, offset: number, size: number, access: number): Fault {
  const address = ((BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)) + BigInt(offset);
  if (high === 0 && low >= 0 && low < 4096) {
    const hint = "check the result of the lookup before using it";
    return new Fault(faults.outOfBounds, `${inWords(access, size)} at offset ${offset + low} of a null pointer`, hint);
  }
  return new Fault(faults.outOfBounds, `${inWords(access, size)} at ${hexadecimal(address)}, which is no pointer`);
}

function hexadecimal(address: bigint): string {
  return `0x${BigInt.asUintN(64, address).toString(16)}`;
}

function inWords(access: number, size: number): string {
  const verb = access === READABLE ? "reads" : access === WRITABLE ? "writes" : "reads and writes";
  return `${verb} ${size} ${size === 1 ? "byte" : "bytes"}`;
}
