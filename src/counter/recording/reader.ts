import { closeSync, openSync, readSync } from "node:fs";
import { crc32 } from "node:zlib";
import { YodelError } from "../../runtime.ts";
import {
  decodeRecord,
  fileMark,
  formatVersion,
  headSize,
  type IntervalRecord,
  longestRecord,
  type StartRecord,
} from "./format.ts";

/** A recording that is read from the beginning to the end. */
export interface Recording extends Disposable {
  readonly start: StartRecord;
  /** Ends at the first record that is not whole. */
  intervals(): Generator<IntervalRecord, void, undefined>;
  /** What comes behind the last whole record, in bytes: of a process that was killed as it wrote. 0 until all have been read. */
  readonly cutOff: number;
}

/**
 * Opens a file that `yodel record` wrote, or is writing.
 * @throws {YodelError} it is no recording, or one of a newer version
 * @throws {Error} it can't be read
 */
export function openRecording(path: string): Recording {
  const file = new Chunks(openSync(path, "r"));
  try {
    const mark = file.take(fileMark.length);
    if (!mark || Buffer.compare(mark, fileMark) !== 0) throw notOne(path, "it does not begin as one");
    const start = nextRecord(file);
    if (start === undefined) throw notOne(path, "its first record is cut off or damaged");
    if (start === "unknown" || start.kind !== "start") throw notOne(path, "it has no beginning");
    if (start.version > formatVersion) {
      throw new YodelError(
        "YDL7072",
        `${path} is a recording of version ${start.version}; this is known: ${formatVersion}`,
        {
          hint: "replay it with a newer yodel",
        },
      );
    }
    let ended = false;
    return {
      start,
      *intervals() {
        for (;;) {
          const record = nextRecord(file);
          if (record === undefined) {
            ended = true;
            return;
          }
          if (record !== "unknown" && record.kind === "interval") yield record;
        }
      },
      get cutOff() {
        return ended ? file.left : 0;
      },
      [Symbol.dispose]: () => file.close(),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** `"unknown"` for a record of a kind that is not known; undefined at the end, or where the file is not whole. */
function nextRecord(file: Chunks): StartRecord | IntervalRecord | "unknown" | undefined {
  const head = file.peek(headSize);
  if (!head) return undefined;
  const view = new DataView(head.buffer, head.byteOffset);
  const [length, checksum] = [view.getUint32(0, true), view.getUint32(4, true)];
  if (length > longestRecord) return undefined;
  const whole = file.peek(headSize + length);
  if (!whole) return undefined;
  const payload = whole.subarray(headSize);
  if (crc32(payload) !== checksum) return undefined;
  let record: StartRecord | IntervalRecord | undefined;
  try {
    record = decodeRecord(payload);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  file.take(headSize + length);
  return record ?? "unknown";
}

function notOne(path: string, reason: string): YodelError {
  return new YodelError("YDL7071", `${path} is no recording: ${reason}`, { hint: "'yodel record FILE' makes one" });
}

/** A file that is read from front to back, piece by piece. */
class Chunks {
  readonly #fd: number;
  #buffer = Buffer.alloc(1 << 16);
  #from = 0;
  #to = 0;
  #open = true;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** The next bytes, which stay the next; undefined when there are fewer. They are overwritten by the next call. */
  peek(size: number): Uint8Array | undefined {
    if (this.#to - this.#from < size) this.#fill(size);
    return this.#to - this.#from < size ? undefined : this.#buffer.subarray(this.#from, this.#from + size);
  }

  take(size: number): Uint8Array | undefined {
    const bytes = this.peek(size);
    if (bytes) this.#from += size;
    return bytes;
  }

  /** How much has not been taken, in bytes. */
  get left(): number {
    let left = this.#to - this.#from;
    const rest = Buffer.alloc(1 << 16);
    for (let count = this.#read(rest, 0); count > 0; count = this.#read(rest, 0)) left += count;
    return left;
  }

  close(): void {
    if (this.#open) closeSync(this.#fd);
    this.#open = false;
  }

  #fill(size: number): void {
    const there = this.#buffer.subarray(this.#from, this.#to);
    // A damaged length must not make us reserve more than there is.
    let buffer = Buffer.alloc(Math.max(1 << 16, there.length * 2));
    there.copy(buffer);
    this.#to = there.length;
    this.#from = 0;
    while (this.#to < size) {
      if (this.#to === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
      const count = this.#read(buffer, this.#to);
      if (count === 0) break;
      this.#to += count;
    }
    this.#buffer = buffer;
  }

  #read(buffer: Buffer, at: number): number {
    return this.#open ? readSync(this.#fd, buffer, at, buffer.length - at, null) : 0;
  }
}
