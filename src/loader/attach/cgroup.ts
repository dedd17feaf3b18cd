import { dirname } from "node:path";
import { PermissionError, SystemCallError, UnsupportedError } from "../../errors/index.ts";
import { attachProgram, detachProgram, openById, programInfo, queryPrograms } from "../../sys/bpf.ts";
import { failedWith } from "../../sys/errno.ts";
import { closeSync, constants, openSync } from "../../sys/files.ts";
import { isAtLeast, kernelVersion } from "../../sys/machine.ts";
import { findMount } from "../../sys/mountinfo.ts";
import { resolveCgroupPath } from "../cgroup-path.ts";
import { later } from "../later.ts";
import { KernelLink, type Link, PlainAttachment } from "../link.ts";
import { explainOrder, linkInOrder, type OrderOptions } from "./order.ts";
import { type LiveProgram, wrongTarget } from "./target.ts";

const permissions = later<typeof import("../permissions.ts")>("./permissions");

/** Other programs may be attached at the same place and below. */
const BPF_F_ALLOW_MULTI = 2;

/**
 * Attaches a program to a cgroup (v2) directory by a BPF link, beside programs that are already there.
 * The link lives until it is closed, its owner is disposed, or the process dies; `pin` it to outlive the process.
 * Kernels before 5.7 have no such links: there the attachment is made without one, and is left behind if the process is
 * killed before it closes.
 *
 * @param path a directory in the cgroup2 file system; the whole subtree is covered
 * @param order where among the programs of this cgroup it runs: last when left out
 * @throws {CgroupError} `path` is not in a cgroup2 hierarchy (the message says where one is mounted)
 * @throws {PermissionError} CAP_BPF or CAP_NET_ADMIN is missing, or another program is attached exclusively
 * @kernel 4.10; by link 5.7; in an order 6.16
 */
export function attachCgroup(program: LiveProgram, path: unknown, order: OrderOptions = {}): Link {
  if (typeof path !== "string")
    throw wrongTarget(program, "a cgroup: the path of a directory, such as findCgroupRoot() gives", path);
  const directory = resolveCgroupPath(path);
  const attachType = program.resolved.expectedAttachType;
  if (attachType === undefined) {
    throw new UnsupportedError(
      "YDL4106",
      `the section '${program.resolved.section}' names no way to attach to a cgroup`,
    );
  }
  const cgroupFd = openSync(directory, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    const fd = linkInOrder({ programFd: program.fd.number, target: cgroupFd, attachType }, order);
    return new KernelLink(fd, `cgroup ${directory}`);
  } catch (error) {
    const linksExist = isAtLeast(kernelVersion(), [5, 7]);
    if (failedWith(error, "EINVAL") && !linksExist) return attachWithoutLink(program, cgroupFd, attachType, directory);
    throw explainOrder(error, order, "6.16") ?? explainAttach(error, program, attachType, directory);
  } finally {
    closeSync(cgroupFd);
  }
}

/** @internal for kernels before 5.7, and the test that plays one */
export function attachWithoutLink(program: LiveProgram, targetFd: number, attachType: number, directory: string): Link {
  try {
    attachProgram({ targetFd, programFd: program.fd.number, attachType, flags: BPF_F_ALLOW_MULTI });
  } catch (error) {
    throw explainAttach(error, program, attachType, directory);
  }
  const detach = () => {
    const targetFd = openSync(directory, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      detachProgram({ targetFd, programFd: program.fd.number, attachType });
    } finally {
      closeSync(targetFd);
    }
  };
  return new PlainAttachment(program, `cgroup ${directory}`, detach, "kernels before 5.7 have no links to cgroups");
}

/** EPERM here also means that somebody attached at this cgroup or above without letting others in. */
function explainAttach(error: unknown, program: LiveProgram, attachType: number, directory: string): unknown {
  if (!failedWith(error, "EPERM")) return error;
  const capable = permissions().isCapable("CAP_NET_ADMIN");
  const exclusive = capable ? findExclusive(directory, attachType) : undefined;
  if (exclusive !== undefined) {
    const names = exclusive.programs.join(", ");
    return new PermissionError(
      "YDL4004",
      `'${program.name}' may not attach to ${directory}: ${names} ${exclusive.programs.length > 1 ? "are" : "is"} attached ` +
        `exclusively at ${exclusive.directory}`,
      {
        hint: `whoever attached it did so without allowing others; see 'bpftool cgroup show ${exclusive.directory}', and attach it with BPF_F_ALLOW_MULTI (bpftool: 'multi') or a link`,
        cause: error,
      },
    );
  }
  return permissions().explainRefusal(error, {
    action: `attach '${program.name}' to ${directory}`,
    needs: ["CAP_NET_ADMIN"],
  });
}

interface Exclusive {
  readonly directory: string;
  readonly programs: readonly string[];
}

/** Looks from the cgroup up to the root for programs that were attached without BPF_F_ALLOW_MULTI. */
function findExclusive(directory: string, attachType: number): Exclusive | undefined {
  const root = findMount("cgroup2");
  for (let path = directory; ; path = dirname(path)) {
    const found = exclusiveAt(path, attachType);
    if (found !== undefined) return found;
    if (path === root || path === "/") return undefined;
  }
}

function exclusiveAt(directory: string, attachType: number): Exclusive | undefined {
  let targetFd: number;
  try {
    targetFd = openSync(directory, constants.O_RDONLY | constants.O_DIRECTORY);
  } catch {
    return undefined;
  }
  try {
    const { programIds, attachFlags } = queryPrograms(targetFd, attachType);
    if (programIds.length === 0 || (attachFlags & BPF_F_ALLOW_MULTI) !== 0) return undefined;
    return { directory, programs: programIds.map(describeProgram) };
  } catch (error) {
    if (error instanceof SystemCallError) return undefined;
    throw error;
  } finally {
    closeSync(targetFd);
  }
}

/** `'gatekeeper' (id 7)`; only the number where its name may not be asked for (that takes CAP_SYS_ADMIN). */
function describeProgram(id: number): string {
  try {
    const fd = openById("program", id);
    if (fd === undefined) return `program ${id}`;
    try {
      return `'${programInfo(fd).name}' (id ${id})`;
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (error instanceof SystemCallError) return `program ${id}`;
    throw error;
  }
}
