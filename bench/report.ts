import { writeFileSync } from "node:fs";
import { cpus, release } from "node:os";
import { join } from "node:path";
import { type ProgramCost, programRows } from "./program-cost.ts";
import { type ReadingCost, readingRows } from "./reading.ts";

const path = join(import.meta.dirname, "../docs/benchmarks.md");

/** Writes docs/benchmarks.md. */
export function writeReport(
  costs: readonly ProgramCost[],
  reading: readonly ReadingCost[],
  compiler: string | undefined,
): void {
  const rows = programRows(costs).map((cells) => `| ${cells.join(" | ")} |`);
  const date = new Date().toISOString().slice(0, 10);
  const kernel = /^\d+\.\d+/.exec(release())?.[0];
  const machine = `a virtual machine with ${cpus().length} processors (${process.arch})`;
  writeFileSync(
    path,
    `# Benchmarks

Realistic programs, each written in TypeScript for this compiler and in C as one writes it with libbpf. Both stand in
\`bench/programs\`; a test shows them the same packets and compares verdicts, packets and the contents of maps.

Measured on ${date}, Linux ${kernel}, ${machine}; C by clang ${compiler ?? "19"} with \`-O2 -mcpu=v3\`.

- **slots**: instructions as stored in the object, 8 bytes each.
- **bytes**: machine code that the kernel makes of them.
- **ns**: one run by \`BPF_PROG_TEST_RUN\`, in turns with the counterpart in C, calling the program included (about 25 ns
  here). Tracepoint programs can't be run in this way.

| | slots | C | ratio | bytes | C | ns | C | ratio |
|---|--:|--:|--:|--:|--:|--:|--:|--:|
${rows.join("\n")}

A run that changes its packet leaves it changed for the next: the load
balancer, the rewriter and the responder are timed on what their first runs made of it.

## Reading

Records of 32 bytes that a program writes on one CPU while the other reads them; entries with a 4-byte key and a value of two
64-bit numbers. In C by libbpf: \`ring_buffer__poll\`, and \`bpf_map_lookup_batch\`. Nanoseconds for each, from the first to the last.

| | ns | C | ratio |
|---|--:|--:|--:|
${readingRows(reading)
  .slice(1)
  .map((cells) => `| ${cells.join(" | ")} |`)
  .join("\n")}

\`npm run bench\` measures again and writes this file.
`,
  );
}
