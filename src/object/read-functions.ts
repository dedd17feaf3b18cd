import { type BtfExtSection, type BtfId, CORE_RELOCATION_KINDS } from "../btf/index.ts";
import { ObjectFormatError, UnsupportedError } from "../errors/index.ts";
import {
  CALL,
  LOAD_64,
  MAPS_SECTION,
  PSEUDO,
  R_BPF_64_32,
  R_BPF_64_64,
  SHF,
  SHN_RESERVED,
  SHN_UNDEFINED,
  SHT,
  SLOT,
  STT,
} from "./elf-format.ts";
import type { ElfFile, ElfRelocation, ElfSection, ElfSymbol } from "./elf-reader.ts";
import type { CodeRelocation, LineInfo, ObjectExtern, ObjectFunction, Reference } from "./object.ts";
import { isDataSection } from "./read-data.ts";
import type { PlacedMap } from "./read-maps.ts";

interface PlacedFunction {
  readonly name: string;
  readonly section: ElfSection;
  /** In bytes from the start of the section. */
  readonly offset: number;
  /** In bytes. */
  readonly size: number;
}

/**
 * The functions of an object, by section and place in it. Code is cut at the symbols; what loaders fill in is taken out of it
 * and becomes references.
 * @throws {ObjectFormatError} a symbol or relocation does not fit the code
 * @throws {UnsupportedError} code refers to something outside of the object
 */
export function readFunctions(
  file: ElfFile,
  maps: readonly PlacedMap[],
  ext: readonly BtfExtSection[],
  externs: readonly ObjectExtern[],
): ObjectFunction[] {
  const reader = new FunctionReader(file, maps, externs);
  const infos = new Map(ext.map((section) => [section.section, section]));
  return reader.functions.map((fn) => {
    const info = infos.get(fn.section.name);
    const { code, references } = reader.code(fn);
    const relocations = relocationsOf(fn, info);
    const onDemand = fn.section.name.startsWith("?");
    return {
      name: fn.name,
      section: onDemand ? fn.section.name.slice(1) : fn.section.name,
      isProgram: fn.section.name !== ".text",
      code,
      references,
      type: functionType(fn, info),
      lines: linesOf(fn, info),
      ...(relocations.length > 0 && { relocations }),
      ...(onDemand && { autoload: false as const }),
    };
  });
}

function relocationsOf(fn: PlacedFunction, info: BtfExtSection | undefined): CodeRelocation[] {
  const relocations: CodeRelocation[] = [];
  for (const { offset, type, access, kind: number } of info?.relocations ?? []) {
    if (offset < fn.offset || offset >= fn.offset + fn.size) continue;
    const kind = CORE_RELOCATION_KINDS[number];
    if (kind === undefined || offset % SLOT !== 0) {
      throw damaged(fn.section, `'${fn.name}' has a CO-RE relocation of kind ${number} at byte ${offset}`);
    }
    relocations.push({ slot: (offset - fn.offset) / SLOT, kind, type, access });
  }
  return relocations.sort((a, b) => a.slot - b.slot);
}

function functionType(fn: PlacedFunction, info: BtfExtSection | undefined): BtfId {
  return info?.functions.find(({ offset }) => offset === fn.offset)?.type ?? 0;
}

function linesOf(fn: PlacedFunction, info: BtfExtSection | undefined): LineInfo[] {
  const lines: LineInfo[] = [];
  for (const { offset, file, text, line, column } of info?.lines ?? []) {
    if (offset < fn.offset || offset >= fn.offset + fn.size) continue;
    if (offset % SLOT !== 0) throw damaged(fn.section, `a line of '${fn.name}' is in the middle of an instruction`);
    lines.push({ slot: (offset - fn.offset) / SLOT, file, line, column, text });
  }
  return lines.sort((a, b) => a.slot - b.slot);
}

class FunctionReader {
  readonly functions: readonly PlacedFunction[];
  readonly #file: ElfFile;
  readonly #maps: readonly PlacedMap[];
  readonly #externs: ReadonlyMap<string, ObjectExtern>;

  constructor(file: ElfFile, maps: readonly PlacedMap[], externs: readonly ObjectExtern[]) {
    this.#file = file;
    this.#maps = maps;
    this.#externs = new Map(externs.map((extern) => [extern.name, extern]));
    this.functions = placeFunctions(file);
  }

  code(fn: PlacedFunction): Pick<ObjectFunction, "code" | "references"> {
    const code = fn.section.data.slice(fn.offset, fn.offset + fn.size);
    const view = new DataView(code.buffer);
    const relocations = this.#relocationsOf(fn);
    const references: Reference[] = [];
    for (let slot = 0; slot * SLOT < code.length; slot++) {
      const at = slot * SLOT;
      const relocation = relocations.get(at);
      relocations.delete(at);
      const opcode = code[at];
      if (opcode === LOAD_64) {
        if (at + 2 * SLOT > code.length) throw damaged(fn.section, `'${fn.name}' ends in the middle of an instruction`);
        const reference = this.#load(fn, slot, view, relocation);
        if (reference) {
          references.push(reference);
          clear(code, view, at, 0, 0);
          view.setInt32(at + SLOT + 4, 0, true);
        }
        slot++;
      } else if (opcode === CALL) {
        const reference = this.#call(fn, slot, view, relocation);
        if (reference) {
          references.push(reference);
          clear(code, view, at, PSEUDO.call, -1);
        }
      } else if (relocation) {
        throw damaged(fn.section, `a relocation of '${fn.name}' is neither at a 16-byte load nor at a call`);
      }
    }
    if (relocations.size > 0)
      throw damaged(fn.section, `a relocation of '${fn.name}' is in the middle of an instruction`);
    return { code, references };
  }

  #relocationsOf(fn: PlacedFunction): Map<number, ElfRelocation> {
    const all = this.#file.relocations.get(fn.section.index) ?? [];
    const inside = all.filter(({ offset }) => offset >= fn.offset && offset < fn.offset + fn.size);
    return new Map(inside.map((relocation) => [relocation.offset - fn.offset, relocation]));
  }

  #load(
    fn: PlacedFunction,
    slot: number,
    view: DataView,
    relocation: ElfRelocation | undefined,
  ): Reference | undefined {
    const at = slot * SLOT;
    const pseudo = view.getUint8(at + 1) >> 4;
    const low = view.getInt32(at + 4, true);
    if (!relocation) {
      if (pseudo === 0) return undefined;
      throw damaged(fn.section, `'${fn.name}' loads an address at slot ${slot} that no relocation explains`);
    }
    const { symbol, type } = relocation;
    if (type !== R_BPF_64_64) throw damaged(fn.section, `'${fn.name}' has a relocation of the unknown type ${type}`);
    if (this.#isExtern(symbol)) return { kind: "extern", slot, extern: symbol.name };
    const section = this.#sectionOf(fn, symbol);
    if (section.name === MAPS_SECTION) {
      const place = symbol.value + (symbol.type === STT.section ? low : 0);
      const found = this.#maps.find(({ offset }) => offset === place);
      if (!found) throw damaged(fn.section, `'${fn.name}' refers to byte ${place} of .maps, where no map begins`);
      const map = found.map.name;
      if (pseudo !== PSEUDO.mapValue) return { kind: "map", slot, map };
      return { kind: "mapValue", slot, map, offset: view.getUint32(at + SLOT + 4, true) };
    }
    const offset = symbol.value + low;
    if (isDataSection(section)) {
      if (offset < 0 || offset > section.size) {
        throw damaged(
          fn.section,
          `'${fn.name}' refers to byte ${offset} of '${section.name}', which has ${section.size}`,
        );
      }
      return { kind: "data", slot, section: section.name, offset };
    }
    if ((section.flags & SHF.execute) !== 0)
      return { kind: "function", slot, function: this.#functionAt(fn, section, offset) };
    throw new UnsupportedError(
      "YDL5003",
      `'${fn.name}' refers to the section '${section.name}', which is not supported`,
    );
  }

  #call(
    fn: PlacedFunction,
    slot: number,
    view: DataView,
    relocation: ElfRelocation | undefined,
  ): Reference | undefined {
    const at = slot * SLOT;
    const pseudo = view.getUint8(at + 1) >> 4;
    const distance = view.getInt32(at + 4, true);
    if (!relocation) {
      // A call within a section needs no relocation: its distance is known.
      if (pseudo !== PSEUDO.call) return undefined;
      const target = fn.offset + (slot + distance + 1) * SLOT;
      return { kind: "call", slot, function: this.#functionAt(fn, fn.section, target) };
    }
    const { symbol, type } = relocation;
    if (type !== R_BPF_64_32) throw damaged(fn.section, `'${fn.name}' has a relocation of the unknown type ${type}`);
    if (this.#isExtern(symbol)) return { kind: "kernelCall", slot, extern: symbol.name };
    const section = this.#sectionOf(fn, symbol);
    return { kind: "call", slot, function: this.#functionAt(fn, section, symbol.value + (distance + 1) * SLOT) };
  }

  #isExtern(symbol: ElfSymbol): boolean {
    return symbol.section === SHN_UNDEFINED && this.#externs.has(symbol.name);
  }

  #sectionOf(fn: PlacedFunction, symbol: ElfSymbol): ElfSection {
    if (symbol.section === SHN_UNDEFINED) {
      throw new UnsupportedError("YDL5004", `'${fn.name}' needs '${symbol.name}', which the object does not have`, {
        hint: "what the kernel has is declared with __ksym or __kconfig; link other objects with bpftool gen object",
      });
    }
    const section = symbol.section < SHN_RESERVED ? this.#file.sections[symbol.section] : undefined;
    if (!section) throw damaged(fn.section, `'${fn.name}' refers to '${symbol.name}', which is in no section`);
    return section;
  }

  #functionAt(fn: PlacedFunction, section: ElfSection, offset: number): string {
    const target = this.functions.find((other) => other.section === section && other.offset === offset);
    if (target) return target.name;
    throw damaged(fn.section, `'${fn.name}' refers to byte ${offset} of '${section.name}', where no function begins`);
  }
}

function clear(code: Uint8Array, view: DataView, at: number, pseudo: number, immediate: number): void {
  code[at + 1] = (code[at + 1]! & 0x0f) | (pseudo << 4);
  view.setInt32(at + 4, immediate, true);
}

function isCode(section: ElfSection | undefined): section is ElfSection {
  return section !== undefined && section.type === SHT.progbits && (section.flags & SHF.execute) !== 0;
}

function placeFunctions(file: ElfFile): PlacedFunction[] {
  const functions: PlacedFunction[] = [];
  const names = new Set<string>();
  for (const { name, type, section: index, value, size } of file.symbols) {
    const section = file.sections[index];
    if (type !== STT.function || !isCode(section)) continue;
    if (size === 0 || size % SLOT !== 0 || value % SLOT !== 0 || value + size > section.size) {
      throw damaged(section, `the function '${name}' takes ${size} bytes at ${value} of ${section.size}`);
    }
    if (name === "" || names.has(name)) throw damaged(section, `two functions have the name '${name}'`);
    names.add(name);
    functions.push({ name, section, offset: value, size });
  }
  functions.sort((a, b) => a.section.index - b.section.index || a.offset - b.offset);
  functions.forEach((fn, index) => {
    const next = functions[index + 1];
    if (next?.section === fn.section && next.offset < fn.offset + fn.size) {
      throw damaged(fn.section, `the functions '${fn.name}' and '${next.name}' overlap`);
    }
  });
  for (const section of file.sections) {
    if (!isCode(section) || section.size === 0 || functions.some((fn) => fn.section === section)) continue;
    throw damaged(section, "it has code but no function symbol");
  }
  return functions;
}

function damaged(section: ElfSection, message: string): ObjectFormatError {
  return new ObjectFormatError("YDL5002", `the section '${section.name}' is damaged: ${message}`);
}
