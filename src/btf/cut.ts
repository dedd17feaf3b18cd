import { BtfBuilder } from "./builder.ts";
import { withoutFlavour } from "./core-relocation.ts";
import { resolve, typeAt } from "./layout.ts";
import type { Btf, BtfId, BtfType } from "./types.ts";

/** Types that were cut out of a larger set. */
export interface CutTypes {
  readonly btf: Btf;
  /** Those that were asked for, in their order, by the names that were given. */
  readonly roots: readonly { readonly name: string; readonly id: BtfId }[];
}

/**
 * Cuts structs, unions and enums out of a kernel's types, with all that they hold by value. What is only pointed to is named, so that
 * no type leads back to itself.
 * @param wanted ids by the names that they get; a flavour (`task_struct___old`) is kept
 */
export function cutTypes(btf: Btf, wanted: ReadonlyMap<string, BtfId>): CutTypes {
  const cutter = new Cutter(btf, wanted);
  const roots = [...wanted.keys()].map((name) => ({ name, id: cutter.root(name) }));
  return { btf: cutter.types.build(), roots };
}

class Cutter {
  readonly types = new BtfBuilder();
  readonly #btf: Btf;
  readonly #wanted: ReadonlyMap<string, BtfId>;
  /** Names that a type of the kernel gets, where that is another than its own. */
  readonly #renamed: ReadonlyMap<string, string>;
  readonly #done = new Map<BtfId, BtfId>();

  constructor(btf: Btf, wanted: ReadonlyMap<string, BtfId>) {
    this.#btf = btf;
    this.#wanted = wanted;
    this.#renamed = new Map([...wanted.keys()].map((name) => [withoutFlavour(name), name]));
  }

  root(name: string): BtfId {
    return this.#copy(this.#wanted.get(name) ?? 0);
  }

  #copy(id: BtfId): BtfId {
    let copied = this.#done.get(id);
    if (copied === undefined) {
      copied = this.#add(typeAt(this.#btf, id));
      this.#done.set(id, copied);
    }
    return copied;
  }

  #add(type: BtfType): BtfId {
    const { types } = this;
    switch (type.kind) {
      case "int":
      case "float":
      case "enum":
        return types.add(type);
      case "struct":
      case "union": {
        const members = type.members.map((member) => ({ ...member, type: this.#copy(member.type) }));
        return types.add({ ...type, name: this.#nameOf(type.name), members });
      }
      case "array":
        return types.addArray(this.#copy(type.element), type.length);
      case "typedef":
      case "const":
      case "volatile":
      case "restrict":
        return types.add({ ...type, type: this.#copy(type.type) });
      case "typeTag":
        return this.#copy(type.type);
      case "pointer":
        return types.add({ kind: "pointer", type: this.#pointee(type.type) });
      default:
        return 0;
    }
  }

  /** Only structs and unions with a name are told apart. */
  #pointee(id: BtfId): BtfId {
    const { type } = resolve(this.#btf, id);
    if (type.kind !== "struct" && type.kind !== "union" && type.kind !== "forward") return 0;
    if (type.name === "") return 0;
    const of = type.kind === "forward" ? type.of : type.kind;
    return this.types.add({ kind: "forward", name: this.#nameOf(type.name), of });
  }

  #nameOf(name: string): string {
    return this.#renamed.get(name) ?? name;
  }
}

/** A struct, union or enum: what can be asked for by name. */
export type NamedType = Extract<BtfType, { readonly kind: "struct" | "union" | "enum" }>;

export function isNamedType(type: BtfType): type is NamedType {
  return type.kind === "struct" || type.kind === "union" || type.kind === "enum";
}
