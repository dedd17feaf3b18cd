import assert from "node:assert/strict";
import { test } from "node:test";
import { callOf } from "../../scripts/kernel-facts/helper-call.ts";
import { mapHelpers } from "../../scripts/kernel-facts/helper-facts.ts";
import { isLoadable, verify } from "../../scripts/kernel-facts/probe.ts";
import { loadableTypes } from "../../scripts/kernel-facts/probe-options.ts";
import { helpers } from "../../src/kernel/helpers.ts";

const skip = process.platform !== "linux" || process.getuid?.() !== 0 ? "needs root on Linux" : false;

/** Maps need more than a call: programs that were compiled test them. */
const elsewhere = mapHelpers;

/**
 * A program for each helper and program type that calls it as its signature says: the verifier checks every argument's kind, the
 * order of pointers and sizes, and the number of registers.
 */
for (const { programType, ways } of skip ? [] : loadableTypes()) {
  test(`${programType.name}: the verifier accepts helper calls by their signatures`, { skip }, () => {
    for (const name of programType.helpers) {
      const helper = helpers.get(name);
      if (helper === undefined || elsewhere.has(name)) continue;
      const verdicts = ways.map((options) => verify(callOf(helper, options), options));
      assert.ok(
        verdicts.some(({ accepted }) => accepted),
        `${name}: ${verdicts[0]?.log}`,
      );
    }
  });

  test(`${programType.name}: helpers are kept from programs under other licences as the table says`, { skip }, () => {
    // Some types are for free software as a whole.
    if (!ways.some((options) => isLoadable({ ...options, license: "Proprietary" }))) return;
    for (const name of programType.helpers) {
      const helper = helpers.get(name);
      if (helper === undefined || elsewhere.has(name)) continue;
      const way = ways.find((options) => verify(callOf(helper, options), options).accepted);
      if (!way) continue;
      const { accepted } = verify(callOf(helper, way), { ...way, license: "Proprietary" });
      assert.equal(accepted, !helper.gplOnly, name);
    }
  });
}
