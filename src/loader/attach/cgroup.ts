import { dirname } from "node:path";
import { PermissionError, SystemCallError, UnsupportedError } from "../../errors/index.ts";
import { attachProgram, createLink, detachProgram, openById, programInfo, queryPrograms } from "../../sys/bpf.ts";
import { failedWith } from "../../sys/errno.ts";
import { closeSync, constants, openSync } from "../../sys/files.ts";
import { isAtLeast, kernelVersion } from "../../sys/machine.ts";
import { findMount } from "../../sys/mountinfo.ts";
import { resolveCgroupPath } from "../cgroup-path.ts";
import { later } from "../later.ts";
import { KernelLink, type Link, type LinkInfo } from "../link.ts";
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
 * @throws {CgroupError} `path` is not in a cgroup2 hierarchy (the message says where one is mounted)
 * @throws {PermissionError} CAP_BPF or CAP_NET_ADMIN is missing, or another program is attached exclusively
 * @kernel 4.10; by link 5.7
 */
export function attachCgroup(program: LiveProgram, path: unknown): Link {
  if (typeof path !== "string") throw wrongTarget(program, "a cgroup: the path of a directory", path);
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
    const fd = createLink({ programFd: program.fd.number, target: cgroupFd, attachType });
    return new KernelLink(fd, `cgroup ${directory}`);
  } catch (error) {
    const linksExist = isAtLeast(kernelVersion(), [5, 7]);
    if (failedWith(error, "EINVAL") && !linksExist) return attachWithoutLink(program, cgroupFd, attachType, directory);
    throw explainAttach(error, program, attachType, directory);
  } finally {
    closeSync(cgroupFd);
  }
}

function attachWithoutLink(program: LiveProgram, targetFd: number, attachType: number, directory: string): Link {
  try {
    attachProgram({ targetFd, programFd: program.fd.number, attachType, flags: BPF_F_ALLOW_MULTI });
  } catch (error) {
    throw explainAttach(error, program, attachType, directory);
  }
  return new LegacyCgroupLink(program, attachType, directory);
}

/** An attachment without a link, as kernels before 5.7 have it. */
class LegacyCgroupLink implements Link {
  readonly #program: LiveProgram;
  readonly #attachType: number;
  readonly #directory: string;
  #attached = true;

  constructor(program: LiveProgram, attachType: number, directory: string) {
    this.#program = program;
    this.#attachType = attachType;
    this.#directory = directory;
  }

  get isOpen(): boolean {
    return this.#attached;
  }

  close(): void {
    if (!this.#attached) return;
    this.#attached = false;
    const targetFd = openSync(this.#directory, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      detachProgram({ targetFd, programFd: this.#program.fd.number, attachType: this.#attachType });
    } finally {
      closeSync(targetFd);
    }
  }

  info(): LinkInfo {
    const { id } = programInfo(this.#program.fd.number);
    return { id: undefined, programId: id, target: `cgroup ${this.#directory}` };
  }

  pin(): never {
    throw new UnsupportedError("YDL4107", "an attachment without a link can't be pinned", { minimumKernel: "5.7" });
  }

  [Symbol.dispose](): void {
    this.close();
  }
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
