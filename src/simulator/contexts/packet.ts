import { type Memory, Region } from "../memory.ts";

/** Negative offsets of classic packet access count from the network header or from the link layer header. */
const SKF_NET_OFF = -0x10_0000;
const SKF_LL_OFF = -0x20_0000;

export interface PacketLayout {
  /** Everything that the packet may grow into. */
  readonly frame: Uint8Array<ArrayBuffer>;
  /** Indexes in the frame. */
  readonly start: number;
  readonly end: number;
  readonly linkHeader: number;
  readonly networkHeader: number;
  readonly writable: boolean;
}

/** A packet in a frame. Moving its ends makes earlier pointers wrong, as in the kernel. */
export class Packet {
  readonly frame: Uint8Array<ArrayBuffer>;
  readonly linkHeader: number;
  readonly networkHeader: number;
  readonly #memory: Memory;
  readonly #writable: boolean;
  #metadata: number;
  #start: number;
  #end: number;
  #region: Region;

  constructor(memory: Memory, layout: PacketLayout) {
    this.#memory = memory;
    this.frame = layout.frame;
    this.linkHeader = layout.linkHeader;
    this.networkHeader = layout.networkHeader;
    this.#writable = layout.writable;
    this.#metadata = layout.start;
    this.#start = layout.start;
    this.#end = layout.end;
    this.#region = this.#newRegion();
  }

  get start(): number {
    return this.#start;
  }

  get end(): number {
    return this.#end;
  }

  /** Where the metadata in front of the packet begins. */
  get metadata(): number {
    return this.#metadata;
  }

  get length(): number {
    return this.#end - this.#start;
  }

  /** The program's pointers to the metadata, the packet, and its end. */
  get pointers(): { readonly metadata: () => bigint; readonly data: () => bigint; readonly end: () => bigint } {
    return {
      metadata: () => this.#memory.addressOf(this.#region, this.#region.low),
      data: () => this.#memory.addressOf(this.#region),
      end: () => this.#memory.addressOf(this.#region, this.#region.high),
    };
  }

  /** Bytes from `offset` on, as a view; undefined when the packet has fewer. */
  slice(offset: number, length: number): Uint8Array | undefined {
    const at = this.#start + offset;
    return at < this.#start || at + length > this.#end ? undefined : this.frame.subarray(at, at + length);
  }

  /** As `slice`, but what stands before the packet in its frame counts, too. */
  within(offset: number, length: number): Uint8Array | undefined {
    const at = this.#start + offset;
    return at < 0 || at + length > this.#end ? undefined : this.frame.subarray(at, at + length);
  }

  /** What `LD_ABS` and `LD_IND` read. */
  classic(offset: number, length: number): Uint8Array | undefined {
    if (offset >= 0) return this.slice(offset, length);
    const at =
      offset >= SKF_NET_OFF ? this.networkHeader + offset - SKF_NET_OFF : this.linkHeader + offset - SKF_LL_OFF;
    return at < 0 || at + length > this.#end ? undefined : this.frame.subarray(at, at + length);
  }

  move(metadata: number, start: number, end: number): void {
    this.#metadata = metadata;
    this.#start = start;
    this.#end = end;
    this.renew();
  }

  /** Makes the program ask for its pointers again, as after each helper that may change the packet. */
  renew(): void {
    this.#region.remove("was left by a helper that may move it");
    this.#region = this.#newRegion();
  }

  #newRegion(): Region {
    const low = this.#metadata - this.#start;
    return new Region("the packet", this.frame, {
      origin: this.#start,
      low,
      high: this.#end - this.#start,
      writable: this.#writable,
    });
  }
}
