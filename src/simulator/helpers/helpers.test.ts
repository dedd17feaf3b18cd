// What helpers tell and do. Those that the kernel's test runs can call, too, are compared with it in tests/simulator.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Reference } from "../../object/object.ts";
import { type SimulatorOptions, simulateObject } from "../simulate.ts";
import { copy, exit, helper, rawObject, type Slot, set, wide } from "../testing/raw.ts";

const encoder = new TextEncoder();
const add = (destination: number, immediate: number): Slot => ({ code: 0x07, destination, immediate });
/** Stores r0 as the first 8 bytes of `.bss`; the address of `.bss` is the 16-byte load with immediate 1. */
const keep = [...wide(1, 1n), { code: 0x7b, destination: 1, source: 0 }, set(0, 0), exit];

interface Call {
  readonly slots: readonly Slot[];
  readonly rodata?: Uint8Array;
  readonly options?: SimulatorOptions;
  readonly section?: string;
}

function prepare({ slots, rodata, options, section = "cgroup_skb/egress" }: Call) {
  const code = [...slots, ...keep];
  const references = code.flatMap((slot, index): Reference[] => {
    if (slot.code !== 0x18) return [];
    if (slot.immediate === 1) return [{ kind: "data", slot: index, section: ".bss", offset: 0 }];
    return slot.immediate === 2 ? [{ kind: "data", slot: index, section: ".rodata", offset: 0 }] : [];
  });
  const functions = { main: { slots: code, references, section } };
  return simulateObject(rawObject({ functions, bss: 64, ...(rodata && { rodata }) }), options);
}

function result(call: Call, data = new Uint8Array(64)): bigint {
  const simulated = prepare(call);
  simulated.programs.main.test({ data });
  return new DataView(simulated.variables.out.value.buffer).getBigUint64(0, true);
}

describe("the environment", () => {
  const facts: [name: string, id: number, options: SimulatorOptions, expected: bigint][] = [
    ["ktime_get_ns", 5, { environment: { time: 77n } }, 77n],
    ["ktime_get_boot_ns", 125, { environment: { time: 78n } }, 78n],
    ["ktime_get_coarse_ns", 160, { environment: { time: 79n } }, 79n],
    ["jiffies64", 118, { environment: { time: 8_000_000n } }, 2n],
    ["get_smp_processor_id", 8, {}, 0n],
    ["get_current_pid_tgid", 14, { environment: { pid: 3, tid: 4 } }, (3n << 32n) | 4n],
    ["get_current_uid_gid", 15, { environment: { uid: 3, gid: 4 } }, (4n << 32n) | 3n],
    ["get_current_cgroup_id", 80, { environment: { cgroupId: 1n << 40n } }, 1n << 40n],
    ["skb_cgroup_id", 79, { environment: { cgroupId: 5n } }, 5n],
    ["get_socket_cookie", 46, { environment: { socketCookie: 6n } }, 6n],
    ["get_socket_uid", 47, { environment: { socketUid: 7 } }, 7n],
    ["get_netns_cookie", 122, { environment: { netnsCookie: 8n } }, 8n],
    ["get_numa_node_id", 42, { environment: { numaNode: 1 } }, 1n],
  ];
  for (const [name, id, options, expected] of facts) {
    test(name, () => assert.equal(result({ slots: [helper(id)], options }), expected));
  }

  test("changes while a simulation lives", () => {
    const simulated = prepare({ slots: [helper(5)] });
    simulated.environment.time = 5n;
    simulated.programs.main.test();
    assert.equal(simulated.variables.out.value[0], 5);
    simulated.environment.time += 1n;
    simulated.programs.main.test();
    assert.equal(simulated.variables.out.value[0], 6);
  });

  test("random numbers come from a seed", () => {
    const of = (seed: number) => result({ slots: [helper(7)], options: { seed } });
    assert.equal(of(3), of(3));
    assert.notEqual(of(3), of(4));
    assert(of(0) <= 0xffff_ffffn);
  });

  test("get_current_comm", () => {
    const slots = [
      copy(1, 10),
      add(1, -8),
      set(2, 8),
      helper(16),
      { code: 0x79, destination: 0, source: 10, offset: -8 },
    ];
    const text = new TextDecoder();
    const name = (comm: string) => {
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setBigUint64(0, result({ slots, options: { environment: { comm } } }), true);
      return text.decode(bytes);
    };
    assert.equal(name("sh"), "sh\0\0\0\0\0\0");
    assert.equal(name("long-name"), "long-na\0");
  });
});

describe("printing", () => {
  const printed = (format: string, values: readonly bigint[]): string[] => {
    const registers = values.flatMap((value, index) => wide(3 + index, value));
    const rodata = encoder.encode(`${format}\0`);
    const simulated = prepare({ slots: [...wide(1, 2n), set(2, rodata.length), ...registers, helper(6)], rodata });
    simulated.programs.main.test();
    return simulated.printed;
  };
  const cases: [format: string, values: bigint[], text: string][] = [
    ["plain\n", [], "plain"],
    ["%d %i", [0xffff_ffff_ffff_fffbn, 3n], "-5 3"],
    ["%u %x %X", [0xffff_fffbn, 255n, 255n], "4294967291 ff FF"],
    ["%ld %lu %llx", [-1n, -1n, -1n], "-1 18446744073709551615 ffffffffffffffff"],
    ["%5d|%-5d|%05d", [42n, 42n, -42n], "   42|42   |-0042"],
    ["100%% %c", [65n], "100% A"],
  ];
  for (const [format, values, text] of cases) {
    test(JSON.stringify(format), () => assert.deepEqual(printed(format, values), [text]));
  }

  test("text and addresses in memory", () => {
    const rodata = encoder.encode("%s %pI4 %pi4\0\0\0\0hello\0\0\0\x0a\x01\x02\x03");
    const data = [...wide(3, 2n), add(3, 16), copy(4, 3), add(4, 8), copy(5, 4)];
    const simulated = prepare({ slots: [...data, ...wide(1, 2n), set(2, 13), helper(6)], rodata });
    simulated.programs.main.test();
    assert.deepEqual(simulated.printed, ["hello 10.1.2.3 010.001.002.003"]);
  });

  test("many values, and a format that the kernel refuses", () => {
    const values = [1, 2, 3, 4].flatMap((value, index) => [
      set(3, value),
      { code: 0x7b, destination: 10, source: 3, offset: -32 + index * 8 },
    ]);
    const call = [...wide(1, 2n), set(2, 12), copy(3, 10), add(3, -32), set(4, 32), helper(177)];
    const simulated = prepare({ slots: [...values, ...call], rodata: encoder.encode("%d %d %d %d\0") });
    simulated.programs.main.test();
    assert.deepEqual(simulated.printed, ["1 2 3 4"]);
    const refused = [...wide(1, 2n), set(2, 3), set(3, 0), set(4, 0), set(5, 0), helper(6)];
    assert.equal(BigInt.asIntN(64, result({ slots: refused, rodata: encoder.encode("%q\0") })), -22n);
  });
});

describe("reading any memory", () => {
  const rodata = encoder.encode("some text\0....");
  const read = (id: number, size: number, address: readonly Slot[]) => [
    ...address,
    copy(1, 10),
    add(1, -16),
    set(2, size),
    helper(id),
    copy(6, 0),
    ...wide(1, 1n),
    { code: 0x79, destination: 2, source: 10, offset: -16 },
    { code: 0x7b, destination: 1, source: 2, offset: 8 },
    copy(0, 6),
  ];
  const both = (slots: readonly Slot[]) => {
    const simulated = prepare({ slots, rodata });
    simulated.programs.main.test();
    const view = new DataView(simulated.variables.out.value.buffer);
    return [view.getBigInt64(0, true), new TextDecoder().decode(simulated.variables.out.value.subarray(8, 16))];
  };
  test("that is there", () => {
    assert.deepEqual(both(read(113, 8, wide(3, 2n))), [0n, "some tex"]);
    assert.deepEqual(both(read(115, 16, wide(3, 2n))), [10n, "some tex"]);
    assert.deepEqual(both(read(45, 8, wide(3, 2n))), [8n, "some te\0"]);
  });
  test("that is not there: the program hears of it", () => {
    assert.deepEqual(both(read(113, 8, [set(3, 5)])), [-14n, "\0\0\0\0\0\0\0\0"]);
    assert.deepEqual(both(read(115, 8, [set(3, 5)])), [-14n, "\0\0\0\0\0\0\0\0"]);
  });
});

describe("helpers of a test's own", () => {
  test("get what the program passes, and come first", () => {
    const calls: bigint[][] = [];
    const redirect = (...values: bigint[]) => {
      calls.push(values);
      return -7n;
    };
    const slots = [set(1, 5), set(2, -1), helper(23)];
    assert.equal(result({ slots, section: "xdp", options: { helpers: { redirect } } }), BigInt.asUintN(64, -7n));
    assert.deepEqual(calls, [[5n, 0xffff_ffff_ffff_ffffn]]);
    assert.equal(result({ slots: [helper(5)], options: { helpers: { ktime_get_ns: () => 3n } } }), 3n);
  });
});

test("locks do nothing", () => {
  assert.equal(result({ slots: [copy(1, 10), helper(93), copy(1, 10), helper(94), set(0, 4)] }), 4n);
});
