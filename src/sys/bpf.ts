import {
  btfInfoRecord,
  btfLoadAttributes,
  enableStatsAttributes,
  idAttributes,
  infoAttributes,
  linkCreateAttributes,
  linkDetachAttributes,
  linkInfoRecord,
  linkUpdateAttributes,
  mapCreateAttributes,
  mapElementAttributes,
  mapInfoRecord,
  netfilterLinkCreateAttributes,
  orderedLinkCreateAttributes,
  pinAttributes,
  programAttachAttributes,
  programInfoRecord,
  programLoadAttributes,
  programQueryAttributes,
  rawTracepointAttributes,
  testRunAttributes,
} from "./attributes.ts";
import { checked, errno } from "./errno.ts";
import { closeSync } from "./files.ts";
import { type Fields, type RecordContents, type RecordLayout, type RecordValues, toCString } from "./record.ts";
import { sys, systemCalls } from "./sys.ts";

/** `enum bpf_cmd` in include/uapi/linux/bpf.h. */
export const commands = {
  BPF_MAP_CREATE: 0,
  BPF_MAP_LOOKUP_ELEM: 1,
  BPF_MAP_UPDATE_ELEM: 2,
  BPF_MAP_DELETE_ELEM: 3,
  BPF_MAP_GET_NEXT_KEY: 4,
  BPF_PROG_LOAD: 5,
  BPF_OBJ_PIN: 6,
  BPF_OBJ_GET: 7,
  BPF_PROG_ATTACH: 8,
  BPF_PROG_DETACH: 9,
  BPF_PROG_TEST_RUN: 10,
  BPF_PROG_GET_NEXT_ID: 11,
  BPF_MAP_GET_NEXT_ID: 12,
  BPF_PROG_GET_FD_BY_ID: 13,
  BPF_MAP_GET_FD_BY_ID: 14,
  BPF_OBJ_GET_INFO_BY_FD: 15,
  BPF_PROG_QUERY: 16,
  BPF_RAW_TRACEPOINT_OPEN: 17,
  BPF_BTF_LOAD: 18,
  BPF_BTF_GET_FD_BY_ID: 19,
  BPF_MAP_LOOKUP_AND_DELETE_ELEM: 21,
  BPF_MAP_FREEZE: 22,
  BPF_BTF_GET_NEXT_ID: 23,
  BPF_MAP_LOOKUP_BATCH: 24,
  BPF_MAP_LOOKUP_AND_DELETE_BATCH: 25,
  BPF_LINK_CREATE: 28,
  BPF_LINK_UPDATE: 29,
  BPF_LINK_GET_FD_BY_ID: 30,
  BPF_LINK_GET_NEXT_ID: 31,
  BPF_ENABLE_STATS: 32,
  BPF_ITER_CREATE: 33,
  BPF_LINK_DETACH: 34,
} as const;

export type Command = keyof typeof commands;

/**
 * bpf(2) with encoded attributes. `owner` is what the addresses in them point to.
 * @returns its result, or a negative errno
 */
export function bpfCall(command: Command, attributes: Uint8Array, owner: unknown): number {
  return sys().call(systemCalls.bpf, [commands[command], attributes, attributes.length], owner);
}

type FieldsOf<L> = L extends RecordLayout<infer F> ? F : never;
type ValuesOf<L> = RecordValues<FieldsOf<L>>;
type ContentsOf<L> = RecordContents<FieldsOf<L>>;

function bpf<F extends Fields>(command: Command, layout: RecordLayout<F>, values: RecordValues<F>): number {
  return bpfCall(command, layout.encode(values), values);
}

function checkedBpf<F extends Fields>(command: Command, layout: RecordLayout<F>, values: RecordValues<F>): number {
  return checked(`bpf(${command})`, bpf(command, layout, values));
}

/** The functions below throw {@link SystemCallError} when the kernel refuses, and return a file descriptor where C does. */
export function createMap(values: ValuesOf<typeof mapCreateAttributes>): number {
  return checkedBpf("BPF_MAP_CREATE", mapCreateAttributes, values);
}

/** Makes a map read-only for user space; the verifier may then take its contents for known. */
export function freezeMap(mapFd: number): void {
  checkedBpf("BPF_MAP_FREEZE", mapElementAttributes, { mapFd });
}

/** One try to load a program: the file descriptor or a negative errno. EAGAIN (a signal came) is tried again. */
export function loadProgram(values: ValuesOf<typeof programLoadAttributes>): number {
  return loadProgramWithLog(values).result;
}

/** The same; also how many bytes the whole log takes, with its NUL. That is 0 before 6.4. */
export function loadProgramWithLog(values: ValuesOf<typeof programLoadAttributes>): {
  readonly result: number;
  readonly neededLogSize: number;
} {
  const attributes = programLoadAttributes.encode(values);
  for (let tries = 1; ; tries += 1) {
    const result = bpfCall("BPF_PROG_LOAD", attributes, values);
    const interrupted = result === -errno.EAGAIN || result === -errno.EINTR;
    if (!interrupted || tries === 5) {
      return { result, neededLogSize: programLoadAttributes.decode(attributes).neededLogSize };
    }
  }
}

/** @returns the file descriptor, or a negative errno */
export function loadBtf(btf: Uint8Array, log?: Uint8Array): number {
  return bpf("BPF_BTF_LOAD", btfLoadAttributes, {
    btf,
    btfSize: btf.length,
    log,
    logSize: log?.length,
    logLevel: log && 1,
  });
}

export function createLink(values: ValuesOf<typeof linkCreateAttributes>): number {
  return checkedBpf("BPF_LINK_CREATE", linkCreateAttributes, values);
}

export function createOrderedLink(values: ValuesOf<typeof orderedLinkCreateAttributes>): number {
  return checkedBpf("BPF_LINK_CREATE", orderedLinkCreateAttributes, values);
}

export function createNetfilterLink(values: ValuesOf<typeof netfilterLinkCreateAttributes>): number {
  return checkedBpf("BPF_LINK_CREATE", netfilterLinkCreateAttributes, values);
}

const BPF_F_REPLACE = 4;

/** @param oldProgramFd the program that must still be there, when given */
export function updateLink(linkFd: number, newProgramFd: number, oldProgramFd?: number): void {
  const expected = oldProgramFd === undefined ? {} : { flags: BPF_F_REPLACE, oldProgramFd };
  checkedBpf("BPF_LINK_UPDATE", linkUpdateAttributes, { linkFd, newProgramFd, ...expected });
}

export function detachLink(linkFd: number): void {
  checkedBpf("BPF_LINK_DETACH", linkDetachAttributes, { linkFd });
}

/** @param name undefined for programs that say themselves what they attach to (`fentry`, `lsm`, `tp_btf`…) */
export function openRawTracepoint(name: string | undefined, programFd: number): number {
  const values = { name: name === undefined ? undefined : toCString(name), programFd };
  return checkedBpf("BPF_RAW_TRACEPOINT_OPEN", rawTracepointAttributes, values);
}

/** The attachment without a link, as before 5.7; it stays when the process ends. */
export function attachProgram(values: ValuesOf<typeof programAttachAttributes>): void {
  checkedBpf("BPF_PROG_ATTACH", programAttachAttributes, values);
}

export function detachProgram(values: ValuesOf<typeof programAttachAttributes>): void {
  checkedBpf("BPF_PROG_DETACH", programAttachAttributes, values);
}

export function pinObject(fd: number, path: string): void {
  checkedBpf("BPF_OBJ_PIN", pinAttributes, { fd, path: toCString(path) });
}

export function openPinned(path: string): number {
  return checkedBpf("BPF_OBJ_GET", pinAttributes, { path: toCString(path) });
}

/** @returns a file descriptor; statistics are collected until it is closed */
export function enableRunStatistics(): number {
  return checkedBpf("BPF_ENABLE_STATS", enableStatsAttributes, { type: 0 });
}

/** Runs a program once or more; what the kernel wrote is in the buffers that `values` names and in the result. */
export function testRun(values: ValuesOf<typeof testRunAttributes>): ContentsOf<typeof testRunAttributes> {
  const attributes = testRunAttributes.encode(values);
  for (;;) {
    const result = bpfCall("BPF_PROG_TEST_RUN", attributes, values);
    if (result === -errno.EINTR) continue;
    checked("bpf(BPF_PROG_TEST_RUN)", result);
    return testRunAttributes.decode(attributes);
  }
}

/** `BPF_F_QUERY_EFFECTIVE` is 1: also what ancestors attached. */
export function queryPrograms(
  targetFd: number,
  attachType: number,
  queryFlags = 0,
): { readonly programIds: readonly number[]; readonly attachFlags: number } {
  const ids = new Uint32Array(64);
  const programIds = new Uint8Array(ids.buffer);
  const values = { targetFd, attachType, queryFlags, programIds, programCount: ids.length };
  const attributes = programQueryAttributes.encode(values);
  checked("bpf(BPF_PROG_QUERY)", bpfCall("BPF_PROG_QUERY", attributes, values));
  const { programCount, attachFlags } = programQueryAttributes.decode(attributes);
  return { programIds: [...ids.subarray(0, programCount)], attachFlags };
}

const byId = {
  program: ["BPF_PROG_GET_NEXT_ID", "BPF_PROG_GET_FD_BY_ID"],
  map: ["BPF_MAP_GET_NEXT_ID", "BPF_MAP_GET_FD_BY_ID"],
  link: ["BPF_LINK_GET_NEXT_ID", "BPF_LINK_GET_FD_BY_ID"],
  btf: ["BPF_BTF_GET_NEXT_ID", "BPF_BTF_GET_FD_BY_ID"],
} as const;

export type KernelObjectKind = keyof typeof byId;

/** The ids of everything of a kind that the kernel holds. Needs CAP_SYS_ADMIN. */
export function* objectIds(kind: KernelObjectKind): Generator<number> {
  const [command] = byId[kind];
  for (let id = 0; ; ) {
    const attributes = idAttributes.encode({ id });
    const result = bpfCall(command, attributes, undefined);
    if (result === -errno.ENOENT) return;
    checked(`bpf(${command})`, result);
    id = idAttributes.decode(attributes).nextId;
    yield id;
  }
}

/** @returns the file descriptor, or undefined when it is gone. Needs CAP_SYS_ADMIN. */
export function openById(kind: KernelObjectKind, id: number): number | undefined {
  const [, command] = byId[kind];
  const result = bpf(command, idAttributes, { id });
  return result === -errno.ENOENT ? undefined : checked(`bpf(${command})`, result);
}

/** Fields that the running kernel does not know are zero. */
export function programInfo(fd: number): ContentsOf<typeof programInfoRecord> {
  return programInfoRecord.decode(readInfo(fd, programInfoRecord.size));
}

/** The ids of the maps that a program uses. */
export function programMapIds(fd: number): number[] {
  const ids = new Uint32Array(64);
  const values = { mapIds: new Uint8Array(ids.buffer), mapCount: ids.length };
  const info = programInfoRecord.encode(values);
  const attributes = infoAttributes.encode({ fd, length: info.length, info });
  checked("bpf(BPF_OBJ_GET_INFO_BY_FD)", bpfCall("BPF_OBJ_GET_INFO_BY_FD", attributes, [values, info]));
  return [...ids.subarray(0, programInfoRecord.decode(info).mapCount)];
}

export function mapInfo(fd: number): ContentsOf<typeof mapInfoRecord> {
  return mapInfoRecord.decode(readInfo(fd, mapInfoRecord.size));
}

export function linkInfo(fd: number): ContentsOf<typeof linkInfoRecord> {
  return linkInfoRecord.decode(readInfo(fd, linkInfoRecord.size));
}

export function btfInfo(fd: number): ContentsOf<typeof btfInfoRecord> {
  return btfInfoRecord.decode(readInfo(fd, btfInfoRecord.size));
}

/** The types that a program was loaded with; undefined when they are gone. Needs CAP_SYS_ADMIN. */
export function btfBytes(id: number): Uint8Array | undefined {
  const fd = openById("btf", id);
  if (fd === undefined) return undefined;
  try {
    const { btfSize } = btfInfo(fd);
    const btf = new Uint8Array(btfSize);
    const values = { btf, btfSize };
    const info = btfInfoRecord.encode(values);
    checkedBpf("BPF_OBJ_GET_INFO_BY_FD", infoAttributes, { fd, length: info.length, info });
    return btf;
  } finally {
    closeSync(fd);
  }
}

function readInfo(fd: number, size: number): Uint8Array {
  const info = new Uint8Array(size);
  checkedBpf("BPF_OBJ_GET_INFO_BY_FD", infoAttributes, { fd, length: size, info });
  return info;
}
