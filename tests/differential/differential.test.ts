import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutKernel } from "../support/kernel.ts";
import { everyConstruct } from "./constructs.ts";
import { reproduction } from "./program.ts";
import { describeFailure, Soak } from "./run.ts";

/** How many programs a run of the tests takes, in groups of so many. */
const PROGRAMS = 2000;
const GROUP = 250;

/** In percent: more would mean that the generator does not know the language's rules. */
const MOST_REFUSED = 5;
const MOST_TOO_COMPLEX = 5;

const soak = Soak.open();
const where = soak.machines.map(({ name }) => name).join(" and ");

for (let first = 1; first <= PROGRAMS; first += GROUP) {
  test(`random programs ${first} to ${first + GROUP - 1} do the same in the reference and in the ${where}`, () => {
    for (let seed = first; seed < first + GROUP; seed++) {
      const failed = soak.next(seed, "one");
      if (failed) assert.fail(`${describeFailure(failed)}\n${reproduction(failed.program)}`);
    }
  });
}

test("the generator makes programs that the checker and the verifier take", () => {
  const { programs, refused, tooComplex } = soak.counts;
  assert.ok(refused * 100 < programs * MOST_REFUSED, `${refused} of ${programs}:\n${soak.refusals.join("\n")}`);
  assert.ok(tooComplex * 100 < programs * MOST_TOO_COMPLEX, `${tooComplex} of ${programs}`);
});

test("random programs have every construct", () => {
  const missing = everyConstruct.filter((name) => (soak.constructs.get(name) ?? 0) < PROGRAMS / 500);
  assert.deepEqual(missing, []);
});

// The simulator has run them all; this says that the kernel has not.
test("random programs run in the kernel", { skip: withoutKernel }, () => {
  assert.ok(soak.machines.some(({ name }) => name === "kernel"));
});
