import { UnsupportedError, YodelError } from "../../errors/index.ts";
import { createLink } from "../../sys/bpf.ts";
import { failedWith } from "../../sys/errno.ts";
import { closeSync } from "../../sys/files.ts";
import { readFile } from "../../sys/machine.ts";
import { findMount } from "../../sys/mountinfo.ts";
import { openTracepointEvent, setEventProgram } from "../../sys/perf-event.ts";
import { FileDescriptor } from "../file-descriptor.ts";
import { KernelLink, type Link, type LinkInfo } from "../link.ts";
import { explainRefusal } from "../permissions.ts";
import { type LiveProgram, wrongTarget } from "./target.ts";

/** `enum bpf_attach_type` in include/uapi/linux/bpf.h. */
const BPF_PERF_EVENT = 41;

/**
 * Attaches a program to the tracepoint that its section names, on all CPUs.
 *
 * @throws {UnsupportedError} tracefs is not mounted, or the kernel has no such tracepoint
 * @throws {PermissionError} CAP_PERFMON (before 5.8 CAP_SYS_ADMIN) is missing
 * @kernel 4.7; by link 5.15
 */
export function attachTracepoint(program: LiveProgram, target: unknown): Link {
  if (target !== undefined) throw wrongTarget(program, "what its section says, so attach() takes no target", target);
  const [category = "", name = ""] = program.resolved.target;
  const words = `tracepoint ${category}/${name}`;
  const id = tracepointId(category, name);
  try {
    const eventFd = openTracepointEvent(id);
    try {
      const fd = createLink({ programFd: program.fd.number, target: eventFd, attachType: BPF_PERF_EVENT });
      closeSync(eventFd);
      return new KernelLink(fd, words);
    } catch (error) {
      if (failedWith(error, "EINVAL")) {
        setEventProgram(eventFd, program.fd.number);
        return new EventLink(eventFd, words);
      }
      closeSync(eventFd);
      throw error;
    }
  } catch (error) {
    throw explainRefusal(error, { action: `attach '${program.name}' to the ${words}`, needs: ["CAP_PERFMON"] });
  }
}

/** The tracepoint's number, as tracefs tells it. */
function tracepointId(category: string, name: string): number {
  const root = findMount("tracefs");
  if (root === undefined) {
    throw new UnsupportedError("YDL4108", "tracepoints are found through tracefs, which is not mounted", {
      hint: "mount -t tracefs tracefs /sys/kernel/tracing",
    });
  }
  const text = readFile(`${root}/events/${category}/${name}/id`);
  if (text !== undefined) return Number(text);
  throw new YodelError(
    "YDL4415",
    `the kernel has no tracepoint '${category}/${name}', or this process may not read it`,
    {
      hint: `${root}/events lists them (as root)`,
    },
  );
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
