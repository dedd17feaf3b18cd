import { YodelError } from "../../errors/index.ts";
import { createLink, openRawTracepoint } from "../../sys/bpf.ts";
import { failedWith } from "../../sys/errno.ts";
import { closeSync, constants, openSync } from "../../sys/files.ts";
import { resolveCgroupPath } from "../cgroup-path.ts";
import { KernelLink, type Link } from "../link.ts";
import { explainRefusal } from "../permissions.ts";
import { cannotAttachTo } from "../program-aims.ts";
import { type LiveProgram, wrongTarget } from "./target.ts";

/**
 * Attaches a program to the function, tracepoint or hook that its section names; the kernel has known it since the program was loaded.
 *
 * @throws {UnsupportedError} this kernel can't attach to functions by their types
 * @throws {PermissionError} CAP_PERFMON (for `lsm` CAP_MAC_ADMIN) is missing
 * @kernel 5.5
 */
export function attachKernelFunction(program: LiveProgram, target: unknown): Link {
  if (target !== undefined) throw wrongTarget(program, "what its section says, so attach() takes no target", target);
  const { section } = program.resolved;
  try {
    return new KernelLink(openRawTracepoint(undefined, program.fd.number), section);
  } catch (error) {
    if (failedWith(error, "EBUSY")) {
      throw new YodelError("YDL4477", `something else of this kernel has '${section}' for itself`, {
        hint: "live patches and other tracers can take a function; so does this program, when it is attached already",
        cause: error,
      });
    }
    if (failedWith(error, "EINVAL", "ENOTSUPP", "EOPNOTSUPP", "ENOENT")) {
      throw cannotAttachTo(section, error);
    }
    throw explainRefusal(error, { action: `attach '${program.name}' to ${section}`, needs: ["CAP_PERFMON"] });
  }
}

/** `enum bpf_attach_type` in include/uapi/linux/bpf.h. */
const BPF_LSM_CGROUP = 43;

/**
 * Attaches a program to a security hook, for the processes of a cgroup.
 *
 * @throws {CgroupError} the path is not in a cgroup2 hierarchy
 * @kernel 6.0
 */
export function attachLsmCgroup(program: LiveProgram, target: unknown): Link {
  if (typeof target !== "string")
    throw wrongTarget(program, "a cgroup: the path of a directory, such as findCgroupRoot() gives", target);
  const directory = resolveCgroupPath(target);
  const cgroupFd = openSync(directory, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    const fd = createLink({ programFd: program.fd.number, target: cgroupFd, attachType: BPF_LSM_CGROUP });
    return new KernelLink(fd, `${program.resolved.section} in cgroup ${directory}`);
  } catch (error) {
    throw explainRefusal(error, { action: `attach '${program.name}' to ${directory}`, needs: ["CAP_NET_ADMIN"] });
  } finally {
    closeSync(cgroupFd);
  }
}
