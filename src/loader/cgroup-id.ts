import { failedWith } from "../sys/errno.ts";
import { kernfsPath } from "../sys/file-handle.ts";
import { findCgroupRoot } from "./cgroup-path.ts";
import { explainRefusal } from "./permissions.ts";

/** See the function of the same name in src/runtime.ts. */
export function findCgroupById(id: bigint, mountPoint: string = findCgroupRoot()): string | undefined {
  let path: string | undefined;
  try {
    path = kernfsPath(mountPoint, id);
  } catch (error) {
    if (failedWith(error, "EINVAL", "EOPNOTSUPP")) return undefined;
    throw explainRefusal(error, { action: "open a cgroup by its id", needs: ["CAP_DAC_READ_SEARCH"] });
  }
  // Through a mount of a part of the hierarchy, the rest has paths that lead elsewhere.
  return path === mountPoint || path?.startsWith(`${mountPoint}/`) ? path : undefined;
}
