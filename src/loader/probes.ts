import { BtfBuilder, writeBtf } from "../btf/index.ts";
import { encode } from "../bytecode/index.ts";
import { SystemCallError } from "../errors/index.ts";
import { struct, u32, u64 } from "../schema/index.ts";
import { createMap, loadBtf, loadProgram } from "../sys/bpf.ts";
import { checked, errno } from "../sys/errno.ts";
import { closeSync } from "../sys/files.ts";
import { pageSize } from "../sys/machine.ts";
import { cString, toCString } from "../sys/record.ts";

/** Whether a try succeeded; undefined when it failed for another reason than that the kernel lacks what was tried. */
export type Answer = boolean | undefined;

export interface ProbeAnswer {
  readonly answer: Answer;
  readonly reason: string;
}

const notPermitted =
  "the kernel does not let this process try (EPERM): trying takes CAP_BPF, CAP_NET_ADMIN and CAP_PERFMON";

/** Loads a small program, and closes it at once. */
export function probeCode(
  programType: number,
  expectedAttachType: number | undefined,
  instructions: Uint8Array,
): ProbeAnswer & { readonly log: string } {
  const log = new Uint8Array(64 * 1024);
  const fd = loadProgram({
    programType,
    expectedAttachType,
    instructions,
    instructionCount: instructions.length / 8,
    license: toCString("GPL"),
    name: "yodel_probe",
    log,
    logSize: log.length,
    logLevel: 1,
  });
  if (fd >= 0) {
    closeSync(fd);
    return { answer: true, reason: "a program could be loaded", log: "" };
  }
  const text = cString(log);
  if (fd === -errno.EPERM) return { answer: undefined, reason: notPermitted, log: text };
  return { answer: false, reason: "the kernel refuses to load a program", log: text };
}

/** Whether the kernel has a program type: it may want more than is told here, and then its verifier says so. */
export function probeProgram(programType: number, expectedAttachType: number | undefined): ProbeAnswer {
  const code = encode([
    { op: "alu", operator: "mov", width: 64, destination: 0, source: { immediate: 0 } },
    { op: "exit" },
  ]);
  const { answer, reason, log } = probeCode(programType, expectedAttachType, code);
  // Of a type that it lacks, the verifier is not asked.
  if (answer !== true && log !== "") return { answer: true, reason: "the verifier knows programs of this type" };
  return answer === false ? { answer, reason: "it is not built into this kernel" } : { answer, reason };
}

const BPF_F_NO_PREALLOC = 1;
const BPF_F_MMAPABLE = 1 << 10;

/** What maps want that are not of a 4-byte key and an 8-byte value. Source: the `*_alloc_check` functions of the kernel. */
const shapes: Readonly<Record<number, Parameters<typeof createMap>[0]>> = {
  3: { valueSize: 4 },
  4: { valueSize: 4 },
  7: { valueSize: 8 },
  8: { valueSize: 4 },
  11: { keySize: 8, flags: BPF_F_NO_PREALLOC },
  14: { valueSize: 4 },
  15: { valueSize: 4 },
  16: { valueSize: 4 },
  17: { valueSize: 4 },
  18: { valueSize: 4 },
  19: { keySize: 16, maxEntries: 0 },
  20: { valueSize: 8 },
  21: { keySize: 16, maxEntries: 0 },
  22: { keySize: 0 },
  23: { keySize: 0 },
  25: { valueSize: 4 },
  30: { keySize: 0 },
};
const mapsOfMaps = new Set([12, 13]);
const ringBuffers = new Set([27, 31]);
const storages = new Set([24, 28, 29, 32]);
const STRUCT_OPS = 26;
const ARENA = 33;
const ARRAY = 2;

/** Creates a small map, and closes it at once. */
export function probeMap(mapType: number): ProbeAnswer {
  if (mapType === STRUCT_OPS) return { answer: undefined, reason: "only trying with a real structure would tell" };
  const open: number[] = [];
  const keep = (fd: number): number => {
    open.push(fd);
    return fd;
  };
  const plain = { keySize: 4, valueSize: 8, maxEntries: 1, name: "yodel_probe" };
  try {
    const values: Parameters<typeof createMap>[0] = { ...plain, mapType, ...shapes[mapType] };
    if (mapsOfMaps.has(mapType)) {
      const innerMapFd = keep(createMap({ ...plain, mapType: ARRAY }));
      keep(createMap({ ...values, valueSize: 4, innerMapFd }));
    } else if (ringBuffers.has(mapType)) {
      keep(createMap({ ...values, keySize: 0, valueSize: 0, maxEntries: pageSize() }));
    } else if (storages.has(mapType)) {
      const { fd, key, value } = storageTypes();
      keep(fd);
      keep(
        createMap({ ...values, maxEntries: 0, flags: BPF_F_NO_PREALLOC, btfFd: fd, keyType: key, valueType: value }),
      );
    } else if (mapType === ARENA) {
      keep(createMap({ ...values, keySize: 0, valueSize: 0, flags: BPF_F_MMAPABLE }));
    } else {
      keep(createMap(values));
    }
    return { answer: true, reason: "one could be created" };
  } catch (error) {
    if (!(error instanceof SystemCallError)) throw error;
    if (error.errno === errno.EPERM) return { answer: undefined, reason: notPermitted };
    if (error.errno === errno.EINVAL || error.errno === errno.EOPNOTSUPP) {
      return { answer: false, reason: "it is not built into this kernel" };
    }
    return { answer: undefined, reason: `creating one failed: ${error.message}` };
  } finally {
    for (const fd of open) closeSync(fd);
  }
}

/** Local storages are created with types only. */
function storageTypes(): { fd: number; key: number; value: number } {
  const types = new BtfBuilder();
  const key = types.addSchema(u32);
  const value = types.addSchema(struct({ first: u64 }), "yodel_probe");
  return { fd: checked("bpf(BPF_BTF_LOAD)", loadBtf(writeBtf(types.build()))), key, value };
}
