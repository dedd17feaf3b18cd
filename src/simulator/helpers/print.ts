import type { Machine } from "../machine.ts";
import { READABLE } from "../memory.ts";
import { type HelperModels, sizeOf } from "./helper.ts";

const EINVAL = 22n;
const BYTES_PER_VALUE = 8;
/** What a line of the kernel's trace buffer holds. */
const MAX_TEXT = 1023;

export const printHelpers: HelperModels = {
  trace_printk: {
    arity: 2,
    run(machine, format, size, a, b, c) {
      return print(machine, machine.memory.bytesAt(format, sizeOf(size), READABLE), [a, b, c]);
    },
  },
  trace_vprintk: {
    arity: 4,
    run(machine, format, size, values, valuesSize) {
      const bytes = machine.memory.bytesAt(values, sizeOf(valuesSize), READABLE);
      if (bytes.length % BYTES_PER_VALUE !== 0) return -EINVAL;
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const list = Array.from({ length: bytes.length / BYTES_PER_VALUE }, (_, index) => {
        return view.getBigUint64(index * BYTES_PER_VALUE, true);
      });
      return print(machine, machine.memory.bytesAt(format, sizeOf(size), READABLE), list);
    },
  },
};

/** The result is the length of the text. */
function print(machine: Machine, format: Uint8Array, values: readonly bigint[]): bigint {
  const text = formatted(machine, textOf(format), values);
  if (text === undefined) return -EINVAL;
  const kept = text.slice(0, MAX_TEXT);
  machine.printed.push(kept.replace(/\n$/, ""));
  return BigInt(kept.length);
}

/** What the kernel's formats make of the values; undefined for a format that it refuses. */
function formatted(machine: Machine, format: string, values: readonly bigint[]): string | undefined {
  let next = 0;
  let refused = false;
  const text = format.replace(
    /%([-0]*)(\d*)(%|[lhz]*[diuxXc]|s|p(?:[iI][46]|[ku]s|[KxsSB])?|.?)/g,
    (_, flags, width, kind) => {
      if (kind === "%") return "%";
      const value = values[next];
      next += 1;
      const part = value === undefined ? undefined : convert(machine, kind, value);
      if (part === undefined) {
        refused = true;
        return "";
      }
      const size = Number(width || 0);
      if (flags.includes("-")) return part.padEnd(size);
      return flags.includes("0") && !kind.includes("s") ? padZeros(part, size) : part.padStart(size);
    },
  );
  return refused ? undefined : text;
}

function padZeros(number: string, width: number): string {
  return number.startsWith("-") ? `-${number.slice(1).padStart(width - 1, "0")}` : number.padStart(width, "0");
}

function convert(machine: Machine, kind: string, value: bigint): string | undefined {
  if (kind === "s" || kind === "pks" || kind === "pus") return stringAt(machine, value);
  if (kind.startsWith("pi") || kind.startsWith("pI")) return addressText(machine, kind, value);
  if (kind.startsWith("p")) return BigInt.asUintN(64, value).toString(16).padStart(16, "0");
  const letter = kind.at(-1);
  const bits =
    kind.includes("l") || kind.includes("z") ? 64 : kind.startsWith("hh") ? 8 : kind.startsWith("h") ? 16 : 32;
  switch (letter) {
    case "d":
    case "i":
      return BigInt.asIntN(bits, value).toString();
    case "u":
      return BigInt.asUintN(bits, value).toString();
    case "x":
      return BigInt.asUintN(bits, value).toString(16);
    case "X":
      return BigInt.asUintN(bits, value).toString(16).toUpperCase();
    case "c":
      return String.fromCharCode(Number(value & 0xffn));
    default:
      return undefined;
  }
}

function stringAt(machine: Machine, address: bigint): string {
  const bytes: number[] = [];
  while (bytes.length < MAX_TEXT) {
    const [byte] = machine.memory.bytesAt(address + BigInt(bytes.length), 1, READABLE);
    if (byte === undefined || byte === 0) break;
    bytes.push(byte);
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}

/** `%pI4`, `%pi4`, `%pI6`, `%pi6`: addresses in memory, in network order. */
function addressText(machine: Machine, kind: string, address: bigint): string {
  if (kind.endsWith("4")) {
    const pad = kind.startsWith("pi") ? 3 : 0;
    return Array.from(machine.memory.bytesAt(address, 4, READABLE), (byte) => String(byte).padStart(pad, "0")).join(
      ".",
    );
  }
  const bytes = machine.memory.bytesAt(address, 16, READABLE);
  const words = Array.from({ length: 8 }, (_, index) => {
    return ((bytes[2 * index]! << 8) | bytes[2 * index + 1]!).toString(16).padStart(4, "0");
  });
  return words.join(kind.startsWith("pi") ? "" : ":");
}

function textOf(format: Uint8Array): string {
  const end = format.indexOf(0);
  return new TextDecoder().decode(end < 0 ? format : format.subarray(0, end));
}
