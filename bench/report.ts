import { writeFileSync } from "node:fs";
import { cpus, release } from "node:os";
import { join } from "node:path";
import { type ProgramCost, programRows } from "./program-cost.ts";

const path = join(import.meta.dirname, "../docs/benchmarks.md");

/** Writes docs/benchmarks.md. */
export function writeReport(costs: readonly ProgramCost[], compiler: string | undefined): void {
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

\`npm run bench\` measures again and writes this file. A run that changes its packet leaves it changed for the next: the load
balancer, the rewriter and the responder are timed on what their first runs made of it.
`,
  );
}
