import { SystemCallError, UnsupportedError, YodelError } from "../../errors/index.ts";
import { failedWith } from "../../sys/errno.ts";
import { isAtLeast, kernelVersion } from "../../sys/machine.ts";
import { openProbeEvent } from "../../sys/perf-event.ts";
import { createUserProbesLink } from "../../sys/tracing-links.ts";
import { KernelLink, type Link } from "../link.ts";
import { nearestNames } from "../names.ts";
import { explainRefusal } from "../permissions.ts";
import { attachToEvent } from "./event-link.ts";
import { eventSource } from "./kernel-probe.ts";
import { findNativeFile, functionOffset, matching, withNativeFile } from "./native-file.ts";
import { type LiveProgram, wrongTarget } from "./target.ts";

/** What a `uprobe` program attaches to. */
export interface UserProbeTarget {
  /** A program or shared library: its path, or its name (`"libssl.so.3"`, `"bash"`). */
  readonly path: string;
  /** A function of it. */
  readonly symbol?: string;
  /** In bytes from the symbol, or from the start of the file when there is none. */
  readonly offset?: number;
  /** Only in this process; everywhere when left out. */
  readonly pid?: number;
  /** A number that `bpf.get_attach_cookie` gives the program. @kernel 5.15 */
  readonly cookie?: number | bigint;
}

/** `config` of a probe's event: bit 0 for a return; the upper half is where in the file a counter of its users is. */
const RETURN = 1n;
const SEMAPHORE_SHIFT = 32n;

const needs = 'a function in user space: { path: "/usr/lib/libssl.so.3", symbol: "SSL_write" }';

/**
 * Attaches a program to a function in user space: in every process that runs it, now or later, or in one.
 *
 * @param target what the section leaves open; `uprobe/PATH:SYMBOL` and `uprobe/PATH:SYMBOL+OFFSET` say it all
 * @throws {YodelError} there is no such file, or it has no such function (the hint lists the nearest)
 * @throws {PermissionError} CAP_PERFMON (before 5.8 CAP_SYS_ADMIN) is missing
 * @kernel 4.17; by link 5.15
 */
export function attachUserProbe(program: LiveProgram, target: unknown): Link {
  const { path: wanted, symbol, offset = 0, pid, cookie = 0 } = targetOf(program, target);
  const path = findNativeFile(wanted);
  const start = symbol === undefined ? 0 : withNativeFile(path, (file) => functionOffset(file, path, symbol));
  const words = `${symbol ?? "offset"}${symbol === undefined || offset !== 0 ? `+${offset}` : ""} of ${path}`;
  const isReturn = program.resolved.section.startsWith("uret");
  return attachAt(program, { path, offset: start + offset, pid, isReturn, words, cookie: BigInt(cookie) });
}

/** A place in a file, found. */
export interface UserPlace {
  readonly path: string;
  readonly offset: number;
  readonly pid: number | undefined;
  readonly isReturn: boolean;
  /** Where in the file a counter is that the kernel raises while the probe is there. */
  readonly semaphore?: number;
  readonly words: string;
  readonly cookie: bigint;
}

export function attachAt(program: LiveProgram, place: UserPlace): Link {
  const { path, offset, pid, isReturn, semaphore = 0, words, cookie } = place;
  const config = (isReturn ? RETURN : 0n) | (BigInt(semaphore) << SEMAPHORE_SHIFT);
  try {
    const event = openProbeEvent({ type: eventSource("uprobe"), config, name: path, offset, pid });
    return attachToEvent(program, event, words, cookie);
  } catch (error) {
    throw explain(error, program, words, pid);
  }
}

function explain(error: unknown, program: LiveProgram, words: string, pid: number | undefined): unknown {
  if (failedWith(error, "ESRCH")) {
    return new YodelError("YDL4472", `there is no process ${pid} to probe`, { cause: error });
  }
  if (failedWith(error, "EINVAL", "EIO", "EILSEQ")) {
    return new YodelError("YDL4472", `${words} can't be probed`, {
      hint: "the offset must be the start of an instruction, in a part of the file that is code",
      cause: error,
    });
  }
  return explainRefusal(error, { action: `attach '${program.name}' to ${words}`, needs: ["CAP_PERFMON"] });
}

/** The section's part and the caller's, together. */
function targetOf(program: LiveProgram, target: unknown): UserProbeTarget {
  const inSection = parseTarget(program.resolved.target[0]);
  if (target !== undefined && (typeof target !== "object" || target === null))
    throw wrongTarget(program, needs, target);
  const whole = { ...inSection, ...(target as Partial<UserProbeTarget>) };
  const { path, symbol, offset } = whole;
  if (typeof path !== "string" || (symbol === undefined && offset === undefined)) {
    throw wrongTarget(program, needs, target);
  }
  return { ...whole, path };
}

/** `"/bin/bash:readline+4"` */
function parseTarget(text: string | undefined): Partial<UserProbeTarget> {
  if (text === undefined) return {};
  const [path = "", place] = text.split(":");
  if (place === undefined) return { path: absolute(path) };
  const [symbol = "", offset] = place.split("+");
  const rest = offset === undefined ? {} : { offset: Number(offset) };
  return /^(0x)?[0-9a-f]+$/i.test(symbol) && /^\d/.test(symbol)
    ? { path: absolute(path), offset: Number(symbol) }
    : { path: absolute(path), symbol, ...rest };
}

/** A section's path follows a slash: what has more of them, and no name of a library, is absolute. */
function absolute(path: string): string {
  return path.includes("/") && !path.startsWith("/") ? `/${path}` : path;
}

/** What a `uprobe.multi` program attaches to. */
export interface UserProbesTarget {
  /** A program or shared library: its path, or its name. */
  readonly path: string;
  /** Functions of it: a list of names, or a pattern such as `"SSL_*"`. */
  readonly symbols: string | readonly string[];
  readonly pid?: number;
  /** A number for each function that `bpf.get_attach_cookie` gives the program. */
  readonly cookies?: readonly (number | bigint)[];
}

/**
 * Attaches a program to many functions of a file by one link.
 * @throws {UnsupportedError} the kernel has no such links
 * @kernel 6.6
 */
export function attachUserProbes(program: LiveProgram, target: unknown): Link {
  const inSection = parseTarget(program.resolved.target[0]);
  const given = (typeof target === "object" ? target : {}) as Partial<UserProbesTarget>;
  const wanted = given.path ?? inSection.path;
  const symbols = given.symbols ?? inSection.symbol;
  if (typeof wanted !== "string" || symbols === undefined) {
    throw wrongTarget(program, 'functions in user space: { path: "libssl.so.3", symbols: "SSL_*" }', target);
  }
  const path = findNativeFile(wanted);
  const offsets = withNativeFile(path, (file) => {
    if (typeof symbols !== "string") return symbols.map((symbol) => functionOffset(file, path, symbol));
    const names = matching(file.functions.keys(), symbols);
    if (names.length > 0) return [...new Set(names.map((name) => functionOffset(file, path, name)))];
    const near = nearestNames(symbols.replaceAll("*", ""), file.functions.keys());
    throw new YodelError("YDL4471", `'${path}' has no function like '${symbols}'`, {
      hint: `the nearest are ${near.join(", ")}`,
    });
  });
  const isReturn = program.resolved.section.startsWith("uret");
  const words = `${offsets.length} functions of ${path}`;
  try {
    const cookies = given.cookies?.map(BigInt);
    const fd = createUserProbesLink(program.fd.number, { path, offsets, cookies, pid: given.pid ?? 0, isReturn });
    return new KernelLink(fd, words);
  } catch (error) {
    if (!isAtLeast(kernelVersion(), [6, 6]) && error instanceof SystemCallError) {
      throw new UnsupportedError("YDL4474", "this kernel has no links to many functions in user space at once", {
        minimumKernel: "6.6",
        cause: error,
      });
    }
    throw explain(error, program, words, given.pid);
  }
}
