import {
  type Btf,
  type BtfExtSection,
  type BtfId,
  keepTypes,
  reachable,
  readBtfExt,
  readBtfWithStrings,
} from "../btf/index.ts";
import { ObjectFormatError } from "../errors/index.ts";
import { LICENSE_SECTION, MAPS_SECTION, PER_CPU_TAG, RECORD_TAG, STT } from "./elf-format.ts";
import { type ElfFile, readElfFile } from "./elf-reader.ts";
import type { BpfObject, DataSection, ObjectFunction, ObjectMap, Reference } from "./object.ts";
import { placeVariables, readData } from "./read-data.ts";
import { isExternSection, readExterns } from "./read-externs.ts";
import { readFunctions } from "./read-functions.ts";
import { withValues } from "./read-map-values.ts";
import { readMaps, refuseLegacyMaps } from "./read-maps.ts";
import { readStructOps } from "./read-struct-ops.ts";

/**
 * Reads an ELF object: ours, or one that `clang -g -target bpf` made in libbpf's style. `readElf(writeElf(object))` is equal
 * to `object` as long as its functions are grouped by section.
 *
 * BTF types that only describe the file (the definitions in `.maps`, the license) are left out, as `ObjectMap` says the same.
 * @param name of the object; by default the name of the source file that the object says it was made of
 * @throws {ObjectFormatError} the bytes are not a BPF object (the message says what they are), or are damaged
 * @throws {UnsupportedError} the object needs something that is not supported yet, such as kernel interfaces
 */
export function readElf(bytes: Uint8Array, name?: string): BpfObject {
  const file = readElfFile(bytes);
  refuseLegacyMaps(file);
  const { btf: raw, ext } = readTypes(file);
  const btf = placeVariables(file, raw);
  const maps = readMaps(file, btf);
  const externs = readExterns(file, btf);
  const functions = readFunctions(file, maps, ext, externs);
  const object: BpfObject = {
    name: name ?? sourceName(file),
    license: readLicense(file),
    maps: [...withRecords(withValues(file, maps), btf), ...readStructOps(file, btf)],
    sections: readData(file, btf).filter((section) => isOfUse(section, functions)),
    functions,
    btf,
    ...(externs.length > 0 && { externs }),
  };
  if (object.functions.length === 0) {
    throw new ObjectFormatError("YDL5002", "the object has no functions: nothing in it can be loaded");
  }
  return withoutFileTypes(object);
}

/** What programs write into ring and perf buffers is no part of a map's definition: a loader would take it for the value. */
function withRecords(maps: readonly ObjectMap[], btf: Btf): ObjectMap[] {
  const records = new Map<string, BtfId>();
  for (const type of btf.types) {
    if (type.kind === "declarationTag" && type.name.startsWith(RECORD_TAG)) {
      records.set(type.name.slice(RECORD_TAG.length), type.type);
    }
  }
  return maps.map((map) => {
    const recordType = records.get(map.name);
    return recordType === undefined ? map : { ...map, recordType };
  });
}

function readTypes(file: ElfFile): { readonly btf: Btf; readonly ext: readonly BtfExtSection[] } {
  const section = file.sections.find(({ name }) => name === ".BTF");
  if (!section) {
    throw new ObjectFormatError("YDL5006", "the object has no BTF: nothing says what its maps and variables hold", {
      hint: "compile with clang -g",
    });
  }
  const { btf, stringAt } = readBtfWithStrings(section.data);
  const extSection = file.sections.find(({ name }) => name === ".BTF.ext");
  const ext = extSection ? readBtfExt(extSection.data, stringAt) : [];
  for (const { type } of ext.flatMap(({ relocations }) => relocations)) {
    if (btf.types[type] !== undefined) continue;
    throw new ObjectFormatError("YDL5202", `the .BTF.ext section is damaged: it speaks of BTF type ${type}`);
  }
  for (const type of ext.flatMap(({ functions }) => functions.map((info) => info.type))) {
    if (btf.types[type]?.kind === "function") continue;
    throw new ObjectFormatError(
      "YDL5202",
      `the .BTF.ext section is damaged: it says that BTF type ${type} is a function`,
    );
  }
  return { btf, ext };
}

/** Compilers leave sections of constants behind that they folded into the code. */
function isOfUse(section: DataSection, functions: readonly ObjectFunction[]): boolean {
  if (section.type !== 0 || section.variables.length > 0) return true;
  const isReferred = (reference: Reference): boolean => reference.kind === "data" && reference.section === section.name;
  return functions.some((fn) => fn.references.some(isReferred));
}

function sourceName(file: ElfFile): string {
  const source = file.symbols.find((symbol) => symbol.type === STT.file)?.name ?? "object";
  return source.replace(/(\.bpf)?\.c$/, "");
}

function readLicense(file: ElfFile): string {
  const data = file.sections.find(({ name }) => name === LICENSE_SECTION)?.data ?? new Uint8Array();
  const end = data.indexOf(0);
  return new TextDecoder().decode(end < 0 ? data : data.subarray(0, end));
}

/** Drops the types that `writeElf` or a compiler added for the file alone. */
function withoutFileTypes(object: BpfObject): BpfObject {
  const { btf } = object;
  const fileTypes: BtfId[] = [];
  for (const [id, type] of btf.types.entries()) {
    const ofFile = type.kind === "section" && (type.name === MAPS_SECTION || type.name === LICENSE_SECTION);
    if (ofFile || isExternSection(btf, id) || (type.kind === "declarationTag" && isFileTag(type.name)))
      fileTypes.push(id);
  }
  const candidates = reachable(btf, fileTypes);
  const named = [
    ...object.maps.flatMap(mapTypes),
    ...object.sections.map((section) => section.type),
    ...object.functions.flatMap((fn) => [fn.type, ...(fn.relocations ?? []).map(({ type }) => type)]),
    ...(object.externs ?? []).map((extern) => extern.type),
  ];
  const others = [...btf.types.keys()].filter((id) => !candidates.has(id));
  const { btf: kept, newId } = keepTypes(btf, reachable(btf, [...named, ...others]));
  const mapOf = (map: ObjectMap): ObjectMap => ({
    ...map,
    keyType: newId(map.keyType),
    valueType: newId(map.valueType),
    ...(map.recordType === undefined ? {} : { recordType: newId(map.recordType) }),
    ...(map.inner ? { inner: mapOf(map.inner) } : {}),
  });
  return {
    ...object,
    maps: object.maps.map(mapOf),
    sections: object.sections.map((section) => ({
      ...section,
      type: newId(section.type),
      variables: section.variables.map((variable) => ({ ...variable, type: newId(variable.type) })),
    })),
    functions: object.functions.map((fn) => ({
      ...fn,
      type: newId(fn.type),
      ...(fn.relocations && {
        relocations: fn.relocations.map((relocation) => ({ ...relocation, type: newId(relocation.type) })),
      }),
    })),
    btf: kept,
    ...(object.externs && { externs: object.externs.map((extern) => ({ ...extern, type: newId(extern.type) })) }),
  };
}

function isFileTag(name: string): boolean {
  return name === PER_CPU_TAG || name.startsWith(RECORD_TAG);
}

function mapTypes(map: ObjectMap): BtfId[] {
  return [map.keyType, map.valueType, map.recordType ?? 0, ...(map.inner ? mapTypes(map.inner) : [])];
}
