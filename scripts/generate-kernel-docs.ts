/**
 * Writes docs/reference/kernel-versions.md and hooks.md out of the tables in src/kernel/: the first kernel for each program type, map type,
 * context field and helper; and for each section what it attaches to and what its link can do. Needs no kernel.
 *
 *     node scripts/generate-kernel-docs.ts [--check]
 */
import { helpers } from "../src/kernel/helpers.ts";
import { attachKinds, mapTypes, type ProgramSection, type ProgramType, programTypes } from "../src/kernel/index.ts";
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

emit(
  "docs/reference/hooks.md",
  `# Hooks

Made by \`scripts/generate-kernel-docs.ts\` out of the tables in \`src/kernel/\`; what it says of links is asked of the running kernel by
\`tests/kernel/hooks-table.test.ts\`, and each hook is seen at work by the tests of its kind.

A version is that of the mainline kernel that first has it. **Link**: \`attach\` makes a BPF link from this kernel on, which ends with the process,
also after \`kill -9\`, and can be pinned (\`link.pin(path)\`, from 5.7 on); before it, or where there is none, the attachment is made in the way of
**without link**, and stays behind when the process is killed. **Update**: \`link.update(program)\` puts another program in its place in one
step. **Detach**: \`link.detach()\` takes it off while others hold the link. \`link.close()\` works for all.

| section | program type | first kernel | attaches to | link | without link | update | detach | pin |
|---|---|---|---|---|---|---|---|---|
${programTypes.flatMap((type) => type.sections.filter(isAttachable).map((section) => hookRow(type, section))).join("\n")}
`,
);

/** `cgroup/skb` leaves the direction open, so that it only loads. */
function isAttachable({ pattern }: ProgramSection): boolean {
  return pattern !== "cgroup/skb";
}

function hookRow(type: ProgramType, section: ProgramSection): string {
  const { target, link, withoutLink, update, detach, pin } = attachKinds[section.attach];
  const first = section.minimumKernel ?? type.minimumKernel;
  // A link is no older than what it is for, and what is younger than links does without other ways.
  const younger = link !== "no" && isLater(first, link);
  const linked = younger ? first : link;
  const marks = [update, detach, link !== "no" && pin !== false].map((can) => (can ? "●" : "○"));
  return `| \`${section.pattern}\` | \`${type.name}\` | ${first} | ${target} | ${linked} | ${younger ? "no" : withoutLink} | ${marks.join(" | ")} |`;
}

function isLater(a: string, b: string): boolean {
  const [major = 0, minor = 0] = a.split(".").map(Number);
  const [otherMajor = 0, otherMinor = 0] = b.split(".").map(Number);
  return major > otherMajor || (major === otherMajor && minor > otherMinor);
}

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
