import { type Btf, resolve, typeAt } from "../btf/index.ts";
import { ObjectFormatError } from "../errors/index.ts";
import { STT } from "./elf-format.ts";
import type { ElfFile } from "./elf-reader.ts";
import type { ObjectMap } from "./object.ts";

/** `BPF_MAP_TYPE_STRUCT_OPS` and `BPF_F_LINK` in include/uapi/linux/bpf.h. */
export const STRUCT_OPS = 26;
const BPF_F_LINK = 1 << 13;

const sections = /^\.struct_ops(\.link)?$/;

/**
 * Tables of functions that implement an interface of the kernel: each variable of `.struct_ops` and `.struct_ops.link` becomes a map, with
 * the programs that its members name.
 * @throws {ObjectFormatError} a member names something that is no function
 */
export function readStructOps(file: ElfFile, btf: Btf): ObjectMap[] {
  return file.sections
    .filter(({ name }) => sections.test(name))
    .flatMap((section) => {
      const described = btf.types.find((type) => type.kind === "section" && type.name === section.name);
      if (described?.kind !== "section") {
        throw new ObjectFormatError("YDL5006", `nothing says what is in the section '${section.name}'`, {
          hint: "compile with clang -g",
        });
      }
      const relocations = file.relocations.get(section.index) ?? [];
      const flags = section.name.endsWith(".link") ? BPF_F_LINK : 0;
      return described.variables.map(({ type, offset, size }): ObjectMap => {
        const variable = typeAt(btf, type);
        if (variable.kind !== "variable" || offset + size > section.data.length) {
          throw new ObjectFormatError("YDL5002", `the section '${section.name}' is damaged`);
        }
        const functions = relocations
          .filter((relocation) => relocation.offset >= offset && relocation.offset < offset + size)
          .map(({ offset: at, symbol }) => {
            const program = functionAt(file, section.data, at, symbol);
            if (program !== undefined) return { offset: at - offset, program };
            throw new ObjectFormatError("YDL5002", `'${variable.name}' names '${symbol.name}', which is no function`);
          });
        const data = section.data.slice(offset, offset + size);
        const structType = resolve(btf, variable.type).id;
        const shape = { keySize: 4, valueSize: size, maxEntries: 1, flags, keyType: 0, valueType: structType };
        return { name: variable.name, type: STRUCT_OPS, ...shape, structOps: { data, functions } };
      });
    });
}

/** A function by its own symbol, or by its section and the place there, which stands where the address will be. */
function functionAt(
  file: ElfFile,
  data: Uint8Array,
  at: number,
  symbol: ElfFile["symbols"][number],
): string | undefined {
  const isSection = symbol.type === STT.section;
  const place = isSection ? Number(new DataView(data.buffer, data.byteOffset).getBigUint64(at, true)) : symbol.value;
  return file.symbols.find(
    (other) => other.type === STT.function && other.section === symbol.section && other.value === place,
  )?.name;
}
