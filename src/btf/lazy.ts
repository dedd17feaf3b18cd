import { ObjectFormatError } from "../errors/index.ts";
import { stringReader } from "./bytes.ts";
import { BTF_KIND, BTF_TYPE_SIZE } from "./format.ts";
import { splitBtf, TypeReader } from "./read.ts";
import type { Btf, BtfId, BtfType } from "./types.ts";

/** A large set of types, of which each is decoded when it is first asked for. */
export interface LazyBtf extends Btf {
  /** Ids of the types with this name, or with this name and a flavour (`name___flavour`), in their order. */
  named(name: string): readonly BtfId[];
  /** Of its strings in bytes, its base's included: where those of a module begin. */
  readonly stringsLength: number;
  readonly stringAt: (offset: number) => string | undefined;
}

/**
 * Reads the binary form of BTF as {@link readBtf} does, but only notes where each type begins: a few milliseconds for a whole
 * kernel, of which most programs need a few types.
 * @param base the types that a module's BTF continues
 * @throws {ObjectFormatError} the bytes are not BTF, or are damaged; damage in a type shows when it is asked for
 */
export function readBtfLazily(bytes: Uint8Array, base?: LazyBtf): LazyBtf {
  const { types, strings } = splitBtf(bytes);
  const baseLength = base?.stringsLength ?? 0;
  const baseCount = base?.types.length ?? 1;
  let ownString: ((offset: number) => string | undefined) | undefined;
  const stringAt = (offset: number): string | undefined => {
    if (base && offset < baseLength) return base.stringAt(offset);
    ownString ??= stringReader(strings);
    return ownString(offset - baseLength);
  };
  const { places, names } = placesOf(types, baseCount);
  const reader = new TypeReader(types, stringAt);
  const decoded: BtfType[] = [];
  const typeOf = (id: number): BtfType | undefined => {
    if (base && id < baseCount) return base.types[id];
    if (id === 0) return { kind: "void" };
    const place = places[id - baseCount];
    if (place === undefined) return undefined;
    decoded[id - baseCount] ??= reader.one(id, place);
    return decoded[id - baseCount];
  };
  const searched = new Map<string, readonly BtfId[]>();
  return {
    types: asList(typeOf, baseCount + places.length),
    named(name) {
      let ids = searched.get(name);
      if (ids === undefined) {
        const wanted = offsetsOf(strings, name, baseLength);
        for (const offset of base ? baseOffsets(base, names, name) : []) wanted.add(offset);
        const own: BtfId[] = [];
        if (wanted.size > 0) {
          for (let index = 0; index < names.length; index++) {
            if (wanted.has(names[index]!)) own.push(baseCount + index);
          }
        }
        ids = own;
        searched.set(name, ids);
      }
      return ids;
    },
    stringsLength: baseLength + strings.length,
    stringAt,
  };
}

/** An array that has its elements from a function. */
function asList(typeOf: (id: number) => BtfType | undefined, length: number): readonly BtfType[] {
  return new Proxy<BtfType[]>([], {
    get(target, key, receiver) {
      if (key === "length") return length;
      return typeof key === "string" && /^\d+$/.test(key) ? typeOf(Number(key)) : Reflect.get(target, key, receiver);
    },
  });
}

/** Bytes that follow the twelve that all types have: fixed, and for each of its parts. Source: include/uapi/linux/btf.h. */
const extraBytes = new Map<number, readonly [fixed: number, each: number]>([
  [BTF_KIND.int, [4, 0]],
  [BTF_KIND.array, [12, 0]],
  [BTF_KIND.struct, [0, 12]],
  [BTF_KIND.union, [0, 12]],
  [BTF_KIND.enum, [0, 8]],
  [BTF_KIND.functionPrototype, [0, 8]],
  [BTF_KIND.variable, [4, 0]],
  [BTF_KIND.section, [0, 12]],
  [BTF_KIND.declarationTag, [4, 0]],
  [BTF_KIND.enum64, [0, 12]],
]);

function placesOf(types: Uint8Array, firstId: number): { readonly places: number[]; readonly names: number[] } {
  const view = new DataView(types.buffer, types.byteOffset, types.byteLength);
  const places: number[] = [];
  const names: number[] = [];
  let at = 0;
  while (at < types.length) {
    if (at + BTF_TYPE_SIZE > types.length) throw cutOff(firstId + places.length);
    places.push(at);
    names.push(view.getUint32(at, true));
    const info = view.getUint32(at + 4, true);
    const extra = extraBytes.get((info >>> 24) & 0x1f);
    at += BTF_TYPE_SIZE + (extra === undefined ? 0 : extra[0] + extra[1] * (info & 0xffff));
  }
  if (at !== types.length) throw cutOff(firstId + places.length - 1);
  return { places, names };
}

function cutOff(id: BtfId): ObjectFormatError {
  return new ObjectFormatError("YDL5201", `the BTF is damaged: the types end in the middle of type ${id}`);
}

/** Where in the strings the name begins, alone or with a flavour; also as the end of a longer string. */
function offsetsOf(strings: Uint8Array, name: string, base: number): Set<number> {
  const text = Buffer.from(strings.buffer, strings.byteOffset, strings.byteLength);
  const offsets = new Set<number>();
  const length = Buffer.byteLength(name);
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const isFlavoured = text.toString("latin1", at + length, at + length + 3) === "___";
    if (text[at + length] === 0 || isFlavoured) offsets.add(base + at);
  }
  return offsets;
}

/** A module's types may have names of the kernel's own strings. */
function baseOffsets(base: LazyBtf, names: readonly number[], name: string): number[] {
  return [...new Set(names)].filter((offset) => {
    if (offset >= base.stringsLength) return false;
    const text = base.stringAt(offset);
    return text === name || text?.startsWith(`${name}___`) === true;
  });
}
