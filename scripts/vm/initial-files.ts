import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import type { KernelFiles } from "./packages.ts";

/** Drivers that the machine needs before it sees our file system; a kernel that has one built in has no file for it. */
const drivers = ["virtio_pci", "virtiofs", "overlay"];

interface InitialFile {
  readonly path: string;
  readonly mode: number;
  readonly contents: Uint8Array;
}

const directory = 0o040755;
const executable = 0o100755;
const plain = 0o100644;

/** What the kernel calls for a module that it wants: it does so where the first process is. */
const loadModule = `#!/bin/busybox sh
exec /bin/busybox chroot /root /sbin/modprobe "$@"
`;

/**
 * The file system that the kernel starts with: busybox, drivers and the first process, which takes the root directory of this
 * machine, read-only under a layer in memory, and runs `command` there.
 * @param command a shell script
 */
export function initialFileSystem(kernel: KernelFiles, command: string): Uint8Array {
  const modules = driverFiles(kernel);
  const text = (value: string): Uint8Array => Buffer.from(value);
  const files: InitialFile[] = [
    ...["bin", "sbin", "dev", "proc", "drivers", "host", "layer", "root"].map((path) => {
      return { path, mode: directory, contents: new Uint8Array() };
    }),
    { path: "bin/busybox", mode: executable, contents: readFileSync("/bin/busybox") },
    { path: "init", mode: executable, contents: readFileSync(join(import.meta.dirname, "guest-init.sh")) },
    { path: "command", mode: plain, contents: text(command) },
    { path: "sbin/modprobe", mode: executable, contents: text(loadModule) },
    { path: "kernel", mode: plain, contents: text(`${kernel.tree}\n`) },
    { path: "drivers/list", mode: plain, contents: text(modules.map(({ name }) => `${name}\n`).join("")) },
    ...modules.map(({ name, contents }) => ({ path: `drivers/${name}`, mode: plain, contents })),
  ];
  return archive(files);
}

/** The drivers and what they need, in the order in which they must be loaded. */
function driverFiles({ tree, release }: KernelFiles): { readonly name: string; readonly contents: Uint8Array }[] {
  const paths = drivers.flatMap((driver) => {
    const options = ["-d", tree, "-S", release, "--show-depends", driver];
    const steps = execFileSync("/sbin/modprobe", options, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return [...steps.matchAll(/^insmod (\S+)/gm)].map(([, path = ""]) => path);
  });
  return [...new Set(paths)].map((path) => ({
    name: basename(path).replace(/\.(xz|zst)$/, ""),
    contents: unpack(path),
  }));
}

function unpack(path: string): Uint8Array {
  if (path.endsWith(".zst")) return zstdDecompressSync(readFileSync(path));
  if (path.endsWith(".xz")) return execFileSync("xz", ["-dc", path], { maxBuffer: 64 * 1024 * 1024 });
  return readFileSync(path);
}

/** A cpio archive in the "new" format. Source: Documentation/driver-api/early-userspace/buffer-format.rst. */
function archive(files: readonly InitialFile[]): Uint8Array {
  const pieces = files.flatMap((file, index) => entry(file, index + 1));
  return Buffer.concat([...pieces, ...entry({ path: "TRAILER!!!", mode: 0, contents: new Uint8Array() }, 0)]);
}

function entry({ path, mode, contents }: InitialFile, inode: number): Uint8Array[] {
  const name = Buffer.from(`${path}\0`);
  const [owner, group, links, time, device, checksum] = [0, 0, 1, 0, 0, 0];
  const fields = [inode, mode, owner, group, links, time, contents.length];
  const places = [device, device, device, device, name.length, checksum];
  const header = [...fields, ...places].map((value) => value.toString(16).padStart(8, "0")).join("");
  return [...padded(Buffer.concat([Buffer.from(`070701${header}`), name])), ...padded(contents)];
}

function padded(bytes: Uint8Array): Uint8Array[] {
  return [bytes, new Uint8Array(-bytes.length & 3)];
}
