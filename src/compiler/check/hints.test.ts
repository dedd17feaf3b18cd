import assert from "node:assert/strict";
import { test } from "node:test";
import { CompileError, compile, hashMap, ipv4, program, type Scope, struct, u32, u64, variable } from "../../index.ts";

const scope: Scope = {
  packets: variable(u64),
  rows: hashMap({ key: u32, value: struct({ length: u32, port: u32 }), maxEntries: 4 }),
  ipv4,
};

// biome-ignore lint/suspicious/noExplicitAny: what is wrong does not type-check
type Any = any;

/** The hint of the only mistake of a function. */
function hints(
  title: string,
  expected: string,
  fn: (ctx: Any, scope: Any, bpf: Any) => Any,
  section = "cgroup_skb/egress",
): void {
  test(title, () => {
    const run = program(section as "cgroup_skb/egress", scope, fn as never);
    assert.throws(
      () => compile({ run }),
      (error) => {
        assert.ok(error instanceof CompileError);
        assert.deepEqual(
          error.diagnostics.map(({ hint }) => hint),
          [expected],
        );
        return true;
      },
    );
  });
}

hints("a local that is spelled in another way", "did you mean 'length'?", (skb) => {
  const length = skb.len;
  // @ts-expect-error: there is no such name
  return lenght > 5 || length > 3;
});
hints(
  "a name of the scope that was not taken out",
  "it is in the scope: take it out there, (ctx, { packets }) => …",
  () => {
    // @ts-expect-error: there is no such name
    packets.value += 1;
    return 1;
  },
);
hints("a helper by its name alone", "write bpf.ktime_get_ns, with bpf as the last parameter", (_, { packets }) => {
  // @ts-expect-error: there is no such name
  packets.value = ktime_get_ns();
  return 1;
});
hints("nothing near", "put it in the scope: program(section, { limit }, (ctx, { limit }) => …)", (skb) => {
  // @ts-expect-error: there is no such name
  return skb.len > limit;
});
hints("a short name is near to few", "put it in the scope: program(section, { q }, (ctx, { q }) => …)", (skb) => {
  const x = skb.len;
  // @ts-expect-error: there is no such name
  return q > 1 || x > 1;
});
hints("a member of the scope", "did you mean 'packets'?", (_, it) => {
  it.packet.value += 1;
  return 1;
});
hints("a field of a struct", "did you mean 'length'?", (_, { rows }) => {
  const row = rows.lookup(1);
  return row && row.lenght > 5;
});
hints("a field in a literal", "did you mean 'port'?", (_, { rows }) => {
  rows.update(1, { prot: 1 });
  return 1;
});
hints("a constant of bpf", "did you mean 'IPPROTO_TCP'?", (skb, _, bpf) => skb.protocol === bpf.IPPROTO_TCPP);
hints("something of bpf's own", "did you mean 'header'?", (skb, { ipv4 }, bpf) => (bpf.heder(skb, ipv4, 0) ? 1 : 0));
hints(
  "a helper of other program types",
  "cgroup_skb, sched_act and sched_cls programs have it",
  (frame, { packets }, bpf) => {
    packets.value = bpf.skb_cgroup_id(frame);
    return bpf.XDP_PASS;
  },
  "xdp",
);
