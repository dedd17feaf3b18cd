/**
 * Writes docs/reference/kernel-versions.md out of the tables in src/kernel/: the first kernel for each program type, map type,
 * context field and helper. Needs no kernel.
 *
 *     node scripts/generate-kernel-docs.ts [--check]
 */
import { helpers } from "../src/kernel/helpers.ts";
import { mapTypes, type ProgramType, programTypes } from "../src/kernel/index.ts";
import { wordlessHelpers } from "./kernel-facts/helper-facts.ts";
import { emit } from "./kernel-facts/output.ts";

emit(
  "docs/reference/kernel-versions.md",
  `# First kernels

Made by \`scripts/generate-kernel-docs.ts\` out of the tables in \`src/kernel/\`. A version is that of the mainline kernel;
distributions may have a feature earlier.

## Program types

| program type | sections | first kernel | may return |
|---|---|---|---|
${programTypes.map(programTypeRow).join("\n")}

## Fields of contexts

Fields that are not listed are as old as their program type.

| context | field | first kernel |
|---|---|---|
${contextRows().join("\n")}

## Map types

| map type | first kernel |
|---|---|
${Object.entries(mapTypes)
  .map(([name, { minimumKernel }]) => `| \`${name}\` | ${minimumKernel} |`)
  .join("\n")}

## Helpers

The version is the first that has the helper for any program type; older kernels offer many of them to fewer program types than
the marked ones. The marks are those of the newest kernel that the tables were checked with.

| \`bpf.NAME\` | first kernel | GPL only | ${programTypes.map(({ name }) => name).join(" | ")} |
|---|---|---|${programTypes.map(() => "---|").join("")}
${[...helpers.values()]
  .filter(({ name }) => !wordlessHelpers.has(name))
  .map(helperRow)
  .join("\n")}
`,
);

function programTypeRow({ name, sections, minimumKernel, returns }: ProgramType): string {
  const names = sections.map(({ pattern }) => `\`${pattern}\``).join(", ");
  const ranges = new Set(sections.map((section) => rangeText(section.returns ?? returns)));
  return `| \`${name}\` | ${names} | ${minimumKernel} | ${[...ranges].join("; ")} |`;
}

function rangeText({ range }: ProgramType["returns"]): string {
  return range === undefined ? "any 32-bit number" : `${range[0]} to ${range[1]}`;
}

function contextRows(): string[] {
  const rows = new Set<string>();
  for (const { context } of programTypes) {
    for (const [name, { minimumKernel }] of Object.entries(context.fields)) {
      if (minimumKernel !== undefined) rows.add(`| \`${context.struct}\` | \`${name}\` | ${minimumKernel} |`);
    }
  }
  return [...rows];
}

function helperRow({
  name,
  minimumKernel,
  gplOnly,
}: {
  name: string;
  minimumKernel: string;
  gplOnly: boolean;
}): string {
  const marks = programTypes.map((type) => (type.helpers.has(name) ? "●" : "○"));
  return `| \`${name}\` | ${minimumKernel} | ${gplOnly ? "yes" : "no"} | ${marks.join(" | ")} |`;
}
