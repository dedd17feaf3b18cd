import { join } from "node:path";
import { UnsupportedError, YodelError } from "../errors/index.ts";
import type { ObjectMap } from "../object/object.ts";
import { mapInfo, openPinned, pinObject } from "../sys/bpf.ts";
import { duplicate } from "../sys/duplicate.ts";
import { failedWith } from "../sys/errno.ts";
import { findMount } from "../sys/mountinfo.ts";
import type { LiveMap } from "./create-maps.ts";
import { FileDescriptor } from "./file-descriptor.ts";
import { explainRefusal } from "./permissions.ts";

/**
 * The map that is pinned under its name in the bpf file system, where libbpf looks too; when there is none, a new one that
 * is pinned there. It stays when the process ends, until its file is removed: that is what an object asks for by pinning.
 *
 * @throws {YodelError} another map has the name
 * @throws {UnsupportedError} no bpf file system is mounted
 */
export function openOrPin(map: ObjectMap, create: () => LiveMap): LiveMap {
  const root = findMount("bpf");
  if (root === undefined) {
    throw new UnsupportedError("YDL4104", `the map '${map.name}' is pinned, and no bpf file system is mounted`, {
      hint: "mount -t bpf bpf /sys/fs/bpf",
    });
  }
  const path = join(root, map.name);
  try {
    const fd = new FileDescriptor(openPinned(path), `the map '${map.name}'`);
    const hint = `remove it when nothing uses it any more: rm ${path}`;
    checkShape(map, fd, `the map that is pinned at ${path}`, hint);
    return { map, fd };
  } catch (error) {
    if (!failedWith(error, "ENOENT")) throw explainRefusal(error, { action: `open the map ${path}` });
  }
  const live = create();
  try {
    pinObject(live.fd.number, path);
  } catch (error) {
    live.fd.close();
    throw explainRefusal(error, { action: `pin the map '${map.name}' to ${path}` });
  }
  return live;
}

/**
 * A map of the caller's in the place of one of the object's. The handle that it came from stays independent of it.
 * @throws {YodelError} it has another shape
 */
export function reuseMap(map: ObjectMap, handle: { readonly fd: number }): LiveMap {
  const fd = new FileDescriptor(duplicate(handle.fd), `the map '${map.name}'`);
  checkShape(map, fd, "the map that is given", "give a map of the same type, sizes, number of entries and flags");
  return { map, fd };
}

/** Closes what is not as it should be. */
function checkShape(map: ObjectMap, fd: FileDescriptor, which: string, hint: string): void {
  let found: ReturnType<typeof mapInfo>;
  try {
    found = mapInfo(fd.number);
  } catch (error) {
    fd.close();
    if (!failedWith(error, "EINVAL")) throw error;
    throw new YodelError("YDL4409", `${which} in the place of '${map.name}' is no map`, { hint, cause: error });
  }
  const same =
    found.type === map.type &&
    found.keySize === map.keySize &&
    found.valueSize === map.valueSize &&
    found.maxEntries === map.maxEntries &&
    found.flags === map.flags;
  if (same) return;
  fd.close();
  throw new YodelError("YDL4409", `${which} has another shape than '${map.name}' of the object`, { hint });
}
