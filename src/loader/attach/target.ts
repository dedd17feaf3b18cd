import { YodelError } from "../../errors/index.ts";
import type { ResolvedSection } from "../../kernel/program-type.ts";
import type { FileDescriptor } from "../file-descriptor.ts";
import type { MapHandle } from "../map-handle.ts";

/** A program in the kernel, with what its section says. */
export interface LiveProgram {
  readonly name: string;
  readonly fd: FileDescriptor;
  readonly resolved: ResolvedSection;
  /** Maps of its object, by name, for what attaching writes into them. */
  readonly maps?: Readonly<Record<string, MapHandle>>;
}

/** @throws {YodelError} the caller gave no target, or one of the wrong type */
export function wrongTarget(program: LiveProgram, needs: string, target: unknown): YodelError {
  const got = target === undefined ? "nothing" : typeof target === "string" ? JSON.stringify(target) : typeof target;
  return new YodelError("YDL4410", `'${program.name}' (${program.resolved.section}) attaches to ${needs}; got ${got}`);
}
