import type { NativeFile } from "./symbol-table.ts";

/** One place of a USDT probe in a file. */
export interface UsdtPlace {
  readonly provider: string;
  readonly name: string;
  /** In bytes from the start of the file. */
  readonly offset: number;
  /** Where in the file the counter is that makes the program prepare the arguments; 0 where there is none. */
  readonly semaphore: number;
  /** Where the arguments are, in the words of the compiler: `"8@%rdi -4@$5 4@-20(%rbp)"`. */
  readonly arguments: string;
}

/** `NT_STAPSDT`: what `sys/sdt.h` leaves for each probe. Source: https://sourceware.org/systemtap/wiki/UserSpaceProbeImplementation. */
const NT_STAPSDT = 3;

/** The USDT probes of a file. */
export function readUsdtPlaces(file: NativeFile): UsdtPlace[] {
  const notes = file.section(".note.stapsdt");
  if (!notes) return [];
  const bytes = notes.contents;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // When the file was moved to other addresses after it was linked, this section moved with it and the notes did not.
  const base = file.section(".stapsdt.base")?.address;
  const places: UsdtPlace[] = [];
  for (let at = 0; at + 12 <= bytes.length; ) {
    const nameSize = view.getUint32(at, true);
    const size = view.getUint32(at + 4, true);
    const type = view.getUint32(at + 8, true);
    const start = at + 12 + aligned(nameSize);
    at = start + aligned(size);
    if (type !== NT_STAPSDT || start + size > bytes.length || size < 24) continue;
    const moved = base === undefined ? 0 : base - Number(view.getBigUint64(start + 8, true));
    const offset = file.offsetOf(Number(view.getBigUint64(start, true)) + moved);
    const counter = Number(view.getBigUint64(start + 16, true));
    const words = Buffer.from(bytes.subarray(start + 24, start + size))
      .toString("latin1")
      .split("\0");
    const [provider = "", name = "", where = ""] = words;
    if (offset === undefined) continue;
    const semaphore = counter === 0 ? 0 : (file.offsetOf(counter + moved) ?? 0);
    places.push({ provider, name, offset, semaphore, arguments: where });
  }
  return places;
}

const aligned = (size: number): number => (size + 3) & ~3;

/** Where an argument is when the probe is hit. */
export interface UsdtArgument {
  readonly kind: "constant" | "register" | "memory";
  /** In bytes: 1, 2, 4 or 8. */
  readonly size: number;
  readonly signed: boolean;
  /** As in the kernel's names, without the width: `"di"`, `"r8"`; undefined for a constant. */
  readonly register: string | undefined;
  /** A register that is added to the address, times `scale`. */
  readonly index: string | undefined;
  readonly scale: number;
  /** A constant, or what is added to the register for an address. */
  readonly value: bigint;
}

/**
 * Where the arguments of a probe are.
 * @returns undefined in the place of an argument whose form is not known
 */
export function parseUsdtArguments(text: string): (UsdtArgument | undefined)[] {
  // Spaces part arguments, and stand within the brackets of arm64.
  return (text.match(/-?\d+f?@(?:\[[^\]]*\]|\S+)/g) ?? []).map(parseArgument);
}

function parseArgument(text: string): UsdtArgument | undefined {
  const [, sign, bytes, place = ""] = /^(-?)(\d+)f?@(.+)$/.exec(text) ?? [];
  const size = Number(bytes);
  if (![1, 2, 4, 8].includes(size)) return undefined;
  const base = { size, signed: sign === "-", register: undefined, index: undefined, scale: 0, value: 0n };
  const constant = /^[$#]?(-?(?:0x[0-9a-f]+|\d+))$/i.exec(place)?.[1];
  if (constant !== undefined) return { ...base, kind: "constant", value: integer(constant) };
  const register = registerName(place);
  if (register !== undefined) return { ...base, kind: "register", register };
  return memory(place, base);
}

/** `-20(%rbp)`, `(%rax,%rdx,8)` on x86, `[sp, 16]` and `[x0]` on arm64. */
function memory(place: string, base: Omit<UsdtArgument, "kind">): UsdtArgument | undefined {
  const x86 = /^(-?(?:0x[0-9a-f]+|\d+))?\((%\w+)(?:,(%\w+)(?:,(\d))?)?\)$/i.exec(place);
  const arm = /^\[(\w+)(?:, *#?(-?\d+))?\]$/.exec(place);
  const [, offset, first, second, scale] = x86 ?? [undefined, arm?.[2], arm?.[1]];
  const register = first && registerName(first);
  if (register === undefined) return undefined;
  const index = second && registerName(second);
  if (second !== undefined && index === undefined) return undefined;
  return { ...base, kind: "memory", register, index, scale: Number(scale ?? 1), value: integer(offset ?? "0") };
}

function integer(text: string): bigint {
  return text.startsWith("-") ? -BigInt(text.slice(1)) : BigInt(text);
}

/** The kernel's name of a whole register, out of the assembler's name of it or of a part. */
function registerName(text: string): string | undefined {
  const name = text.replace(/^%/, "");
  const numbered = /^(r(?:8|9|1[0-5]))[dwb]?$/.exec(name)?.[1];
  if (numbered !== undefined) return numbered;
  const legacy = /^[re]?(ax|bx|cx|dx|si|di|bp|sp)$/.exec(name)?.[1];
  if (legacy !== undefined) return legacy;
  const byte = /^(?:([abcd])l|(si|di|bp|sp)l)$/.exec(name);
  if (byte) return byte[1] === undefined ? byte[2] : `${byte[1]}x`;
  const arm = /^[xw](\d+)$/.exec(name)?.[1];
  if (arm !== undefined) return `x${arm}`;
  return name === "sp" || name === "rip" ? name.replace("rip", "ip") : undefined;
}
