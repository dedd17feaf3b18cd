import { type Diagnostic, renderDiagnostic, YodelError } from "../../errors/index.ts";

/**
 * Kernel functions or definitions that can't be compiled. `diagnostics` has every finding, in the order of the source;
 * `message` is all of them as text, with code frames.
 */
export class CompileError extends YodelError {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const first = diagnostics[0];
    if (!first) throw new Error("a CompileError needs at least one diagnostic");
    super(first.code, diagnostics.map(renderDiagnostic).join("\n\n"), {
      ...(first.hint === undefined ? {} : { hint: first.hint }),
      ...(first.location === undefined ? {} : { location: first.location }),
    });
    this.diagnostics = diagnostics;
    // The message says it all: an uncaught error need not print it twice.
    for (const name of ["diagnostics", "hint", "location"]) Object.defineProperty(this, name, { enumerable: false });
  }
}
