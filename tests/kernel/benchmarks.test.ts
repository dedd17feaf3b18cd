import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { CObjects } from "../../bench/c-objects.ts";
import { type Benchmark, benchmarks, withRawMaps } from "../../bench/programs/index.ts";
import { type BpfObject, compile, load, readElf } from "../../src/index.ts";
import { withoutKernel } from "../support/kernel.ts";

/** What clang makes of a benchmark; undefined, and the test skipped, where there is no clang. */
function compileC(name: string, context: TestContext): BpfObject | undefined {
  using c = new CObjects();
  if (c.compiler !== undefined) return readElf(c.build(name, "programs/c"));
  context.skip("clang-19 is not installed");
  return undefined;
}

/** Shows an object the packets, one after another: verdicts, packets as they come out, and what maps and variables hold then. */
function behaviour(object: BpfObject, { packets, entries, timeDependent = [] }: Benchmark): unknown {
  using bpf = load(withRawMaps(object));
  for (const [map, rows] of Object.entries(entries ?? {})) {
    for (const [key, value] of rows) bpf.maps[map].set(key, value);
  }
  // Nothing runs: that the verifier takes it is all there is to see.
  if (packets.length === 0) return undefined;
  const runs = packets.map((data) => {
    const { returned, data: after } = bpf.programs.run.test({ data });
    return [returned, Buffer.from(after).toString("hex")];
  });
  const contents = object.maps
    .filter(({ name }) => !timeDependent.includes(name))
    .map(({ name }) => [name, [...bpf.maps[name]].map((entry) => hex(entry)).sort()]);
  const variables = object.sections
    .flatMap((section) => section.variables)
    .map(({ name }) => [name, String(bpf.variables[name].value)]);
  return { runs, contents: sorted(contents), variables: sorted(variables) };
}

/** Bytes anywhere in a value as text. */
function hex(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  return Array.isArray(value) ? value.map(hex).join(" ") : String(value);
}

function sorted<Row extends unknown[]>(rows: Row[]): Row[] {
  return rows.sort((a, b) => String(a[0]).localeCompare(String(b[0])));
}

describe("the programs of the benchmark", () => {
  for (const [name, benchmark] of Object.entries(benchmarks)) {
    test(`${name} does the same as in C`, { skip: withoutKernel }, (context) => {
      const theirs = compileC(name, context);
      if (!theirs) return;
      assert.deepEqual(behaviour(compile(benchmark.definitions), benchmark), behaviour(theirs, benchmark));
    });
  }
});
