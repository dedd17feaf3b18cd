// Runs random programs in the reference, in the kernel and in the simulator, and compares what they do.
//
//   npm run soak                                     1,000 programs
//   npm run soak -- --programs 100000 --seed 1       a certain range of programs: seeds 1 to 100,000
//   npm run soak -- --minutes 30 --jobs 1            for half an hour, in one process instead of one for each CPU
//   npm run soak -- --seed 4711 --programs 1 --all   one program, in every setting
//   npm run soak -- --programs 100000 --one          each program in one setting instead of two
//
// The exit status is 1 when something disagrees. Each failure is printed as a small program that shows it.
import { type ChildProcess, fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { everyConstruct } from "./constructs.ts";
import type { Effort } from "./run.ts";
import type { Report, Task } from "./soak-worker.ts";

const { values } = parseArgs({
  options: {
    programs: { type: "string" },
    seed: { type: "string", default: "1" },
    minutes: { type: "string" },
    jobs: { type: "string", default: String(availableParallelism()) },
    all: { type: "boolean", default: false },
    one: { type: "boolean", default: false },
    failures: { type: "string", default: "1000" },
  },
});

/** In milliseconds: a program that takes longer makes the compiler hang. Making it smaller takes a part of it. */
const PATIENCE = 45_000;

const first = Number(values.seed);
const end = values.minutes === undefined ? Number.POSITIVE_INFINITY : Date.now() + Number(values.minutes) * 60_000;
const unlimited = values.minutes === undefined ? 1000 : Number.POSITIVE_INFINITY;
const last = first + (values.programs === undefined ? unlimited : Number(values.programs)) - 1;
const effort: Effort = values.all ? "every" : values.one ? "one" : "some";
const begin = Date.now();
const totals: Record<string, number> = { programs: 0, runs: 0, refused: 0, tooComplex: 0, failed: 0 };
const signatures = new Map<string, number>();
const notes: string[] = [];
const constructs = new Map<string, number>();
let next = first;
let shown = 0;

await Promise.all(Array.from({ length: Number(values.jobs) }, (_, job) => work(job)));
show();
const range = `seeds ${first} to ${next - 1}`;
console.log(`${process.stdout.isTTY ? "\n" : ""}${range}: ${summary()}`);
for (const [signature, times] of [...signatures].sort(([, a], [, b]) => b - a))
  console.log(`  ${times} times ${signature}`);
const most = Math.max(...everyConstruct.map((name) => name.length));
console.log("programs that had");
for (const name of everyConstruct) console.log(`  ${name.padEnd(most)} ${constructs.get(name) ?? 0}`);
for (const note of notes.slice(0, 10)) console.log(`  refused: ${note}`);
process.exitCode = totals.failed === 0 ? 0 : 1;

/** Gives programs to a process, one after the other; a process that hangs is ended and replaced. */
async function work(job: number): Promise<void> {
  let worker = start(job);
  while (next <= last && Date.now() < end && (totals.failed ?? 0) < Number(values.failures)) {
    const seed = next++;
    const report = await ask(worker, { seed, effort });
    if (report) {
      take(report);
      continue;
    }
    const verifying = isInVerifier(worker);
    worker.kill("SIGKILL");
    worker = start(job);
    if (verifying) {
      take({ counts: { programs: 1, tooComplex: 1 }, constructs: [] });
      continue;
    }
    take({
      counts: { programs: 1, failed: 1 },
      constructs: [],
      signature: "hangs or ends the process",
      failure: `seed ${seed}: the process hangs or ends`,
    });
  }
  worker.disconnect();
}

/** Whether it is the kernel that does not come to an end: it walks through at most a million instructions, however long that takes. */
function isInVerifier({ pid }: ChildProcess): boolean {
  try {
    return readFileSync(`/proc/${pid}/stack`, "utf8").includes("bpf_check");
  } catch {
    return false;
  }
}

function start(job: number): ChildProcess {
  return fork(new URL("./soak-worker.ts", import.meta.url), [String(job)], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}

function ask(worker: ChildProcess, task: Task): Promise<Report | undefined> {
  return new Promise((resolve) => {
    const finish = (report?: Report) => {
      clearTimeout(timer);
      worker.removeAllListeners();
      resolve(report);
    };
    const timer = setTimeout(finish, PATIENCE);
    worker.once("message", (report) => finish(report as Report));
    worker.once("exit", () => finish());
    worker.send(task);
  });
}

function take({ counts, constructs: had, failure, signature, refusal }: Report): void {
  for (const name of had) constructs.set(name, (constructs.get(name) ?? 0) + 1);
  for (const [name, count] of Object.entries(counts)) totals[name] = (totals[name] ?? 0) + count;
  if (signature !== undefined) signatures.set(signature, (signatures.get(signature) ?? 0) + 1);
  if (refusal !== undefined) notes.push(refusal);
  if (failure !== undefined) console.log(`\n${failure}\n`);
  if (Date.now() - shown > 500) show();
}

function show(): void {
  shown = Date.now();
  if (process.stdout.isTTY) process.stdout.write(`\r${summary()} `);
}

function summary(): string {
  const { programs, runs, refused, tooComplex, failed } = totals;
  const seconds = Math.round((Date.now() - begin) / 1000);
  return `${programs} programs, ${runs} runs agree, ${failed} failed, ${refused} refused by the checker, ${tooComplex} too complex for the verifier, ${seconds} s`;
}
