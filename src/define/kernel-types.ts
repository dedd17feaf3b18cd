import type { KernelBytes, Repeat } from "../schema/index.ts";
import type { Integer } from "./kernel-view.ts";

export type { KernelBytes };

/**
 * The structs and unions of the kernel that `bpf.kernel` knows, by name. `yodel types NAME… -o FILE.ts` writes a module that adds to it;
 * importing that module makes them known to `tsc` and to the compiler at once.
 * ```sh
 * yodel types task_struct cred -o kernel-types.ts
 * ```
 */
// biome-ignore lint/suspicious/noEmptyInterface: modules add to it
export interface KernelTypes {}

/** The enums of the kernel that `bpf.kernel` knows, by name; added to as {@link KernelTypes}. */
// biome-ignore lint/suspicious/noEmptyInterface: modules add to it
export interface KernelEnums {}

/** What a pointer of the kernel's reads as: the struct where it is known, else the address. */
export type KernelPointer<Name extends string> = Name extends keyof KernelTypes ? KernelTypes[Name] : number;

/** An array of the kernel's; short ones have a known length. */
export type KernelArray<Element, Length extends number> = number extends Length
  ? readonly Element[]
  : Readonly<Repeat<Element, Length>>;

/** Views of the kernel's own structs: each takes an address, and reads fields where the running kernel has them (CO-RE). */
export type KernelCasts = {
  readonly [Name in keyof KernelTypes]: (address: Integer | object) => KernelTypes[Name];
} & { readonly [Name in keyof KernelEnums]: KernelEnums[Name] };

/** Questions about the kernel's types, which are answered when the object is loaded. */
export interface KernelQuestions {
  /**
   * Whether the running kernel has a field, a type or an enumerator. Nothing is read; code that the answer rules out may use what
   * is not there.
   * ```ts
   * const state = bpf.kernel.exists(task.__state) ? task.__state : 0;
   * ```
   */
  exists(what: unknown): boolean;
  /** Size in bytes of a field or a type of the running kernel. */
  size(what: unknown): number;
  /** The address of a struct that the kernel has. */
  address(view: object): number;
}

/** `bpf.kernel`. */
export type Kernel = KernelCasts & KernelQuestions;

/** Kernel types that a module describes. */
export interface DescribedTypes {
  /** Those that can be asked for; what they hold is described with them. */
  readonly names: readonly string[];
  /** The structs of tracepoints' records, by `"category/event"`. */
  readonly tracepoints?: Readonly<Record<string, string>>;
  /** All of them as BTF, in base64. */
  readonly btf: string;
}

/**
 * One list for the whole process: a module that `yodel build` compiles may import another copy of this package than the tool is.
 */
const key = Symbol.for("yodel.kernelTypes");
const shared = globalThis as typeof globalThis & { [key]?: DescribedTypes[] };
shared[key] ??= [];
const registered = shared[key];

/**
 * Makes types known to the compiler; modules that `yodel types` writes call it. A later description of a type takes the place of an
 * earlier one.
 */
export function registerKernelTypes(described: DescribedTypes): void {
  registered.push(described);
}

/** What was registered up to now, the latest last. */
export function registeredKernelTypes(): readonly DescribedTypes[] {
  return registered;
}
