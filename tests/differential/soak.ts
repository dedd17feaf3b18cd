// Runs random programs in the reference, in the kernel and in the simulator, and compares what they do.
//
//   npm run soak                                     1,000 programs
//   npm run soak -- --programs 100000 --seed 1       a certain range of programs: seeds 1 to 100,000
//   npm run soak -- --minutes 30                     for half an hour
//   npm run soak -- --seed 4711 --programs 1 --all   one program, in every setting
//
// The exit status is 1 when something disagrees. Each failure is printed as a small program that shows it.
import { parseArgs } from "node:util";
import { reproduction } from "./program.ts";
import { describeFailure, Soak } from "./run.ts";

const { values } = parseArgs({
  options: {
    programs: { type: "string" },
    seed: { type: "string", default: "1" },
    minutes: { type: "string" },
    all: { type: "boolean", default: false },
    failures: { type: "string", default: "20" },
  },
});
const first = Number(values.seed);
const minutes = values.minutes === undefined ? Number.POSITIVE_INFINITY : Number(values.minutes);
const count = values.programs === undefined ? (values.minutes === undefined ? 1000 : Number.POSITIVE_INFINITY) : Number(values.programs);
const most = Number(values.failures);

const soak = await Soak.open();
const begin = Date.now();
let shown = 0;
let done = 0;
let failures = 0;
for (; done < count && Date.now() - begin < minutes * 60_000 && failures < most; done++) {
  const failed = soak.next(first + done, values.all);
  if (failed) {
    failures++;
    console.log(`\n${describeFailure(failed)}\n${reproduction(failed.program)}\n`);
  }
  if (process.stdout.isTTY && Date.now() - shown > 500) {
    shown = Date.now();
    process.stdout.write(`\r${soak.summary()}, ${Math.round((Date.now() - begin) / 1000)} s `);
  }
}
console.log(`${process.stdout.isTTY ? "\n" : ""}seeds ${first} to ${first + done - 1}: ${soak.summary()}, ${Math.round((Date.now() - begin) / 1000)} s`);
process.exitCode = failures > 0 ? 1 : 0;
