// Reads 10,000 damaged objects, in a process of its own so that its memory can be told. Prints what came of them as JSON.
import { schemaOf } from "../../src/btf/index.ts";
import { ObjectFormatError, UnsupportedError, YodelError } from "../../src/errors/index.ts";
import { describeObject } from "../../src/object/describe.ts";
import { type BpfObject, readElf } from "../../src/object/index.ts";
import { load } from "../../src/runtime.ts";
import { damage, numbers } from "../support/damage.ts";
import { realObjects } from "../support/real-objects.ts";

/** Each so many-th of those that can be read is given to the kernel, too. */
const LOADED = 50;

export interface Outcome {
  read: number;
  refused: number;
  loaded: number;
  notLoaded: number;
  /** In milliseconds, for reading one file. */
  slowest: number;
  /** In bytes: how much the process grew at most. */
  memory: number;
  readonly unexpected: string[];
}

const outcome: Outcome = { read: 0, refused: 0, loaded: 0, notLoaded: 0, slowest: 0, memory: 0, unexpected: [] };
const below = numbers(20261125);
const objects = realObjects();
const forKernel: { readonly name: string; readonly file: Uint8Array }[] = [];
const before = process.memoryUsage.rss();
for (let run = 0; run < 10_000; run++) {
  const original = objects[run % objects.length];
  if (original === undefined) break;
  const name = `${original.name}, run ${run}`;
  const file = damage(original.file, below);
  const start = performance.now();
  const isRead = read(name, file) !== undefined;
  outcome.slowest = Math.max(outcome.slowest, performance.now() - start);
  if (isRead && outcome.read % LOADED === 0) forKernel.push({ name, file });
}
outcome.memory = process.resourceUsage().maxRSS * 1024 - before;
// Not before: to load takes the kernel's types, and room for all that the verifier says.
for (const { name, file } of forKernel) give(name, readElf(file));
console.log(JSON.stringify(outcome));

function read(name: string, file: Uint8Array): BpfObject | undefined {
  try {
    const object = readElf(file);
    describeObject(object);
    for (const map of object.maps) if (map.valueType !== 0) schemaOf(object.btf, map.valueType);
    for (const { variables } of object.sections) {
      for (const variable of variables) if (variable.type !== 0) schemaOf(object.btf, variable.type);
    }
    outcome.read++;
    return object;
  } catch (error) {
    if (error instanceof ObjectFormatError || error instanceof UnsupportedError) outcome.refused++;
    else outcome.unexpected.push(`${name}: ${String(error)}`);
    return undefined;
  }
}

/** What the kernel refuses is an error in words. */
function give(name: string, object: BpfObject): void {
  try {
    load(object).close();
    outcome.loaded++;
  } catch (error) {
    if (error instanceof YodelError) outcome.notLoaded++;
    else outcome.unexpected.push(`${name}, given to the kernel: ${String(error)}`);
  }
}
