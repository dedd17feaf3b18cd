// npm run bench [-- --json]: what counting costs for each packet, what realistic programs cost beside the same in C, what reading
// events and maps costs (these parts go to docs/benchmarks.md), what compiling costs, and what starting costs.
//
// Numbers to read, not a test: they depend on the machine and on who else uses it. Needs root. The same programs in C
// stand beside ours where clang-19 and libbpf's headers are installed; all are loaded by the same loader.
import { cpus, release } from "node:os";
import { parseArgs } from "node:util";
import { type CompileTime, measureCompileTimes } from "./compile-time.ts";
import { counterCostsAsText, measureCounterCosts } from "./counter-cost.ts";
import { measureProgramCosts, programCostsAsText } from "./program-cost.ts";
import { measureReading, readingRows } from "./reading.ts";
import { writeReport } from "./report.ts";
import { measureRunCosts, type RunCosts } from "./run-cost.ts";
import { measureStartUp, type StartUp } from "./start-up.ts";
import { table } from "./statistics.ts";

const { values } = parseArgs({ options: { json: { type: "boolean" } } });

if (process.getuid?.() !== 0) {
  console.error("bench: needs root, to run programs in the kernel");
  process.exit(1);
}

// Starting and reading first: the rest keeps this process, and what it starts, on one CPU.
const startUp = await measureStartUp();
const reading = await measureReading();
const compileTimes = measureCompileTimes();
const runCosts = await measureRunCosts();
const counterCosts = await measureCounterCosts();
const programCosts = measureProgramCosts();
if (programCosts) writeReport(programCosts, reading, runCosts.compiler);

if (values.json) {
  const machine = { node: process.version, kernel: release(), cpu: cpus()[0]?.model, cpus: cpus().length };
  console.log(JSON.stringify({ machine, startUp, compileTimes, ...runCosts, counterCosts, programCosts, reading }));
} else {
  console.log(`Node ${process.version}, Linux ${release()}, ${cpus().length} × ${cpus()[0]?.model}\n`);
  console.log(`${costsAsText(runCosts)}\n`);
  if (counterCosts) console.log(`${counterCostsAsText(counterCosts)}\n`);
  if (programCosts) console.log(`${programCostsAsText(programCosts)}\n`);
  console.log(`Reading, nanoseconds for each record or entry\n\n${table(readingRows(reading))}\n`);
  console.log(`${compileTimesAsText(compileTimes)}\n`);
  console.log(startUpAsText(startUp));
}

function costsAsText({ costs, compiler, pinned }: RunCosts): string {
  const rows = costs
    .filter(({ language }) => language === "yodel")
    .map((ours) => {
      const c = costs.find(({ language, strategy }) => language === "c" && strategy === ours.strategy);
      return [
        ours.strategy,
        ...[ours, c].map((cost) => String(cost?.slots ?? "-")),
        ...[ours, c].map((cost) => String(cost?.jitedSize ?? "-")),
        ...[ours, c].map((cost) => cost?.alone.aboveEmpty.toFixed(1) ?? "-"),
        ...[ours, c].map((cost) => cost?.bothCpus?.aboveEmpty.toFixed(1) ?? "-"),
      ];
    });
  return [
    "Cost of a run: instruction slots, machine code in bytes, nanoseconds above the empty program, alone and while another",
    "CPU does the same on the same map",
    compiler === undefined ? "(clang-19 is not installed: no programs in C)" : `(C: clang ${compiler} -O2 -mcpu=v3)`,
    ...(pinned ? [] : ["(not kept on one CPU: taskset is missing)"]),
    "",
    table([["", "slots", "C", "bytes", "C", "alone", "C", "both", "C"], ...rows]),
  ].join("\n");
}

function compileTimesAsText(times: readonly CompileTime[]): string {
  const rows = times.map(({ strategy, milliseconds }) => [strategy, milliseconds.toFixed(2)]);
  return `Compiling in a warm process, milliseconds\n\n${table(rows)}`;
}

function startUpAsText({ bareNode, attached }: StartUp): string {
  const rows = [
    ["node -e 0", bareNode.toFixed(1), "1.00"],
    ["yodel count, exec to attached", attached.toFixed(1), (attached / bareNode).toFixed(2)],
  ];
  return `Starting, milliseconds\n\n${table(rows)}`;
}
