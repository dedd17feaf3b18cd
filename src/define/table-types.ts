import type { ContextField, ProgramType, ReturnRule } from "../kernel/program-type.ts";
import type { Repeat } from "../schema/index.ts";
import type { FixedArray } from "./kernel-view.ts";

/** What a section decides: what a kernel function gets and gives, and what attaching it takes. */
export interface SectionFacts<Context, Bpf, Returns, Attach> {
  readonly context: Context;
  readonly bpf: Bpf;
  readonly returns: Returns;
  readonly attach: Attach;
}

type Fields = Readonly<Record<string, Omit<ContextField, "length"> & { readonly length?: number | undefined }>>;
type Writable = { readonly writable: true };

/** The type of a context by the table of its fields: names, comments, lengths and what may be written come from there. */
export type ContextFrom<Layout extends { readonly fields: Fields }> = {
  readonly [K in keyof Layout["fields"] as Layout["fields"][K] extends Writable ? never : K]: ReadOnlyField<
    Layout["fields"][K]
  >;
} & {
  -readonly [K in keyof Layout["fields"] as Layout["fields"][K] extends Writable ? K : never]: WritableField<
    Layout["fields"][K]
  >;
};

type LengthOf<F extends Fields[string]> = NonNullable<F["length"]>;
type ReadOnlyField<F extends Fields[string]> = [LengthOf<F>] extends [never] ? number : FixedArray<LengthOf<F>>;
type WritableField<F extends Fields[string]> = [LengthOf<F>] extends [never] ? number : Repeat<number, LengthOf<F>>;

/** Verdicts and other named numbers that `bpf` has in programs of a type. */
export type ConstantsOf<T extends Pick<ProgramType, "constants">> = Readonly<T["constants"]>;

/** All sections of a type: what each may return follows from the table. */
export type SectionsOf<T extends Pick<ProgramType, "sections" | "returns">, Context, Bpf> = {
  readonly [S in T["sections"][number] as S["pattern"]]: SectionFacts<
    S extends { readonly context: infer Layout extends { readonly fields: Fields } } ? ContextFrom<Layout> : Context,
    Bpf,
    VerdictOf<S extends { readonly returns: infer R extends ReturnRule } ? R : T["returns"]>,
    S["attach"]
  >;
};

/** What a kernel function may return under a rule: the numbers in its range or its verdicts, or any number. */
export type VerdictOf<R extends ReturnRule> = R["range"] extends readonly [0, 1]
  ? 0 | 1 | boolean
  : R["range"] extends readonly [1, 1]
    ? 1 | true
    : R["range"] extends readonly [0, 3]
      ? 0 | 1 | 2 | 3 | boolean
      : R extends { readonly verdicts: readonly (infer V)[] }
        ? V
        : number;
