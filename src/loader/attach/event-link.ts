import { UnsupportedError } from "../../errors/index.ts";
import { failedWith } from "../../sys/errno.ts";
import { closeSync } from "../../sys/files.ts";
import { isAtLeast, kernelVersion } from "../../sys/machine.ts";
import { setEventProgram } from "../../sys/perf-event.ts";
import { createEventLink } from "../../sys/tracing-links.ts";
import { FileDescriptor } from "../file-descriptor.ts";
import { KernelLink, type Link, PlainAttachment } from "../link.ts";
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
    const event = new FileDescriptor(eventFd, `the event of ${target}`);
    const whyNot = "kernels before 5.15 have no links to perf events";
    return new PlainAttachment(program, target, () => event.close(), whyNot);
  }
}
