import koffi from "koffi";

/**
 * Asks the running kernel's verifier about small programs. The generators and the table tests decide by its answers, so
 * that the tables hold what the kernel does and not what a document says. Needs CAP_BPF, CAP_NET_ADMIN and CAP_PERFMON.
 */
export interface Verdict {
  readonly accepted: boolean;
  readonly log: string;
}

export interface ProbeOptions {
  readonly programType: number;
  readonly expectedAttachType?: number;
  /** `BPF_F_*` of loading. */
  readonly flags?: number;
  /** The function or struct of the kernel that the program is for, by its number in the kernel's BTF. */
  readonly kernelTypeId?: number;
  readonly license?: string;
  /** What the programs return, where 0 is no verdict. */
  readonly result?: number;
}

const BPF_PROG_LOAD = 5;
/** Number of the bpf system call on x86-64 and arm64. */
const SYS_BPF = process.arch === "arm64" ? 280 : 321;

interface Libc {
  syscall(number: number, command: number, attributes: Buffer, size: number): number | bigint;
  close(fd: number): number;
}

let loaded: Libc | undefined;

/** Not before it is needed: importing this file must work where there is no Linux. */
function libc(): Libc {
  if (loaded) return loaded;
  const library = koffi.load("libc.so.6");
  loaded = {
    syscall: library.func("long syscall(long number, int command, void *attributes, unsigned int size)"),
    close: library.func("int close(int fd)"),
  };
  return loaded;
}

/** Loads a program made of encoded instructions, and closes it at once. */
export function verify(code: Uint8Array, options: ProbeOptions): Verdict {
  const log = Buffer.alloc(65536);
  const license = Buffer.from(`${options.license ?? "GPL"}\0`);
  const attributes = Buffer.alloc(128);
  attributes.writeUInt32LE(options.programType, 0);
  attributes.writeUInt32LE(code.length / 8, 4);
  attributes.writeBigUInt64LE(koffi.address(code), 8);
  attributes.writeBigUInt64LE(koffi.address(license), 16);
  attributes.writeUInt32LE(1, 24);
  attributes.writeUInt32LE(log.length, 28);
  attributes.writeBigUInt64LE(koffi.address(log), 32);
  attributes.writeUInt32LE(options.flags ?? 0, 44);
  attributes.writeUInt32LE(options.expectedAttachType ?? 0, 68);
  attributes.writeUInt32LE(options.kernelTypeId ?? 0, 108);
  const fd = Number(libc().syscall(SYS_BPF, BPF_PROG_LOAD, attributes, attributes.length));
  if (fd >= 0) libc().close(fd);
  const end = log.indexOf(0);
  return { accepted: fd >= 0, log: log.toString("latin1", 0, end) };
}

/** Whether a program type may read (or write) the first byte of a packet through the addresses at these offsets of its context. */
export function mayAccessPacket(
  options: ProbeOptions,
  access: "read" | "write",
  packet: { readonly data: number; readonly dataEnd: number; readonly size: 4 | 8 },
): boolean {
  const load = packet.size === 4 ? 0x61 : 0x79;
  const code = [
    ...instruction(load, 0x12, packet.data, 0), // r2 = data
    ...instruction(load, 0x13, packet.dataEnd, 0), // r3 = data_end
    ...instruction(0xbf, 0x24, 0, 0), // r4 = r2
    ...instruction(0x07, 0x04, 0, 1), // r4 += 1
    ...instruction(0x2d, 0x34, 1, 0), // if r4 > r3 goto +1
    ...(access === "read" ? instruction(0x71, 0x20, 0, 0) : instruction(0x72, 0x02, 0, 0)),
    ...ending(options),
  ];
  return verify(Buffer.from(code), options).accepted;
}

/** One 8-byte instruction. */
export function instruction(opcode: number, registers: number, offset: number, immediate: number): number[] {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt8(opcode, 0);
  bytes.writeUInt8(registers, 1);
  bytes.writeInt16LE(offset, 2);
  bytes.writeInt32LE(immediate, 4);
  return [...bytes];
}

/** The end of a program that returns a verdict. */
export function ending({ result = 0 }: ProbeOptions): number[] {
  return [...instruction(0xb7, 0, 0, result), ...instruction(0x95, 0, 0, 0)];
}

const sizeBits: Record<number, number> = { 8: 0x10, 16: 0x08, 32: 0x00, 64: 0x18 };

/** Whether a program type may read (or write a zero to) `bits` at `offset` of its context. */
export function mayAccessContext(
  options: ProbeOptions,
  access: "read" | "write",
  offset: number,
  bits: number,
): boolean {
  const size = sizeBits[bits] ?? 0;
  const code =
    access === "read"
      ? instruction(0x61 | size, 0x10, offset, 0)
      : [...instruction(0xb7, 2, 0, 0), ...instruction(0x63 | size, 0x21, offset, 0)];
  return verify(Uint8Array.from([...code, ...ending(options)]), options).accepted;
}

/** Whether the kernel takes programs of a type at all. */
export function isLoadable(options: ProbeOptions): boolean {
  return verify(Uint8Array.from(ending(options)), options).accepted;
}

export type HelperAvailability = "no" | "yes" | "gplOnly";

/** Whether a program type may call a helper. The call itself is wrong; what counts is what the verifier complains about. */
export function helperAvailability(options: ProbeOptions, helper: number): HelperAvailability {
  const code = Uint8Array.from([...instruction(0x85, 0, 0, helper), ...ending(options)]);
  const refused =
    /unknown func|invalid func|cannot use helper|not supported for program type|program of this type cannot use/;
  if (refused.test(verify(code, options).log)) return "no";
  return /GPL-restricted|GPL only/.test(verify(code, { ...options, license: "Proprietary" }).log) ? "gplOnly" : "yes";
}
