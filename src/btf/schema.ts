import { ObjectFormatError } from "../errors/index.ts";
import {
  type AnySchema,
  array,
  BytesSchema,
  be16,
  be32,
  be64,
  bool,
  bytes,
  chars,
  i8,
  i16,
  i32,
  i64,
  ipv4Address,
  ipv6Address,
  macAddress,
  spinLock,
  u8,
  u16,
  u32,
  u64,
} from "../schema/index.ts";
import { compoundOf, compoundType, identifier, type TypeAdder } from "./compound.ts";
import { alignOf, MAX_DEPTH, resolve, sizeOf, typeAt, unqualified } from "./layout.ts";
import type { Btf, BtfId, BtfType } from "./types.ts";

/**
 * Schemas as BTF types and back. What BTF has no word for is kept in typedef names: `__be16`, `__be32` and `__be64` (as in
 * the kernel's headers) for network order, `bytes6` for `bytes(6)`, and the names of addresses. `chars(n)` is an array of `char`.
 * Structs and unions are in `compound.ts`.
 */
interface CInteger {
  readonly typedef: string;
  readonly int: string;
}

const hostIntegers: { readonly [name: string]: CInteger } = {
  u8: { typedef: "u8", int: "unsigned char" },
  u16: { typedef: "u16", int: "unsigned short" },
  u32: { typedef: "u32", int: "unsigned int" },
  u64: { typedef: "u64", int: "unsigned long long" },
  i8: { typedef: "s8", int: "signed char" },
  i16: { typedef: "s16", int: "short" },
  i32: { typedef: "s32", int: "int" },
  i64: { typedef: "s64", int: "long long" },
};

const schemasByInt = {
  unsigned: { 1: u8, 2: u16, 4: u32, 8: u64 },
  signed: { 1: i8, 2: i16, 4: i32, 8: i64 },
} as const;

const networkOrder = { __be16: be16, __be32: be32, __be64: be64 } as const;

/** Typedefs of addresses, as user space sees them. */
const ADDRESS_TYPEDEFS = { ipv4: "ipv4_address", ipv6: "ipv6_address", mac: "mac_address" } as const;
const addresses = { ipv4_address: ipv4Address, ipv6_address: ipv6Address, mac_address: macAddress } as const;

const SPIN_LOCK = "bpf_spin_lock";

/** Adds the types that describe `schema` and gives the id of the outermost. */
export function schemaType(types: TypeAdder, schema: AnySchema, name?: string): BtfId {
  if (schema.kind === "struct" || schema.kind === "union") {
    return compoundType(types, schema, name ?? "", (member) => schemaType(types, member));
  }
  const id = plainType(types, schema);
  return name === undefined ? id : types.add({ kind: "typedef", name: identifier(name), type: id });
}

function plainType(types: TypeAdder, schema: Exclude<AnySchema, { readonly kind: "struct" | "union" }>): BtfId {
  switch (schema.kind) {
    case "integer": {
      const { bits, signed, order, text } = schema;
      const c = hostIntegers[`${signed ? "i" : "u"}${bits}`] as CInteger;
      const int = integerType(types, c.int, bits / 8, signed ? "signed" : "unsigned");
      const typedef = order === "network" ? `__be${bits}` : c.typedef;
      const type = types.add({ kind: "typedef", name: typedef, type: int });
      return text === undefined ? type : types.add({ kind: "typedef", name: ADDRESS_TYPEDEFS[text], type });
    }
    case "boolean":
      return types.add({ kind: "typedef", name: "bool", type: integerType(types, "_Bool", 1, "bool") });
    case "chars":
      return types.addArray(integerType(types, "char", 1, "signed"), schema.length);
    case "bytes": {
      const { length, text } = schema;
      const type = types.addArray(integerType(types, "unsigned char", 1, "unsigned"), length);
      const typedef = text === undefined ? `bytes${length}` : ADDRESS_TYPEDEFS[text];
      return types.add({ kind: "typedef", name: typedef, type });
    }
    case "array":
      return types.addArray(schemaType(types, schema.element), schema.length);
    case "spinLock": {
      // Kernels know the field by the name of its type.
      const members = [{ name: "val", type: plainType(types, u32), bitOffset: 0, bitSize: 0 }];
      return types.add({ kind: "struct", name: SPIN_LOCK, size: 4, members });
    }
    case "bits":
      return plainType(types, schema.base);
  }
}

function integerType(
  types: TypeAdder,
  name: string,
  size: number,
  encoding: Extract<BtfType, { readonly kind: "int" }>["encoding"],
): BtfId {
  return types.add({ kind: "int", name, size, bits: size * 8, bitOffset: 0, encoding });
}

/**
 * The schema that a BTF type describes: exactly the one that `BtfBuilder.addSchema` was given, or for types that a C
 * compiler made, the nearest: enums are integers, pointers are `u64`, and what has no schema (bit fields placed in another
 * way than `struct` does, packed structs, floats) is `bytes` of its size. Zero-sized members are left out.
 * @throws {ObjectFormatError} the type has no values, or contains itself
 */
export function schemaOf(btf: Btf, id: BtfId): AnySchema {
  return new SchemaReader(btf).read(id);
}

class SchemaReader {
  readonly #btf: Btf;
  readonly #done = new Map<BtfId, AnySchema>();
  readonly #open = new Set<BtfId>();

  constructor(btf: Btf) {
    this.#btf = btf;
  }

  read(id: BtfId): AnySchema {
    const done = this.#done.get(id);
    if (done) return done;
    if (this.#open.has(id) || this.#open.size > MAX_DEPTH) {
      throw new ObjectFormatError(
        "YDL5201",
        `BTF type ${id} contains itself, or is nested more than ${MAX_DEPTH} deep`,
      );
    }
    this.#open.add(id);
    const schema = this.#nearest(id);
    this.#open.delete(id);
    this.#done.set(id, schema);
    return schema;
  }

  #nearest(id: BtfId): AnySchema {
    const type = typeAt(this.#btf, id);
    switch (type.kind) {
      case "typedef":
        return this.#typedef(type.name, type.type);
      case "const":
      case "volatile":
      case "restrict":
      case "typeTag":
      case "variable":
        return this.read(type.type);
      case "int":
        if (type.encoding === "bool" && type.size === 1) return bool;
        return this.#integer(id, type.size, type.encoding === "signed", type.bits === type.size * 8);
      case "enum":
        return this.#integer(id, type.size, type.signed, true);
      case "pointer":
        return u64;
      case "array":
        return this.#array(id, type);
      case "struct":
      case "union":
        if (type.name === SPIN_LOCK && type.size === 4) return spinLock;
        return compoundOf(this.#btf, id, type, (member) => this.read(member)) ?? this.#bytes(id);
      default:
        return this.#bytes(id);
    }
  }

  #typedef(name: string, target: BtfId): AnySchema {
    const { type } = resolve(this.#btf, target);
    if (type.kind === "int" && Object.hasOwn(networkOrder, name)) {
      const schema = networkOrder[name as keyof typeof networkOrder];
      if (schema.size === type.size) return schema;
    }
    if (Object.hasOwn(addresses, name)) {
      const schema = addresses[name as keyof typeof addresses];
      if (type.kind === (schema.kind === "integer" ? "int" : "array") && schema.size === sizeOf(this.#btf, target)) {
        return schema;
      }
    }
    if (type.kind === "array" && name === `bytes${type.length}`) {
      const element = typeAt(this.#btf, type.element);
      if (element.kind === "int" && element.size === 1 && type.length > 0) return bytes(type.length);
    }
    return this.read(target);
  }

  #integer(id: BtfId, size: number, signed: boolean, whole: boolean): AnySchema {
    if (!whole || !(size === 1 || size === 2 || size === 4 || size === 8)) return this.#bytes(id);
    return schemasByInt[signed ? "signed" : "unsigned"][size];
  }

  #array(id: BtfId, type: Extract<BtfType, { readonly kind: "array" }>): AnySchema {
    const element = unqualified(this.#btf, type.element);
    const size = sizeOf(this.#btf, id);
    if (size === undefined || size === 0) return this.#bytes(id);
    if (element.kind === "int" && element.size === 1 && element.name === "char") return chars(type.length);
    return array(this.read(type.element), type.length);
  }

  #bytes(id: BtfId): AnySchema {
    const size = sizeOf(this.#btf, id);
    if (size === undefined || size === 0) {
      const { type } = resolve(this.#btf, id);
      throw new ObjectFormatError(
        "YDL5203",
        `BTF type ${id} is a ${type.kind} without a size: it has no values to read`,
      );
    }
    return new BytesSchema(size, alignOf(this.#btf, id));
  }
}
