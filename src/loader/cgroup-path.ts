import { dirname, join } from "node:path";
import { CgroupError } from "../errors/index.ts";
import { existsSync, realpathSync, statSync } from "../sys/files.ts";
import { findMount, type Mount, mountOf, readMounts } from "../sys/mountinfo.ts";

/**
 * Where the cgroup2 hierarchy is mounted, such as `/sys/fs/cgroup` or `/sys/fs/cgroup/unified`.
 * @throws {CgroupError} it is not mounted; the message says whether cgroups of version 1 are
 */
export function findCgroupRoot(): string {
  const mounts = readMounts();
  const root = findMount("cgroup2", mounts);
  if (root !== undefined) return root;
  const first = mounts.find(({ type }) => type === "cgroup");
  if (first === undefined) {
    throw new CgroupError("YDL4200", "no cgroup2 hierarchy is mounted", {
      hint: "mount one: mkdir -p /sys/fs/cgroup/unified && mount -t cgroup2 none /sys/fs/cgroup/unified",
    });
  }
  throw new CgroupError(
    "YDL4200",
    `no cgroup2 hierarchy is mounted, only cgroups of version 1 (${first.mountPoint} and others)`,
    {
      hint: "boot with systemd.unified_cgroup_hierarchy=1, so that services and containers have cgroups of version 2; mounting it beside (mkdir -p /sys/fs/cgroup/unified && mount -t cgroup2 none /sys/fs/cgroup/unified) counts what is in version 1 as one",
    },
  );
}

/**
 * Checks that `path` is a cgroup v2 directory.
 * @returns its absolute path, links followed
 * @throws {CgroupError} it is missing, not a directory, or not in a cgroup2 hierarchy; the hint names the path that is meant
 */
export function resolveCgroupPath(path: string, mounts: readonly Mount[] = readMounts()): string {
  const root = findMount("cgroup2", [...mounts]);
  if (!existsSync(path)) {
    throw new CgroupError("YDL4201", `there is no cgroup ${path}`, { hint: whereInstead(path, root, mounts) });
  }
  const real = realpathSync(path);
  if (!statSync(real).isDirectory()) {
    throw new CgroupError("YDL4202", `${path} is a file; a cgroup is a directory`, {
      hint: `did you mean ${dirname(path)}?`,
    });
  }
  const mount = mountOf(real, [...mounts]);
  if (mount?.type !== "cgroup2") {
    const kind =
      mount?.type === "cgroup"
        ? `a version 1 cgroup (${mount.superOptions.filter((option) => option !== "rw" && option !== "ro").join(",")})`
        : "not a cgroup";
    throw new CgroupError("YDL4203", `${path} is ${kind}; eBPF programs attach to cgroup2 directories`, {
      hint: whereInstead(path, root, mounts),
    });
  }
  return real;
}

/** Says where cgroup2 is, with the path that is likely meant when it exists. */
function whereInstead(path: string, root: string | undefined, mounts: readonly Mount[]): string {
  if (root === undefined) return "no cgroup2 hierarchy is mounted on this machine";
  const place = `cgroup2 is mounted at ${root}`;
  const meant = candidates(path, root, mounts).find((candidate) => existsSync(candidate));
  return meant === undefined || meant === path ? place : `${place}: did you mean ${meant}?`;
}

/** The same place in the cgroup2 hierarchy, for a path below a v1 controller or below where cgroup2 usually is. */
function candidates(path: string, root: string, mounts: readonly Mount[]): string[] {
  const v1 = mountOf(path, [...mounts]);
  const bases = ["/sys/fs/cgroup/unified", "/sys/fs/cgroup"];
  if (v1?.type === "cgroup") bases.unshift(v1.mountPoint);
  const found: string[] = [];
  for (const base of bases) {
    if (path === base || path.startsWith(`${base}/`)) found.push(join(root, path.slice(base.length)));
  }
  return found;
}
