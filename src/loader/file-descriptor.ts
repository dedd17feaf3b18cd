import { YodelError } from "../errors/index.ts";
import { closeSync } from "../sys/files.ts";

/** For whoever uses something that is closed. @param what such as `"the map 'hits'"` */
export function closedError(what: string): YodelError {
  return new YodelError("YDL4400", `${what} is closed`, {
    hint: "close() and the end of a `using` block close everything that was loaded; read before that",
  });
}

/** A file descriptor with one owner, that knows what it stands for and refuses to be used once it is closed. */
export class FileDescriptor {
  readonly #number: number;
  readonly #what: string;
  #open = true;

  /** @param what for messages, such as `"the map 'hits'"` */
  constructor(number: number, what: string) {
    this.#number = number;
    this.#what = what;
  }

  /** @throws {YodelError} it is closed */
  get number(): number {
    if (!this.#open) throw closedError(this.#what);
    return this.#number;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Gives the number to a new owner: here it is closed from then on. */
  release(): number {
    const number = this.number;
    this.#open = false;
    return number;
  }

  /** Closing again does nothing. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#number);
  }
}
