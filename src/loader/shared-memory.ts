import type { AnySchema } from "../schema/index.ts";
import { type Mapping, mapMemory } from "../sys/mmap.ts";
import { closedError } from "./file-descriptor.ts";

/**
 * The value of an array map in this process's memory: what the kernel writes is seen here without a system call, and the
 * other way round. Aligned 64-bit integers are read and written atomically.
 */
export class SharedMemory {
  readonly #mapping: Mapping;
  readonly #view: DataView;
  readonly #words: BigUint64Array;
  readonly #what: string;
  #open = true;

  /** @param what for messages, such as `"the section '.bss'"` */
  constructor(mapFd: number, length: number, writable: boolean, what: string) {
    this.#mapping = mapMemory(mapFd, length, writable);
    const { buffer } = this.#mapping.bytes;
    this.#view = new DataView(buffer);
    this.#words = new BigUint64Array(buffer, 0, Math.floor(length / 8));
    this.#what = what;
  }

  read(schema: AnySchema, offset: number): unknown {
    this.#check();
    if (!isWord(schema, offset)) return schema.read(this.#view, offset);
    const word = Atomics.load(this.#words, offset / 8);
    return schema.signed ? BigInt.asIntN(64, word) : word;
  }

  write(schema: AnySchema, offset: number, value: unknown, path: string): void {
    this.#check();
    if (!isWord(schema, offset)) {
      schema.write(this.#view, offset, value as never, path);
      return;
    }
    const bytes = new DataView(new ArrayBuffer(8));
    schema.write(bytes, 0, value, path);
    Atomics.store(this.#words, offset / 8, bytes.getBigUint64(0, true));
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#mapping.unmap();
  }

  #check(): void {
    if (!this.#open) throw closedError(this.#what);
  }
}

/** A 64-bit integer in host order that one load reads whole. */
function isWord(schema: AnySchema, offset: number): schema is Extract<AnySchema, { readonly kind: "integer" }> {
  return schema.kind === "integer" && schema.bits === 64 && schema.order === "host" && offset % 8 === 0;
}
