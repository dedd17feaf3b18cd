import { describe, test } from "node:test";
import { type Definitions, load } from "../../src/index.ts";
import { type Simulation, simulate } from "../../src/testing.ts";
import { withoutKernel } from "../support/kernel.ts";

/** Runs one check on definitions in the simulator and in the running kernel. */
export function inBoth<const D extends Definitions>(
  title: string,
  definitions: D,
  check: (bpf: Simulation<D>) => void,
  /** Why the running kernel can't run it; see `requires`. */
  skip: string | false = withoutKernel,
): void {
  describe(title, () => {
    test("in the simulator", () => {
      using bpf = simulate(definitions);
      check(bpf);
    });
    test("in the kernel", { skip }, () => {
      using bpf = load(definitions);
      check(bpf as unknown as Simulation<D>);
    });
  });
}
