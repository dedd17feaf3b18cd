import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { simulateObject } from "../simulate.ts";
import { exit, rawObject, type Slot, set } from "../testing/raw.ts";

const programOf = (section: string, slots: readonly Slot[]) => {
  return simulateObject(rawObject({ functions: { main: { slots, section } } })).programs.main;
};
const load32 = (offset: number): Slot => ({ code: 0x61, destination: 0, source: 1, offset });

describe("tracepoints", () => {
  test("get their record by the names of its fields", () => {
    const program = programOf("tracepoint/sched/sched_switch", [load32(56), exit]);
    const result = program.test({ context: { next_pid: 77 } });
    assert.equal(result.returned, 77);
    assert.equal(result.context?.next_pid, 77);
    assert.equal(result.data.length, 0);
    assert.throws(() => program.test({ context: { no_such_field: 1 } }), { code: "YDL7020" });
    assert.throws(() => program.test({ data: new Uint8Array(64) }), { code: "YDL7021" });
    assert.throws(() => programOf("tracepoint/a/b", [{ code: 0x72, destination: 1 }, exit]).test(), {
      code: "YDL7006",
    });
  });

  test("raw ones get their arguments", () => {
    const program = programOf("raw_tracepoint/sched_switch", [
      { code: 0x79, destination: 0, source: 1, offset: 8 },
      exit,
    ]);
    assert.equal(program.test({ context: { args: [1, 2] } }).returned, 2);
    assert.throws(() => program.test({ context: { args: new Array(13).fill(0) } }), { code: "YDL7020" });
  });
});

describe("packets", () => {
  test("of sockets may have any field set", () => {
    const program = programOf("cgroup_skb/egress", [load32(136), exit]);
    assert.equal(program.test({ context: { local_port: 3 } }).returned, 3);
    assert.equal(program.test({ context: { local_port: 3 } }).context?.local_port, 3);
    assert.equal(program.test().context, undefined);
  });

  test("get no verdict that the program type does not have", () => {
    const program = (section: string, verdict: number) => programOf(section, [set(0, verdict), exit]);
    assert.equal(program("cgroup_skb/egress", 3).test().returned, 3);
    assert.throws(() => program("cgroup_skb/ingress", 3).test(), {
      code: "YDL7013",
      message: /returns 3[\s\S]*0 to 1/,
    });
    assert.throws(() => program("cgroup_skb/egress", -1).test(), { code: "YDL7013" });
    assert.equal(program("xdp", 77).test().returned, 77);
  });

  test("keep what a program writes, over repeated runs", () => {
    const increment = { code: 0x07, destination: 2, immediate: 1 };
    const packet = [
      load32(0),
      { code: 0x71, destination: 2, source: 0 },
      increment,
      { code: 0x73, destination: 0, source: 2 },
    ];
    const program = programOf("xdp", [...packet, set(0, 2), exit]);
    assert.equal(program.test({ repeat: 300 }).data[0], 300 & 0xff);
    assert.throws(() => program.test({ repeat: 0 }), { code: "YDL7024" });
    assert.throws(() => program.test({ data: new Uint8Array(4000) }), { code: "YDL7021" });
  });
});

test("a section that nobody knows is an error when the program runs", () => {
  assert.throws(() => programOf("no/such/section", [set(0, 0), exit]).test(), { code: "YDL3001" });
});
