import { createRequire } from "node:module";
import { UnsupportedError } from "../errors/index.ts";
import { readFileSync } from "./files.ts";

/**
 * The one door to the operating system: what the FFI has to do, and nothing more. Everything else in `sys/` is built on it.
 */
export interface Sys {
  /**
   * A system call with up to six arguments; bytes are passed by their address.
   * @param owner what the bytes point to in turn: it is kept from being collected during the call, as they are
   * @returns its result, or a negative errno
   */
  call(number: number, parameters: readonly (number | Uint8Array)[], owner?: unknown): number;
  /** The address of the first byte. It is good as long as `bytes` is referenced. */
  address(bytes: Uint8Array): number;
  /** The memory from `address` on as an ArrayBuffer. It must not be touched after the memory is unmapped. */
  view(address: number, length: number): ArrayBuffer;
  /** Calls `onReadable` when `fd` can be read, from the event loop, until it is closed. */
  poll(fd: number, onReadable: () => void): { close(): void };
}

/** System call numbers. Source: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h. */
interface SystemCallNumbers {
  readonly bpf: number;
  readonly perfEventOpen: number;
  readonly mmap: number;
  readonly munmap: number;
  readonly ioctl: number;
  readonly getsockopt: number;
  readonly setsockopt: number;
  readonly prlimit64: number;
  readonly fcntl: number;
  readonly openByHandleAt: number;
  readonly socket: number;
  readonly sendto: number;
  readonly recvfrom: number;
  readonly pidfdOpen: number;
}

const x64: SystemCallNumbers = {
  bpf: 321,
  perfEventOpen: 298,
  mmap: 9,
  munmap: 11,
  ioctl: 16,
  getsockopt: 55,
  setsockopt: 54,
  prlimit64: 302,
  fcntl: 72,
  openByHandleAt: 304,
  socket: 41,
  sendto: 44,
  recvfrom: 45,
  pidfdOpen: 434,
};

/** The numbers that newer architectures share. */
const generic: SystemCallNumbers = {
  bpf: 280,
  perfEventOpen: 241,
  mmap: 222,
  munmap: 215,
  ioctl: 29,
  getsockopt: 209,
  setsockopt: 208,
  prlimit64: 261,
  fcntl: 25,
  openByHandleAt: 265,
  socket: 198,
  sendto: 206,
  recvfrom: 207,
  pidfdOpen: 434,
};

const numbersByArchitecture: Readonly<Record<string, SystemCallNumbers>> = {
  x64,
  arm64: generic,
  riscv64: generic,
  loong64: generic,
};

export const systemCalls: SystemCallNumbers = numbersByArchitecture[process.arch] ?? generic;

/** What of koffi is used. */
interface Koffi {
  load(path: null): { func(name: string, result: string, parameters: string[]): (...values: number[]) => number };
  errno(): number;
  address(value: Uint8Array): bigint;
  view(address: number, length: number): ArrayBuffer;
  node: {
    poll(
      fd: number,
      events: { readable: boolean },
      onEvent: (status: number, events: unknown) => void,
    ): { close(): void };
  };
}

/** Holds what a system call under way points to: a local alone could be collected before the call reads it. */
const retained: unknown[] = [];

/** Far above any map, and below what makes V8 give up. */
const maximumView = 2 ** 32;

let opened: Sys | undefined;

/**
 * The operating system; the FFI is loaded by the first call.
 * @throws {UnsupportedError} this is not Linux on a supported architecture, or the FFI can't be loaded
 */
export function sys(): Sys {
  opened ??= open();
  return opened;
}

function open(): Sys {
  if (process.platform !== "linux") {
    throw new UnsupportedError("YDL4100", `eBPF programs can only be loaded on Linux; this is ${process.platform}`, {
      hint: "defining, compiling and inspecting work everywhere; load on a Linux machine or in a virtual machine",
    });
  }
  if (!(process.arch in numbersByArchitecture)) {
    const names = Object.keys(numbersByArchitecture).join(", ");
    throw new UnsupportedError("YDL4101", `the architecture ${process.arch} is not supported; supported are ${names}`);
  }
  const koffi = loadKoffi();
  const syscall = koffi.load(null).func("syscall", "long", ["long", "long", "long", "long", "long", "long", "long"]);
  const address = (bytes: Uint8Array): number => Number(koffi.address(bytes));
  const toWord = (parameter: number | Uint8Array = 0): number =>
    typeof parameter === "number" ? parameter : address(parameter);
  return {
    call(number, parameters, owner) {
      retained.push(parameters, owner);
      try {
        const [a, b, c, d, e, f] = parameters;
        const result = syscall(number, toWord(a), toWord(b), toWord(c), toWord(d), toWord(e), toWord(f));
        return result === -1 ? -koffi.errno() : result;
      } finally {
        retained.length -= 2;
      }
    },
    address,
    view(address, length) {
      if (!Number.isSafeInteger(length) || length <= 0 || length > maximumView) {
        throw new RangeError(`a view of ${length} bytes is out of range`);
      }
      if (!Number.isSafeInteger(address) || address <= 0) throw new RangeError(`there is no memory at ${address}`);
      return koffi.view(address, length);
    },
    poll: (fd, onReadable) => koffi.node.poll(fd, { readable: true }, () => onReadable()),
  };
}

/**
 * The binary itself takes a tenth of the time to load of the package that chooses among binaries, so it is asked first. It
 * comes with a dependency of koffi, so it is looked up from there. Where it is somewhere else, koffi finds it.
 */
function loadKoffi(): Koffi {
  const here = createRequire(import.meta.url);
  try {
    const koffi = here.resolve("koffi");
    try {
      const { arch } = process;
      const libc = readFileSync("/proc/self/maps", "latin1").includes("/ld-musl-") ? "musl" : "linux";
      return createRequire(koffi)(`@koromix/koffi-linux-${arch}/${libc}_${arch}/koffi.node`);
    } catch {
      return here(koffi);
    }
  } catch (cause) {
    throw new UnsupportedError("YDL4102", "the native part of koffi, which makes system calls, could not be loaded", {
      hint: "install again without --omit=optional: its binaries are optional dependencies",
      cause,
    });
  }
}
