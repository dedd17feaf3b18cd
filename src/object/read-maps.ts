import { type Btf, type BtfId, resolve, sizeOf, typeAt } from "../btf/index.ts";
import { ObjectFormatError, UnsupportedError } from "../errors/index.ts";
import { MAPS_SECTION } from "./elf-format.ts";
import type { ElfFile, ElfSection } from "./elf-reader.ts";
import type { ObjectMap } from "./object.ts";

/** A map and where it is defined: code refers to it by its place in `.maps`. */
export interface PlacedMap {
  readonly map: ObjectMap;
  /** In bytes from the start of `.maps`. */
  readonly offset: number;
  /** Where its definition ends. */
  readonly end: number;
  /** Where its array of initial values begins; undefined when it has none. */
  readonly valuesOffset: number | undefined;
}

const LIBBPF_PIN_NONE = 0;
const LIBBPF_PIN_BY_NAME = 1;
/** `BPF_MAP_TYPE_ARRAY_OF_MAPS` and `BPF_MAP_TYPE_HASH_OF_MAPS`: their values are map ids for user space. */
const MAPS_OF_MAPS = [12, 13];
const MAP_ID_SIZE = 4;

/**
 * Checks that the object does not define maps in the form that libbpf 1.0 dropped.
 * @throws {ObjectFormatError} it does
 */
export function refuseLegacyMaps(file: ElfFile): void {
  const legacy = file.sections.find(({ name }) => name === "maps" || name.startsWith("maps/"));
  if (legacy) {
    throw new ObjectFormatError("YDL5003", `the maps in section '${legacy.name}' are of the old form without types`, {
      hint: 'define them with BTF: struct { __uint(type, …); __type(key, …); … } name SEC(".maps");',
    });
  }
}

/**
 * The BTF-defined maps of an object.
 * @param btf with the sizes and offsets of its sections filled in
 * @throws {ObjectFormatError} a definition is not one that libbpf would understand
 * @throws {UnsupportedError} a definition sets what is not known here
 */
export function readMaps(file: ElfFile, btf: Btf): PlacedMap[] {
  const section = file.sections.find(({ name }) => name === MAPS_SECTION);
  if (!section) return [];
  const types = btf.types.find((type) => type.kind === "section" && type.name === MAPS_SECTION);
  if (types?.kind !== "section") throw new ObjectFormatError("YDL5005", "the BTF does not describe the section .maps");
  return types.variables.map((variable) => {
    const { offset } = variable;
    const type = typeAt(btf, variable.type);
    if (type.kind !== "variable")
      throw new ObjectFormatError("YDL5005", `what is at ${offset} in .maps has no variable`);
    if (offset + variable.size > sizeOfSection(section)) {
      throw new ObjectFormatError("YDL5005", `the map '${type.name}' lies outside of .maps`);
    }
    const map = new MapReader(btf, type.name).read(type.type);
    return { map, offset, end: offset + variable.size, valuesOffset: valuesOffset(btf, type.type, offset) };
  });
}

function valuesOffset(btf: Btf, definition: BtfId, offset: number): number | undefined {
  const { type } = resolve(btf, definition);
  const member = type.kind === "struct" ? type.members.find(({ name }) => name === "values") : undefined;
  return member && offset + member.bitOffset / 8;
}

function sizeOfSection(section: ElfSection): number {
  return section.data.length;
}

type Draft = { -readonly [K in keyof ObjectMap]?: ObjectMap[K] };

class MapReader {
  readonly #btf: Btf;
  readonly #name: string;
  readonly #map: Draft;

  constructor(btf: Btf, name: string) {
    this.#btf = btf;
    this.#name = name;
    this.#map = { name };
  }

  read(id: BtfId, isInner = false): ObjectMap {
    const { type } = resolve(this.#btf, id);
    if (type.kind !== "struct") throw this.#wrong(`it is a ${type.kind}, not a struct`);
    for (const member of type.members) this.#member(member.name, member.type, isInner);
    const map = this.#map;
    if (map.type === undefined) throw this.#wrong("it has no type");
    const { keySize = 0, maxEntries = 0, flags = 0, keyType = 0, valueType = 0 } = map;
    const valueSize = map.valueSize ?? (MAPS_OF_MAPS.includes(map.type) ? MAP_ID_SIZE : 0);
    const whole = { name: this.#name, type: map.type, keySize, valueSize, maxEntries, flags, keyType, valueType };
    return {
      ...whole,
      ...(map.mapExtra === undefined ? {} : { mapExtra: map.mapExtra }),
      ...(map.pinByName === undefined ? {} : { pinByName: map.pinByName }),
      ...(map.inner === undefined ? {} : { inner: map.inner }),
    };
  }

  #member(name: string, type: BtfId, isInner: boolean): void {
    const map = this.#map;
    switch (name) {
      case "type":
        map.type = this.#number(name, type);
        break;
      case "max_entries":
        map.maxEntries = this.#number(name, type);
        break;
      case "map_flags":
        map.flags = this.#number(name, type);
        break;
      case "map_extra":
        map.mapExtra = this.#bigNumber(name, type);
        break;
      case "key_size":
        map.keySize = this.#size(name, map.keySize, this.#number(name, type));
        break;
      case "value_size":
        map.valueSize = this.#size(name, map.valueSize, this.#number(name, type));
        break;
      case "key":
        map.keyType = this.#target(name, type);
        map.keySize = this.#size(name, map.keySize, this.#sizeOfType(name, map.keyType));
        break;
      case "value":
        map.valueType = this.#target(name, type);
        map.valueSize = this.#size(name, map.valueSize, this.#sizeOfType(name, map.valueType));
        break;
      case "pinning": {
        const pinning = this.#number(name, type);
        if (pinning !== LIBBPF_PIN_NONE && pinning !== LIBBPF_PIN_BY_NAME)
          throw this.#wrong(`its pinning is ${pinning}`);
        if (pinning === LIBBPF_PIN_BY_NAME) map.pinByName = true;
        break;
      }
      case "values":
        if (isInner) throw this.#wrong("it is a map of maps of maps, which the kernel does not have");
        this.#values(type);
        break;
      default:
        throw new UnsupportedError("YDL5003", `the map '${this.#name}' sets '${name}', which is not supported`);
    }
  }

  #values(id: BtfId): void {
    const array = resolve(this.#btf, id).type;
    if (array.kind !== "array") throw this.#wrong("its values are not an array");
    const target = resolve(this.#btf, this.#target("values", array.element)).type;
    // A program array may name the prototype of its programs here, which says nothing about the map.
    if (target.kind === "functionPrototype") {
      this.#map.valueSize = this.#size("values", this.#map.valueSize, MAP_ID_SIZE);
      return;
    }
    this.#map.inner = new MapReader(this.#btf, `${this.#name}.inner`).read(this.#target("values", array.element), true);
  }

  /** `int (*name)[N]` is how a definition says N; an enum of one enumerator is the newer form, for 64 bits. */
  #bigNumber(name: string, id: BtfId): bigint {
    const pointer = resolve(this.#btf, id).type;
    const { type } = pointer.kind === "pointer" ? resolve(this.#btf, pointer.type) : { type: pointer };
    if (type.kind === "array") return BigInt(type.length);
    const only = type.kind === "enum" && type.enumerators.length === 1 ? type.enumerators[0] : undefined;
    if (only === undefined) throw this.#wrong(`its ${name} is not a pointer to an array of that length`);
    return BigInt.asUintN(64, only.value);
  }

  #number(name: string, id: BtfId): number {
    const value = this.#bigNumber(name, id);
    if (value > 0xffff_ffffn) throw this.#wrong(`its ${name} is ${value}, more than 32 bits hold`);
    return Number(value);
  }

  #target(name: string, id: BtfId): BtfId {
    const { type } = resolve(this.#btf, id);
    if (type.kind !== "pointer") throw this.#wrong(`its ${name} is not a pointer to a type`);
    return type.type;
  }

  #sizeOfType(name: string, id: BtfId): number {
    const size = sizeOf(this.#btf, id);
    if (size === undefined || size > 0xffff_ffff) throw this.#wrong(`its ${name} has no size`);
    return size;
  }

  #size(name: string, known: number | undefined, size: number): number {
    if (known !== undefined && known !== size)
      throw this.#wrong(`its ${name} takes ${size} bytes here and ${known} there`);
    return size;
  }

  #wrong(message: string): ObjectFormatError {
    return new ObjectFormatError("YDL5005", `the definition of the map '${this.#name}' is not understood: ${message}`);
  }
}
