import assert from "node:assert/strict";
import { test } from "node:test";
import { optimize } from "../optimize/index.ts";
import { generate } from "./index.ts";
import { baselinePrograms } from "./testing/baseline-programs.ts";
import { verifyInKernel, whyNotRunnable } from "./testing/kernel-run.ts";

for (const program of baselinePrograms) {
  test(`${program.name} takes at most ${program.slots} slots (clang: ${program.clang})`, () => {
    const fn = program.build();
    optimize(fn, { validate: true });
    const slots = generate(fn, { target: "v3" }).code.length / 8;
    assert.ok(slots <= program.slots && slots <= program.clang, `${slots} slots`);
  });

  test(`the verifier accepts ${program.name}, optimized or not, on every target`, {
    skip: whyNotRunnable() ?? false,
  }, () => {
    for (const target of ["v1", "v2", "v3", "v4"] as const) {
      const fn = program.build();
      verifyInKernel(generate(fn, { target }), program);
      optimize(fn);
      verifyInKernel(generate(fn, { target }), program);
    }
  });
}
