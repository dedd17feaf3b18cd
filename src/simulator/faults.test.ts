// What the kernel's verifier would refuse is an error when it happens.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ObjectMap, Reference } from "../object/object.ts";
import { SimulatorError } from "./errors.ts";
import { type SimulatorOptions, simulateObject } from "./simulate.ts";
import { copy, exit, helper, rawObject, type Slot, set, wide } from "./testing/raw.ts";

interface Faulty {
  readonly slots: readonly Slot[];
  readonly references?: readonly Reference[];
  readonly section?: string;
  readonly maps?: readonly (Partial<ObjectMap> & Pick<ObjectMap, "name" | "type">)[];
  readonly others?: Readonly<Record<string, readonly Slot[]>>;
  readonly options?: SimulatorOptions;
  readonly data?: Uint8Array;
}

function run({ slots, references = [], section = "xdp", maps = [], others = {}, options, data }: Faulty): number {
  const functions = {
    main: { slots, references, section },
    ...Object.fromEntries(
      Object.entries(others).map(([name, slots]) => [name, { slots, section: ".text", references }]),
    ),
  };
  const object = rawObject({ functions, maps, bss: 16, rodata: new Uint8Array(8) });
  return simulateObject(object, options).programs.main.test({ ...(data && { data }) }).returned;
}

function assertFault(faulty: Faulty, code: string, message: RegExp): void {
  assert.throws(
    () => run(faulty),
    (error) => {
      assert(error instanceof SimulatorError, String(error));
      assert.equal(error.code, code, error.message);
      assert.match(error.message, message);
      assert.equal(error.program, "main");
      return true;
    },
  );
}

const load = (size: number, destination: number, source: number, offset: number): Slot => {
  return { code: { 1: 0x71, 2: 0x69, 4: 0x61, 8: 0x79 }[size] ?? 0, destination, source, offset };
};
const store = (size: number, destination: number, source: number, offset: number): Slot => {
  return { code: { 1: 0x73, 2: 0x6b, 4: 0x63, 8: 0x7b }[size] ?? 0, destination, source, offset };
};
const bss = { kind: "data", slot: 0, section: ".bss", offset: 0 } as const;
const hash = { name: "counts", type: 1, keySize: 4, valueSize: 8, maxEntries: 2 };
/** A key 0 on the stack, and a value 0 below it. */
const keyAndValue = [
  { code: 0x7a, destination: 10, offset: -8 },
  { code: 0x7a, destination: 10, offset: -16 },
];
const map = (destination: number) => wide(destination, 0n);
const stackPointer = (destination: number, offset: number) => [copy(destination, 10), add(destination, offset)];
const add = (destination: number, immediate: number): Slot => ({ code: 0x07, destination, immediate });

describe("registers", () => {
  test("that hold nothing", () => {
    assertFault({ slots: [copy(0, 3), exit] }, "YDL7002", /'main' reads r3, which holds nothing here/);
    assertFault({ slots: [exit] }, "YDL7002", /reads r0/);
    assertFault({ slots: [set(2, 1), helper(5), copy(0, 2), exit] }, "YDL7002", /reads r2/);
    assertFault({ slots: [helper(26), exit] }, "YDL7002", /reads r2/);
  });

  test("of a caller, in a function that it calls", () => {
    const call = [set(6, 1), { code: 0x85, source: 1, immediate: -1 }, exit];
    const references = [{ kind: "call", slot: 1, function: "callee" }] as const;
    assertFault(
      { slots: call, references, others: { callee: [copy(0, 6), exit] } },
      "YDL7002",
      /slot 0 of 'callee', which it calls/,
    );
  });

  test("r10, and those that do not exist", () => {
    assertFault({ slots: [set(10, 1), exit] }, "YDL7009", /writes to r10/);
    assertFault({ slots: [set(11, 1), exit] }, "YDL7009", /above r10/);
  });
});

describe("the stack", () => {
  test("outside of its 512 bytes", () => {
    assertFault(
      { slots: [set(1, 0), store(8, 10, 1, -520), exit] },
      "YDL7001",
      /at offset -520 of the stack of 'main'/,
    );
    assertFault({ slots: [set(1, 0), store(1, 10, 1, 0), exit] }, "YDL7001", /goes from -512 to 0/);
    assert.equal(run({ slots: [set(1, 9), store(8, 10, 1, -512), load(8, 0, 10, -512), exit] }), 9);
  });

  test("what was never written", () => {
    assertFault({ slots: [load(8, 0, 10, -8), exit] }, "YDL7003", /the byte at -8 was never written/);
    const half = [set(1, 0), store(4, 10, 1, -8)];
    assertFault({ slots: [...half, load(8, 0, 10, -8), exit] }, "YDL7003", /the byte at -4 was never written/);
    assertFault(
      { slots: [...map(1), ...stackPointer(2, -4), helper(1), exit], references: [mapAt(0)], maps: [hash] },
      "YDL7003",
      /reads 4 bytes at offset -4/,
    );
  });

  test("what is not aligned", () => {
    assertFault({ slots: [set(1, 0), store(8, 10, 1, -12), exit] }, "YDL7005", /not a multiple of 8/);
  });

  test("of a function that has returned", () => {
    const callee = [{ code: 0x7a, destination: 10, offset: -8 }, ...stackPointer(0, -8), exit];
    const slots = [{ code: 0x85, source: 1, immediate: -1 }, load(8, 0, 0, 0), exit];
    const references = [{ kind: "call", slot: 0, function: "callee" }] as const;
    assertFault({ slots, references, others: { callee } }, "YDL7004", /the stack of 'callee', which is gone/);
  });
});

function mapAt(slot: number, name = "counts"): Reference {
  return { kind: "map", slot, map: name };
}

describe("pointers", () => {
  test("that are none", () => {
    assertFault({ slots: [set(1, 0), load(8, 0, 1, 16), exit] }, "YDL7001", /offset 16 of a null pointer/);
    assertFault(
      { slots: [...wide(1, 0x1234_5678_9abcn), load(4, 0, 1, 4), exit] },
      "YDL7001",
      /0x123456789ac0, which is no pointer/,
    );
    assertFault({ slots: [set(1, -1), load(1, 0, 1, 0), exit] }, "YDL7001", /no pointer/);
  });

  test("to maps and functions", () => {
    const lookup = { slots: [...map(1), load(8, 0, 1, 0), exit], references: [mapAt(0)], maps: [hash] };
    assertFault(lookup, "YDL7001", /a pointer to the map 'counts', which is no memory/);
    assertFault({ slots: [copy(2, 10), helper(1), exit], maps: [hash] }, "YDL7010", /no map/);
  });

  test("beyond a variable's section, also by arithmetic", () => {
    assertFault(
      { slots: [...wide(1, 0n), load(8, 0, 1, 12), exit], references: [bss] },
      "YDL7001",
      /offset 12 of the section '.bss', which has 16 bytes/,
    );
    const far = [...wide(1, 0n), ...wide(2, 0x1000_0000n), { code: 0x0f, destination: 1, source: 2 }];
    assertFault({ slots: [...far, load(8, 0, 1, 0), exit], references: [bss] }, "YDL7001", /of the section '.bss'/);
    const near = [...wide(1, 0n), { code: 0x17, destination: 1, immediate: 8 }];
    assertFault({ slots: [...near, load(8, 0, 1, 0), exit], references: [bss] }, "YDL7001", /offset -8/);
  });

  test("to a section that is read-only", () => {
    const rodata = { ...bss, section: ".rodata" };
    assertFault(
      { slots: [...wide(1, 0n), { code: 0x7a, destination: 1 }, exit], references: [rodata] },
      "YDL7006",
      /'.rodata'/,
    );
  });

  test("beyond a map's value", () => {
    const array = { name: "counts", type: 2, valueSize: 8, maxEntries: 4 };
    const slots = [...keyAndValue, ...map(1), ...stackPointer(2, -8), helper(1), load(8, 0, 0, 8), exit];
    assertFault(
      { slots, references: [mapAt(2)], maps: [array] },
      "YDL7001",
      /offset 8 of the value of 'counts', which has 8 bytes/,
    );
  });

  test("to an entry that was deleted, replaced or evicted", () => {
    const insert = (key: number) => [
      ...keyAndValue,
      { code: 0x7a, destination: 10, offset: -8, immediate: key },
      ...map(1),
      ...stackPointer(2, -8),
      ...stackPointer(3, -16),
      set(4, 0),
      helper(2),
    ];
    const found = [...map(1), ...stackPointer(2, -8), helper(1), copy(6, 0)];
    const remove = [...map(1), ...stackPointer(2, -8), helper(3)];
    const end = [load(8, 0, 6, 0), exit];
    const check = (slots: readonly Slot[], message: RegExp, type = 1, maxEntries = 2) => {
      const references = slots.flatMap(({ code }, slot) => (code === 0x18 ? [mapAt(slot)] : []));
      assertFault({ slots, references, maps: [{ ...hash, type, maxEntries }] }, "YDL7004", message);
    };
    check([...insert(1), ...found, ...remove, ...end], /was deleted since it was looked up/);
    check([...insert(1), ...found, ...insert(1), ...end], /an update has replaced since/);
    check([...insert(1), ...found, ...insert(2), ...end], /had to make room for another entry/, 9, 1);
  });
});

describe("atomic operations", () => {
  test("that are not aligned", () => {
    const slots = [...wide(1, 0n), set(2, 1), { code: 0xdb, destination: 1, source: 2, offset: 4 }, exit];
    assertFault({ slots, references: [bss] }, "YDL7005", /an atomic operation at offset 4/);
  });

  test("on the context", () => {
    const slots = [set(2, 1), { code: 0xc3, destination: 1, source: 2, offset: 48 }, exit];
    assertFault({ slots, section: "cgroup_skb/egress" }, "YDL7006", /on the context/);
  });
});

describe("contexts and packets", () => {
  test("fields that do not exist, or are read-only", () => {
    assertFault({ slots: [load(4, 0, 1, 20), exit] }, "YDL7001", /where there is no field/);
    assertFault({ slots: [load(4, 0, 1, 24), exit] }, "YDL7001", /struct xdp_md/);
    assertFault(
      { slots: [set(2, 0), store(4, 1, 2, 0), exit], section: "cgroup_skb/egress" },
      "YDL7006",
      /offset 0 of the context/,
    );
    assertFault({ slots: [load(4, 0, 1, 76), exit], section: "socket" }, "YDL7001", /no field/);
  });

  test("beyond the packet, and before it", () => {
    const packet = load(4, 2, 1, 0);
    assertFault({ slots: [packet, load(4, 0, 2, 62), exit] }, "YDL7001", /offset 62 of the packet, which has 64 bytes/);
    assertFault({ slots: [packet, load(4, 0, 2, -4), exit] }, "YDL7001", /offset -4 of the packet/);
    assert.equal(run({ slots: [packet, load(4, 0, 2, 60), exit] }), 0);
  });

  test("a packet that programs may only read", () => {
    const slots = [load(4, 2, 1, 76), { code: 0x72, destination: 2 }, exit];
    assertFault({ slots, section: "cgroup_skb/egress" }, "YDL7006", /the packet, which a program may only read/);
  });

  test("pointers from before the packet moved", () => {
    const slots = [copy(6, 1), load(4, 7, 1, 0), set(2, -4), helper(44), load(1, 0, 7, 0), exit];
    assertFault({ slots }, "YDL7004", /the packet, which was left by a helper/);
  });
});

describe("control", () => {
  test("programs without an end", () => {
    const slots = [{ code: 0x05, offset: -1 }, exit];
    assertFault({ slots }, "YDL7007", /executed 1000000 instructions without an end/);
    assertFault({ slots, options: { instructionLimit: 10 } }, "YDL7007", /executed 10 /);
  });

  test("jumps out of the code", () => {
    assertFault({ slots: [set(0, 1)] }, "YDL7009", /runs past the end/);
    assertFault({ slots: [{ code: 0x05, offset: 1 }, ...wide(0, 1n), exit] }, "YDL7009", /middle of an instruction/);
  });

  test("calls that nest too deep", () => {
    const call = { code: 0x85, source: 1, immediate: -1 };
    const references = [{ kind: "call", slot: 0, function: "again" }] as const;
    const slots = [call, exit];
    assertFault({ slots, references, others: { again: [call, exit] } }, "YDL7009", /more than 8 deep/);
  });

  test("calls of what is not there", () => {
    assertFault({ slots: [helper(9999), exit] }, "YDL7008", /calls helper 9999/);
    assertFault({ slots: [set(1, 1), set(2, 0), helper(23), exit] }, "YDL7008", /'redirect'[\s\S]*supply one/);
    assertFault({ slots: [{ code: 0x85, source: 2, immediate: 77 }, exit] }, "YDL7008", /kernel function/);
    assertFault({ slots: [{ code: 0x85, source: 1, immediate: 0 }, exit] }, "YDL7009", /does not name/);
  });

  test("a record that is neither submitted nor discarded", () => {
    const ring = { name: "events", type: 27, keySize: 0, valueSize: 0, maxEntries: 4096 };
    const slots = [...map(1), set(2, 8), set(3, 0), helper(131), set(0, 0), exit];
    assertFault(
      { slots, references: [mapAt(0, "events")], maps: [ring] },
      "YDL7011",
      /a record of 'events' is still reserved/,
    );
    const twice = [...map(1), set(2, 8), set(3, 0), helper(131), copy(6, 0)];
    const submit = [copy(1, 6), set(2, 0), helper(132)];
    const all = { references: [mapAt(0, "events")], maps: [ring] };
    assertFault({ slots: [...twice, ...submit, ...submit, exit], ...all }, "YDL7010", /no reserved record/);
    assertFault({ slots: [...twice, ...submit, load(8, 0, 6, 0), exit], ...all }, "YDL7004", /was submitted before/);
  });
});

test("an error names the instruction and shows the source line", () => {
  const object = rawObject({ functions: { main: { slots: [set(1, 0), load(8, 0, 1, 8), exit] } } });
  const lines = [
    { slot: 0, file: "/home/me/counter.ts", line: 3, column: 1, text: "const row = undefined;" },
    { slot: 1, file: "/home/me/counter.ts", line: 4, column: 3, text: "  row.packets += 1;" },
  ];
  const functions = object.functions.map((fn) => ({ ...fn, lines }));
  try {
    simulateObject({ ...object, functions }).programs.main.test();
    assert.fail("the program reads through a null pointer");
  } catch (error) {
    assert(error instanceof SimulatorError);
    const { program, slot, instruction, location } = error;
    assert.deepEqual(
      { program, slot, instruction },
      { program: "main", slot: 1, instruction: "r0 = *(u64 *)(r1 + 8)" },
    );
    assert.deepEqual([location?.line, location?.column], [4, 3]);
    assert.equal(
      error.message,
      [
        "/home/me/counter.ts:4:3 - error YDL7001: 'main' reads 8 bytes at offset 8 of a null pointer (slot 1: r0 = *(u64 *)(r1 + 8))",
        "",
        "  4   row.packets += 1;",
        "      ~~~~~~~~~~~~~~~~~",
        "  hint: check the result of the lookup before using it",
      ].join("\n"),
    );
  }
});
