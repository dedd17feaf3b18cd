import assert from "node:assert/strict";
import { test } from "node:test";
import type { RandomProgram } from "./program.ts";
import { describeFailure, Soak } from "./run.ts";

// What random programs found, each as small as it could be made. Every one runs in all settings.

const soak = Soak.open();
const packet = new Uint8Array(64).fill(0x5a);

function agrees(name: string, program: Partial<RandomProgram> & Pick<RandomProgram, "source">): void {
  test(name, () => {
    const whole: RandomProgram = {
      seed: 0,
      section: "socket",
      structs: {},
      definitions: {},
      plain: false,
      newAtomics: false,
      initial: [],
      inputs: [{ data: packet, context: { mark: 7, priority: 0, cb: [3, 0, 5, 1, 2] } }],
      ...program,
    };
    const failed = soak.check(whole, "every");
    if (failed) assert.fail(describeFailure(failed));
    assert.equal(soak.counts.tooComplex, 0);
    assert.deepEqual(soak.refusals, []);
  });
}

agrees("a compound assignment reads its left side before its right side changes it", {
  section: "cgroup_skb/egress",
  source: "(ctx, {  }, bpf) => { ctx.priority ^= (ctx.priority |= 1); return 3; }",
});

agrees("a compound assignment in a compound assignment to the same field", {
  source: "(ctx, {  }, bpf) => { let x1 = (ctx.cb[0] -= (ctx.cb[0] -= 1)); return x1; }",
});

agrees("a declaration that could not be checked at first is there in the end", {
  plain: true,
  definitions: {
    a1: "arrayMap({ value: struct({ f0: u32, f1: bool }), maxEntries: 4 })",
    h0: "hashMap({ key: bool, value: bool, maxEntries: 2 })",
  },
  source: `(ctx, { a1, h0 }, bpf) => {
    let x1 = 1;
    let x2 = 1;
    let w3 = 0;
    do {
      w3++;
      const r4 = a1.lookup(1);
      if (r4) {
        const r5 = h0.lookupOrInsert(1, w3 > x1 && r4.f1);
        if (r5) x2 /= r4.f0;
      }
    } while (w3 < 7);
    return x2;
  }`,
});

agrees("what a condition tells of one way is forgotten when only its value counts", {
  plain: true,
  source: "(ctx, {  }, bpf) => { const x1 = 1; let x2 = 1 / -x1; !(x2 || 1); return x2 < 0 ? 7 : 9; }",
});

agrees("an element is chosen before the struct for it is made", {
  structs: { S0: "struct({ f0: u32, f1: i16 })" },
  definitions: { q0: "perCpuArrayMap({ value: S0, maxEntries: 4 })" },
  source: "(ctx, { q0 }, bpf) => { let x0 = 1; q0[x0] = { f0: 5, f1: (++x0) }; return x0; }",
});

agrees("the index of an array with one entry is evaluated for what it changes", {
  structs: { S0: "struct({ f0: array(i8, 3), f1: u64 })" },
  definitions: { a0: "arrayMap({ value: S0, maxEntries: 1 })" },
  source: "(ctx, { a0 }, bpf) => { const x1 = a0[bpf.exchange(a0[0].f1, 1) & 0].f0[1]; return x1; }",
  newAtomics: true,
});

agrees("the index of an array with one entry may write to the context", {
  definitions: { a0: "arrayMap({ value: u32, maxEntries: 1 })" },
  source: "(ctx, { a0 }, bpf) => { return a0[(ctx.cb[2] &= 1) & 0]; }",
});

const indexed = {
  structs: { S0: "struct({ f0: array(be32, 8) })" },
  definitions: { v0: "variable(S0)" },
  initial: [{ name: "v0", value: { f0: [1, 2, 3, 4, 5, 6, 7, 8] } }],
};

agrees("the verifier does not know the range of a remainder: an index", {
  ...indexed,
  source: "(ctx, { v0 }, bpf) => { return v0.value.f0[ctx.len % 3]; }",
});

agrees("the verifier does not know the range of a quotient: an index", {
  ...indexed,
  source: "(ctx, { v0 }, bpf) => { return v0.value.f0[1 / ctx.len]; }",
});

agrees("the verifier does not know the range of a shift by a variable: an index", {
  ...indexed,
  source: "(ctx, { v0 }, bpf) => { return v0.value.f0[1 >>> ctx.mark]; }",
});

agrees("the verifier does not know the range of a quotient: a verdict", {
  section: "cgroup_skb/egress",
  source: "(ctx, {  }, bpf) => { return 1 / ctx.len; }",
});

agrees("the verifier does not know the range of a shift by a variable: a verdict", {
  section: "cgroup_skb/egress",
  source: "(ctx, {  }, bpf) => { return 1 >>> ctx.len; }",
});

agrees("a local function that returns early, in a loop with a switch", {
  structs: { S0: "struct({ f0: u32, f1: i16 })" },
  definitions: { v0: "variable(S0)" },
  source: `(ctx, { v0 }, bpf) => {
    let x0 = 0;
    const f = (a) => {
      if (a > 3) return a - x0;
      return a + ctx.len;
    };
    outer: for (let i = 0; i < 8; i++) {
      switch (i & 3) {
        case 0: x0 += f(i);
        case 1: x0++; break;
        default: if (i === 6) break outer; continue;
      }
      v0.value.f0 += x0;
    }
    return x0;
  }`,
});
agrees("loads through different kinds of pointers stay two instructions", {
  definitions: { v0: "variable(u32)", a0: "arrayMap({ value: u32, maxEntries: 2 })" },
  source: "(ctx, { v0, a0 }, bpf) => { return a0[(ctx.mark ? ctx.len : v0.value) & 1]; }",
});

agrees("an index whose range the verifier does not know, in a local", {
  structs: { S0: "struct({ f0: u32, f1: array(i32, 5) })" },
  definitions: { h0: "hashMap({ key: be16, value: S0, maxEntries: 4 })" },
  initial: [{ name: "h0", key: 3, value: { f0: 1, f1: [1, 2, 3, 4, 5] } }],
  source: `(ctx, { h0 }, bpf) => {
    const x0 = bpf.u8(1 / ctx.len);
    const x1 = x0;
    const r = h0.lookup(3);
    if (r) r.f1[x1]++;
    return x1;
  }`,
});

agrees("what stands after a switch that only has a default is reached", {
  structs: { S0: "struct({ f0: i8, f1: i8 })" },
  definitions: { a0: "arrayMap({ value: S0, maxEntries: 8 })" },
  plain: true,
  source: `(ctx, { a0 }, bpf) => {
    let x0 = 1;
    switch (3) {
      default: {
        for (let i2 = 0; i2 <= 5; i2++) {
        }
      }
      break;
    }
    let w = 0;
    w++;
    x0 = a0[w].f1;
    return x0;
  }`,
});

agrees("a literal copies what a struct holds when the whole literal was evaluated", {
  structs: { S0: "struct({ f0: i64 })", S1: "struct({ f0: u16, f1: S0, f2: S0 })" },
  definitions: { p0: "perCpuVariable(S0)", h0: "hashMap({ key: be64, value: S1, maxEntries: 8 })" },
  source:
    "(ctx, { p0, h0 }, bpf) => { h0.lookupOrInsert(3, { f1: p0.value, f2: { f0: bpf.exchange(p0.value.f0, 7) } }); }",
  newAtomics: true,
});

agrees("an element is reached while a record is reserved", {
  structs: { S0: "struct({ f0: u32, f1: array(u32, 3) })" },
  definitions: {
    a0: "arrayMap({ value: S0, maxEntries: 2 })",
    events: "ringBuffer({ value: S0, maxEntries: 4096 })",
  },
  source: `(ctx, { a0, events }, bpf) => {
    const e = events.reserve();
    const first = a0[1];
    if (e) {
      e.f0 = first.f1[ctx.len % 3] + 5;
      const s = a0[0];
      e.f1[ctx.len % 3] = s.f0 + 1;
      events.submit(e);
    }
    return 0;
  }`,
});

agrees("what a test tells of a shifted index is known where it is used", {
  structs: { S0: "struct({ f0: array(i64, 8), f1: array(u8, 20) })" },
  definitions: { p0: "perCpuVariable(S0)", a0: "arrayMap({ value: u8, maxEntries: 2 })" },
  source: `(ctx, { p0, a0 }, bpf) => {
    const s = p0.value;
    let sum = 0;
    const shifted = a0[0] << 2;
    if (shifted < 3) sum += s.f0[shifted];
    const product = a0[1] * 2;
    if (product < 7) sum += s.f0[product];
    const moved = a0[0] + 8;
    if (moved < 20) sum += s.f1[moved];
    const next = a0[1] + 1;
    if (next < 6) sum += s.f0[next + 2];
    return sum;
  }`,
});

agrees("what stands in a packet is written to a ring buffer", {
  section: "cgroup_skb/egress",
  structs: { S0: "struct({ f0: bool, f1: array(be16, 4), f2: u64 })", S1: "struct({ f0: u32, f1: S0 })" },
  definitions: { events: "ringBuffer({ value: S0, maxEntries: 4096 })" },
  source: `(ctx, { events, S1 }, bpf) => {
    const header = bpf.header(ctx, S1, 7);
    return header ? events.output(header.f1) & 1 : 1;
  }`,
});

agrees("an index into what stands on a subprogram's stack", {
  section: "cgroup_skb/egress",
  structs: { S0: "struct({ f0: array(u8, 4), f1: u32 })" },
  definitions: {
    a0: "arrayMap({ value: S0, maxEntries: 4 })",
    queue0: "stackMap({ value: S0, maxEntries: 1 })",
    u0: `subprogram([context("cgroup_skb/egress")], { a0, queue0 }, (ctx, { a0, queue0 }, bpf) => {
      queue0.push({ f0: [1, 2, 3, 4], f1: 5 });
      const top = queue0.peek();
      if (!top) return 9;
      return top.f0[(a0.lookup(top.f1 & 3)?.f1 ?? 0) & 3] + 16 * top.f0[ctx.len & 3];
    })`,
  },
  source: "(ctx, { u0 }) => u0(ctx) & 3",
});

agrees("headers that share some of their bytes", {
  section: "xdp",
  inputs: [{ data: packet, context: {} }],
  structs: { S0: "struct({ f0: u8, f1: array(be64, 3) })" },
  source: `(ctx, { S0 }, bpf) => {
    const later = bpf.header(ctx, S0, 13);
    const earlier = bpf.header(ctx, S0, 7);
    if (later && earlier) later.f1 = earlier.f1;
    const first = bpf.header(ctx, S0, 1);
    if (later && first) first.f1 = later.f1;
    return 2;
  }`,
});

agrees("members of a union that share some of their bytes", {
  structs: {
    S0: "struct({ f0: u32, f1: array(u32, 4) })",
    S1: "union({ f0: S0, f1: array(u32, 5), f2: array(u32, 4) })",
  },
  definitions: { v0: "variable(S1)", v1: "variable(S1)" },
  source: `(ctx, { v0, v1 }, bpf) => {
    v0.value.f1 = [1, 2, 3, 4, 5];
    v1.value.f1 = [1, 2, 3, 4, 5];
    v0.value.f0.f1 = v0.value.f2;
    v1.value.f2 = v1.value.f0.f1;
    return 0;
  }`,
});
