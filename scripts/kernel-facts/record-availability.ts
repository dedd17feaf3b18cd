/**
 * Prints which helpers the running kernel offers to each program type, for the types that the machine where the tables are
 * generated can't load. Needs root, and a kernel with kprobes, ftrace and BPF_LSM:
 *
 *     npm run --silent test:vm -- --kernel 6.18 --command 'node scripts/kernel-facts/record-availability.ts' > scripts/kernel-facts/availability.json
 */
import { readFileSync } from "node:fs";
import { release } from "node:os";
import { programTypes } from "../../src/kernel/program-types/index.ts";
import { readPrototypes } from "./helper-header.ts";
import { availabilityOf, probeOptions } from "./probe-options.ts";

const prototypes = readPrototypes(readFileSync("/usr/include/linux/bpf.h", "utf8"));
const types: Record<string, { yes: string[]; gplOnly: string[] }> = {};
for (const type of programTypes) {
  const options = probeOptions(type);
  if (options.length === 0) continue;
  const answers = prototypes.map((prototype) => [prototype.name, availabilityOf(options, prototype)] as const);
  const named = (answer: string): string[] => answers.filter((pair) => pair[1] === answer).map(([name]) => name);
  types[type.name] = { yes: named("yes"), gplOnly: named("gplOnly") };
}
console.log(JSON.stringify({ kernel: release(), types }, undefined, 2));
