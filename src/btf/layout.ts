import { ObjectFormatError } from "../errors/index.ts";
import type { Btf, BtfId, BtfType } from "./types.ts";

/** Deeper chains than this have no use in C; the kernel's own limit is 32. */
export const MAX_DEPTH = 64;

/**
 * The type with this id.
 * @throws {ObjectFormatError} there is none
 */
export function typeAt(btf: Btf, id: BtfId): BtfType {
  const type = btf.types[id];
  if (type === undefined) {
    throw new ObjectFormatError("YDL5201", `BTF type ${id} is referred to, but there are only ${btf.types.length}`);
  }
  return type;
}

/**
 * Follows typedefs, `const`, `volatile`, `restrict` and type tags to the type that they stand for.
 * @throws {ObjectFormatError} the chain is endless
 */
export function resolve(btf: Btf, id: BtfId): { readonly id: BtfId; readonly type: BtfType } {
  let at = id;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const type = typeAt(btf, at);
    switch (type.kind) {
      case "typedef":
      case "const":
      case "volatile":
      case "restrict":
      case "typeTag":
        at = type.type;
        break;
      default:
        return { id: at, type };
    }
  }
  throw tooDeep(id);
}

/**
 * The type without `const`, `volatile`, `restrict` and type tags, but with its typedefs.
 * @throws {ObjectFormatError} the chain is endless
 */
export function unqualified(btf: Btf, id: BtfId): BtfType {
  let type = typeAt(btf, id);
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    switch (type.kind) {
      case "const":
      case "volatile":
      case "restrict":
      case "typeTag":
        type = typeAt(btf, type.type);
        break;
      default:
        return type;
    }
  }
  throw tooDeep(id);
}

/**
 * Bytes that a value of the type takes, as `sizeof` in C; `undefined` for what has no values (`void`, functions, forward
 * declarations). A pointer takes 8.
 * @throws {ObjectFormatError} the type contains itself
 */
export function sizeOf(btf: Btf, id: BtfId): number | undefined {
  let count = 1;
  let at = id;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const { type } = resolve(btf, at);
    switch (type.kind) {
      case "int":
      case "struct":
      case "union":
      case "enum":
      case "float":
      case "section":
        return count * type.size;
      case "pointer":
        return count * 8;
      case "array":
        count *= type.length;
        at = type.element;
        break;
      case "variable":
        at = type.type;
        break;
      default:
        return undefined;
    }
  }
  throw tooDeep(id);
}

/**
 * Alignment in bytes, as `_Alignof` in C: BTF does not say it, but the members do. A packed struct is aligned to 1.
 * @throws {ObjectFormatError} types are nested too deeply
 */
export function alignOf(btf: Btf, id: BtfId): number {
  return alignment(btf, id, new Map(), 0);
}

/** @param known of structs, so that each is looked at once; 1 while it is looked at */
function alignment(btf: Btf, id: BtfId, known: Map<BtfId, number>, depth: number): number {
  if (depth > MAX_DEPTH) throw tooDeep(id);
  const { id: target, type } = resolve(btf, id);
  switch (type.kind) {
    case "int":
    case "enum":
    case "float":
      return Math.min(type.size, 8);
    case "pointer":
      return 8;
    case "array":
      return alignment(btf, type.element, known, depth + 1);
    case "struct":
    case "union": {
      const seen = known.get(target);
      if (seen !== undefined) return seen;
      known.set(target, 1);
      let largest = 1;
      let isPacked = false;
      for (const { type: member, bitOffset, bitSize } of type.members) {
        const own = alignment(btf, member, known, depth + 1);
        if (bitSize === 0 && bitOffset % (own * 8) !== 0) isPacked = true;
        largest = Math.max(largest, own);
      }
      const result = isPacked || type.size % largest !== 0 ? 1 : largest;
      known.set(target, result);
      return result;
    }
    default:
      return 1;
  }
}

function tooDeep(id: BtfId): ObjectFormatError {
  return new ObjectFormatError("YDL5201", `BTF type ${id} refers to itself, or is nested more than ${MAX_DEPTH} deep`);
}
