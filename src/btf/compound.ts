import { type AnySchema, BitsSchema, type BitUnitSchema, type StructField, struct, union } from "../schema/index.ts";
import { sizeOf } from "./layout.ts";
import type { Btf, BtfId, BtfMember, BtfType } from "./types.ts";

/** What collects types, as `BtfBuilder` does. */
export interface TypeAdder {
  add(type: BtfType): BtfId;
  addArray(element: BtfId, length: number): BtfId;
}

/**
 * Structs and unions as BTF types and back. A bit field of an integer in host order is a BTF bit field. BTF counts bits from the
 * least significant one, and has no bit fields in network order: a unit of those is one member that is named after its fields,
 * which a declaration tag on it lists.
 */
type Compound = Extract<AnySchema, { readonly kind: "struct" | "union" }>;
type CompoundType = Extract<BtfType, { readonly kind: "struct" | "union" }>;

/** Before the true name of a field whose name is not a C identifier, in a declaration tag on the member. */
const FIELD_TAG = "yodel:field:";
/** Before the names and widths of the bit fields in a unit in network order, as JSON, in a declaration tag on the member. */
const BITS_TAG = "yodel:bits:";
/** In characters: the kernel takes 127. */
const LONGEST_NAME = 127;

/** @param addSchema adds the type of a member */
export function compoundType(
  types: TypeAdder,
  schema: Compound,
  name: string,
  addSchema: (schema: AnySchema) => BtfId,
): BtfId {
  const members: BtfMember[] = [];
  const tags: string[] = [];
  for (const unit of units(schema.fields)) {
    const [field] = unit;
    if (field.bit && field.schema.kind === "bits" && field.schema.base.order === "network") {
      tags[members.length] = BITS_TAG + JSON.stringify(unit.map(({ name, bit }) => [name, bit?.width]));
      // Types that are equal share an id, and with it their tags: those of units that are divided in another way must differ.
      const typedef = `be${field.schema.base.bits}_${unit.map(({ bit }) => bit?.width).join("_")}`;
      const type = types.add({ kind: "typedef", name: typedef.slice(0, LONGEST_NAME), type: addSchema(field.schema) });
      members.push(memberOf(field, unit.map((part) => part.name).join("_"), type));
      continue;
    }
    if (identifier(field.name) !== field.name) tags[members.length] = FIELD_TAG + field.name;
    members.push(memberOf(field, field.name, addSchema(field.schema)));
  }
  const id = types.add({ kind: schema.kind, name: identifier(name), size: schema.size, members });
  tags.forEach((tag, component) => {
    types.add({ kind: "declarationTag", name: tag, type: id, component });
  });
  return id;
}

/** Each field by itself, but bit fields of one unit in network order together. */
function units(fields: readonly StructField[]): [StructField, ...StructField[]][] {
  const units: [StructField, ...StructField[]][] = [];
  for (const field of fields) {
    const first = units.at(-1)?.[0];
    const isShared = field.bit && first?.bit && field.offset === first.offset;
    if (isShared && field.schema.kind === "bits" && field.schema.base.order === "network") units.at(-1)?.push(field);
    else units.push([field]);
  }
  return units;
}

function memberOf({ schema, offset, bit }: StructField, name: string, type: BtfId): BtfMember {
  const isBitfield = bit && schema.kind === "bits" && schema.base.order === "host";
  return {
    name: identifier(name).slice(0, LONGEST_NAME),
    type,
    bitOffset: offset * 8 + (isBitfield ? bit.shift : 0),
    bitSize: isBitfield ? bit.width : 0,
  };
}

/** `name` with what the kernel refuses in a C identifier replaced by underscores. */
export function identifier(name: string): string {
  const safe = name.replaceAll(/[^A-Za-z0-9_]/g, "_");
  return /^[0-9]/.test(safe) ? `_${safe}` : safe;
}

/** The schema of a struct or union; `undefined` when none has its layout. */
export function compoundOf(
  btf: Btf,
  id: BtfId,
  type: CompoundType,
  schemaOf: (id: BtfId) => AnySchema,
): AnySchema | undefined {
  const entries: [name: string, schema: AnySchema][] = [];
  const bitOffsets: (number | undefined)[] = [];
  for (const [component, member] of type.members.entries()) {
    if (sizeOf(btf, member.type) === 0) continue;
    const schema = schemaOf(member.type);
    const tag = tagsOf(btf).get(`${id}:${component}`);
    if (tag?.startsWith(BITS_TAG)) {
      const fields = networkBits(schema, tag.slice(BITS_TAG.length));
      if (!fields) return undefined;
      entries.push(...fields);
      // Where the first stands gives the place of the others.
      bitOffsets.push(member.bitOffset, ...fields.slice(1).map(() => undefined));
      continue;
    }
    const name = tag?.startsWith(FIELD_TAG) ? tag.slice(FIELD_TAG.length) : member.name || `unnamed${component}`;
    const field = member.bitSize === 0 ? schema : hostBits(schema, member.bitSize);
    if (!field) return undefined;
    entries.push([name, field]);
    bitOffsets.push(member.bitOffset);
  }
  if (entries.length === 0 || (type.kind === "union" && entries.some(([, { kind }]) => kind === "bits")))
    return undefined;
  const fields = Object.fromEntries(entries);
  const schema = type.kind === "struct" ? struct(fields) : union(fields);
  const isSame = schema.fields.every((field, index) => {
    const expected = bitOffsets[index];
    return field.name === entries[index]?.[0] && (expected === undefined || expected === bitOffset(field));
  });
  return isSame && schema.fields.length === entries.length && schema.size === sizeOf(btf, id) ? schema : undefined;
}

/** As BTF counts; for a unit in network order, that of the unit. */
function bitOffset({ schema, offset, bit }: StructField): number {
  return offset * 8 + (bit && schema.kind === "bits" && schema.base.order === "host" ? bit.shift : 0);
}

function hostBits(base: AnySchema, width: number): AnySchema | undefined {
  return isUnit(base) && base.order === "host" && width <= base.bits ? new BitsSchema(base, width) : undefined;
}

function networkBits(base: AnySchema, tag: string): [name: string, schema: AnySchema][] | undefined {
  if (!isUnit(base) || base.order !== "network") return undefined;
  let fields: unknown;
  try {
    fields = JSON.parse(tag);
  } catch {
    return undefined;
  }
  if (!Array.isArray(fields) || fields.length === 0 || !fields.every(isNamedWidth)) return undefined;
  const total = fields.reduce((sum, [, width]) => sum + width, 0);
  if (total > base.bits) return undefined;
  return fields.map(([name, width]) => [name, new BitsSchema(base, width)]);
}

function isUnit(schema: AnySchema): schema is BitUnitSchema {
  return schema.kind === "integer" && schema.text === undefined;
}

function isNamedWidth(field: unknown): field is [name: string, width: number] {
  if (!Array.isArray(field) || field.length !== 2) return false;
  const [name, width] = field;
  return typeof name === "string" && Number.isInteger(width) && width > 0;
}

const tagIndexes = new WeakMap<Btf, ReadonlyMap<string, string>>();

/** Our tags by type and member; made once for each set of types, which may be a whole kernel's. */
function tagsOf(btf: Btf): ReadonlyMap<string, string> {
  const known = tagIndexes.get(btf);
  if (known) return known;
  const tags = new Map<string, string>();
  for (const type of btf.types) {
    if (type.kind !== "declarationTag" || !type.name.startsWith("yodel:")) continue;
    tags.set(`${type.type}:${type.component}`, type.name);
  }
  tagIndexes.set(btf, tags);
  return tags;
}
