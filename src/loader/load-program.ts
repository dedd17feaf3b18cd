import { PermissionError, SystemCallError, UnsupportedError, YodelError } from "../errors/index.ts";
import type { ResolvedSection } from "../kernel/program-type.ts";
import { resolveSection } from "../kernel/sections.ts";
import type { BpfObject } from "../object/object.ts";
import { functionInfoRecord, lineInfoRecord } from "../sys/attributes.ts";
import { loadProgram, loadProgramWithLog } from "../sys/bpf.ts";
import { checked, errno } from "../sys/errno.ts";
import { isAtLeast, kernelVersion, parseVersion } from "../sys/machine.ts";
import { cString, toCString } from "../sys/record.ts";
import type { LiveProgram } from "./attach/target.ts";
import { FileDescriptor } from "./file-descriptor.ts";
import { later } from "./later.ts";
import type { LoadedBtf } from "./load-btf.ts";
import { kernelName } from "./names.ts";
import type { ProgramAims } from "./program-aims.ts";
import { type LinkedProgram, linesOf } from "./relocate.ts";
import type { MemberAim } from "./struct-ops.ts";

const programAims = later<typeof import("./program-aims.ts")>("./program-aims");
const newerHelper = later<typeof import("./newer-helper.ts")>("./newer-helper");
const permissions = later<typeof import("./permissions.ts")>("./permissions");
const verifierLog = later<typeof import("./verifier-log.ts")>("./verifier-log");

/** Gets a program that the verifier accepted, and its log: all steps where they fit into the largest log, and statistics. */
export type WatchVerifier = (program: LinkedProgram, log: string) => void;

/** What a program is loaded with beside its code. */
export interface LoadAims extends ProgramAims {
  readonly watch?: WatchVerifier | undefined;
  /** The member of an interface of the kernel that the program is. */
  readonly member?: MemberAim | undefined;
}

/** Whether the kernel must be told at load what the program is for. */
function needsAim({ kernelType, attach }: ResolvedSection): boolean {
  return kernelType !== undefined || attach === "extension";
}

type ProgramValues = Parameters<typeof loadProgram>[0];

const slotSize = 8;

/** Of the verifier's log in bytes: the first try, where the kernel draws the line before 5.2, and what a million steps may take. */
const smallestLog = 256 * 1024;
const oldKernelsLog = 16 * 1024 * 1024 - 1;
const largestLog = 256 * 1024 * 1024;

/**
 * Has the verifier check a linked program, and loads it.
 * @param watch is told what the verifier says when it accepts the program
 * @param btf the object's types in the kernel, for function and line info
 * @throws {VerifierError} the verifier rejects it; the message shows the source line where the object has line info
 * @throws {PermissionError} a capability is missing
 * @throws {UnsupportedError} the kernel does not have the program type
 */
export function loadLinkedProgram(
  object: BpfObject,
  program: LinkedProgram,
  btf: LoadedBtf | undefined,
  aims: LoadAims = {},
): LiveProgram {
  const resolved = resolveSection(program.section);
  const aim = needsAim(resolved) ? programAims().aimOf(program.name, resolved, aims) : aims.member;
  const plain: ProgramValues = {
    programType: resolved.programType.id,
    expectedAttachType: resolved.expectedAttachType,
    instructionCount: program.code.length / slotSize,
    instructions: program.code,
    license: toCString(object.license),
    name: kernelName(program.name),
    flags: resolved.loadFlags,
    ...aim,
  };
  const described = btf === undefined ? plain : { ...plain, ...debugInfo(program, btf) };
  const { watch } = aims;
  let fd = watch ? loadWatched(described, (log) => watch(program, log)) : loadProgram(described);
  if (fd < 0) fd = loadWithLog(program, resolved, described, plain);
  return { name: program.name, fd: new FileDescriptor(fd, `the program '${program.name}'`), resolved };
}

/** Loads again with a log, to say why; without function and line info where it is these that the kernel refuses. */
function loadWithLog(
  program: LinkedProgram,
  resolved: ResolvedSection,
  described: ProgramValues,
  plain: ProgramValues,
): number {
  let { fd, log } = tryWithLog(described);
  if (fd >= 0) return fd;
  if (described !== plain && !hasVerifierOutput(log)) {
    const again = tryWithLog(plain);
    if (again.fd >= 0) return again.fd;
    ({ fd, log } = again);
  }
  const isTooOld = !isAtLeast(kernelVersion(), parseVersion(resolved.minimumKernel));
  if (hasVerifierOutput(log) && !isTooOld) {
    throw newerHelper().explainNewerHelper(program.name, log) ?? verifierLog().verifierError(program, log);
  }
  throw explainWithoutLog(program, resolved, fd);
}

/** Whether the log is about the code: it tells instructions, or at least does not complain about what describes the code. */
function hasVerifierOutput(log: string): boolean {
  const said = log.replaceAll(/^processed \d+ insns.*$/gm, "").trim();
  return /^\d+: \(/m.test(said) || (said !== "" && !/btf|func_info|line_info/i.test(said));
}

function tryWithLog(values: ProgramValues): { fd: number; log: string } {
  // Before 5.18 only the second level tells registers.
  const logLevel = isAtLeast(kernelVersion(), [5, 18]) ? 1 : 2;
  const limit = isAtLeast(kernelVersion(), [5, 2]) ? largestLog : oldKernelsLog;
  for (let size = smallestLog; ; ) {
    const log = new Uint8Array(size);
    const { result, neededLogSize } = loadProgramWithLog({ ...values, logLevel, logSize: size, log });
    // What does not even fit then lacks its end; its beginning from 6.4 on.
    if (result !== -errno.ENOSPC || size === limit) return { fd: result, log: cString(log) };
    size = Math.min(neededLogSize > size ? neededLogSize : size * 16, limit);
  }
}

/** `BPF_LOG_LEVEL2` tells each step, `BPF_LOG_STATS` (5.2) sums up. Source: include/linux/bpf_verifier.h. */
const BPF_LOG_LEVEL2 = 2;
const BPF_LOG_STATS = 4;

/** Gives the program's file descriptor, and its log to `tell`; or a negative errno. */
function loadWatched(values: ProgramValues, tell: (log: string) => void): number {
  let fd = -errno.ENOSPC;
  for (const logLevel of [BPF_LOG_LEVEL2 | BPF_LOG_STATS, BPF_LOG_STATS]) {
    const log = new Uint8Array(oldKernelsLog);
    fd = loadProgram({ ...values, logLevel, logSize: log.length, log });
    if (fd >= 0) tell(cString(log));
    if (fd !== -errno.ENOSPC) break;
  }
  return fd;
}

/** Refused before the verifier saw it. */
function explainWithoutLog(program: LinkedProgram, resolved: ResolvedSection, result: number): unknown {
  const { programType, attach, minimumKernel } = resolved;
  if (!isAtLeast(kernelVersion(), parseVersion(minimumKernel))) {
    const what =
      minimumKernel === programType.minimumKernel ? `type ${programType.name}` : `section ${resolved.section}`;
    return new UnsupportedError("YDL4103", `this kernel has no programs of ${what}`, { minimumKernel });
  }
  if (result === -errno.E2BIG) {
    const slots = program.code.length / slotSize;
    return new YodelError("YDL4404", `'${program.name}' has ${slots} instruction slots, more than this kernel takes`, {
      hint: "without CAP_BPF the limit is 4096",
    });
  }
  try {
    return checked("bpf(BPF_PROG_LOAD)", result);
  } catch (error) {
    const { capabilitiesToLoad, explainRefusal } = permissions();
    const needs = capabilitiesToLoad[attach];
    const explained = explainRefusal(error, { action: `load the program '${program.name}'`, needs });
    const isMissing = resolved.kernelType !== undefined && isLacking(explained);
    return isMissing ? programAims().cannotAttachTo(resolved.section, error) : explained;
  }
}

/** The kernel refuses, and not for want of a capability. */
function isLacking(error: unknown): boolean {
  return error instanceof SystemCallError || (error instanceof PermissionError && error.code === "YDL4003");
}

/** Function and line info as the kernel takes them; functions without a type have to be left out all together. */
function debugInfo(program: LinkedProgram, btf: LoadedBtf): ProgramValues {
  if (program.parts.some((part) => part.function.type === 0)) return {};
  const functionInfo = concatenate(
    program.parts.map((part) => functionInfoRecord.encode({ instruction: part.slot, type: part.function.type })),
  );
  const info: ProgramValues = {
    btfFd: btf.fd.number,
    functionInfo,
    functionInfoSize: functionInfoRecord.size,
    functionInfoCount: program.parts.length,
  };
  const everyPartBeginsWithLine = program.parts.every((part) => part.function.lines[0]?.slot === 0);
  if (!everyPartBeginsWithLine) return info;
  const records = linesOf(program).map(({ slot, line }) =>
    lineInfoRecord.encode({
      instruction: slot,
      fileName: btf.stringOffset(line.file),
      line: btf.stringOffset(line.text),
      lineAndColumn: line.line * 1024 + Math.min(line.column, 1023),
    }),
  );
  return {
    ...info,
    lineInfo: concatenate(records),
    lineInfoSize: lineInfoRecord.size,
    lineInfoCount: records.length,
  };
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = new Uint8Array(size);
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}
