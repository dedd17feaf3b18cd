import type { BpfObject, ObjectMap } from "../object/object.ts";
import { mapInfo } from "../sys/bpf.ts";
import { ElementAccess } from "../sys/map-access.ts";
import { LazyCodec } from "./codec.ts";
import type { LiveMap } from "./create-maps.ts";
import type { FileDescriptor } from "./file-descriptor.ts";
import { type MapShape, readEntries } from "./map-entries.ts";

/** What the kernel knows of a map. */
export interface MapInfo {
  /** The kernel's number for the map. */
  readonly id: number;
  readonly name: string;
  /** `enum bpf_map_type`. */
  readonly type: number;
  readonly keySize: number;
  readonly valueSize: number;
  readonly maxEntries: number;
  readonly flags: number;
}

/**
 * What all handles of maps share, and the handle of a map whose type has none of its own. Closing a handle does not destroy
 * the map while programs use it.
 */
export class MapHandle {
  readonly name: string;
  protected readonly map: ObjectMap;
  protected readonly keyCodec: LazyCodec;
  protected readonly valueCodec: LazyCodec;
  readonly #fd: FileDescriptor;
  /** Size in bytes of one element's value, as system calls read it. */
  protected readonly valueBytes: number;
  #access: ElementAccess | undefined;

  /** @param valueBytes size of a value as system calls read it: that of all CPUs' values in per-CPU maps */
  constructor(object: BpfObject, { map, fd }: LiveMap, valueBytes = map.valueSize) {
    this.name = map.name;
    this.map = map;
    this.keyCodec = new LazyCodec(object, map.keyType, map.keySize);
    this.valueCodec = new LazyCodec(object, map.valueType, map.valueSize);
    this.#fd = fd;
    this.valueBytes = valueBytes;
  }

  /** The map's file descriptor; it stays the handle's. */
  get fd(): number {
    return this.#fd.number;
  }

  info(): MapInfo {
    const { id, name, type, keySize, valueSize, maxEntries, flags } = mapInfo(this.fd);
    return { id, name, type, keySize, valueSize, maxEntries, flags };
  }

  /** Closing again does nothing. */
  close(): void {
    this.#fd.close();
  }

  /** @throws {YodelError} the map is closed */
  protected access(): ElementAccess {
    const { number } = this.#fd;
    this.#access ??= new ElementAccess(number, this.map.keySize, this.valueBytes);
    return this.#access;
  }

  /** The same, with the key filled in. */
  protected accessAt(key: unknown): ElementAccess {
    const access = this.access();
    this.keyCodec.schema.write(access.keyView, 0, key as never, `${this.name} key`);
    return access;
  }

  /** All elements, many at a time. The memory of a batch is that of the next. */
  protected *batches(take: boolean): Generator<ElementBatch> {
    const { keySize, maxEntries } = this.map;
    const shape: MapShape = { fd: this.fd, keySize, valueSize: this.valueBytes, maxEntries };
    for (const { keys, values, count } of readEntries(shape, this.access(), take)) {
      yield { keys: viewOf(keys), values: viewOf(values), count };
      // Whoever iterates may have closed the map meanwhile, and its number be something else's.
      void this.fd;
    }
  }
}

/** Keys stand one after the other, values likewise. */
export interface ElementBatch {
  readonly keys: DataView;
  readonly values: DataView;
  readonly count: number;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
