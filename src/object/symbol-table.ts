/**
 * What probes need to know of an executable or a shared library: where in the file a function is. It is read in pieces: such files
 * can be large, and little of them matters here. Source: the ELF specification (elf(5)).
 */
export interface NativeFile {
  /** By name: functions, and where each is in the file, in bytes. Versions (`name@GLIBC_2.2.5`) are cut off. */
  readonly functions: ReadonlyMap<string, number>;
  /** The offset in the file of what is loaded at this address; undefined when nothing is. */
  offsetOf(address: number): number | undefined;
  section(name: string): { readonly address: number; readonly contents: Uint8Array } | undefined;
}

/** Reads `length` bytes from `offset` on; fewer at the end of the file. */
export type ReadAt = (offset: number, length: number) => Uint8Array;

interface Section {
  readonly name: number;
  readonly type: number;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
}

interface Segment {
  readonly address: number;
  readonly offset: number;
  readonly size: number;
}

const PT_LOAD = 1;
const SHT_SYMTAB = 2;
const SHT_DYNSYM = 11;
const SHT_NOBITS = 8;
const STT_FUNC = 2;
/** A function that chooses its implementation when it is first called. */
const STT_GNU_IFUNC = 10;
const symbolSize = 24;

/** @returns undefined when the file is no 64-bit little-endian ELF file, or is cut off */
export function readNativeFile(read: ReadAt): NativeFile | undefined {
  const header = viewOf(read(0, 64));
  if (header.byteLength < 64 || header.getUint32(0) !== 0x7f454c46) return undefined;
  const [is64Bit, isLittle] = [header.getUint8(4) === 2, header.getUint8(5) === 1];
  if (!is64Bit || !isLittle) return undefined;
  const segments = table(read, header, 32, 54).map((view): Segment & { readonly type: number } => ({
    type: view.getUint32(0, true),
    offset: word(view, 8),
    address: word(view, 16),
    size: word(view, 32),
  }));
  const sections = table(read, header, 40, 58).map(
    (view): Section => ({
      name: view.getUint32(0, true),
      type: view.getUint32(4, true),
      address: word(view, 16),
      offset: word(view, 24),
      size: word(view, 32),
      link: view.getUint32(40, true),
    }),
  );
  const loaded = segments.filter(({ type }) => type === PT_LOAD);
  const offsetOf = (address: number): number | undefined => {
    const segment = loaded.find((one) => address >= one.address && address < one.address + one.size);
    return segment && address - segment.address + segment.offset;
  };
  const names = sections[header.getUint16(62, true)];
  let functions: ReadonlyMap<string, number> | undefined;
  return {
    get functions() {
      functions ??= readFunctions(read, sections, offsetOf);
      return functions;
    },
    offsetOf,
    section(name) {
      const nameTable = names ? read(names.offset, names.size) : new Uint8Array();
      const found = sections.find((section) => textAt(nameTable, section.name) === name);
      if (!found || found.type === SHT_NOBITS) return undefined;
      return { address: found.address, contents: read(found.offset, found.size) };
    },
  };
}

/** The entries of a table of headers: its place, size of an entry and their number are in the file's header. */
function table(read: ReadAt, header: DataView, place: number, sizes: number): DataView[] {
  const start = word(header, place);
  const size = header.getUint16(sizes, true);
  const count = header.getUint16(sizes + 2, true);
  const bytes = read(start, size * count);
  const whole = size === 0 ? 0 : Math.floor(bytes.length / size);
  return Array.from({ length: whole }, (_, index) => viewOf(bytes.subarray(index * size, (index + 1) * size)));
}

function readFunctions(
  read: ReadAt,
  sections: readonly Section[],
  offsetOf: (address: number) => number | undefined,
): Map<string, number> {
  const functions = new Map<string, number>();
  for (const { type, offset, size, link } of sections) {
    if (type !== SHT_SYMTAB && type !== SHT_DYNSYM) continue;
    const symbols = viewOf(read(offset, size));
    const strings = sections[link];
    const names = strings ? read(strings.offset, strings.size) : new Uint8Array();
    for (let at = 0; at + symbolSize <= symbols.byteLength; at += symbolSize) {
      const kind = symbols.getUint8(at + 4) & 0xf;
      const isDefined = symbols.getUint16(at + 6, true) !== 0;
      if (!isDefined || (kind !== STT_FUNC && kind !== STT_GNU_IFUNC)) continue;
      const place = offsetOf(word(symbols, at + 8));
      const name = textAt(names, symbols.getUint32(at, true)).replace(/@.*/, "");
      if (place !== undefined && name !== "" && !functions.has(name)) functions.set(name, place);
    }
  }
  return functions;
}

function textAt(strings: Uint8Array, offset: number): string {
  const end = strings.indexOf(0, offset);
  return Buffer.from(strings.buffer, strings.byteOffset, strings.byteLength).toString(
    "latin1",
    offset,
    Math.max(end, offset),
  );
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function word(view: DataView, offset: number): number {
  return Number(view.getBigUint64(offset, true));
}
