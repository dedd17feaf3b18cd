import { programHelpers } from "./helpers.generated.ts";

const none: ReadonlySet<string> = new Set();

/** The helpers that a program type may call, as the kernel told `scripts/generate-helpers.ts`; none until it was asked. */
export function helpersOf(programType: string): ReadonlySet<string> {
  return programHelpers[programType] ?? none;
}
