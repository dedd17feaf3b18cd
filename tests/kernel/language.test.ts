import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  array,
  arrayMap,
  be16,
  be32,
  be64,
  bool,
  chars,
  constant,
  hashMap,
  i8,
  i16,
  i32,
  i64,
  load,
  perCpuHashMap,
  perCpuVariable,
  program,
  type Scope,
  struct,
  u8,
  u32,
  u64,
  variable,
} from "../../src/index.ts";
import { inBoth } from "../language/both.ts";
import { withoutKernel } from "../support/kernel.ts";
import { requires } from "../support/requires.ts";

/**
 * What the language means, in the simulator and in the running kernel: each function runs once, and the variables hold what they must.
 * The packet has 64 bytes, 50 of them behind the Ethernet header.
 */
const inputs = {
  a: variable(u32, 7),
  b: variable(u32, 10),
  big: variable(u32, 0xffffffff),
  negative: variable(i32, -7),
  small: variable(i8, -128),
  byte: variable(u8, 0xf0),
  wide: variable(u64, 0xffff_ffff_ffff_fff0n),
  signed: variable(i64, -9n),
  zero: variable(u32, 0),
};
const outputs = { x: variable(u64), y: variable(i64), z: variable(u32), flag: variable(bool) };

interface Seen {
  readonly x?: bigint;
  readonly y?: bigint;
  readonly z?: number;
  readonly flag?: boolean;
  readonly returned?: number;
}

// biome-ignore lint/suspicious/noExplicitAny: each case has a scope of its own
type Any = any;

/** Atomic operations that tell what was there before. */
const fetching = requires("5.12", "atomic operations that fetch");

function means(
  title: string,
  expected: Seen,
  fn: (skb: Any, scope: Any, bpf: Any) => Any,
  scope: Scope = {},
  skip: string | false = withoutKernel,
): void {
  const run = program("cgroup_skb/egress", { ...inputs, ...outputs, ...scope }, fn as never);
  const check = ({ programs, variables }: Any): void => {
    const data = new Uint8Array(64);
    data[12] = 8;
    data[14] = 0x45;
    const { returned } = programs.run.test({ data });
    const seen: Record<string, unknown> = { returned };
    for (const name of ["x", "y", "z", "flag"] as const) seen[name] = variables[name].value;
    for (const [name, value] of Object.entries(expected)) assert.equal(seen[name], value, name);
  };
  inBoth(title, { run, ...outputs }, check, skip);
}

describe("arithmetic of up to 32 bits is exact", () => {
  means("sums", { x: 0xffffffffn + 10n }, (_, { x, big, b }) => {
    x.value = big.value + b.value;
    return 1;
  });
  means("differences", { y: -3n, flag: true }, (_, { y, a, b, flag }) => {
    y.value = a.value - b.value;
    flag.value = a.value - b.value < 0;
    return 1;
  });
  means("products", { x: 0xffffffffn * 0xffffffffn }, (_, { x, big }) => {
    x.value = big.value * big.value;
    return 1;
  });
  means("shifts to the left", { x: 7n << 40n }, (_, { x, a }) => {
    x.value = a.value << 40;
    return 1;
  });
  means("opposites", { y: -7n }, (_, { y, a }) => {
    y.value = -a.value;
    return 1;
  });
  means("complements have their own width", { x: 0x0fn, y: -(-128n) - 1n }, (_, { x, y, byte, small }) => {
    x.value = ~byte.value;
    y.value = ~small.value;
    return 1;
  });
});

describe("64 bits wrap", () => {
  means("a sum", { x: 5n }, (_, { x, wide }) => {
    x.value = wide.value + 21;
    return 1;
  });
  means("a product", { x: BigInt.asUintN(64, 0xffff_ffff_ffff_fff0n * 3n) }, (_, { x, wide }) => {
    x.value = wide.value * 3;
    return 1;
  });
  means("the smallest number by -1", { y: -(2n ** 63n), x: 0n }, (_, { x, y, signed }, bpf) => {
    signed.value = -0x8000000000000000n;
    const one = bpf.i64(signed.value >> 63);
    y.value = signed.value / one;
    x.value = signed.value % one;
    return 1;
  });
});

describe("division", () => {
  means("unsigned", { x: 1n, z: 3 }, (_, { x, z, a, b }) => {
    x.value = b.value / a.value;
    z.value = b.value % a.value;
    return 1;
  });
  means("signed truncates towards zero", { y: -3n, x: BigInt.asUintN(64, -1n) }, (_, { x, y, negative }) => {
    y.value = negative.value / 2;
    x.value = negative.value % 2;
    return 1;
  });
  means("by a variable zero gives 0, and the dividend", { x: 0n, z: 7 }, (_, { x, z, a, zero }) => {
    x.value = a.value / zero.value;
    z.value = a.value % zero.value;
    return 1;
  });
  means("of 64-bit numbers", { x: 0xffff_ffff_ffff_fff0n / 7n, y: -2n }, (_, { x, y, wide, signed, a }) => {
    x.value = wide.value / a.value;
    y.value = signed.value % 7;
    return 1;
  });
});

describe("shifts to the right", () => {
  means(
    "arithmetic on signed, logical on unsigned",
    { y: -4n, x: 0xffff_ffff_ffff_fff0n >> 4n },
    (_, { x, y, negative, wide }) => {
      y.value = negative.value >> 1;
      x.value = wide.value >> 4;
      return 1;
    },
  );
  means(">>> in the operand's own width", { x: 0xfffffff9n >> 4n }, (_, { x, negative }) => {
    x.value = negative.value >>> 4;
    return 1;
  });
  means("a variable count is taken modulo 64", { x: 7n << 6n }, (_, { x, a, b }) => {
    x.value = a.value << (b.value + 60);
    return 1;
  });
});

describe("comparisons", () => {
  means("signed values", { flag: true, z: 1 }, (_, { flag, z, negative, small, a }) => {
    flag.value = negative.value < a.value;
    z.value = small.value > negative.value ? 2 : 1;
    return 1;
  });
  means("unsigned 64-bit values", { flag: true }, (_, { flag, wide }) => {
    flag.value = wide.value > 5;
    return 1;
  });
  means("a cast decides", { flag: true }, (_, { flag, wide }, bpf) => {
    flag.value = bpf.i64(wide.value) < 0;
    return 1;
  });
  means(
    "&& || ! and ?: evaluate once and in order",
    { x: 1n, y: 2n, returned: 1 },
    (_, { x, y, a }) => {
      if (a.value > 100 && x.value++ === 0) y.value = 9;
      if (a.value > 1 || y.value++ === 0) x.value++;
      y.value = !(a.value === 7) ? 1 : 2;
      return a.value === 7;
    },
    {},
    fetching,
  );
  means("numbers as conditions, and || of numbers", { x: 7n, y: 10n, z: 3 }, (_, { x, y, z, a, b, zero }) => {
    x.value = zero.value || a.value;
    y.value = a.value && b.value;
    if (zero.value) z.value = 2;
    else z.value = 3;
    return 1;
  });
});

describe("casts and stores truncate", () => {
  means("casts", { x: 0xf9n, y: -16n, z: 0xfffffff9 }, (_, { x, y, z, negative, byte }, bpf) => {
    x.value = bpf.u8(negative.value);
    y.value = bpf.i8(byte.value);
    z.value = bpf.u32(negative.value);
    return 1;
  });
  means("stores", { z: 9 }, (_, { z, big, b }) => {
    z.value = big.value + b.value;
    return 1;
  });
  means("a boolean is 0 or 1", { x: 2n, z: 1 }, (_, { x, z, a }) => {
    z.value = a.value > 3;
    // @ts-expect-error: TypeScript does not add booleans, the kernel does
    x.value = (a.value > 3) + true;
    return 1;
  });
});

describe("network order", () => {
  const ports = variable(struct({ port: be16, address: be32, cookie: be64 }));
  means(
    "reads and writes as numbers in host order",
    { x: 443n, y: 0x0a000001n, flag: true },
    (_, { ports, x, y, flag }) => {
      ports.value.port = 443;
      ports.value.address = 0x0a000001;
      ports.value.cookie = 0x0102030405060708n;
      x.value = ports.value.port;
      y.value = ports.value.address;
      flag.value = ports.value.cookie === 0x0102030405060708n && ports.value.port < 444;
      return 1;
    },
    { ports },
  );
  test("is what user space sees", { skip: withoutKernel }, () => {
    const run = program("cgroup_skb/egress", { ports }, (_skb, { ports }) => {
      ports.value.port = 0x1234;
      return 1;
    });
    using bpf = load({ run, ports });
    bpf.programs.run.test({ data: new Uint8Array(64) });
    assert.deepEqual(bpf.variables.ports.value, { port: 0x1234, address: 0, cookie: 0n });
  });
});

describe("control flow", () => {
  means("loops of each kind", { x: 45n, y: 10n, z: 16 }, (_, { x, y, z }) => {
    let sum = 0;
    for (let i = 0; i < 10; i++) sum += i;
    x.value = sum;
    let i = 0;
    while (i < 10) i++;
    y.value = i;
    let bits = 1;
    let j = 0;
    do {
      bits *= 2;
      j++;
    } while (j < 4);
    z.value = bits;
    return 1;
  });
  means("break, continue and labels", { x: 12n, y: 3n }, (_, { x, y }) => {
    let sum = 0;
    for (let i = 0; i < 100; i++) {
      if (i === 1) continue;
      if (i === 6) break;
      sum += i;
    }
    x.value = sum - 2;
    let rounds = 0;
    outer: for (let i = 0; i < 10; i++) {
      for (let j = 0; j < 10; j++) {
        if (j === 1) continue outer;
        if (i === 3) break outer;
        rounds++;
      }
    }
    y.value = rounds;
    return 1;
  });
  const falling = `(_, { x, y, a, b }) => {
    switch (a.value) {
      default:
        x.value = 100;
        break;
      case 7:
      case 8:
        x.value = 5;
      case 9:
        x.value += 1;
    }
    switch (b.value) {
      case 1:
        y.value = 1;
        break;
      default:
        y.value = 9;
    }
    return 1;
  }`;
  means("switch falls through and has a default anywhere", { x: 6n, y: 9n }, new Function(`return ${falling}`)());
  means(
    "many values live across calls",
    { x: 1n + 2n + 3n + 4n + 5n + 6n + 7n + 8n + 9n + 10n + 11n + 12n },
    (_, { x, a, zero }, bpf) => {
      const base = a.value - 7;
      const v1 = base + 1;
      const v2 = base + 2;
      const v3 = base + 3;
      const v4 = base + 4;
      const v5 = base + 5;
      const v6 = base + 6;
      const v7 = base + 7;
      const v8 = base + 8;
      const v9 = base + 9;
      const v10 = base + 10;
      const v11 = base + 11;
      const v12 = base + 12;
      const cpu = bpf.get_prandom_u32() & zero.value;
      x.value = v1 + v2 + v3 + v4 + v5 + v6 + cpu;
      const again = bpf.get_prandom_u32() & zero.value;
      x.value += bpf.u64(v7 + v8 + v9 + v10 + v11 + v12 + again);
      return 1;
    },
  );
  means("local functions", { x: 30n, y: 2n }, (_, { x, y, a, b }) => {
    const larger = (p: number, q: number) => {
      if (p > q) return p;
      return q;
    };
    let calls = 0;
    const twice = (n: number) => {
      calls++;
      return n * 2;
    };
    x.value = twice(larger(a.value, b.value)) + twice(5);
    y.value = calls;
    return 1;
  });
});

describe("loops over lists and ranges", () => {
  const ports = [1, 22, 443, 8080] as const;
  const first = variable(u64);
  const second = variable(u64);
  means(
    "a list is unrolled, with break and continue",
    { x: 465n, y: 4n, z: 2 },
    (_, { x, y, z, ports, counters }) => {
      let sum = 0;
      for (const port of ports) {
        if (port === 1) continue;
        if (port === 8080) break;
        sum += port;
      }
      x.value = sum;
      y.value = ports.length;
      for (const counter of counters) counter.value += 1;
      z.value = counters.length;
      return 1;
    },
    { ports, counters: [first, second] },
  );
  means("a range counts to what is known when it begins", { x: 21n, y: 7n }, (_, { x, y, a }, bpf) => {
    let sum = 0;
    let rounds = 0;
    let n = a.value & 15;
    for (const i of bpf.range(n)) {
      n = 0;
      rounds++;
      if (i === 3) continue;
      sum += i;
    }
    x.value = sum + 3;
    y.value = rounds;
    return 1;
  });
});

describe("memory", () => {
  const page = struct({ words: array(u64, 300), tail: array(u8, 5) });
  means(
    "scratch memory is big, and zero at each call",
    { x: 0n, y: 7n },
    (skb, { x, y, page }, bpf) => {
      for (let i = 0; i < 2; i++) {
        const memory = bpf.scratch(page);
        x.value += bpf.u64(memory.words[299] + memory.words[i] + memory.tail[4]);
        memory.words[299] = 5;
        memory.words[i] = skb.len;
        memory.tail[4] = 2;
        y.value = memory.words[299] + memory.tail[4];
      }
      return 1;
    },
    { page },
  );
  const row = struct({ small: u8, packets: u64, port: be16, tag: chars(12), list: array(i16, 3) });
  const rows = hashMap({ key: u32, value: row, maxEntries: 2 });
  const cpuRows = perCpuHashMap({ key: u32, value: u64, maxEntries: 2 });
  const cells = arrayMap({ value: u64, maxEntries: 4 });
  const one = arrayMap({ value: struct({ low: u32, high: u32 }), maxEntries: 1 });
  const mine = perCpuVariable(struct({ packets: u64, bytes: u64 }));
  const LIMIT = constant(u32, 41);

  test("object literals, lookups and inserts that find no room", { skip: withoutKernel }, () => {
    const run = program("cgroup_skb/egress", { rows, x: outputs.x, y: outputs.y }, (skb, { rows, x, y }) => {
      rows.update(1, { packets: 5, port: 80, tag: "hello", list: [1, -2, 3] });
      const first = rows.lookupOrInsert(1, { packets: 100 });
      if (first) {
        first.packets += skb.len;
        first.small = 300 - 45;
      }
      const second = rows.lookupOrInsert(2, { packets: 7 });
      if (second) second.packets += 1;
      const third = rows.lookupOrInsert(3);
      x.value = third ? 1 : 2;
      y.value = rows.update(1, { packets: 1 }, "noexist");
      return rows.delete(9) === 0 ? 0 : 1;
    });
    using bpf = load({ run, rows, ...outputs });
    assert.equal(bpf.programs.run.test({ data: new Uint8Array(64) }).returned, 1);
    const empty = { small: 0, port: 0, tag: "", list: [0, 0, 0] };
    assert.deepEqual(
      new Map(bpf.maps.rows.entries()),
      new Map([
        [1, { small: 255, packets: 55n, port: 80, tag: "hello", list: [1, -2, 3] }],
        [2, { ...empty, packets: 8n }],
      ]),
    );
    assert.equal(bpf.variables.x.value, 2n);
    assert.equal(bpf.variables.y.value, -17n, "EEXIST");
  });

  test("text compares up to its NUL", { skip: withoutKernel }, () => {
    const run = program("cgroup_skb/egress", { rows, x: outputs.x }, (_skb, { rows, x }) => {
      rows.update(1, { tag: "nginx" });
      const row = rows.lookup(1);
      if (!row) return 1;
      if (row.tag === "nginx") x.value += 1;
      if (row.tag === "ngin") x.value += 2;
      if (row.tag === "nginx2") x.value += 4;
      if (row.tag !== "apache") x.value += 8;
      if (row.tag === "") x.value += 16;
      return 1;
    });
    using bpf = load({ run, ...outputs });
    bpf.programs.run.test({ data: new Uint8Array(64) });
    assert.equal(bpf.variables.x.value, 9n);
  });

  means(
    "atomics give the old or the new value",
    { x: 7n, y: 8n, z: 5 },
    (_, { x, y, z, cells }) => {
      cells[1] = 7;
      x.value = cells[1]++;
      y.value = cells[1]--;
      cells[2] |= 5;
      cells[2] ^= 1;
      cells[2] += 1;
      z.value = cells[2] &= 0xff;
      return 1;
    },
    { cells },
    fetching,
  );
  means(
    "exchange and compareExchange",
    { x: 3n, y: 9n, z: 9 },
    (_, { x, y, z, cells }, bpf) => {
      cells[0] = 3;
      x.value = bpf.exchange(cells[0], 9);
      y.value = bpf.compareExchange(cells[0], 9, 11);
      z.value = bpf.compareExchange(cells[0], 9, 12) === 11 ? 9 : 0;
      return 1;
    },
    { cells },
    fetching,
  );
  means(
    "a struct in a one-entry array, by run-time index, and in per-CPU memory",
    { x: 50n, y: 3n, z: 41 },
    (skb, { x, y, z, one, mine, cells, LIMIT }) => {
      one[0].high += 2;
      one[0].high++;
      mine.value.bytes += skb.len;
      mine.value.packets += 1;
      for (let i = 0; i < 4; i++) cells[i] += i;
      const index = skb.len & 3;
      y.value = one[0].high * (cells[index] - 1);
      x.value = mine.value.bytes;
      z.value = LIMIT.value;
      return 1;
    },
    { one, mine, cells, LIMIT },
  );
  means(
    "per-CPU entries",
    { x: 2n, y: 0n },
    (_, { x, y, cpuRows }) => {
      const found = cpuRows.lookupOrInsert(1);
      if (found) found.value += 2;
      x.value = cpuRows.lookup(1)?.value ?? 100;
      y.value = cpuRows.lookup(2)?.value ?? 0;
      return 1;
    },
    { cpuRows },
  );
});

describe("helpers", () => {
  const text = struct({ comm: chars(16) });
  means(
    "any helper by name or number",
    { x: 1n, y: 50n, z: 5 },
    (skb, { x, y, z, text }, bpf) => {
      x.value = bpf.call("ktime_get_ns") > 0 && bpf.call(8) === bpf.get_smp_processor_id();
      const copy = bpf.zeroed(text);
      y.value = bpf.call(26, skb, 0, copy, 16) === 0 ? skb.len : 0;
      z.value = copy.comm[0] === 0x45 ? 5 : 0;
      return 1;
    },
    { text },
  );
});

describe("context", () => {
  means("fields are read in host order", { x: 50n, z: 0x800 }, (skb, { x, z }) => {
    x.value = skb.len;
    z.value = skb.protocol;
    return 1;
  });
  means("writable fields are written", { z: 77, y: 5n }, (skb, { y, z }) => {
    skb.mark = 77;
    skb.cb[2] = 5;
    z.value = skb.mark;
    y.value = skb.cb[2];
    return 1;
  });
});
