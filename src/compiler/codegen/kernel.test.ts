import assert from "node:assert/strict";
import { test } from "node:test";
import { print } from "../ir/print.ts";
import { validate } from "../ir/validate.ts";
import { optimize } from "../optimize/index.ts";
import { generate, StackOverflow } from "./index.ts";
import { type Environment, evaluate } from "./testing/evaluate.ts";
import { runInKernel, whyNotRunnable } from "./testing/kernel-run.ts";
import { PACKET_BYTES, Random, randomFunction } from "./testing/random-ir.ts";

const SEEDS = 40;

/** Random programs, on every target, as they are and optimized: the kernel accepts them and computes what the IR says. */
for (const target of ["v1", "v2", "v3", "v4"] as const) {
  test(`random programs compute in the kernel what their IR says, on ${target}`, {
    skip: whyNotRunnable() ?? false,
  }, () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const random = new Random(seed + 1000);
      const packet = new Uint8Array(PACKET_BYTES).map(() =>
        random.below(4) > 0 ? random.below(256) : random.pick([0, 255]),
      );
      const environment: Environment = {
        context: (offset) => ({ memory: packet, offset: offset === 0 ? 0 : packet.length }),
        helper: () => 0n,
      };
      const fn = randomFunction(seed, target);
      const expected = evaluate(fn, environment);
      const check = (what: string) => {
        const explain = `${what} program ${seed} on ${target}:\n${print(fn)}`;
        validate(fn);
        assert.equal(evaluate(fn, environment), expected, `evaluated, ${explain}`);
        assert.equal(runInKernel(generate(fn, { target }).code, packet), expected, `in the kernel, ${explain}`);
      };
      try {
        check("unoptimized");
        optimize(fn, { validate: true });
        check("optimized");
      } catch (error) {
        if (!(error instanceof StackOverflow)) throw error;
      }
    }
  });
}
