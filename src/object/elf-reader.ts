import { stringReader } from "../btf/index.ts";
import { ObjectFormatError } from "../errors/index.ts";
import {
  ELF_HEADER_SIZE,
  ELF_RELOCATION_SIZE,
  ELF_SECTION_HEADER_SIZE,
  ELF_SYMBOL_SIZE,
  EM_BPF,
  ET_REL,
  SHN_RESERVED,
  SHT,
} from "./elf-format.ts";

export interface ElfSection {
  readonly index: number;
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  /** In bytes; also for sections without contents in the file. */
  readonly size: number;
  readonly link: number;
  readonly info: number;
  /** A view into the file; empty for sections without contents. */
  readonly data: Uint8Array;
}

export interface ElfSymbol {
  readonly name: string;
  readonly type: number;
  readonly binding: number;
  /** Index of its section, 0 when it is defined elsewhere. */
  readonly section: number;
  /** Offset in bytes from the start of its section. */
  readonly value: number;
  /** In bytes. */
  readonly size: number;
}

export interface ElfRelocation {
  /** In bytes from the start of the section. */
  readonly offset: number;
  readonly type: number;
  readonly symbol: ElfSymbol;
}

export interface ElfFile {
  readonly sections: readonly ElfSection[];
  readonly symbols: readonly ElfSymbol[];
  /** Relocations by the index of the section that they change. */
  readonly relocations: ReadonlyMap<number, readonly ElfRelocation[]>;
}

const BUILD_HINT = "build it with `yodel build`, or with `clang -O2 -g -target bpf -c`";

/**
 * Reads the sections, symbols and relocations of a BPF object file. Every offset and index in the result has been checked.
 * @throws {ObjectFormatError} the bytes are something else (the message says what), or are cut off or damaged
 */
export function readElfFile(file: Uint8Array): ElfFile {
  // Slices of a Buffer share its memory, those of a Uint8Array are copies.
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  checkHeader(bytes);
  const sections = readSections(bytes);
  const table = sections.find((section) => section.type === SHT.symtab);
  if (!table) throw damaged("it has no symbol table (was it stripped?)");
  const symbols = readSymbols(sections, table);
  const relocations = new Map<number, ElfRelocation[]>();
  for (const section of sections) {
    if (section.type === SHT.rela && wanted(sections[section.info]?.name)) {
      throw damaged(`the relocations of '${sections[section.info]?.name}' are of a form that BPF does not use`);
    }
    if (section.type !== SHT.rel || !wanted(sections[section.info]?.name)) continue;
    const list = relocations.get(section.info) ?? [];
    list.push(...readRelocations(section, sections[section.info]!, table, symbols));
    relocations.set(section.info, list);
  }
  return { sections, symbols, relocations };
}

/** Relocations of debugging sections are many and of no use to us. */
function wanted(name: string | undefined): boolean {
  return name !== undefined && !/^\.(debug_|BTF|eh_frame)/.test(name);
}

function damaged(message: string): ObjectFormatError {
  return new ObjectFormatError("YDL5002", `the object file is damaged: ${message}`, { hint: BUILD_HINT });
}

function foreign(message: string, hint = BUILD_HINT): ObjectFormatError {
  return new ObjectFormatError("YDL5001", message, { hint });
}

/** Machines that people compile for by mistake. Source: the registry of e_machine values in the System V ABI. */
const machines: { readonly [number: number]: string } = {
  3: "x86",
  8: "MIPS",
  20: "PowerPC",
  21: "PowerPC 64",
  22: "s390",
  40: "ARM",
  62: "x86-64",
  183: "AArch64",
  243: "RISC-V",
  258: "LoongArch",
};

const elfTypes: { readonly [number: number]: string } = { 2: "an executable", 3: "a shared library", 4: "a core dump" };

function checkHeader(bytes: Uint8Array): void {
  if (bytes.length === 0) throw foreign("the file is empty, not a BPF object");
  if (bytes.length < 4 || bytes[0] !== 0x7f || bytes[1] !== 0x45 || bytes[2] !== 0x4c || bytes[3] !== 0x46) {
    throw foreign(`${looksLike(bytes)}, not an ELF file`);
  }
  if (bytes.length < ELF_HEADER_SIZE) throw damaged(`it is cut off in its header, after ${bytes.length} bytes`);
  if (bytes[4] !== 2) throw foreign("a 32-bit ELF file; BPF objects are 64-bit");
  if (bytes[5] !== 1) {
    throw foreign(
      "a big-endian ELF file; only little-endian objects are supported",
      "compile with clang -target bpfel",
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const machine = view.getUint16(18, true);
  if (machine !== EM_BPF) {
    const name = machines[machine] ?? `machine ${machine}`;
    throw foreign(`an ELF file for ${name}, not for BPF`, "compile with clang -target bpf");
  }
  const type = view.getUint16(16, true);
  if (type !== ET_REL)
    throw foreign(`${elfTypes[type] ?? `an ELF file of type ${type}`}; a relocatable object is needed`);
}

function looksLike(bytes: Uint8Array): string {
  const start = [...bytes.subarray(0, 4)];
  const text = start.every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127));
  if (start[0] === 0x42 && start[1] === 0x43) return "LLVM bitcode (was it compiled with -emit-llvm?)";
  if (String.fromCharCode(...start) === "!<ar") return "an archive (.a)";
  return text
    ? "a text file"
    : `a file that starts with ${start.map((byte) => byte.toString(16).padStart(2, "0")).join(" ")}`;
}

function readSections(bytes: Uint8Array): ElfSection[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const u64 = (at: number): number => Number(view.getBigUint64(at, true));
  const start = u64(40);
  const count = view.getUint16(60, true);
  const namesIndex = view.getUint16(62, true);
  if (count === 0) throw damaged("it has no sections");
  if (view.getUint16(58, true) !== ELF_SECTION_HEADER_SIZE) throw damaged("its section headers have an unknown size");
  if (start + count * ELF_SECTION_HEADER_SIZE > bytes.length) {
    const end = start + count * ELF_SECTION_HEADER_SIZE;
    throw damaged(`its section headers end at byte ${end}, but there are only ${bytes.length} (was it cut off?)`);
  }
  const headers = Array.from({ length: count }, (_, index) => {
    const at = start + index * ELF_SECTION_HEADER_SIZE;
    const type = view.getUint32(at + 4, true);
    const offset = u64(at + 24);
    const size = u64(at + 32);
    const inFile = type !== SHT.nobits && type !== SHT.null;
    if (inFile && offset + size > bytes.length) {
      throw damaged(
        `section ${index} ends at byte ${offset + size}, but there are only ${bytes.length} (was it cut off?)`,
      );
    }
    return {
      index,
      nameOffset: view.getUint32(at, true),
      type,
      flags: u64(at + 8),
      size,
      link: view.getUint32(at + 40, true),
      info: view.getUint32(at + 44, true),
      data: inFile ? bytes.subarray(offset, offset + size) : new Uint8Array(),
    };
  });
  const nameAt = strings(headers[namesIndex]?.data, "section names");
  return headers.map(({ nameOffset, ...header }) => ({ ...header, name: nameAt(nameOffset) }));
}

function strings(table: Uint8Array | undefined, what: string): (offset: number) => string {
  if (table === undefined || table.length === 0 || table[table.length - 1] !== 0) {
    throw damaged(`its table of ${what} is missing or does not end in a NUL`);
  }
  const read = stringReader(table);
  return (offset) => {
    const text = read(offset);
    if (text === undefined) throw damaged(`a name lies outside of the table of ${what}`);
    return text;
  };
}

function readSymbols(sections: readonly ElfSection[], table: ElfSection): ElfSymbol[] {
  if (table.size % ELF_SYMBOL_SIZE !== 0) throw damaged("its symbol table is cut off");
  const nameAt = strings(sections[table.link]?.data, "symbol names");
  const view = new DataView(table.data.buffer, table.data.byteOffset, table.data.byteLength);
  return Array.from({ length: table.data.length / ELF_SYMBOL_SIZE }, (_, index) => {
    const at = index * ELF_SYMBOL_SIZE;
    const info = view.getUint8(at + 4);
    const section = view.getUint16(at + 6, true);
    if (section >= sections.length && section < SHN_RESERVED) throw damaged(`symbol ${index} is in section ${section}`);
    return {
      name: nameAt(view.getUint32(at, true)),
      type: info & 0xf,
      binding: info >>> 4,
      section,
      value: Number(view.getBigUint64(at + 8, true)),
      size: Number(view.getBigUint64(at + 16, true)),
    };
  });
}

function readRelocations(
  section: ElfSection,
  target: ElfSection,
  table: ElfSection,
  symbols: readonly ElfSymbol[],
): ElfRelocation[] {
  if (section.size % ELF_RELOCATION_SIZE !== 0) throw damaged(`the relocations of '${target.name}' are cut off`);
  if (section.link !== table.index) throw damaged(`the relocations of '${target.name}' name another symbol table`);
  const view = new DataView(section.data.buffer, section.data.byteOffset, section.data.byteLength);
  return Array.from({ length: section.data.length / ELF_RELOCATION_SIZE }, (_, index) => {
    const at = index * ELF_RELOCATION_SIZE;
    const number = view.getUint32(at + 12, true);
    const symbol = symbols[number];
    if (!symbol) throw damaged(`a relocation of '${target.name}' names symbol ${number} of ${symbols.length}`);
    const offset = Number(view.getBigUint64(at, true));
    if (offset >= target.size) throw damaged(`a relocation lies outside of '${target.name}', at ${offset}`);
    return { offset, type: view.getUint32(at + 8, true), symbol };
  });
}
