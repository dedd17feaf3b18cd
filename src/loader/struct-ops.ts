import { resolve, sizeOf, typeAt } from "../btf/index.ts";
import { assert } from "../errors/assert.ts";
import { SystemCallError, UnsupportedError, YodelError } from "../errors/index.ts";
import type { BpfObject, ObjectMap } from "../object/object.ts";
import { createLink, createMap } from "../sys/bpf.ts";
import { failedWith } from "../sys/errno.ts";
import { isAtLeast, kernelVersion } from "../sys/machine.ts";
import { ElementAccess } from "../sys/map-access.ts";
import type { LiveMap } from "./create-maps.ts";
import { FileDescriptor } from "./file-descriptor.ts";
import type { KernelTypes } from "./kernel-types.ts";
import { KernelLink, type Link, PlainAttachment } from "./link.ts";
import { MapHandle } from "./map-handle.ts";
import { kernelName } from "./names.ts";
import { explainRefusal } from "./permissions.ts";

/** `enum bpf_attach_type` and flags in include/uapi/linux/bpf.h. */
const BPF_STRUCT_OPS = 44;
const BPF_F_LINK = 1 << 13;

/** What a program must be loaded with to be a member of an interface. */
export interface MemberAim {
  /** The number of the interface's struct in the kernel's types. */
  readonly kernelType: number;
  /** The number of the member. */
  readonly expectedAttachType: number;
}

/** An interface of the kernel as the running kernel has it, beside a table of the object that implements it. */
export class StructOps {
  readonly map: ObjectMap;
  /** Programs by name, each with the member that it is. */
  readonly aims = new Map<string, MemberAim>();
  /** The value of the map: the object's table as the kernel lays it out, without the programs. */
  readonly #value: Uint8Array<ArrayBuffer>;
  readonly #places = new Map<string, number>();
  readonly #valueType: number;

  /** @throws {UnsupportedError} the kernel lacks the interface, or a member that is set */
  constructor(object: BpfObject, map: ObjectMap, kernel: KernelTypes) {
    const own = typeAt(object.btf, map.valueType);
    assert(own.kind === "struct" && map.structOps, "a table of functions is a struct");
    const { data, functions } = map.structOps;
    this.map = map;
    const btf = kernel.kernel;
    const structCalled = (name: string): number => {
      const id = btf.named(name).find((one) => {
        const type = typeAt(btf, one);
        return type.kind === "struct" && type.name === name;
      });
      if (id !== undefined) return id;
      throw new UnsupportedError("YDL4479", `this kernel has no interface '${own.name}' for programs to implement`, {
        hint: "the kernel's types have a struct bpf_struct_ops_NAME for each",
      });
    };
    const id = structCalled(own.name);
    this.#valueType = structCalled(`bpf_struct_ops_${own.name}`);
    const theirs = typeAt(btf, id);
    const wrapper = typeAt(btf, this.#valueType);
    assert(theirs.kind === "struct" && wrapper.kind === "struct", "both were found as structs");
    const start = (wrapper.members.find(({ name }) => name === "data")?.bitOffset ?? 0) / 8;
    this.#value = new Uint8Array(wrapper.size);
    for (const member of own.members) {
      const at = member.bitOffset / 8;
      const size = sizeOf(object.btf, member.type) ?? 0;
      const program = functions.find(({ offset }) => offset === at)?.program;
      const bytes = data.subarray(at, at + size);
      if (program === undefined && bytes.every((byte) => byte === 0)) continue;
      const index = theirs.members.findIndex(({ name }) => name === member.name);
      const place = theirs.members[index];
      const roomy = place && (sizeOf(btf, resolve(btf, place.type).id) ?? 0) >= size;
      if (!place || !roomy) {
        throw new UnsupportedError("YDL4479", `'${member.name}' of '${own.name}' is not what this kernel has`, {
          hint: "the object sets a member that this kernel lacks, or has with another size",
        });
      }
      const target = start + place.bitOffset / 8;
      if (program === undefined) this.#value.set(bytes, target);
      else {
        this.#places.set(program, target);
        this.aims.set(program, { kernelType: id, expectedAttachType: index });
      }
    }
  }

  /**
   * @param btfFd the object's types in the kernel, which it wants to have beside
   * @throws {UnsupportedError} the kernel has no such maps
   */
  create(btfFd: number | undefined): LiveMap {
    const { map } = this;
    const what = `the map '${map.name}'`;
    try {
      const number = createMap({
        mapType: map.type,
        keySize: 4,
        valueSize: this.#value.length,
        maxEntries: 1,
        flags: map.flags,
        name: kernelName(map.name),
        btfFd,
        vmlinuxValueType: this.#valueType,
      });
      return { map, fd: new FileDescriptor(number, what) };
    } catch (error) {
      if (failedWith(error, "EINVAL") && map.flags === BPF_F_LINK && !isAtLeast(kernelVersion(), [6, 4])) {
        throw new UnsupportedError("YDL4479", `this kernel has no links to interfaces ('${map.name}')`, {
          minimumKernel: "6.4",
          hint: 'SEC(".struct_ops") in the place of SEC(".struct_ops.link") works on older kernels',
          cause: error,
        });
      }
      throw explainRefusal(error, { action: `create ${what}`, needs: ["CAP_BPF", "CAP_PERFMON"] });
    }
  }

  /** The value with programs in it. */
  value(programs: ReadonlyMap<string, { readonly fd: number }>): Uint8Array {
    const value = this.#value.slice();
    const view = new DataView(value.buffer);
    for (const [name, offset] of this.#places) view.setBigUint64(offset, BigInt(programs.get(name)?.fd ?? 0), true);
    return value;
  }
}

/** The handle of an implementation of an interface of the kernel. */
export class StructOpsHandle extends MapHandle {
  #value: Uint8Array | undefined;
  readonly #links: Set<Link>;
  readonly #live: LiveMap;

  constructor(object: BpfObject, live: LiveMap, links: Set<Link>) {
    super(object, live);
    this.#live = live;
    this.#links = links;
  }

  /** Called once the programs are in the kernel. */
  fill(value: Uint8Array): void {
    this.#value = value;
  }

  /**
   * Registers the implementation, for as long as the link lives. A congestion control of TCP can be chosen by its name then.
   * @throws {YodelError} something of this name is registered, or a member that the interface needs is missing
   * @kernel 5.6; by link (`.struct_ops.link`) 6.4
   */
  attach(): Link {
    const value = this.#value;
    assert(value, "programs are loaded before anything is attached");
    const target = `implementation '${this.name}'`;
    try {
      const access = new ElementAccess(this.fd, 4, value.length);
      access.value.set(value);
      access.update();
      const link =
        this.map.flags === BPF_F_LINK
          ? new KernelLink(createLink({ programFd: this.fd, attachType: BPF_STRUCT_OPS }), target)
          : new PlainAttachment(this.#live, target, () => access.delete(), "it is registered without a link");
      this.#links.add(link);
      return link;
    } catch (error) {
      if (!(error instanceof SystemCallError)) throw error;
      if (failedWith(error, "EPERM", "EACCES")) {
        throw explainRefusal(error, { action: `attach '${this.name}'`, needs: ["CAP_BPF", "CAP_NET_ADMIN"] });
      }
      throw new YodelError("YDL4479", `the kernel refuses the implementation '${this.name}'`, {
        hint: failedWith(error, "EEXIST", "EBUSY")
          ? "it is attached already, or another one has its name"
          : "it lacks a member that the interface needs, such as a name",
        cause: error,
      });
    }
  }
}
