import { UnsupportedError, YodelError } from "../errors/index.ts";
import { mapTypes } from "../kernel/map-types.ts";
import { otherMapTypeVersions } from "../kernel/versions.ts";
import type { BpfObject, DataSection, ObjectMap } from "../object/object.ts";
import { createMap, freezeMap } from "../sys/bpf.ts";
import { errno, failedWith } from "../sys/errno.ts";
import { isAtLeast, type KernelVersion, kernelVersion, parseVersion, possibleCpus } from "../sys/machine.ts";
import { ElementAccess } from "../sys/map-access.ts";
import { FileDescriptor } from "./file-descriptor.ts";
import { later } from "./later.ts";
import { kernelName } from "./names.ts";

const permissions = later<typeof import("./permissions.ts")>("./permissions");

/** Flags of map creation. Source: include/uapi/linux/bpf.h. */
export const BPF_F_RDONLY_PROG = 1 << 7;
export const BPF_F_MMAPABLE = 1 << 10;

const arrayType = 2;
const perfEventArrayType = 4;

/** A map that lives in the kernel. */
/** Only objects of other compilers have it. Source: `enum bpf_map_type` in include/uapi/linux/bpf.h. */
const userRingBuffer = 31;

export interface LiveMap {
  readonly map: ObjectMap;
  readonly fd: FileDescriptor;
}

/** A data section that lives in the kernel as an array map of one value. */
export interface LiveSection {
  readonly section: DataSection;
  /** What was loaded: the section's data, with constants that the caller set. */
  readonly data: Uint8Array;
  readonly fd: FileDescriptor;
}

/**
 * Creates a map as the object describes it.
 * @param btfFd the object's BTF, or undefined to create the map without types
 * @throws {PermissionError} a capability is missing
 * @throws {SystemCallError} the kernel refuses the map's shape
 */
export function createObjectMap(map: ObjectMap, btfFd: number | undefined): LiveMap {
  const what = `the map '${map.name}'`;
  const values = {
    mapType: map.type,
    keySize: map.keySize,
    valueSize: valueSizeFor(map, kernelVersion()),
    // A perf event array has an entry for each CPU, whatever machine the object was made on.
    maxEntries: map.type === perfEventArrayType && map.maxEntries === 0 ? possibleCpus() : map.maxEntries,
    flags: map.flags,
    name: kernelName(map.name),
    mapExtra: map.mapExtra,
  };
  // A map of maps takes its shape from a map that it does not keep.
  const inner = map.inner && createObjectMap(map.inner, btfFd);
  try {
    const shaped = inner ? { ...values, innerMapFd: inner.fd.number } : values;
    const fd = createTyped(what, shaped, btfFd, map.keyType, map.valueType);
    return { map, fd: new FileDescriptor(fd, what) };
  } finally {
    inner?.fd.close();
  }
}

/**
 * Creates the array map of a data section, writes its contents, and freezes it if it is read-only.
 * @param data the contents; as long as the section
 * @throws {UnsupportedError} the kernel can't map its memory (before 5.5)
 */
export function createSectionMap(
  object: BpfObject,
  section: DataSection,
  data: Uint8Array,
  btfFd: number | undefined,
): LiveSection {
  const what = `the section '${section.name}'`;
  const values = {
    mapType: arrayType,
    keySize: 4,
    valueSize: data.length,
    maxEntries: 1,
    flags: BPF_F_MMAPABLE | (section.readonly ? BPF_F_RDONLY_PROG : 0),
    name: kernelName(`${object.name.slice(0, 15 - section.name.length)}${section.name}`),
  };
  const fd = new FileDescriptor(createTyped(what, values, btfFd, 0, section.type), what);
  try {
    // A new map is all zero, as `.bss` is.
    if (!/^\.bss(\.|$)/.test(section.name)) {
      const access = new ElementAccess(fd.number, 4, data.length);
      access.value.set(data);
      access.update();
    }
    if (section.readonly) freezeMap(fd.number);
  } catch (error) {
    fd.close();
    throw error;
  }
  return { section, data, fd };
}

/** Maps of devices and CPUs had no programs at first, maps of sockets no cookies: their values were half as long. */
function valueSizeFor({ type, valueSize }: ObjectMap, version: KernelVersion): number {
  if (valueSize !== 8) return valueSize;
  const since: Readonly<Record<number, KernelVersion>> = {
    [mapTypes.devmap.id]: [5, 8],
    [mapTypes.devmap_hash.id]: [5, 8],
    [mapTypes.cpumap.id]: [5, 9],
    [mapTypes.sockmap.id]: [5, 7],
    [mapTypes.sockhash.id]: [5, 7],
  };
  const whole = since[type];
  return whole && !isAtLeast(version, whole) ? 4 : valueSize;
}

function createTyped(
  what: string,
  values: Parameters<typeof createMap>[0],
  btfFd: number | undefined,
  keyType: number,
  valueType: number,
): number {
  if (btfFd !== undefined && valueType !== 0) {
    try {
      return createMap({ ...values, btfFd, keyType, valueType });
    } catch (error) {
      // Some map types take no types; whatever else is wrong shows again without them.
      if (!failedWith(error, "EINVAL", "ENOTSUPP"))
        throw permissions().explainRefusal(error, { action: `create ${what}` });
    }
  }
  try {
    return createMap(values);
  } catch (error) {
    if (failedWith(error, "EINVAL") && (values.flags ?? 0) & BPF_F_MMAPABLE && !isAtLeast(kernelVersion(), [5, 5])) {
      throw new UnsupportedError("YDL4105", `${what} can't be mapped into memory by this kernel`, {
        minimumKernel: "5.5",
        hint: "use a map instead of variables, or a newer kernel",
        cause: error,
      });
    }
    const known = Object.values(mapTypes).find(({ id }) => id === values.mapType)?.minimumKernel;
    const newer =
      known ?? (values.mapType === userRingBuffer ? otherMapTypeVersions.user_ringbuf : undefined) ?? "3.18";
    if (failedWith(error, "EINVAL") && !isAtLeast(kernelVersion(), parseVersion(newer))) {
      const hint = "use another type of map, or a newer kernel";
      throw new UnsupportedError("YDL4481", `this kernel has no maps of the type of ${what}`, {
        minimumKernel: newer,
        hint,
        cause: error,
      });
    }
    if (failedWith(error, "EINVAL", "E2BIG")) {
      const shape = `type ${values.mapType}, key ${values.keySize} bytes, value ${values.valueSize} bytes, ${values.maxEntries} entries`;
      throw new YodelError("YDL4402", `the kernel refuses ${what} (${shape}, flags ${values.flags})`, {
        hint:
          error.errno === errno.E2BIG
            ? "it is too large for the kernel"
            : "the type may be newer than this kernel, or its sizes not be what the type demands",
        cause: error,
      });
    }
    throw permissions().explainRefusal(error, { action: `create ${what}` });
  }
}
