import { type Btf, type BtfSectionVariable, type BtfType, sizeOf, typeAt } from "../btf/index.ts";
import { ObjectFormatError, UnsupportedError } from "../errors/index.ts";
import { EXTERN_SECTIONS, PER_CPU_TAG, SHF, SHN_UNDEFINED, SHT, STT } from "./elf-format.ts";
import type { ElfFile, ElfSection, ElfSymbol } from "./elf-reader.ts";
import type { DataSection, ObjectVariable } from "./object.ts";

/** In bytes. A section becomes the value of one map; this is far above what is in use. */
const MAX_DATA_SIZE = 256 * 1024 * 1024;

type SectionType = Extract<BtfType, { readonly kind: "section" }>;

/**
 * Fills the true sizes and offsets into the BTF types of sections: compilers leave the sizes zero, and the offsets of global
 * variables, for the linker or loader to find in the symbol table.
 * @throws {ObjectFormatError} a section or variable is not in the file
 */
export function placeVariables(file: ElfFile, btf: Btf): Btf {
  return { types: btf.types.map((type) => (type.kind === "section" ? placeSection(file, btf, type) : type)) };
}

function placeSection(file: ElfFile, btf: Btf, type: SectionType): BtfType {
  if (EXTERN_SECTIONS.includes(type.name)) return type;
  const section = file.sections.find(({ name }) => name === type.name);
  if (!section)
    throw new ObjectFormatError("YDL5002", `the BTF describes a section '${type.name}' that the file lacks`);
  const symbols = new Map(
    file.symbols.filter((symbol) => symbol.section === section.index).map((symbol) => [symbol.name, symbol]),
  );
  const variables = type.variables.map((variable) => placeVariable(btf, section, symbols, variable));
  variables.sort((a, b) => a.offset - b.offset);
  return { ...type, size: section.size, variables };
}

function placeVariable(
  btf: Btf,
  section: ElfSection,
  symbols: ReadonlyMap<string, ElfSymbol>,
  variable: BtfSectionVariable,
): BtfSectionVariable {
  const type = typeAt(btf, variable.type);
  if (type.kind !== "variable") {
    throw new ObjectFormatError("YDL5201", `the BTF of section '${section.name}' lists a ${type.kind} as a variable`);
  }
  // Of a static variable the compiler knows the offset.
  const symbol = type.linkage === "static" ? undefined : symbols.get(type.name);
  if (type.linkage !== "static" && !symbol) {
    throw new ObjectFormatError("YDL5002", `the variable '${type.name}' of section '${section.name}' has no symbol`);
  }
  const offset = symbol?.value ?? variable.offset;
  if (offset + variable.size > section.size) {
    throw new ObjectFormatError("YDL5002", `the variable '${type.name}' lies outside of section '${section.name}'`);
  }
  const needed = sizeOf(btf, type.type);
  if (needed === undefined || needed > variable.size) {
    throw new ObjectFormatError(
      "YDL5002",
      `the variable '${type.name}' takes ${variable.size} bytes, less than its type`,
    );
  }
  return { ...variable, offset };
}

/** Whether a section holds variables. */
export function isDataSection(section: ElfSection): boolean {
  const hasContents = section.type === SHT.progbits || section.type === SHT.nobits;
  return hasContents && (section.flags & SHF.alloc) !== 0 && /^\.(bss|data|rodata)($|\.)/.test(section.name);
}

/**
 * The data sections of an object that are not empty.
 * @param btf with the sizes and offsets of its sections filled in
 */
export function readData(file: ElfFile, btf: Btf): DataSection[] {
  const perCpu = new Set<number>();
  for (const type of btf.types) {
    if (type.kind === "declarationTag" && type.name === PER_CPU_TAG && type.component === -1) perCpu.add(type.type);
  }
  return file.sections
    .filter((section) => isDataSection(section) && section.size > 0)
    .map((section) => {
      if (file.relocations.has(section.index)) {
        throw new UnsupportedError("YDL5003", `the section '${section.name}' holds addresses, which is not supported`, {
          hint: "a table of pointers can't be loaded; use indexes, or build with -fno-jump-tables",
        });
      }
      if (section.size > MAX_DATA_SIZE) {
        throw new ObjectFormatError(
          "YDL5002",
          `the section '${section.name}' takes ${section.size} bytes, which is too much`,
        );
      }
      const data = section.type === SHT.nobits ? new Uint8Array(section.size) : section.data.slice();
      const readonly = (section.flags & SHF.write) === 0;
      const id = btf.types.findIndex((type) => type.kind === "section" && type.name === section.name);
      const type = btf.types[id];
      if (type?.kind !== "section")
        return { name: section.name, data, readonly, type: 0, variables: symbolsOf(file, section) };
      const variables = type.variables.map((variable): ObjectVariable => {
        const named = typeAt(btf, variable.type) as Extract<BtfType, { readonly kind: "variable" }>;
        const plain = { name: named.name, offset: variable.offset, size: variable.size, type: named.type };
        return perCpu.has(variable.type) ? { ...plain, perCpu: true } : plain;
      });
      return { name: section.name, data, readonly, type: id, variables };
    });
}

/** Variables of a section that BTF does not describe, such as one of string literals. */
function symbolsOf(file: ElfFile, section: ElfSection): ObjectVariable[] {
  return file.symbols
    .filter(
      (symbol) => symbol.type === STT.object && symbol.section === section.index && symbol.section !== SHN_UNDEFINED,
    )
    .filter((symbol) => symbol.name !== "" && symbol.value + symbol.size <= section.size)
    .map((symbol) => ({ name: symbol.name, offset: symbol.value, size: symbol.size, type: 0 }))
    .sort((a, b) => a.offset - b.offset);
}
