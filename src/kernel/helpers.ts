import type { HelperSignature } from "./helper.ts";
import { helperSignatures } from "./helpers.generated.ts";

/** Signatures of the kernel's helpers by name, without `bpf_`. Which program type may call which is in its `helpers`. */
export const helpers: ReadonlyMap<string, HelperSignature> = new Map(
  helperSignatures.map((signature) => [signature.name, signature]),
);
