import { ObjectFormatError } from "../errors/index.ts";
import { stringReader } from "./bytes.ts";
import {
  BTF_HEADER_SIZE,
  BTF_INT_ENCODINGS,
  BTF_KIND,
  BTF_LINKAGES,
  BTF_MAGIC,
  BTF_TYPE_SIZE,
  BTF_VERSION,
} from "./format.ts";
import type { Btf, BtfId, BtfType } from "./types.ts";

export interface BtfWithStrings {
  readonly btf: Btf;
  /** The string at an offset of the string table, which `.BTF.ext` refers to; `undefined` outside of it. */
  readonly stringAt: (offset: number) => string | undefined;
}

/**
 * Reads the binary form of BTF: a `.BTF` section, or `/sys/kernel/btf/vmlinux`.
 * Every id and offset in the result has been checked.
 * @throws {ObjectFormatError} the bytes are not BTF, or are damaged
 */
export function readBtf(bytes: Uint8Array): Btf {
  return readBtfWithStrings(bytes).btf;
}

/** As {@link readBtf}, with the string table. */
export function readBtfWithStrings(bytes: Uint8Array): BtfWithStrings {
  const { types, strings } = splitBtf(bytes);
  const stringAt = stringReader(strings);
  const btf = { types: new TypeReader(types, stringAt).all() };
  return { btf, stringAt };
}

function damaged(message: string): ObjectFormatError {
  return new ObjectFormatError("YDL5201", `the BTF is damaged: ${message}`);
}

/** The two parts of the binary form, after a look at its header. */
export function splitBtf(bytes: Uint8Array): { readonly types: Uint8Array; readonly strings: Uint8Array } {
  if (bytes.length < BTF_HEADER_SIZE) throw damaged(`${bytes.length} bytes are less than its header takes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = view.getUint16(0, true);
  if (magic === 0x9feb)
    throw new ObjectFormatError("YDL5201", "the BTF is big-endian; only little-endian BTF is supported");
  if (magic !== BTF_MAGIC) throw damaged(`it starts with 0x${magic.toString(16)}, not 0x${BTF_MAGIC.toString(16)}`);
  const version = view.getUint8(2);
  if (version !== BTF_VERSION) {
    throw new ObjectFormatError("YDL5201", `BTF of version ${version} is not supported, only ${BTF_VERSION}`);
  }
  const headerSize = view.getUint32(4, true);
  if (headerSize < BTF_HEADER_SIZE || headerSize > bytes.length) throw damaged(`a header of ${headerSize} bytes`);
  const part = (name: string, at: number): Uint8Array => {
    const start = headerSize + view.getUint32(at, true);
    const length = view.getUint32(at + 4, true);
    if (start + length > bytes.length) {
      throw damaged(`the ${name} end at byte ${start + length} of ${bytes.length}`);
    }
    return bytes.subarray(start, start + length);
  };
  const types = part("types", 8);
  const strings = part("strings", 16);
  if (strings.length === 0 || strings[0] !== 0 || strings[strings.length - 1] !== 0) {
    throw damaged("the strings do not start and end with a NUL");
  }
  return { types, strings };
}

/** Reads types one after the other, or one where it is known to begin. */
export class TypeReader {
  readonly #view: DataView;
  readonly #stringAt: (offset: number) => string | undefined;
  #at = 0;
  /** The highest id that is referred to. */
  #highest = 0;

  constructor(bytes: Uint8Array, stringAt: (offset: number) => string | undefined) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#stringAt = stringAt;
  }

  all(): BtfType[] {
    const types: BtfType[] = [{ kind: "void" }];
    while (this.#at < this.#view.byteLength) {
      this.#need(BTF_TYPE_SIZE, types.length);
      types.push(this.#type(types.length));
    }
    if (this.#highest >= types.length) {
      throw damaged(`type ${this.#highest} is referred to, but there are only ${types.length}`);
    }
    return types;
  }

  /** @param offset of the type in bytes */
  one(id: BtfId, offset: number): BtfType {
    this.#at = offset;
    this.#need(BTF_TYPE_SIZE, id);
    return this.#type(id);
  }

  #type(id: BtfId): BtfType {
    const name = this.#name(id);
    const info = this.#u32();
    const kind = (info >>> 24) & 0x1f;
    const length = info & 0xffff;
    const flag = info >>> 31 === 1;
    switch (kind) {
      case BTF_KIND.int:
        return this.#int(id, name);
      case BTF_KIND.pointer:
        return { kind: "pointer", type: this.#id() };
      case BTF_KIND.volatile:
        return { kind: "volatile", type: this.#id() };
      case BTF_KIND.const:
        return { kind: "const", type: this.#id() };
      case BTF_KIND.restrict:
        return { kind: "restrict", type: this.#id() };
      case BTF_KIND.typedef:
        return { kind: "typedef", name, type: this.#id() };
      case BTF_KIND.typeTag:
        return { kind: "typeTag", name, type: this.#id() };
      case BTF_KIND.array:
        this.#u32();
        this.#need(12, id);
        return { kind: "array", element: this.#id(), index: this.#id(), length: this.#u32() };
      case BTF_KIND.struct:
      case BTF_KIND.union:
        return this.#members(id, kind === BTF_KIND.struct ? "struct" : "union", name, length, flag);
      case BTF_KIND.enum:
      case BTF_KIND.enum64:
        return this.#enum(id, name, length, flag, kind === BTF_KIND.enum64);
      case BTF_KIND.forward:
        this.#u32();
        return { kind: "forward", name, of: flag ? "union" : "struct" };
      case BTF_KIND.function:
        return { kind: "function", name, type: this.#id(), linkage: this.#linkage(id, length) };
      case BTF_KIND.functionPrototype: {
        const returns = this.#id();
        const parameters = this.#list(id, length, 8, () => ({ name: this.#name(id), type: this.#id() }));
        return { kind: "functionPrototype", returns, parameters };
      }
      case BTF_KIND.variable: {
        const type = this.#id();
        this.#need(4, id);
        return { kind: "variable", name, type, linkage: this.#linkage(id, this.#u32()) };
      }
      case BTF_KIND.section: {
        const size = this.#u32();
        const variables = this.#list(id, length, 12, () => ({
          type: this.#id(),
          offset: this.#u32(),
          size: this.#u32(),
        }));
        return { kind: "section", name, size, variables };
      }
      case BTF_KIND.float:
        return { kind: "float", name, size: this.#u32() };
      case BTF_KIND.declarationTag: {
        const type = this.#id();
        this.#need(4, id);
        return { kind: "declarationTag", name, type, component: this.#u32() | 0 };
      }
      default:
        throw damaged(`type ${id} is of the unknown kind ${kind}`);
    }
  }

  #int(id: BtfId, name: string): BtfType {
    const size = this.#u32();
    this.#need(4, id);
    const data = this.#u32();
    const number = (data >>> 24) & 0xf;
    const encoding = intEncodings[number];
    if (encoding === undefined) throw damaged(`integer type ${id} has the unknown encoding ${number}`);
    const bits = data & 0xff;
    const bitOffset = (data >>> 16) & 0xff;
    if (size === 0 || size > 16 || bits + bitOffset > size * 8) {
      throw damaged(`integer type ${id} has ${bits} bits at bit ${bitOffset} of ${size} bytes`);
    }
    return { kind: "int", name, size, bits, bitOffset, encoding };
  }

  #members(id: BtfId, kind: "struct" | "union", name: string, length: number, bitfields: boolean): BtfType {
    const size = this.#u32();
    const members = this.#list(id, length, 12, () => {
      const member = this.#name(id);
      const type = this.#id();
      const offset = this.#u32();
      return bitfields
        ? { name: member, type, bitOffset: offset & 0xff_ffff, bitSize: offset >>> 24 }
        : { name: member, type, bitOffset: offset, bitSize: 0 };
    });
    return { kind, name, size, members };
  }

  #enum(id: BtfId, name: string, length: number, signed: boolean, wide: boolean): BtfType {
    const size = this.#u32();
    if (size !== 1 && size !== 2 && size !== 4 && size !== 8) throw damaged(`enum type ${id} takes ${size} bytes`);
    const enumerators = this.#list(id, length, wide ? 12 : 8, () => {
      const enumerator = this.#name(id);
      const low = this.#u32();
      if (!wide) return { name: enumerator, value: BigInt(signed ? low | 0 : low) };
      const value = (BigInt(this.#u32()) << 32n) | BigInt(low);
      return { name: enumerator, value: signed ? BigInt.asIntN(64, value) : value };
    });
    return { kind: "enum", name, size, signed, enumerators };
  }

  #linkage(id: BtfId, number: number): (typeof BTF_LINKAGES)[number] {
    const linkage = BTF_LINKAGES[number];
    if (linkage === undefined) throw damaged(`type ${id} has the unknown linkage ${number}`);
    return linkage;
  }

  #list<T>(id: BtfId, length: number, size: number, read: () => T): T[] {
    this.#need(length * size, id);
    const list: T[] = [];
    for (let index = 0; index < length; index++) list.push(read());
    return list;
  }

  #name(id: BtfId): string {
    const offset = this.#u32();
    if (offset === 0) return "";
    const name = this.#stringAt(offset);
    if (name === undefined) throw damaged(`a name of type ${id} is outside of the strings, at ${offset}`);
    return name;
  }

  #id(): BtfId {
    const id = this.#u32();
    if (id > this.#highest) this.#highest = id;
    return id;
  }

  #u32(): number {
    const value = this.#view.getUint32(this.#at, true);
    this.#at += 4;
    return value;
  }

  #need(bytes: number, id: BtfId): void {
    if (this.#at + bytes > this.#view.byteLength) throw damaged(`the types end in the middle of type ${id}`);
  }
}

const intEncodings = Object.fromEntries(Object.entries(BTF_INT_ENCODINGS).map(([name, number]) => [number, name])) as {
  readonly [number: number]: keyof typeof BTF_INT_ENCODINGS | undefined;
};
