import { ObjectFormatError, UnsupportedError } from "../errors/index.ts";
import { MAPS_SECTION, SHN_RESERVED, STT } from "./elf-format.ts";
import type { ElfFile, ElfRelocation } from "./elf-reader.ts";
import type { ObjectMap, ObjectMapValue } from "./object.ts";
import type { PlacedMap } from "./read-maps.ts";

/** In bytes: initial values are an array of pointers. */
const POINTER_SIZE = 8;

/**
 * The maps with what they hold from the start: in `.maps` that is relocations where a map's array `values` would be.
 * @throws {ObjectFormatError} they are elsewhere, or lead to what is neither a map nor a program
 */
export function withValues(file: ElfFile, maps: readonly PlacedMap[]): ObjectMap[] {
  const section = file.sections.find(({ name }) => name === MAPS_SECTION);
  const values = new Map<PlacedMap, ObjectMapValue[]>();
  for (const relocation of (section && file.relocations.get(section.index)) ?? []) {
    const { offset } = relocation;
    const owner = maps.find(
      ({ valuesOffset, end }) => valuesOffset !== undefined && offset >= valuesOffset && offset < end,
    );
    if (owner?.valuesOffset === undefined || (offset - owner.valuesOffset) % POINTER_SIZE !== 0) {
      throw new ObjectFormatError("YDL5005", `what is filled in at byte ${offset} of .maps is no value of a map`);
    }
    const index = (offset - owner.valuesOffset) / POINTER_SIZE;
    const list = values.get(owner) ?? [];
    list.push(valueAt(file, maps, owner, index, relocation));
    values.set(owner, list);
  }
  return maps.map((placed) => {
    const list = values.get(placed)?.sort((a, b) => a.index - b.index);
    return list ? { ...placed.map, values: list } : placed.map;
  });
}

function valueAt(
  file: ElfFile,
  maps: readonly PlacedMap[],
  owner: PlacedMap,
  index: number,
  { symbol }: ElfRelocation,
): ObjectMapValue {
  const section = symbol.section < SHN_RESERVED ? file.sections[symbol.section] : undefined;
  if (owner.map.inner === undefined) {
    if (symbol.type === STT.function) return { index, program: symbol.name };
  } else if (section?.name === MAPS_SECTION) {
    const found = maps.find(({ offset }) => offset === symbol.value);
    if (found && symbol.type !== STT.section) return { index, map: found.map.name };
  }
  throw new UnsupportedError(
    "YDL5003",
    `the map '${owner.map.name}' holds at ${index} what is neither a map nor a function with a name of its own`,
    { hint: "declare it without static" },
  );
}
