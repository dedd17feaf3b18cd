import { record } from "./record.ts";

/**
 * The variants of `union bpf_attr` and the info structs, one record each. Where C has an anonymous union, the record has
 * one field. Source: include/uapi/linux/bpf.h.
 */
export const mapCreateAttributes = record({
  mapType: "u32",
  keySize: "u32",
  valueSize: "u32",
  maxEntries: "u32",
  flags: "u32",
  innerMapFd: "u32",
  numaNode: "u32",
  name: "name",
  interfaceIndex: "u32",
  btfFd: "u32",
  keyType: "u32",
  valueType: "u32",
  vmlinuxValueType: "u32",
  mapExtra: "u64",
});

export const mapElementAttributes = record({ mapFd: "u32", key: "pointer", value: "pointer", flags: "u64" });

export const mapBatchAttributes = record({
  inBatch: "pointer",
  outBatch: "pointer",
  keys: "pointer",
  values: "pointer",
  count: "u32",
  mapFd: "u32",
  elementFlags: "u64",
  flags: "u64",
});

export const programLoadAttributes = record({
  programType: "u32",
  instructionCount: "u32",
  instructions: "pointer",
  license: "pointer",
  logLevel: "u32",
  logSize: "u32",
  log: "pointer",
  kernelVersion: "u32",
  flags: "u32",
  name: "name",
  interfaceIndex: "u32",
  expectedAttachType: "u32",
  btfFd: "u32",
  functionInfoSize: "u32",
  functionInfo: "pointer",
  functionInfoCount: "u32",
  lineInfoSize: "u32",
  lineInfo: "pointer",
  lineInfoCount: "u32",
  kernelType: "u32",
  targetFd: "u32",
  relocationCount: "u32",
  fdArray: "pointer",
  relocations: "pointer",
  relocationSize: "u32",
  neededLogSize: "u32",
});

export const functionInfoRecord = record({ instruction: "u32", type: "u32" });
export const lineInfoRecord = record({ instruction: "u32", fileName: "u32", line: "u32", lineAndColumn: "u32" });

export const pinAttributes = record({ path: "pointer", fd: "u32", flags: "u32" });

export const programAttachAttributes = record({
  targetFd: "u32",
  programFd: "u32",
  attachType: "u32",
  flags: "u32",
  replacedFd: "u32",
});

export const testRunAttributes = record({
  programFd: "u32",
  returned: "u32",
  dataSizeIn: "u32",
  dataSizeOut: "u32",
  dataIn: "pointer",
  dataOut: "pointer",
  repeat: "u32",
  duration: "u32",
  contextSizeIn: "u32",
  contextSizeOut: "u32",
  contextIn: "pointer",
  contextOut: "pointer",
  flags: "u32",
  cpu: "u32",
});

/** `id` is the id from which to go on, or the id to open. */
export const idAttributes = record({ id: "u32", nextId: "u32", openFlags: "u32" });

export const infoAttributes = record({ fd: "u32", length: "u32", info: "pointer" });

export const programQueryAttributes = record({
  targetFd: "u32",
  attachType: "u32",
  queryFlags: "u32",
  attachFlags: "u32",
  programIds: "pointer",
  programCount: "u32",
});

export const rawTracepointAttributes = record({ name: "pointer", programFd: "u32" });

export const btfLoadAttributes = record({
  btf: "pointer",
  log: "pointer",
  btfSize: "u32",
  logSize: "u32",
  logLevel: "u32",
});

export const linkCreateAttributes = record({ programFd: "u32", target: "u32", attachType: "u32", flags: "u32" });
/** For links that stand in an order: `relative` is the file descriptor or id beside which the new one goes. */
export const orderedLinkCreateAttributes = record({
  programFd: "u32",
  target: "u32",
  attachType: "u32",
  flags: "u32",
  relative: "u32",
  expectedRevision: "u64",
});
export const netfilterLinkCreateAttributes = record({
  programFd: "u32",
  target: "u32",
  attachType: "u32",
  flags: "u32",
  protocolFamily: "u32",
  hook: "u32",
  priority: "i32",
  netfilterFlags: "u32",
});
export const linkUpdateAttributes = record({ linkFd: "u32", newProgramFd: "u32", flags: "u32", oldProgramFd: "u32" });
export const linkDetachAttributes = record({ linkFd: "u32" });
export const enableStatsAttributes = record({ type: "u32" });

export const programInfoRecord = record({
  type: "u32",
  id: "u32",
  tag: "bytes8",
  jitedLength: "u32",
  translatedLength: "u32",
  jitedInstructions: "pointer",
  translatedInstructions: "pointer",
  loadTime: "u64",
  createdByUid: "u32",
  mapCount: "u32",
  mapIds: "pointer",
  name: "name",
  interfaceIndex: "u32",
  bits: "u32",
  netnsDevice: "u64",
  netnsInode: "u64",
  jitedSymbolCount: "u32",
  jitedFunctionCount: "u32",
  jitedSymbols: "pointer",
  jitedFunctionLengths: "pointer",
  btfId: "u32",
  functionInfoSize: "u32",
  functionInfo: "pointer",
  functionInfoCount: "u32",
  lineInfoCount: "u32",
  lineInfo: "pointer",
  jitedLineInfo: "pointer",
  jitedLineInfoCount: "u32",
  lineInfoSize: "u32",
  jitedLineInfoSize: "u32",
  tagCount: "u32",
  tags: "pointer",
  runTime: "u64",
  runCount: "u64",
  recursionMisses: "u64",
  verifiedInstructions: "u32",
});

export const mapInfoRecord = record({
  type: "u32",
  id: "u32",
  keySize: "u32",
  valueSize: "u32",
  maxEntries: "u32",
  flags: "u32",
  name: "name",
  interfaceIndex: "u32",
  vmlinuxValueType: "u32",
  netnsDevice: "u64",
  netnsInode: "u64",
  btfId: "u32",
  keyType: "u32",
  valueType: "u32",
});

/** What is common to all links; `details` is read by type. */
export const linkInfoRecord = record({ type: "u32", id: "u32", programId: "u32", unused: "u32", details: "bytes32" });

export const btfInfoRecord = record({
  btf: "pointer",
  btfSize: "u32",
  id: "u32",
  name: "pointer",
  nameLength: "u32",
  kernelBtf: "u32",
});
