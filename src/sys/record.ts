import { sys } from "./sys.ts";

/**
 * The layout of a C struct that a system call takes, by its fields in order: offsets follow from the rules of C, so
 * nobody writes them down. `"pointer"` is a 64-bit field that takes bytes and holds their address.
 */
type FieldType = "u8" | "u16" | "u32" | "i32" | "u64" | "pointer" | "name" | `bytes${number}`;

type FieldValue<T extends FieldType> = T extends "u64"
  ? number | bigint
  : T extends "pointer"
    ? Uint8Array | undefined
    : T extends "name"
      ? string
      : T extends `bytes${number}`
        ? Uint8Array
        : number;

type ReadValue<T extends FieldType> = T extends "u64" | "pointer"
  ? bigint
  : T extends "name"
    ? string
    : T extends `bytes${number}`
      ? Uint8Array
      : number;

export type Fields = { readonly [name: string]: FieldType };

/** Fields that are left out are zero. */
export type RecordValues<F extends Fields> = { readonly [K in keyof F]?: FieldValue<F[K]> | undefined };
export type RecordContents<F extends Fields> = { readonly [K in keyof F]: ReadValue<F[K]> };

/** `BPF_OBJ_NAME_LEN`. */
const nameLength = 16;

export class RecordLayout<F extends Fields> {
  /** In bytes, without padding after the last field: the kernel takes shorter structs and zeroes the rest. */
  readonly size: number;
  readonly offsets: { readonly [K in keyof F]: number };
  readonly #fields: readonly (readonly [name: string, type: FieldType, offset: number])[];

  constructor(fields: F) {
    const placed: [string, FieldType, number][] = [];
    let end = 0;
    for (const [name, type] of Object.entries(fields)) {
      const size = sizeOf(type);
      const alignment = type === "name" || type.startsWith("bytes") ? 1 : size;
      const offset = Math.ceil(end / alignment) * alignment;
      placed.push([name, type, offset]);
      end = offset + size;
    }
    this.#fields = placed;
    this.size = end;
    this.offsets = Object.fromEntries(placed.map(([name, , offset]) => [name, offset])) as { [K in keyof F]: number };
  }

  /** New bytes with `values`. Addresses in them are good as long as `values` is referenced. */
  encode(values: RecordValues<F>): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.size);
    const view = new DataView(bytes.buffer);
    for (const [name, type, offset] of this.#fields) {
      const value = values[name];
      if (value !== undefined) writeField(view, offset, type, value);
    }
    return bytes;
  }

  decode(bytes: Uint8Array): RecordContents<F> {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const contents: Record<string, unknown> = {};
    for (const [name, type, offset] of this.#fields) contents[name] = readField(view, offset, type);
    return contents as RecordContents<F>;
  }
}

export function record<const F extends Fields>(fields: F): RecordLayout<F> {
  return new RecordLayout(fields);
}

function sizeOf(type: FieldType): number {
  switch (type) {
    case "u8":
      return 1;
    case "u16":
      return 2;
    case "u32":
    case "i32":
      return 4;
    case "u64":
    case "pointer":
      return 8;
    case "name":
      return nameLength;
    default:
      return Number(type.slice("bytes".length));
  }
}

function writeField(view: DataView, offset: number, type: FieldType, value: unknown): void {
  switch (type) {
    case "u8":
      view.setUint8(offset, value as number);
      break;
    case "u16":
      view.setUint16(offset, value as number, true);
      break;
    case "u32":
    case "i32":
      view.setUint32(offset, value as number, true);
      break;
    case "u64":
      view.setBigUint64(offset, BigInt(value as number | bigint), true);
      break;
    case "pointer":
      if ((value as Uint8Array).length === 0) break;
      view.setBigUint64(offset, BigInt(sys().address(value as Uint8Array)), true);
      break;
    case "name": {
      const text = new TextEncoder().encode(value as string).subarray(0, nameLength - 1);
      new Uint8Array(view.buffer, view.byteOffset + offset, nameLength).set(text);
      break;
    }
    default:
      new Uint8Array(view.buffer, view.byteOffset + offset, sizeOf(type)).set(value as Uint8Array);
  }
}

function readField(view: DataView, offset: number, type: FieldType): unknown {
  switch (type) {
    case "u8":
      return view.getUint8(offset);
    case "u16":
      return view.getUint16(offset, true);
    case "u32":
      return view.getUint32(offset, true);
    case "i32":
      return view.getInt32(offset, true);
    case "u64":
    case "pointer":
      return view.getBigUint64(offset, true);
    case "name":
      return cString(new Uint8Array(view.buffer, view.byteOffset + offset, nameLength));
    default:
      return new Uint8Array(view.buffer, view.byteOffset + offset, sizeOf(type)).slice();
  }
}

/** The text up to the first NUL. */
export function cString(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/** Text with a NUL at its end, as C wants it. */
export function toCString(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${text}\0`);
}
