import { ObjectFormatError } from "../errors/index.ts";
import { areFieldsCompatible } from "./core-compare.ts";
import { MAX_DEPTH, resolve, sizeOf } from "./layout.ts";
import type { Btf, BtfId, BtfMember } from "./types.ts";

/** A place in a type: how to get there, and where that is. */
export interface FieldPlace {
  readonly btf: Btf;
  /** From the start of the outermost type. */
  readonly bitOffset: number;
  /** Of what is there. */
  readonly type: BtfId;
  /** In bits; 0 where it is no bit field. */
  readonly bitSize: number;
}

/** One step down, as the object's own type has it: a member by name (unnamed ones are passed through), or an element. */
type Step = { readonly type: BtfId } & ({ readonly name: string } | { readonly index: number });

export interface FieldPath {
  /** As in `&((struct s *)0)[first].…`. */
  readonly first: number;
  readonly steps: readonly Step[];
  readonly place: FieldPlace;
}

/**
 * Follows an access string, such as `"0:1:2"`, through a type of the object's own.
 * @throws {ObjectFormatError} it does not fit the type
 */
export function readFieldPath(btf: Btf, root: BtfId, access: string): FieldPath {
  const wrong = () => new ObjectFormatError("YDL5202", `the access '${access}' does not fit BTF type ${root}`);
  const numbers = access.split(":").map((text) => (/^\d{1,9}$/.test(text) ? Number(text) : Number.NaN));
  const [first = Number.NaN, ...indexes] = numbers;
  const size = sizeOf(btf, root);
  if (numbers.some(Number.isNaN) || size === undefined) throw wrong();
  const steps: Step[] = [];
  let place: FieldPlace = { btf, bitOffset: first * size * 8, type: root, bitSize: 0 };
  for (const index of indexes) {
    const { type } = resolve(btf, place.type);
    if (type.kind === "struct" || type.kind === "union") {
      const member = type.members[index];
      if (!member) throw wrong();
      place = intoMember(place, member);
      if (member.name !== "") steps.push({ name: member.name, type: member.type });
    } else if (type.kind === "array") {
      const next = intoElement(place, type, index);
      if (!next) throw wrong();
      place = next;
      steps.push({ index, type: type.element });
    } else throw wrong();
  }
  return { first, steps, place };
}

/** The same path through a type of the kernel's, by names; undefined when there is none. */
export function findField(path: FieldPath, local: Btf, btf: Btf, root: BtfId): FieldPlace | undefined {
  const size = sizeOf(btf, root);
  if (size === undefined) return undefined;
  let place: FieldPlace = { btf, bitOffset: path.first * size * 8, type: root, bitSize: 0 };
  for (const step of path.steps) {
    let next: FieldPlace | undefined;
    if ("name" in step) {
      next = memberNamed(place, step.name, 0);
      if (next && !areFieldsCompatible({ btf: local, type: step.type }, { btf, type: next.type })) return undefined;
    } else {
      const { type } = resolve(btf, place.type);
      next = type.kind === "array" ? intoElement(place, type, step.index) : undefined;
    }
    if (!next) return undefined;
    place = next;
  }
  return place;
}

function intoMember(place: FieldPlace, { type, bitOffset, bitSize }: BtfMember): FieldPlace {
  return { btf: place.btf, bitOffset: place.bitOffset + bitOffset, type, bitSize };
}

/** Arrays without a length, at the end of structs, have as many elements as are asked for. */
function intoElement(
  place: FieldPlace,
  { element, length }: { readonly element: BtfId; readonly length: number },
  index: number,
): FieldPlace | undefined {
  const size = sizeOf(place.btf, element);
  if (size === undefined || (length > 0 && index >= length)) return undefined;
  return { btf: place.btf, bitOffset: place.bitOffset + index * size * 8, type: element, bitSize: 0 };
}

/** A member by its name, also when it is in a struct or union without a name. */
function memberNamed(place: FieldPlace, name: string, depth: number): FieldPlace | undefined {
  const { type } = resolve(place.btf, place.type);
  if ((type.kind !== "struct" && type.kind !== "union") || depth > MAX_DEPTH) return undefined;
  for (const member of type.members) {
    if (member.name === name) return intoMember(place, member);
    if (member.name !== "") continue;
    const found = memberNamed(intoMember(place, member), name, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** How a field is loaded: the bytes that hold it, and the shifts that leave it alone in 64 bits. */
export interface FieldLoad {
  readonly byteOffset: number;
  readonly byteSize: number;
  readonly signed: boolean;
  readonly leftShift: number;
  readonly rightShift: number;
  /** What a load of another width means the same for: addresses and numbers without a sign. */
  readonly widening: "pointer" | "unsigned" | undefined;
}

/** Undefined when the field has no size, or is a bit field that no aligned load of 8 bytes holds. */
export function fieldLoad({ btf, bitOffset, type: id, bitSize }: FieldPlace): FieldLoad | undefined {
  const { type } = resolve(btf, id);
  let byteSize = sizeOf(btf, id);
  if (byteSize === undefined) return undefined;
  const signed = (type.kind === "int" && type.encoding === "signed") || (type.kind === "enum" && type.signed);
  if (bitSize === 0) {
    const isUnsigned = type.kind === "int" && !signed;
    const widening = type.kind === "pointer" ? "pointer" : isUnsigned ? "unsigned" : undefined;
    const shift = 64 - byteSize * 8;
    return { byteOffset: bitOffset / 8, byteSize, signed, leftShift: shift, rightShift: shift, widening };
  }
  const start = (): number => Math.floor(bitOffset / 8 / byteSize!) * byteSize!;
  while (bitOffset + bitSize > (start() + byteSize) * 8) {
    if (byteSize >= 8) return undefined;
    byteSize *= 2;
  }
  const byteOffset = start();
  const leftShift = 64 - (bitOffset + bitSize - byteOffset * 8);
  return { byteOffset, byteSize, signed, leftShift, rightShift: 64 - bitSize, widening: undefined };
}
