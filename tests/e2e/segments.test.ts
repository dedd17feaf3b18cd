import assert from "node:assert/strict";
import { test } from "node:test";
import * as definitions from "../../src/counter/count.bpf.ts";
import { load } from "../../src/index.ts";
import { withoutKernel } from "../support/kernel.ts";

for (const direction of ["egress", "ingress"] as const) {
  test(`yodel count counts the segments of a large ${direction} buffer as packets`, { skip: withoutKernel }, () => {
    const { count_egress, count_ingress, egress_packets, ingress_packets } = definitions;
    using bpf = load({ count_egress, count_ingress, egress_packets, ingress_packets });
    const program = bpf.programs[`count_${direction}`];
    const data = new Uint8Array(3000);
    assert.equal(program.test({ data, context: { gso_segs: 40, gso_size: 64 } }).returned, 1);
    assert.equal(program.test({ data, context: { gso_segs: 1 } }).returned, 1);
    // Not a segmented buffer: one packet.
    assert.equal(program.test({ data }).returned, 1);
    assert.equal(bpf.variables[`${direction}_packets`].sum(), 42n);
    assert.equal(bpf.variables[`${direction === "egress" ? "ingress" : "egress"}_packets`].sum(), 0n);
  });
}
