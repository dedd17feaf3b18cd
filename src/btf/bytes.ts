/** Bytes that grow while they are written, little-endian. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  u8(value: number): this {
    this.#reserve(1);
    this.#view.setUint8(this.#length, value);
    this.#length += 1;
    return this;
  }

  u16(value: number): this {
    this.#reserve(2);
    this.#view.setUint16(this.#length, value, true);
    this.#length += 2;
    return this;
  }

  u32(value: number): this {
    this.#reserve(4);
    this.#view.setUint32(this.#length, value, true);
    this.#length += 4;
    return this;
  }

  u64(value: number | bigint): this {
    this.#reserve(8);
    this.#view.setBigUint64(this.#length, BigInt(value), true);
    this.#length += 8;
    return this;
  }

  bytes(value: Uint8Array): this {
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
    return this;
  }

  /** Writes zeros up to the next multiple of `alignment`. */
  align(alignment: number): this {
    const end = Math.ceil(this.#length / alignment) * alignment;
    this.#reserve(end - this.#length);
    this.#length = end;
    return this;
  }

  /** A copy of what was written. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

/** NUL-terminated strings, each once, named by their offset in bytes; offset 0 is the empty string. As in ELF and in BTF. */
export class StringTable {
  readonly #writer = new ByteWriter().u8(0);
  readonly #offsets = new Map<string, number>([["", 0]]);
  readonly #encoder = new TextEncoder();

  /** The offset of `text`, which is added if it is new. What follows a NUL in it is left out. */
  add(text: string): number {
    const known = this.#offsets.get(text);
    if (known !== undefined) return known;
    const end = text.indexOf("\0");
    const offset = this.#writer.length;
    this.#writer.bytes(this.#encoder.encode(end < 0 ? text : text.slice(0, end))).u8(0);
    this.#offsets.set(text, offset);
    return offset;
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.#writer.finish();
  }
}

/**
 * A reader of the strings in a table by their offset. It answers `undefined` for an offset outside.
 * The table must end in a NUL.
 */
export function stringReader(table: Uint8Array): (offset: number) => string | undefined {
  const decoder = new TextDecoder();
  const text = decoder.decode(table);
  // In pure ASCII offsets in characters are offsets in bytes, and slices of one big string are cheap.
  if (text.length === table.length) {
    return (offset) => (offset < text.length ? text.slice(offset, text.indexOf("\0", offset)) : undefined);
  }
  return (offset) => {
    if (offset >= table.length) return undefined;
    return decoder.decode(table.subarray(offset, table.indexOf(0, offset)));
  };
}
