import type { BpfObject, Definitions } from "../../src/index.ts";

/** A realistic program, to be compared with what clang makes of the same in C (`c/NAME.bpf.c`). */
export interface Benchmark {
  /** What compiles to the object. Names of maps, variables and programs are those in C. */
  readonly definitions: Definitions;
  /** What the program named `run` is shown, from the Ethernet header on; none where the kernel can't test it. */
  readonly packets: readonly Uint8Array[];
  /** Entries that maps have before, as raw bytes; the key of an array map is its index. */
  readonly entries?: Readonly<Record<string, readonly (readonly [Uint8Array | number, Uint8Array])[]>>;
  /** Maps whose contents depend on the time: not compared with those of C. */
  readonly timeDependent?: readonly string[];
}

/** All programs of an object together, in slots of 8 bytes. */
export function slotsOf(object: BpfObject): number {
  return object.functions.reduce((sum, { code }) => sum + code.length / 8, 0);
}

/** The same object with maps whose handles give and take raw bytes, so that one in C and one of ours compare. */
export function withRawMaps(object: BpfObject): BpfObject {
  return { ...object, maps: object.maps.map((map) => ({ ...map, keyType: 0, valueType: 0 })) };
}
