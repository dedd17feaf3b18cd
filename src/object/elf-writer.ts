import { ByteWriter, StringTable } from "../btf/index.ts";
import { assert } from "../errors/assert.ts";
import {
  ELF_HEADER_SIZE,
  ELF_RELOCATION_SIZE,
  ELF_SECTION_HEADER_SIZE,
  ELF_SYMBOL_SIZE,
  EM_BPF,
  ET_REL,
  SHF,
  SHN_ABSOLUTE,
  SHN_RESERVED,
  SHT,
  STB,
  STT,
} from "./elf-format.ts";

export interface NewSection {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly alignment: number;
  readonly data: Uint8Array;
  /** Bytes of each entry in a table. */
  readonly entrySize?: number;
  readonly link?: number;
  readonly info?: number;
}

export interface NewSymbol {
  readonly name: string;
  readonly type: number;
  readonly binding: number;
  readonly section: number;
  readonly value: number;
  readonly size: number;
}

interface NewRelocation {
  readonly offset: number;
  readonly type: number;
  readonly symbol: NewSymbol;
}

/** Puts an ELF64 relocatable object for BPF together: sections, symbols and relocations. */
export class ElfWriter {
  readonly #sections: NewSection[] = [{ name: "", type: SHT.null, flags: 0, alignment: 0, data: new Uint8Array() }];
  readonly #symbols: NewSymbol[] = [];
  readonly #relocations = new Map<number, NewRelocation[]>();

  /** Adds a section and gives its index. */
  section(section: NewSection): number {
    return this.#sections.push(section) - 1;
  }

  symbol(symbol: NewSymbol): NewSymbol {
    this.#symbols.push(symbol);
    return symbol;
  }

  /** The symbol that stands for a section itself. */
  sectionSymbol(section: number): NewSymbol {
    const known = this.#symbols.find((symbol) => symbol.type === STT.section && symbol.section === section);
    return known ?? this.symbol({ name: "", type: STT.section, binding: STB.local, section, value: 0, size: 0 });
  }

  /** Names the source that the object was made of. */
  source(name: string): void {
    this.symbol({ name, type: STT.file, binding: STB.local, section: SHN_ABSOLUTE, value: 0, size: 0 });
  }

  relocation(section: number, relocation: NewRelocation): void {
    const list = this.#relocations.get(section) ?? [];
    list.push(relocation);
    this.#relocations.set(section, list);
  }

  finish(): Uint8Array<ArrayBuffer> {
    const strings = new StringTable();
    const relocated = [...this.#relocations.keys()].sort((a, b) => a - b);
    const symbolTable = this.#sections.length + relocated.length;
    for (const section of relocated) this.#addRelocations(section, symbolTable);
    this.#addSymbols(strings);
    assert(this.#sections.length - 1 === symbolTable, "the symbol table follows the relocations");
    const names = this.#sections.map((section) => strings.add(section.name));
    names.push(strings.add(".strtab"));
    const table = { name: ".strtab", type: SHT.strtab, flags: 0, alignment: 1, data: strings.finish() };
    return assemble([...this.#sections, table], names);
  }

  /** Local symbols come first in ELF. The order is otherwise that of their making. */
  #ordered(): NewSymbol[] {
    const locals = this.#symbols.filter((symbol) => symbol.binding === STB.local);
    return [...locals, ...this.#symbols.filter((symbol) => symbol.binding !== STB.local)];
  }

  #addRelocations(section: number, symbolTable: number): void {
    const numbers = new Map(this.#ordered().map((symbol, index) => [symbol, index + 1]));
    const out = new ByteWriter();
    for (const { offset, type, symbol } of this.#relocations.get(section) ?? []) {
      const number = numbers.get(symbol);
      assert(number !== undefined, "a relocation names a symbol of the same object");
      out.u64(offset).u32(type).u32(number);
    }
    this.section({
      name: `.rel${this.#sections[section]!.name}`,
      type: SHT.rel,
      flags: SHF.infoLink,
      alignment: 8,
      data: out.finish(),
      entrySize: ELF_RELOCATION_SIZE,
      link: symbolTable,
      info: section,
    });
  }

  #addSymbols(strings: StringTable): void {
    const symbols = this.#ordered();
    const out = new ByteWriter().bytes(new Uint8Array(ELF_SYMBOL_SIZE));
    for (const { name, type, binding, section, value, size } of symbols) {
      out
        .u32(strings.add(name))
        .u8((binding << 4) | type)
        .u8(0)
        .u16(section)
        .u64(value)
        .u64(size);
    }
    this.section({
      name: ".symtab",
      type: SHT.symtab,
      flags: 0,
      alignment: 8,
      data: out.finish(),
      entrySize: ELF_SYMBOL_SIZE,
      link: this.#sections.length + 1,
      info: 1 + symbols.filter((symbol) => symbol.binding === STB.local).length,
    });
  }
}

function assemble(sections: readonly NewSection[], names: readonly number[]): Uint8Array<ArrayBuffer> {
  assert(sections.length < SHN_RESERVED, "an object has fewer than 65280 sections");
  const body = new ByteWriter().bytes(new Uint8Array(ELF_HEADER_SIZE));
  const offsets = sections.map((section) => {
    if (section.type === SHT.null) return 0;
    body.align(section.alignment);
    const offset = body.length;
    if (section.type !== SHT.nobits) body.bytes(section.data);
    return offset;
  });
  body.align(8);
  const table = body.length;
  sections.forEach((section, index) => {
    body.u32(names[index]!).u32(section.type).u64(section.flags).u64(0);
    body
      .u64(offsets[index]!)
      .u64(section.data.length)
      .u32(section.link ?? 0)
      .u32(section.info ?? 0);
    body.u64(section.alignment).u64(section.entrySize ?? 0);
  });
  const bytes = body.finish();
  bytes.set(header(table, sections.length));
  return bytes;
}

function header(sectionTable: number, sections: number): Uint8Array {
  const out = new ByteWriter();
  // Magic number, 64 bits, little-endian, version 1; the rest of the identification is zero.
  out.u32(0x464c_457f).u8(2).u8(1).u8(1).align(16);
  out.u16(ET_REL).u16(EM_BPF).u32(1).u64(0).u64(0).u64(sectionTable).u32(0).u16(ELF_HEADER_SIZE);
  out
    .u16(0)
    .u16(0)
    .u16(ELF_SECTION_HEADER_SIZE)
    .u16(sections)
    .u16(sections - 1);
  return out.finish();
}
