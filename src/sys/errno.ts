import { SystemCallError } from "../errors/index.ts";

/** Error numbers that eBPF work meets. Source: include/uapi/asm-generic/errno-base.h and errno.h. */
const numbers = {
  EPERM: 1,
  ENOENT: 2,
  ESRCH: 3,
  EINTR: 4,
  EIO: 5,
  ENXIO: 6,
  E2BIG: 7,
  EBADF: 9,
  EAGAIN: 11,
  ENOMEM: 12,
  EACCES: 13,
  EFAULT: 14,
  EBUSY: 16,
  EEXIST: 17,
  ENODEV: 19,
  ENOTDIR: 20,
  EINVAL: 22,
  EMFILE: 24,
  ENOSPC: 28,
  ERANGE: 34,
  EDEADLK: 35,
  ENAMETOOLONG: 36,
  ENOSYS: 38,
  ENOTSOCK: 88,
  ENOLINK: 67,
  EILSEQ: 84,
  EOVERFLOW: 75,
  ENOPROTOOPT: 92,
  EOPNOTSUPP: 95,
  ENETUNREACH: 101,
  EADDRNOTAVAIL: 99,
  ESTALE: 116,
  ENOTSUPP: 524,
} as const;

export type ErrnoName = keyof typeof numbers;

export const errno: Readonly<Record<ErrnoName, number>> = numbers;

const words: Readonly<Partial<Record<ErrnoName, string>>> = {
  EPERM: "operation not permitted",
  ENOENT: "no such entry",
  E2BIG: "too large",
  EBADF: "bad file descriptor",
  EAGAIN: "try again",
  ENOMEM: "out of memory",
  EACCES: "permission denied",
  EBUSY: "busy",
  EEXIST: "it exists already",
  ENODEV: "no such device",
  EINVAL: "invalid argument",
  EMFILE: "too many open files",
  ENOSPC: "no space left",
  ENOSYS: "the kernel has no such system call",
  EOPNOTSUPP: "not supported",
  ENOTSUPP: "not supported",
};

/** `"EPERM"` for 1; `"errno 999"` for a number without a name here. */
export function errnoName(number: number): string {
  for (const [name, value] of Object.entries(numbers)) if (value === number) return name;
  return `errno ${number}`;
}

/** `"EPERM, operation not permitted"`. */
export function describeErrno(number: number): string {
  const name = errnoName(number);
  const text = words[name as ErrnoName];
  return text === undefined ? name : `${name}, ${text}`;
}

/**
 * Passes on the result of a system call.
 * @param call the call and its command, such as `"bpf(BPF_MAP_CREATE)"`
 * @throws {SystemCallError} it is a negative errno
 */
export function checked(call: string, result: number): number {
  if (result >= 0) return result;
  throw new SystemCallError("YDL4300", `${call} failed: ${describeErrno(-result)}`, { call, errno: -result });
}

/** True for a {@link SystemCallError} with one of these names. */
export function failedWith(error: unknown, ...names: ErrnoName[]): error is SystemCallError {
  return error instanceof SystemCallError && names.some((name) => numbers[name] === error.errno);
}
