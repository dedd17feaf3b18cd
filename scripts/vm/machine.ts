import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { initialFileSystem } from "./initial-files.ts";
import { type KernelFiles, MissingError } from "./packages.ts";

export interface MachineOptions {
  /** Of memory. */
  readonly megabytes: number;
  readonly cpus: number;
  /** After that the machine is switched off. */
  readonly minutes: number;
}

/** What a machine said in the end. */
export interface MachineResult {
  /** The command's exit status; undefined when it did not come to its end. */
  readonly status: number | undefined;
  /** The kernel's own messages: why it did not. */
  readonly console: string;
}

/** Where the server of file systems is: with qemu up to version 7, a package of its own since. */
const fileServers = ["/usr/libexec/virtiofsd", "/usr/lib/qemu/virtiofsd"];

const needed: readonly (readonly [path: string | readonly string[], what: string])[] = [
  ["/usr/bin/qemu-system-x86_64", "qemu-system-x86"],
  [fileServers, "virtiofsd (Debian 12 and older: qemu-system-common)"],
  ["/bin/busybox", "busybox-static"],
  ["/sbin/modprobe", "kmod"],
  ["/usr/bin/xz", "xz-utils"],
  ["/usr/bin/dpkg-deb", "dpkg"],
];

/**
 * @throws {MissingError} this machine can't run others: it lacks programs, or we are not root
 */
export function checkMachine(): void {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new MissingError(`test machines are made of this machine's own files: that takes Linux on x86-64`);
  }
  if (process.getuid?.() !== 0) throw new MissingError("only root may share all files of this machine with another");
  const missing = needed.filter(([path]) => ![path].flat().some(existsSync)).map(([, what]) => what);
  if (missing.length === 0) return;
  throw new MissingError(`programs are missing; install the packages ${missing.join(", ")}`);
}

/** Boots a kernel with this machine's files and runs a shell script in it; what that prints goes to our standard output. */
export async function runInMachine(
  kernel: KernelFiles,
  command: string,
  options: MachineOptions,
): Promise<MachineResult> {
  const folder = mkdtempSync(join(tmpdir(), "yodel-vm-"));
  const server = await startFileServer(folder);
  try {
    writeFileSync(join(folder, "initial"), initialFileSystem(kernel, command));
    const machine = spawn("/usr/bin/qemu-system-x86_64", machineOptions(kernel, folder, options), {
      stdio: ["ignore", "inherit", "inherit"],
    });
    const end = setTimeout(() => machine.kill("SIGKILL"), options.minutes * 60_000);
    await once(machine, "close");
    clearTimeout(end);
    const text = readFileSync(join(folder, "console"), "latin1");
    const status = /^yodel-vm-status (\d+)/m.exec(text)?.[1];
    return { status: status === undefined ? undefined : Number(status), console: text };
  } finally {
    server.kill();
    rmSync(folder, { recursive: true });
  }
}

async function startFileServer(folder: string): Promise<ChildProcess> {
  const path = fileServers.find(existsSync);
  if (path === undefined) throw new MissingError("virtiofsd is missing");
  const socket = join(folder, "files");
  const isOld = path.startsWith("/usr/lib/qemu/");
  const options = isOld
    ? [`--socket-path=${socket}`, "-o", "source=/", "-o", "cache=always", "-o", "sandbox=chroot"]
    : [`--socket-path=${socket}`, "--shared-dir=/", "--cache=always", "--sandbox=chroot"];
  const server = spawn(path, options, { stdio: "ignore" });
  for (let attempt = 0; attempt < 500 && !existsSync(socket); attempt++) await sleep(10);
  return server;
}

/** Emulated, not by the processor's own help: that is not there in most places where continuous integration runs. */
function machineOptions(kernel: KernelFiles, folder: string, { megabytes, cpus }: MachineOptions): string[] {
  const memory = `memory-backend-memfd,id=memory,size=${megabytes}M,share=on`;
  const boot =
    "console=ttyS0 quiet panic=-1 reboot=t nokaslr mitigations=off lsm=lockdown,yama,bpf tsc=reliable no_timer_check";
  return [
    ...["-machine", "q35,memory-backend=memory", "-accel", "tcg,thread=multi", "-cpu", "max"],
    ...["-smp", String(cpus), "-m", String(megabytes), "-object", memory],
    ...["-nodefaults", "-display", "none", "-no-reboot"],
    ...["-chardev", `socket,id=files,path=${join(folder, "files")}`],
    ...["-device", "vhost-user-fs-pci,chardev=files,tag=host"],
    ...["-serial", `file:${join(folder, "console")}`, "-serial", "stdio"],
    ...["-kernel", kernel.image, "-initrd", join(folder, "initial"), "-append", boot],
  ];
}
