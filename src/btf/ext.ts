import { ObjectFormatError } from "../errors/index.ts";
import { ByteWriter, type StringTable } from "./bytes.ts";
import { BTF_MAGIC, BTF_VERSION } from "./format.ts";
import type { BtfId } from "./types.ts";

/**
 * What `.BTF.ext` says about the code of a section. Offsets are in bytes from the start of the ELF section.
 * Source: Documentation/bpf/btf.rst.
 */
export interface FunctionInfo {
  readonly offset: number;
  /** Id of the `function` type. */
  readonly type: BtfId;
}

export interface LineRecord {
  readonly offset: number;
  readonly file: string;
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** A CO-RE relocation, as the compiler left it. */
export interface CoreRelocation {
  readonly offset: number;
  /** Id of the type that is accessed. */
  readonly type: BtfId;
  /** Which part of it, such as `"0:1:2"`. */
  readonly access: string;
  /** `enum bpf_core_relo_kind`. */
  readonly kind: number;
}

export interface BtfExtSection {
  /** The ELF section. */
  readonly section: string;
  readonly functions: readonly FunctionInfo[];
  readonly lines: readonly LineRecord[];
  readonly relocations: readonly CoreRelocation[];
}

const HEADER_SIZE = 32;
/** Without the CO-RE records that later compilers write. */
const OLD_HEADER_SIZE = 24;
const FUNCTION_RECORD_SIZE = 8;
const LINE_RECORD_SIZE = 16;
const CORE_RECORD_SIZE = 16;
/** Line and column share 32 bits. */
const COLUMN_BITS = 10;
const MAX_COLUMN = (1 << COLUMN_BITS) - 1;
const MAX_LINE = 2 ** (32 - COLUMN_BITS) - 1;

/**
 * The binary form of `.BTF.ext`. Its strings go to `strings`, which the `.BTF` beside it must be written with afterwards.
 * Columns above 1023 are written as 1023: the format has no room for more.
 */
export function writeBtfExt(sections: readonly BtfExtSection[], strings: StringTable): Uint8Array<ArrayBuffer> {
  const parts = [
    records(sections, strings, FUNCTION_RECORD_SIZE, "functions", (out, info: FunctionInfo) => {
      out.u32(info.offset).u32(info.type);
    }),
    records(sections, strings, LINE_RECORD_SIZE, "lines", (out, { offset, file, text, line, column }: LineRecord) => {
      const place = Math.min(line, MAX_LINE) * (MAX_COLUMN + 1) + Math.min(column, MAX_COLUMN);
      out.u32(offset).u32(strings.add(file)).u32(strings.add(text)).u32(place);
    }),
    records(sections, strings, CORE_RECORD_SIZE, "relocations", (out, relocation: CoreRelocation) => {
      out.u32(relocation.offset).u32(relocation.type).u32(strings.add(relocation.access)).u32(relocation.kind);
    }),
  ];
  const out = new ByteWriter().u16(BTF_MAGIC).u8(BTF_VERSION).u8(0).u32(HEADER_SIZE);
  let offset = 0;
  for (const part of parts) {
    out.u32(offset).u32(part.length);
    offset += part.length;
  }
  for (const part of parts) out.bytes(part);
  return out.finish();
}

function records<Record>(
  sections: readonly BtfExtSection[],
  strings: StringTable,
  size: number,
  which: "functions" | "lines" | "relocations",
  write: (out: ByteWriter, record: Record) => void,
): Uint8Array {
  const out = new ByteWriter();
  for (const section of sections) {
    const list = section[which] as readonly Record[];
    if (list.length === 0) continue;
    if (out.length === 0) out.u32(size);
    out.u32(strings.add(section.section)).u32(list.length);
    for (const record of list) write(out, record);
  }
  return out.finish();
}

/**
 * Reads a `.BTF.ext` section; one entry for each ELF section that it speaks of.
 * @param stringAt the strings of the `.BTF` beside it
 * @throws {ObjectFormatError} it is damaged
 */
export function readBtfExt(bytes: Uint8Array, stringAt: (offset: number) => string | undefined): BtfExtSection[] {
  return new ExtReader(bytes, stringAt).all();
}

interface OpenSection extends BtfExtSection {
  readonly functions: FunctionInfo[];
  readonly lines: LineRecord[];
  readonly relocations: CoreRelocation[];
}

class ExtReader {
  readonly #view: DataView;
  readonly #stringAt: (offset: number) => string | undefined;
  readonly #sections = new Map<string, OpenSection>();

  constructor(bytes: Uint8Array, stringAt: (offset: number) => string | undefined) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#stringAt = stringAt;
  }

  all(): BtfExtSection[] {
    if (this.#view.byteLength < OLD_HEADER_SIZE) throw damaged("it is shorter than its header");
    if (this.#view.getUint16(0, true) !== BTF_MAGIC || this.#view.getUint8(2) !== BTF_VERSION) {
      throw damaged("it does not start with the magic number of BTF in version 1");
    }
    const headerSize = this.#u32(4);
    if (headerSize < OLD_HEADER_SIZE || headerSize > this.#view.byteLength)
      throw damaged(`a header of ${headerSize} bytes`);
    this.#part(headerSize, 8, FUNCTION_RECORD_SIZE, (section, at) => {
      section.functions.push({ offset: this.#u32(at), type: this.#u32(at + 4) });
    });
    this.#part(headerSize, 16, LINE_RECORD_SIZE, (section, at) => {
      const place = this.#u32(at + 12);
      section.lines.push({
        offset: this.#u32(at),
        file: this.#string(at + 4),
        text: this.#string(at + 8),
        line: place >>> COLUMN_BITS,
        column: place & MAX_COLUMN,
      });
    });
    if (headerSize >= HEADER_SIZE) {
      this.#part(headerSize, 24, CORE_RECORD_SIZE, (section, at) => {
        const relocation = {
          offset: this.#u32(at),
          type: this.#u32(at + 4),
          access: this.#string(at + 8),
          kind: this.#u32(at + 12),
        };
        section.relocations.push(relocation);
      });
    }
    return [...this.#sections.values()];
  }

  #part(base: number, header: number, least: number, read: (section: OpenSection, at: number) => void): void {
    const length = this.#u32(header + 4);
    if (length === 0) return;
    let at = base + this.#u32(header);
    const end = at + length;
    if (end > this.#view.byteLength) throw damaged(`its records end at byte ${end} of ${this.#view.byteLength}`);
    if (length < 4) throw damaged("its records are cut off");
    const size = this.#u32(at);
    if (size < least || size % 4 !== 0) throw damaged(`records of ${size} bytes`);
    at += 4;
    while (at < end) {
      if (at + 8 > end) throw damaged("its records are cut off");
      const section = this.#section(this.#string(at));
      const count = this.#u32(at + 4);
      at += 8;
      if (count === 0 || at + count * size > end) throw damaged(`${count} records for '${section.section}'`);
      for (let index = 0; index < count; index++, at += size) read(section, at);
    }
  }

  #section(name: string): OpenSection {
    let section = this.#sections.get(name);
    if (section === undefined) {
      section = { section: name, functions: [], lines: [], relocations: [] };
      this.#sections.set(name, section);
    }
    return section;
  }

  #string(at: number): string {
    const offset = this.#u32(at);
    const text = this.#stringAt(offset);
    if (text === undefined) throw damaged(`a string at ${offset}, outside of the strings`);
    return text;
  }

  #u32(at: number): number {
    return this.#view.getUint32(at, true);
  }
}

function damaged(message: string): ObjectFormatError {
  return new ObjectFormatError("YDL5202", `the .BTF.ext section is damaged: ${message}`);
}
