import { type Btf, type BtfId, sizeOf, typeAt } from "../btf/index.ts";
import { ObjectFormatError } from "../errors/index.ts";
import { EXTERN_SECTIONS, KCONFIG_SECTION, SHN_UNDEFINED, STB } from "./elf-format.ts";
import type { ElfFile } from "./elf-reader.ts";
import type { ObjectExtern } from "./object.ts";

/** In bytes. Options are numbers and short texts. */
const MAX_OPTION_SIZE = 4096;

/**
 * What an object wants of the kernel by name: the BTF says what it is, the symbol table whether it is weak.
 * @throws {ObjectFormatError} the two don't fit
 */
export function readExterns(file: ElfFile, btf: Btf): ObjectExtern[] {
  const symbols = new Map(
    file.symbols.filter(({ section, name }) => section === SHN_UNDEFINED && name !== "").map((it) => [it.name, it]),
  );
  return btf.types.flatMap((section) => {
    if (section.kind !== "section" || !EXTERN_SECTIONS.includes(section.name)) return [];
    return section.variables.map(({ type: id }): ObjectExtern => {
      const named = typeAt(btf, id);
      if (named.kind !== "variable" && named.kind !== "function") {
        throw new ObjectFormatError("YDL5201", `the BTF of section '${section.name}' lists a ${named.kind}`);
      }
      const symbol = symbols.get(named.name);
      if (!symbol) {
        throw new ObjectFormatError("YDL5002", `'${named.name}' of section '${section.name}' has no symbol`);
      }
      const kind = section.name === KCONFIG_SECTION ? "config" : named.kind;
      const size = kind === "config" ? sizeOf(btf, named.type) : 1;
      if (size === undefined || size === 0 || size > MAX_OPTION_SIZE) {
        throw new ObjectFormatError("YDL5002", `the option '${named.name}' takes ${size ?? "unknown"} bytes`);
      }
      return { name: named.name, kind, type: named.type, weak: symbol.binding === STB.weak };
    });
  });
}

/** The types that say of externs what {@link ObjectExtern} says. */
export function isExternSection(btf: Btf, id: BtfId): boolean {
  const type = typeAt(btf, id);
  return type.kind === "section" && EXTERN_SECTIONS.includes(type.name);
}
