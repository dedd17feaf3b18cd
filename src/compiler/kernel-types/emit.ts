import { type Btf, type BtfBuilder, type BtfId, type CoreQuestion, resolve, typeAt } from "../../btf/index.ts";
import { assert } from "../../errors/assert.ts";
import type { CoreNumber } from "./kernel-types.ts";

/**
 * Puts kernel types into an object, each with only the members that its code uses, and makes questions about them. Structs that
 * are pointed to are only named.
 */
export class KernelTypeEmitter {
  readonly #types: BtfBuilder;
  /** Which members (or enumerators) of each type are used, by index. */
  readonly #used = new Map<Btf, Map<BtfId, Set<number>>>();
  readonly #emitted = new Map<Btf, Map<BtfId, BtfId>>();

  /** @param numbers all that will be asked for */
  constructor(types: BtfBuilder, numbers: Iterable<CoreNumber>) {
    this.#types = types;
    for (const number of numbers) this.#note(number);
  }

  question({ kind, type: { btf, id }, access }: CoreNumber): CoreQuestion {
    const type = this.#emit(btf, id);
    if (typeAt(btf, id).kind === "enum") {
      const index = access[0];
      return { kind, type, access: index === undefined ? "0" : `${this.#newIndex(btf, id, index)}` };
    }
    const steps: number[] = [0];
    follow(btf, id, access, (compound, index) => {
      steps.push(compound === undefined ? index : this.#newIndex(btf, compound, index));
    });
    return { kind, type, access: steps.join(":") };
  }

  #note({ type: { btf, id }, access }: CoreNumber): void {
    if (typeAt(btf, id).kind === "enum") {
      for (const index of access) this.#usedOf(btf, id).add(index);
      return;
    }
    follow(btf, id, access, (compound, index) => {
      if (compound !== undefined) this.#usedOf(btf, compound).add(index);
    });
  }

  #usedOf(btf: Btf, id: BtfId): Set<number> {
    return getOrInsert(
      getOrInsert(this.#used, btf, () => new Map<BtfId, Set<number>>()),
      id,
      () => new Set<number>(),
    );
  }

  #newIndex(btf: Btf, id: BtfId, index: number): number {
    const used = [...this.#usedOf(btf, id)].sort((a, b) => a - b);
    return used.indexOf(index);
  }

  #emit(btf: Btf, id: BtfId): BtfId {
    const emitted = getOrInsert(this.#emitted, btf, () => new Map<BtfId, BtfId>());
    let at = emitted.get(id);
    if (at === undefined) {
      at = this.#add(btf, id);
      emitted.set(id, at);
    }
    return at;
  }

  #add(btf: Btf, id: BtfId): BtfId {
    const types = this.#types;
    const type = typeAt(btf, id);
    const isUsed = (_part: unknown, index: number) => this.#usedOf(btf, id).has(index);
    switch (type.kind) {
      case "int":
      case "float":
        return types.add(type);
      case "enum":
        return types.add({ ...type, enumerators: type.enumerators.filter(isUsed) });
      case "struct":
      case "union": {
        const members = type.members
          .filter(isUsed)
          .map((member) => ({ ...member, type: this.#emit(btf, member.type) }));
        return types.add({ ...type, members });
      }
      case "array":
        return types.addArray(this.#emit(btf, type.element), type.length);
      case "typedef":
      case "const":
      case "volatile":
      case "restrict":
        return types.add({ ...type, type: this.#emit(btf, type.type) });
      case "typeTag":
        return this.#emit(btf, type.type);
      case "pointer":
        return types.add({ kind: "pointer", type: this.#named(btf, type.type) });
      default:
        return 0;
    }
  }

  /** What a pointer goes to: the name of a struct or union, else nothing. */
  #named(btf: Btf, id: BtfId): BtfId {
    const { type } = resolve(btf, id);
    if (type.kind === "forward") return this.#types.add(type);
    if ((type.kind !== "struct" && type.kind !== "union") || type.name === "") return 0;
    return this.#types.add({ kind: "forward", name: type.name, of: type.kind });
  }
}

/** Goes down a path; each step is into a struct or union (its id) or into an array. */
function follow(
  btf: Btf,
  root: BtfId,
  access: readonly number[],
  step: (compound: BtfId | undefined, index: number) => void,
): void {
  let at = root;
  for (const index of access) {
    const { id, type } = resolve(btf, at);
    if (type.kind === "array") {
      step(undefined, index);
      at = type.element;
      continue;
    }
    assert(type.kind === "struct" || type.kind === "union", "a path leads through structs, unions and arrays");
    step(id, index);
    at = type.members[index]!.type;
  }
}

function getOrInsert<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
