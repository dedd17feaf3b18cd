import { failedWith } from "../sys/errno.ts";
import { type Batch, type ElementAccess, readBatches } from "../sys/map-access.ts";

/** How a map is read whole. */
export interface MapShape {
  readonly fd: number;
  readonly keySize: number;
  /** In bytes, for all CPUs where each has its own value. */
  readonly valueSize: number;
  readonly maxEntries: number;
}

/** In bytes: batches are as large as this allows, which keeps system calls few and memory small. */
const batchMemory = 1 << 20;
const largestBatch = 4096;

/**
 * All elements of a map, with `take` deleted as they are read: by batch, or key by key where the kernel has no batches for
 * this map (before 5.6). The arrays of a batch are reused for the next.
 */
export function* readEntries(shape: MapShape, access: ElementAccess, take: boolean): Generator<Batch> {
  const { fd, keySize, valueSize, maxEntries } = shape;
  const room = Math.floor(batchMemory / (keySize + valueSize));
  const batchSize = Math.max(1, Math.min(maxEntries, largestBatch, room));
  let started = false;
  try {
    for (const batch of readBatches(fd, keySize, valueSize, batchSize, take)) {
      started = true;
      yield batch;
    }
  } catch (error) {
    if (started || !failedWith(error, "EINVAL", "ENOTSUPP", "EOPNOTSUPP")) throw error;
    yield* readOneByOne(access, take);
  }
}

function* readOneByOne(access: ElementAccess, take: boolean): Generator<Batch> {
  for (const key of keysOf(access)) {
    access.key.set(key);
    if (!access.lookup()) continue;
    if (take && !access.delete()) continue;
    yield { keys: key, values: access.value, count: 1 };
  }
}

/** All keys first: when a key is deleted while walking on from it, the kernel starts from the beginning. */
function keysOf(access: ElementAccess): Iterable<Uint8Array> {
  const keys = new Map<string, Uint8Array>();
  for (let first = true; access.advance(first); first = false) {
    const text = access.key.join();
    if (keys.has(text)) break;
    keys.set(text, access.key.slice());
  }
  return keys.values();
}
