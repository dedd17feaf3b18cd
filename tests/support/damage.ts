/** Numbers below `limit`, the same in each run (a linear congruential generator of 32 bits). */
export function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const limits = [
  0, 1, 2, 7, 8, 0x7f, 0x80, 0xff, 0x1_0000, 0x1000_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0, 0xffff_ffff,
];

/** An ELF file with one to four numbers changed, where it hurts as often as anywhere; or with its end cut off. */
export function damage(file: Uint8Array, below: (limit: number) => number): Uint8Array {
  const places = [{ start: 0, length: file.length }, { start: 0, length: 64 }, ...sectionPlaces(file)];
  const bytes = below(10) === 0 ? file.slice(0, below(file.length)) : file.slice();
  const view = new DataView(bytes.buffer);
  for (let count = 1 + below(4); count > 0; count--) {
    const { start, length } = places[below(places.length)] ?? { start: 0, length: 0 };
    const at = start + below(length);
    if (at + 4 > bytes.length) continue;
    const kind = below(4);
    if (kind === 0) bytes[at] = limits[below(8)] ?? 0;
    else if (kind === 1) bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8));
    else if (kind === 2) view.setUint32(at, limits[below(limits.length)] ?? 0, true);
    else view.setUint32(at, below(2 ** 32), true);
  }
  return bytes;
}

/** The table of section headers, and of each section the beginning and the whole. */
function sectionPlaces(file: Uint8Array): { start: number; length: number }[] {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const table = { start: Number(view.getBigUint64(40, true)), length: 64 * view.getUint16(60, true) };
  const places = [table];
  for (let header = table.start; header < table.start + table.length; header += 64) {
    const start = Number(view.getBigUint64(header + 24, true));
    const length = Number(view.getBigUint64(header + 32, true));
    if (length >= 4) places.push({ start, length: Math.min(length, 64) }, { start, length });
  }
  return places;
}
