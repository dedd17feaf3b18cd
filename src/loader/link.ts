import { linkInfo, pinObject } from "../sys/bpf.ts";
import { FileDescriptor } from "./file-descriptor.ts";

export interface LinkInfo {
  /** The kernel's number for the link; undefined where the attachment is not a `bpf_link`. */
  readonly id: number | undefined;
  readonly programId: number | undefined;
  /** What it is attached to, in words, such as `"cgroup /sys/fs/cgroup/user.slice"`. */
  readonly target: string;
}

/**
 * A program's attachment. It lasts until it is closed, its owner is disposed or the process dies, by whatever signal;
 * `pin` it to outlive the process.
 */
export interface Link extends Disposable {
  /** Detaches the program, unless the link is pinned. Closing again does nothing. */
  close(): void;
  /** False once it is closed. */
  readonly isOpen: boolean;
  info(): LinkInfo;
  /**
   * Keeps the attachment alive under a path in a bpf file system, also after the process ends. Remove the file to detach.
   * @throws {SystemCallError} `path` is not in a bpf file system, or exists
   */
  pin(path: string): void;
}

/** A `bpf_link`. */
export class KernelLink implements Link {
  readonly #fd: FileDescriptor;
  readonly #target: string;

  constructor(fd: number, target: string) {
    this.#fd = new FileDescriptor(fd, `the link to ${target}`);
    this.#target = target;
  }

  get isOpen(): boolean {
    return this.#fd.isOpen;
  }

  close(): void {
    this.#fd.close();
  }

  info(): LinkInfo {
    const { id, programId } = linkInfo(this.#fd.number);
    return { id, programId, target: this.#target };
  }

  pin(path: string): void {
    pinObject(this.#fd.number, path);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
