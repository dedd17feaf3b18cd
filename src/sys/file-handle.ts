import { checked, errno } from "./errno.ts";
import { closeSync, constants, openSync, readlinkSync } from "./files.ts";
import { sys, systemCalls } from "./sys.ts";

/** `FILEID_KERNFS` in include/linux/exportfs.h: the handle is a kernfs node's 64-bit id. */
const FILEID_KERNFS = 0xfe;

/** `O_PATH` in include/uapi/asm-generic/fcntl.h: the place alone, nothing of it is opened. */
const O_PATH = 0o10000000;

/**
 * The path of a kernfs node (a cgroup, for one) by its id, in one step however large the hierarchy is.
 * @param mountPoint where the file system is mounted
 * @returns undefined when there is no such node any more
 * @throws {SystemCallError} EPERM: CAP_DAC_READ_SEARCH is missing
 * @kernel 5.5
 */
export function kernfsPath(mountPoint: string, id: bigint): string | undefined {
  // struct file_handle: the size of the handle, its type, the handle. Source: open_by_handle_at(2).
  const handle = new Uint8Array(16);
  const view = new DataView(handle.buffer);
  const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
  view.setUint32(0, 8, littleEndian);
  view.setInt32(4, FILEID_KERNFS, littleEndian);
  view.setBigUint64(8, id, littleEndian);
  const mountFd = openSync(mountPoint, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    const result = sys().call(systemCalls.openByHandleAt, [mountFd, handle, O_PATH | constants.O_DIRECTORY]);
    if (result === -errno.ESTALE || result === -errno.ENOENT) return undefined;
    const fd = checked("open_by_handle_at()", result);
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } finally {
      closeSync(fd);
    }
  } finally {
    closeSync(mountFd);
  }
}
