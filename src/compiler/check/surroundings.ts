import type { MapDefinition, SubprogramArgument, SubprogramDefinition } from "../../define/definitions.ts";
import type { HelperSignature } from "../../kernel/helper.ts";
import type { ResolvedSection } from "../../kernel/program-type.ts";
import type { AnySchema } from "../../schema/index.ts";
import type { DiagnosticName } from "../diagnostics/index.ts";
import type { KernelTypes } from "../kernel-types/kernel-types.ts";
import type { Expression, Type } from "./typed-tree.ts";

/** What a name in the scope of a kernel function stands for, under the name that it has in the object. */
export type Entity =
  | {
      readonly kind: "map";
      readonly name: string;
      readonly definition: MapDefinition;
      /** A map that was found in another: the value that stands for it. */
      readonly found?: Expression;
    }
  | { readonly kind: "variable" | "constant" | "perCpuVariable"; readonly name: string; readonly schema: AnySchema }
  | { readonly kind: "schema"; readonly schema: AnySchema }
  | { readonly kind: "literal"; readonly value: bigint | boolean | string }
  | { readonly kind: "subprogram"; readonly name: string; readonly definition: SubprogramDefinition }
  /** A compile-time array: loops over it are unrolled. */
  | { readonly kind: "list"; readonly items: readonly Entity[] };

export interface Callee {
  readonly name: string;
  readonly result: Type;
}

/** All that the checker needs to know beside the function itself. */
export interface Surroundings {
  readonly section: ResolvedSection;
  readonly scope: ReadonlyMap<string, Entity>;
  /** What a subprogram takes; undefined for a program, which takes its context. */
  readonly parameters: readonly SubprogramArgument[] | undefined;
  /** Every helper that is known, also those that this program type lacks. */
  readonly helpers: ReadonlyMap<string, HelperSignature>;
  /** The kernel's types that were described. */
  readonly kernelTypes: KernelTypes;
  /** The object's licence allows helpers that want a GPL-compatible one. */
  readonly gplCompatible: boolean;
  /** The instruction set that is compiled for. */
  readonly target: "v1" | "v2" | "v3" | "v4";
  /** The kernel has open-coded iterators (6.4), for ranges whose end nothing limits. */
  readonly iterators: boolean;
  /** False when the value of a one-entry array may be addressed directly. */
  readonly portable: boolean;
  /**
   * Another function that this one calls: its name in the object and the type of its result. Undefined when it can't be compiled, which
   * was reported; "recursion" when it is one of those that led here.
   * @param brought the name of one that no scope lists, since the compiler brings it along
   */
  callee(definition: SubprogramDefinition, brought?: string): Callee | "recursion" | undefined;
  /** Puts a NUL-terminated text into `.rodata` and gives its symbol. */
  internText(text: string): string;
  /** A per-CPU map of one entry that the function has for itself; gives its name. */
  scratch(schema: AnySchema): string;
  report(name: DiagnosticName, message: string, start: number, end: number, hint?: string): void;
}

/** Ends the checking of one statement after its mistake was reported. */
export class Abandoned extends Error {}
