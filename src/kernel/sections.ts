import { editDistance } from "../errors/edit-distance.ts";
import { YodelError } from "../errors/index.ts";
import type { ContextLayout, ProgramSection, ProgramType, ResolvedSection } from "./program-type.ts";
import { programTypes, tracepoint } from "./program-types/index.ts";
import { tracepointContext } from "./tracepoint-contexts.ts";

/**
 * Finds the program type that a section names.
 * @throws {YodelError} no program type has such a section; the hint lists the nearest ones
 */
export function resolveSection(section: string): ResolvedSection {
  for (const programType of programTypes) {
    for (const candidate of programType.sections) {
      const target = match(candidate.pattern, section) ?? withoutTarget(candidate, section);
      if (target) return resolve(section, programType, candidate, target);
    }
  }
  const near = nearestSections(section).map((pattern) => `"${pattern}"`);
  throw new YodelError("YDL3001", `no program type has the section ${JSON.stringify(section)}`, {
    hint: `the nearest sections are ${near.join(", ")}${near.some((name) => name.includes("*")) ? " (* stands for a name)" : ""}`,
  });
}

function resolve(
  section: string,
  programType: ProgramType,
  candidate: ProgramSection,
  target: readonly string[],
): ResolvedSection {
  return {
    section,
    programType,
    expectedAttachType: candidate.expectedAttachType,
    attach: candidate.attach,
    returns: candidate.returns ?? programType.returns,
    context: candidate.context ?? contextOf(programType, target),
    minimumKernel: candidate.minimumKernel ?? programType.minimumKernel,
    loadFlags: candidate.loadFlags ?? 0,
    kernelType: candidate.kernelType,
    arguments: candidate.arguments,
    target,
  };
}

function contextOf(programType: ProgramType, target: readonly string[]): ContextLayout {
  return programType === tracepoint ? tracepointContext(target.join("/")) : programType.context;
}

/** What stands for each `*` of the pattern, or undefined when the section is not of this form. */
function match(pattern: string, section: string): readonly string[] | undefined {
  const expected = pattern.split("/");
  const parts = section.split("/");
  if (expected.at(-1) === "**") {
    if (parts.length < expected.length) return undefined;
    parts.push(parts.splice(expected.length - 1).join("/"));
  }
  if (expected.length !== parts.length) return undefined;
  const target: string[] = [];
  for (const [index, part] of parts.entries()) {
    if (expected[index]?.startsWith("*") && part !== "") target.push(part);
    else if (expected[index] !== part) return undefined;
  }
  return target;
}

/** Objects of clang may leave open what a probe is attached to: `SEC("kprobe")`. */
function withoutTarget({ pattern, attach }: ProgramSection, section: string): readonly string[] | undefined {
  const mayBeOpen = attach === "kernelProbe" || attach === "tracepoint" || attach === "rawTracepoint";
  return mayBeOpen && pattern.startsWith(`${section}/*`) ? [] : undefined;
}

function nearestSections(section: string): string[] {
  const patterns = programTypes.flatMap((programType) => programType.sections.map(({ pattern }) => pattern));
  const distances = new Map(patterns.map((pattern) => [pattern, sectionDistance(pattern, section)]));
  return patterns.sort((a, b) => (distances.get(a) ?? 0) - (distances.get(b) ?? 0)).slice(0, 3);
}

/** A `*` costs nothing: it is compared with the part that stands in its place. */
function sectionDistance(pattern: string, section: string): number {
  const parts = section.split("/");
  const filled = pattern.split("/").map((part, index) => (part.startsWith("*") ? (parts[index] ?? "name") : part));
  return editDistance(filled.join("/"), section);
}
