import type { DecodedInstruction } from "../bytecode/index.ts";
import type { BpfObject, Reference } from "../object/object.ts";
import { type Code, codeOf } from "./code.ts";
import { Fault, faults } from "./errors.ts";
import type { SimulatedMap } from "./maps/simulated-map.ts";
import { type Memory, Region } from "./memory.ts";

export interface LinkedParts {
  readonly object: BpfObject;
  readonly maps: ReadonlyMap<string, SimulatedMap>;
  /** Data sections by name. */
  readonly sections: ReadonlyMap<string, Region>;
}

/** What code refers to by name, and the addresses that stand for it: they stay the same for all runs. */
export class Linkage {
  /** Slots of all functions. */
  readonly slots: number;
  readonly #memory: Memory;
  readonly #parts: LinkedParts;
  readonly #codes = new Map<string, Code>();
  readonly #mapPointers = new Map<SimulatedMap, Region>();
  readonly #functionPointers = new Map<string, Region>();

  constructor(memory: Memory, parts: LinkedParts) {
    this.#memory = memory;
    this.#parts = parts;
    for (const map of parts.maps.values()) {
      memory.addPermanent(this.#mapPointer(map));
      const value = map.directValue?.();
      if (value) memory.addPermanent(value);
    }
    for (const section of parts.sections.values()) memory.addPermanent(section);
    let slots = 0;
    for (const fn of parts.object.functions) {
      const code = codeOf(fn);
      slots += code.instructions.length;
      this.#codes.set(fn.name, code);
      const region = new Region(`the function '${fn.name}'`, new Uint8Array(0), {}, { kind: "function", code });
      this.#functionPointers.set(fn.name, region);
      memory.addPermanent(region);
    }
    this.slots = slots;
  }

  /** The function with this name. */
  codeOf(name: string): Code {
    return this.#codes.get(name) ?? missing("function", name);
  }

  /** A pointer to a map, as a program holds it. */
  pointerTo(map: SimulatedMap): bigint {
    return this.#memory.addressOf(this.#mapPointer(map));
  }

  /** The function that a call goes to: one of the object, or one of the kernel by its name. */
  calleeOf(code: Code, slot: number): Code | string {
    const reference = referenceAt(code, slot);
    if (reference?.kind === "call") return this.codeOf(reference.function);
    if (reference?.kind === "kernelCall") return reference.extern;
    throw new Fault(faults.badCode, "calls a function that the object does not name");
  }

  /** What a 16-byte load puts into its register. */
  valueOf(code: Code, load: Extract<DecodedInstruction, { readonly op: "loadImmediate64" }>): bigint {
    const reference = referenceAt(code, load.slot);
    if (reference !== undefined) return this.#addressOf(reference);
    if (load.pseudo === 0) return BigInt.asUintN(64, load.value);
    throw new Fault(faults.badCode, "loads the address of something that the object does not name");
  }

  #addressOf(reference: Reference): bigint {
    const { maps, sections } = this.#parts;
    switch (reference.kind) {
      case "map":
        return this.pointerTo(maps.get(reference.map) ?? missing("map", reference.map));
      case "mapValue": {
        const value = (maps.get(reference.map) ?? missing("map", reference.map)).directValue?.();
        if (value !== undefined) return this.#memory.addressOf(value, reference.offset);
        throw new Fault(
          faults.badCode,
          `takes the address of a value of '${reference.map}', which has no fixed values`,
        );
      }
      case "data": {
        const section = sections.get(reference.section) ?? missing("section", reference.section);
        return this.#memory.addressOf(section, reference.offset);
      }
      case "extern":
      case "kernelCall":
        throw new Fault(faults.badCode, `needs '${reference.extern}' of a kernel, and the simulator is none`);
      default:
        return this.#memory.addressOf(
          this.#functionPointers.get(reference.function) ?? missing("function", reference.function),
        );
    }
  }

  /** Maps in maps get theirs when a program finds them. */
  #mapPointer(map: SimulatedMap): Region {
    let region = this.#mapPointers.get(map);
    if (region === undefined) {
      region = new Region(`the map '${map.name}'`, new Uint8Array(0), {}, { kind: "map", map });
      this.#mapPointers.set(map, region);
    }
    return region;
  }
}

function missing(what: string, name: string): never {
  throw new Fault(faults.badCode, `refers to the ${what} '${name}', which the object does not have`);
}

function referenceAt(code: Code, slot: number): Reference | undefined {
  return code.function.references.find((reference) => reference.slot === slot);
}
