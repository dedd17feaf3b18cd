import { assert } from "../errors/assert.ts";
import { ByteWriter, StringTable } from "./bytes.ts";
import {
  BTF_HEADER_SIZE,
  BTF_INT_ENCODINGS,
  BTF_KIND,
  BTF_LINKAGES,
  BTF_MAGIC,
  BTF_MAX_VLEN,
  BTF_VERSION,
} from "./format.ts";
import type { Btf, BtfType } from "./types.ts";

/**
 * The binary form of BTF, little-endian, as `.BTF` sections and `BPF_BTF_LOAD` have it.
 * @param strings gets the names; strings that are in it already (those of `.BTF.ext`) become part of the result
 */
export function writeBtf(btf: Btf, strings: StringTable = new StringTable()): Uint8Array<ArrayBuffer> {
  const types = new ByteWriter();
  for (const type of btf.types.slice(1)) writeType(types, strings, type);
  const body = types.finish();
  const names = strings.finish();
  return new ByteWriter()
    .u16(BTF_MAGIC)
    .u8(BTF_VERSION)
    .u8(0)
    .u32(BTF_HEADER_SIZE)
    .u32(0)
    .u32(body.length)
    .u32(body.length)
    .u32(names.length)
    .bytes(body)
    .bytes(names)
    .finish();
}

function writeType(out: ByteWriter, strings: StringTable, type: BtfType): void {
  const head = (name: string, kind: number, sizeOrType: number, vlen = 0, flag = false): void => {
    assert(vlen <= BTF_MAX_VLEN, "a BTF type has at most 65535 parts");
    out
      .u32(strings.add(name))
      .u32(((flag ? 0x8000_0000 : 0) | (kind << 24) | vlen) >>> 0)
      .u32(sizeOrType);
  };
  assert(type.kind !== "void", "only type 0 is void, and it is not written");
  switch (type.kind) {
    case "int":
      head(type.name, BTF_KIND.int, type.size);
      out.u32((BTF_INT_ENCODINGS[type.encoding] << 24) | (type.bitOffset << 16) | type.bits);
      break;
    case "pointer":
    case "volatile":
    case "const":
    case "restrict":
      head("", BTF_KIND[type.kind], type.type);
      break;
    case "typedef":
    case "typeTag":
      head(type.name, BTF_KIND[type.kind], type.type);
      break;
    case "array":
      head("", BTF_KIND.array, 0);
      out.u32(type.element).u32(type.index).u32(type.length);
      break;
    case "struct":
    case "union": {
      const bitfields = type.members.some((member) => member.bitSize !== 0);
      head(type.name, BTF_KIND[type.kind], type.size, type.members.length, bitfields);
      for (const member of type.members) {
        out.u32(strings.add(member.name)).u32(member.type);
        out.u32(bitfields ? ((member.bitSize << 24) | member.bitOffset) >>> 0 : member.bitOffset);
      }
      break;
    }
    case "enum":
      writeEnum(out, strings, type, head);
      break;
    case "forward":
      head(type.name, BTF_KIND.forward, 0, 0, type.of === "union");
      break;
    case "function":
      head(type.name, BTF_KIND.function, type.type, BTF_LINKAGES.indexOf(type.linkage));
      break;
    case "functionPrototype":
      head("", BTF_KIND.functionPrototype, type.returns, type.parameters.length);
      for (const parameter of type.parameters) out.u32(strings.add(parameter.name)).u32(parameter.type);
      break;
    case "variable":
      head(type.name, BTF_KIND.variable, type.type);
      out.u32(BTF_LINKAGES.indexOf(type.linkage));
      break;
    case "section":
      head(type.name, BTF_KIND.section, type.size, type.variables.length);
      for (const variable of type.variables) out.u32(variable.type).u32(variable.offset).u32(variable.size);
      break;
    case "float":
      head(type.name, BTF_KIND.float, type.size);
      break;
    case "declarationTag":
      head(type.name, BTF_KIND.declarationTag, type.type);
      out.u32(type.component >>> 0);
      break;
  }
}

function writeEnum(
  out: ByteWriter,
  strings: StringTable,
  type: Extract<BtfType, { readonly kind: "enum" }>,
  head: (name: string, kind: number, size: number, vlen: number, flag: boolean) => void,
): void {
  const { enumerators } = type;
  const bits = type.signed ? BigInt.asIntN : BigInt.asUintN;
  const wide = type.size === 8 || enumerators.some(({ value }) => bits(32, value) !== value);
  head(type.name, wide ? BTF_KIND.enum64 : BTF_KIND.enum, type.size, enumerators.length, type.signed);
  for (const { name, value } of enumerators) {
    out.u32(strings.add(name));
    if (wide) out.u64(BigInt.asUintN(64, value));
    else out.u32(Number(BigInt.asUintN(32, value)));
  }
}
