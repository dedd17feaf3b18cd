import {
  BtfBuilder,
  type BtfExtSection,
  type BtfSectionVariable,
  CORE_RELOCATION_KINDS,
  type CoreRelocation,
  type FunctionInfo,
  type LineRecord,
  StringTable,
  sizeOf,
  typeAt,
  writeBtf,
  writeBtfExt,
} from "../btf/index.ts";
import { assert } from "../errors/assert.ts";
import { UnsupportedError } from "../errors/index.ts";
import {
  CALL,
  KCONFIG_SECTION,
  KSYMS_SECTION,
  LICENSE_SECTION,
  LOAD_64,
  MAPS_SECTION,
  PER_CPU_TAG,
  PSEUDO,
  R_BPF_64_32,
  R_BPF_64_64,
  R_BPF_64_ABS64,
  RECORD_TAG,
  SHF,
  SHN_UNDEFINED,
  SHT,
  SLOT,
  STB,
  STT,
} from "./elf-format.ts";
import { ElfWriter, type NewSymbol } from "./elf-writer.ts";
import type { BpfObject, DataSection, ObjectFunction, Reference } from "./object.ts";
import { addMapDefinition } from "./write-maps.ts";

/**
 * The object as an ELF file (relocatable, for BPF, little-endian) that libbpf, bpftool and other loaders take, and that
 * `readElf` turns into an equal object again.
 *
 * It adds what a file needs and an object does not: the types and the contents of `.maps` and `license`, symbols,
 * relocations, and declaration tags on per-CPU variables and on the types of records. The object's own types come first
 * and keep their ids.
 *
 * A `mapValue` reference has no form that libbpf knows: it is written as a relocation against the map, in an instruction that
 * already says "address in the value"; `readElf` reads it back, but libbpf would load the map's address instead. Portable
 * objects are compiled without such references.
 */
export function writeElf(object: BpfObject): Uint8Array<ArrayBuffer> {
  const table = object.maps.find((map) => map.structOps);
  if (table) {
    throw new UnsupportedError("YDL5004", `'${table.name}', an interface of the kernel, can't be written into a file`, {
      hint: "keep the file that it was read from",
    });
  }
  return new ObjectWriter(object).write();
}

class ObjectWriter {
  readonly #object: BpfObject;
  readonly #elf = new ElfWriter();
  readonly #types: BtfBuilder;
  readonly #code: readonly CodeSection[];
  readonly #functions = new Map<string, NewSymbol>();
  readonly #maps = new Map<string, NewSymbol>();
  readonly #externs = new Map<string, NewSymbol>();
  readonly #data = new Map<string, { readonly section: number; readonly variables: readonly NewSymbol[] }>();

  constructor(object: BpfObject) {
    this.#object = object;
    this.#types = new BtfBuilder(object.btf);
    this.#code = codeSections(object.functions);
  }

  write(): Uint8Array<ArrayBuffer> {
    this.#elf.source(this.#object.name);
    // The contents follow when all symbols that they refer to are there; the array is filled in place.
    const sections = this.#code.map((code) => this.#addCode(code));
    for (const section of this.#object.sections) this.#addData(section);
    this.#addLicense();
    this.#addMaps();
    this.#addExterns();
    this.#code.forEach((code, index) => {
      this.#relocate(code, sections[index]!);
    });
    const strings = new StringTable();
    const ext = writeBtfExt(this.#code.map(extSection), strings);
    const progbits = { type: SHT.progbits, flags: 0, alignment: 4 };
    this.#elf.section({ ...progbits, name: ".BTF", data: writeBtf(this.#types.build(), strings) });
    this.#elf.section({ ...progbits, name: ".BTF.ext", data: ext });
    return this.#elf.finish();
  }

  #addCode({ name, parts, data }: CodeSection): number {
    const section = this.#elf.section({ name, type: SHT.progbits, flags: SHF.alloc | SHF.execute, alignment: 8, data });
    for (const { fn, offset } of parts) {
      assert(!this.#functions.has(fn.name), "functions of an object have different names");
      const { btf } = this.#object;
      const type = typeAt(btf, fn.type);
      const binding = type.kind === "function" && type.linkage === "static" ? STB.local : STB.global;
      const symbol = { name: fn.name, type: STT.function, binding, section, value: offset, size: fn.code.length };
      this.#functions.set(fn.name, this.#elf.symbol(symbol));
    }
    return section;
  }

  #addData(section: DataSection): void {
    const zero = section.name === ".bss" || section.name.startsWith(".bss.");
    assert(!zero || section.data.every((byte) => byte === 0), ".bss is all zero");
    const index = this.#elf.section({
      name: section.name,
      type: zero ? SHT.nobits : SHT.progbits,
      flags: section.readonly ? SHF.alloc : SHF.alloc | SHF.write,
      // No variable needs more than a cache line; the kernel puts the section at the start of a page.
      alignment: 64,
      data: section.data,
    });
    const variables = section.variables.map(({ name, offset, size }) =>
      this.#elf.symbol({ name, type: STT.object, binding: STB.global, section: index, value: offset, size }),
    );
    this.#data.set(section.name, { section: index, variables });
    this.#tagPerCpu(section);
  }

  #tagPerCpu(section: DataSection): void {
    const marked = section.variables.filter((variable) => variable.perCpu);
    if (marked.length === 0) return;
    const { btf } = this.#object;
    const types = typeAt(btf, section.type);
    assert(types.kind === "section", "a section with per-CPU variables has its BTF type");
    for (const { name } of marked) {
      const variable = types.variables.find(({ type }) => {
        const candidate = typeAt(btf, type);
        return candidate.kind === "variable" && candidate.name === name;
      });
      assert(variable, "each variable of a section is named by the section's BTF type");
      this.#types.add({ kind: "declarationTag", name: PER_CPU_TAG, type: variable.type, component: -1 });
    }
  }

  #addLicense(): void {
    const data = new TextEncoder().encode(`${this.#object.license}\0`);
    const char = this.#types.add({ kind: "int", name: "char", size: 1, bits: 8, bitOffset: 0, encoding: "signed" });
    const type = this.#types.addArray(char, data.length);
    const variable = this.#types.add({ kind: "variable", name: "_license", type, linkage: "global" });
    const variables = [{ type: variable, offset: 0, size: data.length }];
    this.#types.add({ kind: "section", name: LICENSE_SECTION, size: data.length, variables });
    const flags = SHF.alloc | SHF.write;
    const section = this.#elf.section({ name: LICENSE_SECTION, type: SHT.progbits, flags, alignment: 1, data });
    const symbol = { name: "_license", type: STT.object, binding: STB.global, section, value: 0, size: data.length };
    this.#elf.symbol(symbol);
  }

  #addMaps(): void {
    if (this.#object.maps.length === 0) return;
    const variables: BtfSectionVariable[] = [];
    const values: number[] = [];
    let end = 0;
    for (const map of this.#object.maps) {
      const { type, size, valuesOffset } = addMapDefinition(this.#types, map);
      values.push(end + valuesOffset);
      const variable = this.#types.add({ kind: "variable", name: map.name, type, linkage: "global" });
      variables.push({ type: variable, offset: end, size });
      end += size;
      if (map.recordType !== undefined) {
        const name = `${RECORD_TAG}${map.name}`;
        this.#types.add({ kind: "declarationTag", name, type: map.recordType, component: -1 });
      }
    }
    this.#types.add({ kind: "section", name: MAPS_SECTION, size: end, variables });
    const flags = SHF.alloc | SHF.write;
    const data = new Uint8Array(end);
    const section = this.#elf.section({ name: MAPS_SECTION, type: SHT.progbits, flags, alignment: 8, data });
    this.#object.maps.forEach((map, index) => {
      assert(!this.#maps.has(map.name), "maps of an object have different names");
      const { offset, size } = variables[index]!;
      const symbol = { name: map.name, type: STT.object, binding: STB.global, section, value: offset, size };
      this.#maps.set(map.name, this.#elf.symbol(symbol));
    });
    this.#object.maps.forEach((map, place) => {
      for (const value of map.values ?? []) {
        const symbol = "map" in value ? found(this.#maps, value.map) : found(this.#functions, value.program);
        const offset = values[place]! + value.index * SLOT;
        this.#elf.relocation(section, { offset, type: R_BPF_64_ABS64, symbol });
      }
    });
  }

  #addExterns(): void {
    const sections = new Map<string, BtfSectionVariable[]>();
    for (const { name, kind, type, weak } of this.#object.externs ?? []) {
      const linkage = "extern";
      const shape = kind === "function" ? ({ kind: "function" } as const) : ({ kind: "variable" } as const);
      const id = this.#types.add({ ...shape, name, type, linkage });
      const section = kind === "config" ? KCONFIG_SECTION : KSYMS_SECTION;
      const variables = sections.get(section) ?? [];
      // There is nothing behind it in the file: like a compiler, say only how large it is.
      const size = kind === "function" ? 0 : (sizeOf(this.#object.btf, type) ?? 0);
      variables.push({ type: id, offset: 0, size });
      sections.set(section, variables);
      const binding = weak ? STB.weak : STB.global;
      const symbol = { name, type: STT.none, binding, section: SHN_UNDEFINED, value: 0, size: 0 };
      this.#externs.set(name, this.#elf.symbol(symbol));
    }
    for (const [name, variables] of sections) this.#types.add({ kind: "section", name, size: 0, variables });
  }

  #relocate({ parts, data }: CodeSection, section: number): void {
    const view = new DataView(data.buffer);
    for (const { fn, offset } of parts) {
      for (const reference of fn.references) {
        const at = offset + reference.slot * SLOT;
        const wide = reference.kind !== "call" && reference.kind !== "kernelCall";
        assert(reference.slot * SLOT + (wide ? 2 : 1) * SLOT <= fn.code.length, "a reference lies in its function");
        assert(data[at] === (wide ? LOAD_64 : CALL), "a reference is at a 16-byte load or a call");
        const { symbol, pseudo, low, high } = this.#target(reference);
        data[at + 1] = (data[at + 1]! & 0x0f) | (pseudo << 4);
        view.setInt32(at + 4, low, true);
        if (wide) view.setInt32(at + SLOT + 4, high, true);
        this.#elf.relocation(section, { offset: at, type: wide ? R_BPF_64_64 : R_BPF_64_32, symbol });
      }
    }
  }

  /** The symbol that a reference names, and what stands in the instruction before it is relocated. */
  #target(reference: Reference): {
    readonly symbol: NewSymbol;
    readonly pseudo: number;
    readonly low: number;
    readonly high: number;
  } {
    switch (reference.kind) {
      case "map":
        return { symbol: found(this.#maps, reference.map), pseudo: 0, low: 0, high: 0 };
      case "mapValue":
        return { symbol: found(this.#maps, reference.map), pseudo: PSEUDO.mapValue, low: 0, high: reference.offset };
      case "data": {
        const { section, variables } = found(this.#data, reference.section);
        const { offset } = reference;
        const variable = variables.find(({ value, size }) => offset >= value && offset < value + size);
        const symbol = variable ?? this.#elf.sectionSymbol(section);
        return { symbol, pseudo: 0, low: offset - symbol.value, high: 0 };
      }
      case "call":
        return { symbol: found(this.#functions, reference.function), pseudo: PSEUDO.call, low: -1, high: 0 };
      case "extern":
        return { symbol: found(this.#externs, reference.extern), pseudo: 0, low: 0, high: 0 };
      case "kernelCall":
        return { symbol: found(this.#externs, reference.extern), pseudo: PSEUDO.call, low: -1, high: 0 };
      case "function": {
        // libbpf wants a local function's address by its section.
        const fn = found(this.#functions, reference.function);
        if (fn.binding !== STB.local) return { symbol: fn, pseudo: PSEUDO.function, low: 0, high: 0 };
        return { symbol: this.#elf.sectionSymbol(fn.section), pseudo: PSEUDO.function, low: fn.value, high: 0 };
      }
    }
  }
}

function found<T>(table: ReadonlyMap<string, T>, name: string): T {
  const value = table.get(name);
  assert(value !== undefined, `the object has what its code refers to: '${name}'`);
  return value;
}

interface CodeSection {
  readonly name: string;
  readonly parts: readonly { readonly fn: ObjectFunction; readonly offset: number }[];
  /** The code of all parts, one after the other. */
  readonly data: Uint8Array<ArrayBuffer>;
}

function codeSections(functions: readonly ObjectFunction[]): CodeSection[] {
  const sectionOf = (fn: ObjectFunction) => (fn.autoload === false ? `?${fn.section}` : fn.section);
  return [...Map.groupBy(functions, sectionOf)].map(([name, members]) => {
    let end = 0;
    const parts = members.map((fn) => {
      assert(fn.isProgram === (fn.section !== ".text"), "what is in .text is a subprogram, and nothing else is");
      assert(fn.code.length > 0 && fn.code.length % SLOT === 0, "code is whole slots of 8 bytes");
      const offset = end;
      end += fn.code.length;
      return { fn, offset };
    });
    const data = new Uint8Array(end);
    for (const { fn, offset } of parts) data.set(fn.code, offset);
    return { name, parts, data };
  });
}

function extSection({ name, parts }: CodeSection): BtfExtSection {
  const functions: FunctionInfo[] = [];
  const lines: LineRecord[] = [];
  const relocations: CoreRelocation[] = [];
  for (const { fn, offset } of parts) {
    if (fn.type !== 0) functions.push({ offset, type: fn.type });
    for (const { slot, ...line } of fn.lines) lines.push({ offset: offset + slot * SLOT, ...line });
    for (const { slot, type, access, kind } of fn.relocations ?? []) {
      relocations.push({ offset: offset + slot * SLOT, type, access, kind: CORE_RELOCATION_KINDS.indexOf(kind) });
    }
  }
  return { section: name, functions, lines, relocations };
}
