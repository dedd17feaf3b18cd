import { UnsupportedError } from "../../errors/index.ts";
import { failedWith } from "../../sys/errno.ts";
import { closeSync } from "../../sys/files.ts";
import { isAtLeast, kernelVersion } from "../../sys/machine.ts";
import { setEventProgram } from "../../sys/perf-event.ts";
import { createEventLink } from "../../sys/tracing-links.ts";
import { FileDescriptor } from "../file-descriptor.ts";
import { KernelLink, type Link, type LinkInfo } from "../link.ts";
import type { LiveProgram } from "./target.ts";

/**
 * Has a program run at a perf event, under a link where the kernel has such (5.15).
 * @param eventFd becomes the attachment's
 * @param target what it is, in words
 * @param cookie what `bpf.get_attach_cookie` gives the program, and needs a link
 * @throws {SystemCallError} the kernel refuses
 */
export function attachToEvent(program: LiveProgram, eventFd: number, target: string, cookie = 0n): Link {
  try {
    const fd = createEventLink(program.fd.number, eventFd, cookie);
    closeSync(eventFd);
    return new KernelLink(fd, target);
  } catch (error) {
    try {
      if (!failedWith(error, "EINVAL") || isAtLeast(kernelVersion(), [5, 15])) throw error;
      if (cookie !== 0n) {
        throw new UnsupportedError("YDL4474", "this kernel has no cookies of attachments", { minimumKernel: "5.15" });
      }
      setEventProgram(eventFd, program.fd.number);
    } catch (cause) {
      closeSync(eventFd);
      throw cause;
    }
    return new EventLink(eventFd, target);
  }
}

/** The attachment is the perf event's own, before 5.15: it ends when the event is closed. */
class EventLink implements Link {
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
    return { id: undefined, programId: undefined, target: this.#target };
  }

  pin(): never {
    throw new UnsupportedError("YDL4107", "an attachment without a link can't be pinned", { minimumKernel: "5.15" });
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
