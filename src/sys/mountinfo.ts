import { readFileSync } from "./files.ts";

/** A mount as /proc/self/mountinfo tells it (proc(5)). */
export interface Mount {
  /** The part of the file system that is the root of this mount. */
  readonly root: string;
  readonly mountPoint: string;
  /** `"cgroup2"`, `"tracefs"`, `"bpf"` … */
  readonly type: string;
  /** The file system's own options: for v1 cgroups the names of the controllers. */
  readonly superOptions: readonly string[];
}

export function parseMountinfo(text: string): Mount[] {
  const mounts: Mount[] = [];
  for (const line of text.split("\n")) {
    const fields = line.split(" ");
    // Optional fields stand between the sixth and the separator.
    const separator = fields.indexOf("-", 6);
    const [root, mountPoint, type] = [fields[3], fields[4], fields[separator + 1]];
    if (separator < 0 || root === undefined || mountPoint === undefined || type === undefined) continue;
    const superOptions = (fields[separator + 3] ?? "").split(",");
    mounts.push({ root: unescapePath(root), mountPoint: unescapePath(mountPoint), type, superOptions });
  }
  return mounts;
}

/** The mounts that this process sees; none where there is no /proc. */
export function readMounts(): Mount[] {
  try {
    return parseMountinfo(readFileSync("/proc/self/mountinfo", "utf8"));
  } catch {
    return [];
  }
}

/** Where a file system of this type is mounted. The mount of the whole of it goes before mounts of a part. */
export function findMount(type: string, mounts = readMounts()): string | undefined {
  const found = mounts.filter((mount) => mount.type === type);
  return (found.find((mount) => mount.root === "/") ?? found[0])?.mountPoint;
}

/** The mount that holds an absolute path: the longest mount point that it begins with, the last of equals. */
export function mountOf(path: string, mounts = readMounts()): Mount | undefined {
  let best: Mount | undefined;
  for (const mount of mounts) {
    const prefix = mount.mountPoint === "/" ? "/" : `${mount.mountPoint}/`;
    if (path !== mount.mountPoint && !path.startsWith(prefix)) continue;
    if (!best || mount.mountPoint.length >= best.mountPoint.length) best = mount;
  }
  return best;
}

/** Space, tab, newline and backslash are written as three octal digits. */
function unescapePath(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
