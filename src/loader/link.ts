import { UnsupportedError, YodelError } from "../errors/index.ts";
import { detachLink, linkInfo, openPinned, pinObject, programInfo, updateLink } from "../sys/bpf.ts";
import { failedWith } from "../sys/errno.ts";
import { closeSync, readFileSync } from "../sys/files.ts";
import { closedError, FileDescriptor } from "./file-descriptor.ts";
import { later } from "./later.ts";

const permissions = later<typeof import("./permissions.ts")>("./permissions");

/** A program in the kernel, such as the handle of one. */
export interface ProgramReference {
  readonly name: string;
  readonly fd: number;
}

/** What is known of an attachment. */
export interface LinkInfo {
  /** The kernel's word for the kind of link, such as `"cgroup"` or `"xdp"`; undefined where the attachment is not a `bpf_link`. */
  readonly type: string | undefined;
  /** The kernel's number for the link; undefined where the attachment is not a `bpf_link`. */
  readonly id: number | undefined;
  readonly programId: number | undefined;
  /** What it is attached to, in words, such as `"cgroup /sys/fs/cgroup/user.slice"`. */
  readonly target: string;
}

/** What `link.update` takes besides the program. */
export interface UpdateOptions {
  /** The program that must still be attached; when another one is, nothing changes and it is an error. */
  readonly expected?: ProgramReference;
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
   * Puts another program in the place of the one that is attached, in one step: no event goes by unseen.
   * @throws {YodelError} the program is of another type, or `expected` is not what is attached
   * @throws {UnsupportedError} this kind of attachment has no replacement
   * @kernel 5.7; XDP 5.9, socket maps 6.10
   */
  update(program: ProgramReference, options?: UpdateOptions): void;
  /**
   * Detaches the program now, also where the link is pinned or others hold it: what is left of it does nothing.
   * @throws {UnsupportedError} the kernel has that for no link of this kind: close it
   * @kernel 5.9
   */
  detach(): void;
  /**
   * Keeps the attachment alive under a path in a bpf file system, also after the process ends. Remove the file to detach.
   * @throws {SystemCallError} `path` is not in a bpf file system, or exists
   */
  pin(path: string): void;
}

/** `enum bpf_link_type` in include/uapi/linux/bpf.h, by number. */
const linkTypes: readonly string[] = [
  "unspecified",
  "raw_tracepoint",
  "tracing",
  "cgroup",
  "iter",
  "netns",
  "xdp",
  "perf_event",
  "kprobe_multi",
  "struct_ops",
  "netfilter",
  "tcx",
  "uprobe_multi",
  "netkit",
  "sockmap",
];

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

  /** The link's file descriptor; it stays the link's. */
  get fd(): number {
    return this.#fd.number;
  }

  close(): void {
    this.#fd.close();
  }

  info(): LinkInfo {
    const { type, id, programId } = linkInfo(this.#fd.number);
    return { type: linkTypes[type] ?? `type ${type}`, id, programId, target: this.#target };
  }

  update(program: ProgramReference, { expected }: UpdateOptions = {}): void {
    try {
      updateLink(this.#fd.number, program.fd, expected?.fd);
    } catch (error) {
      if (failedWith(error, "EOPNOTSUPP", "ENOTSUPP") || (failedWith(error, "EINVAL") && this.#hasNoUpdate())) {
        throw this.#unsupported("has no replacement of its program", "close it and attach the other program", error);
      }
      if (failedWith(error, "EINVAL", "EPERM", "ESTALE", "EEXIST", "ENOENT", "ENOLINK")) {
        throw new YodelError(
          "YDL4440",
          `'${program.name}' can't take the place of what is attached to ${this.#target}`,
          {
            hint: "it must have the same type and section, the link must not be detached, and an expected program must be what is attached",
            cause: error,
          },
        );
      }
      throw permissions().explainRefusal(error, {
        action: `replace the program at ${this.#target}`,
        needs: ["CAP_BPF"],
      });
    }
  }

  detach(): void {
    try {
      detachLink(this.#fd.number);
    } catch (error) {
      if (!failedWith(error, "EOPNOTSUPP", "ENOTSUPP", "EINVAL")) throw error;
      throw this.#unsupported("can't be detached while somebody holds it", "close it", error);
    }
  }

  pin(path: string): void {
    pinObject(this.#fd.number, path);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Tracing links of some kinds answer EINVAL to every update. */
  #hasNoUpdate(): boolean {
    return ["raw_tracepoint", "tracing", "perf_event", "kprobe_multi", "uprobe_multi"].includes(this.info().type ?? "");
  }

  #unsupported(what: string, hint: string, cause: unknown): UnsupportedError {
    return new UnsupportedError("YDL4441", `a link of the kind ${this.info().type} (to ${this.#target}) ${what}`, {
      hint,
      cause,
    });
  }
}

/**
 * Opens a link that was pinned.
 * ```ts
 * using link = openLink("/sys/fs/bpf/my-link");
 * console.log(link.info());
 * ```
 * @throws {YodelError} nothing is pinned at `path`, or something that is no link
 * @throws {PermissionError} this process may not open it
 * @kernel 5.7
 */
export function openLink(path: string): Link {
  let fd: number;
  try {
    fd = openPinned(path);
  } catch (error) {
    if (failedWith(error, "ENOENT", "ENOTDIR")) {
      throw new YodelError("YDL4452", `there is no pinned link at ${path}`, {
        hint: "links are pinned by link.pin(path), in a bpf file system: mount | grep bpf",
        cause: error,
      });
    }
    throw permissions().explainRefusal(error, { action: `open the link ${path}` });
  }
  if (isLink(fd)) return new KernelLink(fd, `what the link at ${path} is attached to`);
  closeSync(fd);
  throw new YodelError("YDL4452", `what is pinned at ${path} is no link`, {
    hint: "it is a program or a map",
  });
}

/** What is pinned may be a program or a map, too. */
function isLink(fd: number): boolean {
  return /^link_type:/m.test(readFileSync(`/proc/self/fdinfo/${fd}`, "utf8"));
}

/** An attachment that is no `bpf_link`: what older kernels have, and sockets, filters and routes on all of them. */
export class PlainAttachment implements Link {
  readonly #program: { readonly fd: FileDescriptor };
  readonly #target: string;
  readonly #end: () => void;
  readonly #whyNot: string;
  #attached = true;

  /**
   * @param target in words
   * @param end takes the program off
   * @param whyNot why it can't be pinned or changed, for messages
   */
  constructor(program: { readonly fd: FileDescriptor }, target: string, end: () => void, whyNot: string) {
    this.#program = program;
    this.#target = target;
    this.#end = end;
    this.#whyNot = whyNot;
  }

  get isOpen(): boolean {
    return this.#attached;
  }

  close(): void {
    if (!this.#attached) return;
    this.#attached = false;
    this.#end();
  }

  detach(): void {
    this.#check();
    this.close();
  }

  info(): LinkInfo {
    this.#check();
    const { id } = programInfo(this.#program.fd.number);
    return { type: undefined, id: undefined, programId: id, target: this.#target };
  }

  update(_program: ProgramReference, _options?: UpdateOptions): void {
    this.#check();
    throw new UnsupportedError("YDL4441", `the attachment to ${this.#target} has no replacement of its program`, {
      hint: `${this.#whyNot}; close it and attach the other program`,
    });
  }

  pin(_path: string): void {
    this.#check();
    throw new UnsupportedError("YDL4107", `the attachment to ${this.#target} can't be pinned`, { hint: this.#whyNot });
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #check(): void {
    if (!this.#attached) throw closedError(`the attachment to ${this.#target}`);
  }
}
