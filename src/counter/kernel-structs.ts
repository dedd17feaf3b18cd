/**
 * What the kernel program of this folder reads of the kernel's own structs, as `yodel types` writes it, without what else is in them: fields are
 * found by their names, in the kernel that loads the program (CO-RE).
 */
import { type KernelPointer, registerKernelTypes } from "../index.ts";

/** `struct cgroup` */
export interface Cgroup {
  readonly self: CgroupSubsysState;
  readonly kn: KernelPointer<"kernfs_node">;
  readonly root: KernelPointer<"cgroup_root">;
}

/** `struct kernfs_node` */
export interface KernfsNode {
  readonly name: number;
  readonly id: number;
}

/** `struct cgroup_subsys_state` */
export interface CgroupSubsysState {
  readonly parent: KernelPointer<"cgroup_subsys_state">;
}

/** `struct cgroup_root` */
export interface CgroupRoot {
  readonly hierarchy_id: number;
}

declare module "../define/kernel-types.ts" {
  interface KernelTypes {
    readonly cgroup: Cgroup;
    readonly kernfs_node: KernfsNode;
    readonly cgroup_subsys_state: CgroupSubsysState;
    readonly cgroup_root: CgroupRoot;
  }
}

registerKernelTypes({
  names: ["cgroup", "kernfs_node", "cgroup_subsys_state", "cgroup_root"],
  btf: "n+sBABgAAAAAAAAABAEAAAQBAAB4AAAAAQAAAAAAAAcAAAAAAAAAAAAAAAIBAAAAAQAAAAEAAAQIAAAAFQAAAAIAAAAAAAAAHAAAAAAAAAcAAAAAAAAAAAAAAAIEAAAAKAAAAAAAAAcAAAAAAAAAAAAAAAIGAAAANAAAAAMAAAQYAAAAOwAAAAMAAAAAAAAAQAAAAAUAAABAAAAAQwAAAAcAAACAAAAAAAAAAAAAAAIAAAAASAAAAAAAAAEIAAAAQAAAAFsAAAAAAAAICgAAABwAAAACAAAEEAAAAF8AAAAJAAAAAAAAAGQAAAALAAAAQAAAAGcAAAAAAAABBAAAACAAAAEoAAAAAQAABAQAAABrAAAADQAAAAAAAAAAY2dyb3VwX3N1YnN5c19zdGF0ZQBwYXJlbnQAa2VybmZzX25vZGUAY2dyb3VwX3Jvb3QAY2dyb3VwAHNlbGYAa24Acm9vdAB1bnNpZ25lZCBsb25nIGxvbmcAdTY0AG5hbWUAaWQAaW50AGhpZXJhcmNoeV9pZAA=",
});
