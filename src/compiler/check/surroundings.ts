import type { MapDefinition } from "../../define/definitions.ts";
import type { HelperSignature } from "../../kernel/helper.ts";
import type { ResolvedSection } from "../../kernel/program-type.ts";
import type { AnySchema } from "../../schema/index.ts";
import type { DiagnosticName } from "../diagnostics/index.ts";

/** What a name in the scope of a kernel function stands for, under the name that it has in the object. */
export type Entity =
  | { readonly kind: "map"; readonly name: string; readonly definition: MapDefinition }
  | { readonly kind: "variable" | "constant" | "perCpuVariable"; readonly name: string; readonly schema: AnySchema }
  | { readonly kind: "schema"; readonly schema: AnySchema }
  | { readonly kind: "literal"; readonly value: bigint | boolean | string }
  /** A compile-time array: loops over it are unrolled. */
  | { readonly kind: "list"; readonly items: readonly Entity[] };

/** All that the checker needs to know beside the function itself. */
export interface Surroundings {
  readonly section: ResolvedSection;
  readonly scope: ReadonlyMap<string, Entity>;
  /** Every helper that is known, also those that this program type lacks. */
  readonly helpers: ReadonlyMap<string, HelperSignature>;
  /** The object's licence allows helpers that want a GPL-compatible one. */
  readonly gplCompatible: boolean;
  /** The instruction set that is compiled for. */
  readonly target: "v1" | "v2" | "v3" | "v4";
  /** False when the value of a one-entry array may be addressed directly. */
  readonly portable: boolean;
  /** Puts a NUL-terminated text into `.rodata` and gives its symbol. */
  internText(text: string): string;
  report(name: DiagnosticName, message: string, start: number, end: number, hint?: string): void;
}

/** Ends the checking of one statement after its mistake was reported. */
export class Abandoned extends Error {}
