import { bpfCall, type Command } from "./bpf.ts";
import { checked } from "./errno.ts";
import { type Fields, type RecordLayout, type RecordValues, record, toCString } from "./record.ts";
import { sys } from "./sys.ts";

/**
 * The variants of `BPF_LINK_CREATE` for tracing: one record each, with what is common to all first. Source:
 * include/uapi/linux/bpf.h.
 */
const common = { programFd: "u32", target: "u32", attachType: "u32", flags: "u32" } as const;

const eventLink = record({ ...common, cookie: "u64" });
const typedLink = record({ ...common, kernelType: "u32", reserved: "u32", cookie: "u64" });
const iteratorLink = record({ ...common, info: "pointer", infoLength: "u32" });
const kernelProbesLink = record({
  ...common,
  probeFlags: "u32",
  count: "u32",
  symbols: "pointer",
  addresses: "pointer",
  cookies: "pointer",
});
const userProbesLink = record({
  ...common,
  path: "pointer",
  offsets: "pointer",
  semaphores: "pointer",
  cookies: "pointer",
  count: "u32",
  probeFlags: "u32",
  pid: "u32",
});
const iteratorCreate = record({ linkFd: "u32", flags: "u32" });

/** `enum bpf_attach_type` in include/uapi/linux/bpf.h. */
const BPF_TRACE_ITER = 28;
const BPF_PERF_EVENT = 41;
const BPF_TRACE_KPROBE_MULTI = 42;
const BPF_TRACE_UPROBE_MULTI = 48;

/** `BPF_F_KPROBE_MULTI_RETURN` and `BPF_F_UPROBE_MULTI_RETURN`. */
const RETURN = 1;

function create<F extends Fields>(
  layout: RecordLayout<F>,
  values: RecordValues<F>,
  owner: unknown = undefined,
  command: Command = "BPF_LINK_CREATE",
): number {
  return checked(`bpf(${command})`, bpfCall(command, layout.encode(values), [values, owner]));
}

/** The functions below return the file descriptor of a link, and throw {@link SystemCallError} when the kernel refuses. */
export function createEventLink(programFd: number, eventFd: number, cookie: bigint): number {
  return create(eventLink, { programFd, target: eventFd, attachType: BPF_PERF_EVENT, cookie });
}

/** @kernel 6.0; before, `openRawTracepoint` without a name makes the link */
export function createTypedLink(programFd: number, attachType: number, cookie: bigint): number {
  return create(typedLink, { programFd, attachType, cookie });
}

/** @param info `union bpf_iter_link_info`, what the iterator is limited to */
export function createIteratorLink(programFd: number, info?: Uint8Array): number {
  return create(iteratorLink, { programFd, attachType: BPF_TRACE_ITER, info, infoLength: info?.length });
}

/** Starts an iteration: what its programs write can be read from the file descriptor, once. */
export function openIterator(linkFd: number): number {
  return create(iteratorCreate, { linkFd }, undefined, "BPF_ITER_CREATE");
}

/** @kernel 5.18 */
export function createKernelProbesLink(
  programFd: number,
  symbols: readonly string[],
  { isReturn, cookies }: { readonly isReturn: boolean; readonly cookies: readonly bigint[] | undefined },
): number {
  const names = symbols.map(toCString);
  const values = {
    programFd,
    attachType: BPF_TRACE_KPROBE_MULTI,
    probeFlags: isReturn ? RETURN : 0,
    count: symbols.length,
    symbols: words(names.map((name) => BigInt(sys().address(name)))),
    cookies: cookies && words(cookies),
  };
  return create(kernelProbesLink, values, names);
}

export interface UserProbes {
  readonly path: string;
  /** In bytes from the start of the file. */
  readonly offsets: readonly number[];
  /** Offsets of counters that are raised while the probe is there, 0 where there is none. */
  readonly semaphores?: readonly number[] | undefined;
  readonly cookies?: readonly bigint[] | undefined;
  /** 0: every process. */
  readonly pid: number;
  readonly isReturn: boolean;
}

/** @kernel 6.6 */
export function createUserProbesLink(programFd: number, probes: UserProbes): number {
  const { path, offsets, semaphores, cookies, pid, isReturn } = probes;
  return create(userProbesLink, {
    programFd,
    attachType: BPF_TRACE_UPROBE_MULTI,
    path: toCString(path),
    offsets: words(offsets.map(BigInt)),
    semaphores: semaphores && words(semaphores.map(BigInt)),
    cookies: cookies && words(cookies),
    count: offsets.length,
    probeFlags: isReturn ? RETURN : 0,
    pid,
  });
}

function words(values: readonly bigint[]): Uint8Array {
  return new Uint8Array(BigUint64Array.from(values).buffer);
}
