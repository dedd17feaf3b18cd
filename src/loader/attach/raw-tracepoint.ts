import { YodelError } from "../../errors/index.ts";
import { openRawTracepoint } from "../../sys/bpf.ts";
import { failedWith } from "../../sys/errno.ts";
import { KernelLink, type Link } from "../link.ts";
import { explainRefusal } from "../permissions.ts";
import { type LiveProgram, wrongTarget } from "./target.ts";

/**
 * Attaches a program to the raw tracepoint that its section names, on all CPUs.
 *
 * @throws {YodelError} the kernel has no such tracepoint
 * @throws {PermissionError} CAP_PERFMON (before 5.8 CAP_SYS_ADMIN) is missing
 * @kernel 4.17
 */
export function attachRawTracepoint(program: LiveProgram, target: unknown): Link {
  if (target !== undefined) throw wrongTarget(program, "what its section says, so attach() takes no target", target);
  const [name = ""] = program.resolved.target;
  try {
    return new KernelLink(openRawTracepoint(name, program.fd.number), `raw tracepoint ${name}`);
  } catch (error) {
    if (failedWith(error, "ENOENT")) {
      throw new YodelError("YDL4415", `the kernel has no raw tracepoint '${name}'`, {
        hint: "/sys/kernel/tracing/events lists tracepoints; a raw one goes by the name without the category",
        cause: error,
      });
    }
    throw explainRefusal(error, {
      action: `attach '${program.name}' to the tracepoint ${name}`,
      needs: ["CAP_PERFMON"],
    });
  }
}
