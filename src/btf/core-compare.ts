import { withoutFlavour } from "./core-relocation.ts";
import { MAX_DEPTH, resolve, typeAt } from "./layout.ts";
import type { Btf, BtfId, BtfType } from "./types.ts";

/** A type in one of two sets: the object's, or the kernel's. */
export interface PlacedType {
  readonly btf: Btf;
  readonly type: BtfId;
}

function resolved({ btf, type }: PlacedType): BtfType {
  return resolve(btf, type).type;
}

/** The same place, one step further. */
function at(place: PlacedType, type: BtfId): PlacedType {
  return { btf: place.btf, type };
}

function isCompound(type: BtfType): type is Extract<BtfType, { readonly kind: "struct" | "union" }> {
  return type.kind === "struct" || type.kind === "union";
}

function haveSameName(local: BtfType, target: BtfType): boolean {
  const [ours, theirs] = [local, target].map((type) => ("name" in type ? withoutFlavour(type.name) : ""));
  return ours === theirs;
}

/**
 * Whether a field may change from one type to the other between kernels: integers of any size and sign, pointers to anything,
 * structs and unions of any shape, arrays of any length, enums of one name.
 */
export function areFieldsCompatible(local: PlacedType, target: PlacedType): boolean {
  let [ours, theirs] = [resolved(local), resolved(target)];
  for (let depth = 0; ours.kind === "array" && theirs.kind === "array" && depth < MAX_DEPTH; depth++) {
    [ours, theirs] = [resolve(local.btf, ours.element).type, resolve(target.btf, theirs.element).type];
  }
  if (isCompound(ours) && isCompound(theirs)) return true;
  if (ours.kind !== theirs.kind) return false;
  switch (ours.kind) {
    case "int":
    case "pointer":
    case "float":
      return true;
    case "enum":
    case "forward": {
      const isAnonymous = ours.name === "" || (theirs as typeof ours).name === "";
      return isAnonymous || haveSameName(ours, theirs);
    }
    default:
      return false;
  }
}

/**
 * Whether the types are of the same kind, down through pointers, arrays and prototypes: what counts as the existence of a
 * type. Names below the outermost, sizes and members are not compared.
 */
export function areTypesCompatible(local: PlacedType, target: PlacedType): boolean {
  if (typeAt(local.btf, local.type).kind !== typeAt(target.btf, target.type).kind) return false;
  return areAlike(local, target, 0);
}

function areAlike(local: PlacedType, target: PlacedType, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  const [ours, theirs] = [resolved(local), resolved(target)];
  switch (ours.kind) {
    case "pointer":
      return theirs.kind === "pointer" && areAlike(at(local, ours.type), at(target, theirs.type), depth + 1);
    case "array":
      return theirs.kind === "array" && areAlike(at(local, ours.element), at(target, theirs.element), depth + 1);
    case "functionPrototype":
      if (theirs.kind !== "functionPrototype" || ours.parameters.length !== theirs.parameters.length) return false;
      return (
        areAlike(at(local, ours.returns), at(target, theirs.returns), depth + 1) &&
        ours.parameters.every(({ type }, index) =>
          areAlike(at(local, type), at(target, theirs.parameters[index]!.type), depth + 1),
        )
      );
    default:
      return ours.kind === theirs.kind;
  }
}

/**
 * Whether the kernel's type has everything that the object's type says: each member by name and matching type, each
 * enumerator, integers of the same size and sign. What is behind a pointer is compared by name alone.
 */
export function doTypesMatch(local: PlacedType, target: PlacedType): boolean {
  return isMatch(local, target, false, 0);
}

function isMatch(local: PlacedType, target: PlacedType, isBehindPointer: boolean, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  const [ours, theirs] = [resolved(local), resolved(target)];
  if (!haveSameName(ours, theirs)) return false;
  const below = (type: BtfId, other: BtfId, isPointer = isBehindPointer): boolean =>
    isMatch(at(local, type), at(target, other), isPointer, depth + 1);
  switch (ours.kind) {
    case "forward":
      return theirs.kind === "forward" ? theirs.of === ours.of : theirs.kind === ours.of && isBehindPointer;
    case "struct":
    case "union":
      if (theirs.kind === "forward") return theirs.of === ours.kind && isBehindPointer;
      if (theirs.kind !== ours.kind) return false;
      return (
        isBehindPointer ||
        ours.members.every(({ name, type }) =>
          theirs.members.some((member) => member.name === name && below(type, member.type)),
        )
      );
    case "enum":
      if (theirs.kind !== "enum" || theirs.size !== ours.size) return false;
      return ours.enumerators.every(({ name }) =>
        theirs.enumerators.some((enumerator) => withoutFlavour(enumerator.name) === withoutFlavour(name)),
      );
    case "int":
      return theirs.kind === "int" && theirs.size === ours.size && theirs.encoding === ours.encoding;
    case "pointer":
      return theirs.kind === "pointer" && below(ours.type, theirs.type, true);
    case "array":
      return theirs.kind === "array" && theirs.length === ours.length && below(ours.element, theirs.element);
    case "functionPrototype":
      if (theirs.kind !== "functionPrototype" || ours.parameters.length !== theirs.parameters.length) return false;
      return (
        below(ours.returns, theirs.returns) &&
        ours.parameters.every(({ type }, index) => below(type, theirs.parameters[index]!.type))
      );
    default:
      return ours.kind === theirs.kind;
  }
}
