import type { KnownKernelFunctions } from "./kernel-function-types.generated.ts";

declare const struct: unique symbol;

/** An object of the kernel's own, such as a task: functions of the kernel give it and take it. `Name` is the name of its struct. */
export interface KernelObject<Name extends string> {
  readonly [struct]: Name;
}

/**
 * The functions of the kernel in `bpf.kfunc`. A module can give one a closer type:
 * ```ts
 * declare module "yodel" {
 *   interface KernelFunctions {
 *     bpf_task_under_cgroup(task: KernelObject<"task_struct">, ancestor: KernelObject<"cgroup">): 0 | 1;
 *   }
 * }
 * ```
 */
export interface KernelFunctions extends KnownKernelFunctions {}
