// Every operator of the language, run; what is wide, signed or shared is in tests/kernel/language.test.ts.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  bool,
  CompileError,
  compile,
  hashMap,
  i32,
  i64,
  perCpuVariable,
  program,
  type Scope,
  struct,
  u8,
  u16,
  u32,
  u64,
  variable,
} from "../../src/index.ts";
import { requires } from "../support/requires.ts";
import { inBoth } from "./both.ts";

const small = struct({ byte: u8, half: u16, word: u32, wide: u64 });
const x = variable(i64);
const scope: Scope = {
  small,
  x,
  n: variable(u32, 3),
  m: variable(u32, 40),
  neg: variable(i32, -5),
  wide: variable(u64, 0xffff_ffff_ffff_fff0n),
  flag: variable(bool, true),
  shared: variable(struct({ a: u32, b: u64, c: i64, d: i32 }), { a: 12, b: 12n, c: -12n, d: -12 }),
  mine: perCpuVariable(small),
  counts: hashMap({ key: u32, value: u64, maxEntries: 4 }),
};

const data = new Uint8Array(64);
data.set([8, 0, 0x45], 12);

// biome-ignore lint/suspicious/noExplicitAny: all cases share one scope, whose types are tested elsewhere
type Any = any;
type Fn = (skb: Any, scope: Any, bpf: Any) => Any;

function gives(expected: bigint, title: string, fn: Fn, skip?: string | false): void {
  const run = program("cgroup_skb/egress", scope, fn as never);
  const check = ({ programs, variables }: Any): void => {
    assert.equal(programs.run.test({ data }).returned, 1);
    assert.equal(variables.x.value, expected);
  };
  inBoth(title, { run, x }, check, skip);
}

describe("operators", () => {
  gives(43n * 3n - 13n + 1n + 3n - 3n, "+ - * / %", (_, { x, n, m }) => {
    x.value = (n.value + m.value) * n.value - m.value / n.value + 1 + (m.value % 37) - n.value;
    return 1;
  });
  gives(-2n, "/ and % of signed numbers cut towards zero", (_, { x, neg, n }) => {
    x.value = neg.value / n.value + (neg.value % n.value) + 1;
    return 1;
  });
  gives(3n, "/ and % by a variable 0 give 0 and the dividend", (_, { x, n, m }) => {
    const zero = m.value - 40;
    x.value = n.value / (zero & 1) + (n.value % (zero & 1));
    return 1;
  });
  gives(3n + 43n + 40n, "& | ^", (_, { x, n, m }) => {
    x.value = (n.value & 7) + (m.value | n.value) + ((m.value ^ n.value) - 3);
    return 1;
  });
  gives((3n << 40n) - 3n + 15n + 4_294_967_292n, "<< >> >>> ~", (_, { x, n, neg }) => {
    x.value = (n.value << 40) + (neg.value >> 1) + (neg.value >>> 28) + ~n.value;
    return 1;
  });
  gives(-5n, "unary + and -", (_, { x, neg, n }) => {
    x.value = +neg.value - -n.value + -n.value;
    return 1;
  });
  gives(0b111_1111n, "< <= > >= === !==", (_, { x, n, neg }) => {
    let bits = 0;
    if (n.value < 4) bits |= 1;
    if (n.value <= 3) bits |= 2;
    if (n.value > 2) bits |= 4;
    if (n.value >= 3) bits |= 8;
    if (n.value === 3) bits |= 16;
    if (neg.value !== 3) bits |= 32;
    if (neg.value < 0 && neg.value > -6) bits |= 64;
    if (n.value < 3 || n.value <= 2 || n.value > 3 || n.value >= 4 || n.value !== 3 || neg.value >= 0) bits |= 128;
    x.value = bits;
    return 1;
  });
  gives(3n, "== and != are === and !==", (_, { x, n }) => {
    x.value = (n.value == 3 ? 1 : 0) + (n.value != 4 ? 2 : 0);
    return 1;
  });
  gives(1n, "! and !!", (_, { x, n, flag }) => {
    flag.value = !!n.value;
    x.value = !flag.value ? 5 : 1;
    return 1;
  });
  gives(11n, "&& and || evaluate as far as they must, and give a side", (_, { x, n }) => {
    let calls = 0;
    const called = (result: number) => {
      calls++;
      return result;
    };
    const either = called(0) || called(n.value);
    const both = called(0) && called(7);
    const first = called(5) || called(9);
    x.value = either + both + first + (calls === 4 ? 3 : 100);
    return 1;
  });
  gives(6n, "?: evaluates one side", (_, { x, n }) => {
    let calls = 0;
    const called = (result: number) => {
      calls++;
      return result;
    };
    x.value = (n.value > 2 ? called(5) : called(6)) + calls;
    return 1;
  });
  gives(14n, "?? and ?.", (_, { x, counts }) => {
    counts.update(1, 6);
    x.value = (counts.lookup(1)?.value ?? 8) + (counts.lookup(2)?.value ?? 8);
    return 1;
  });
  gives(12n, "the comma", (_, { x, n }) => {
    let a = 1;
    const b = (a++, (a += 2), a * n.value);
    x.value = b;
    return 1;
  });
  gives(8n, "void does what it is given", (_, { x, counts }) => {
    void (x.value = 7);
    void x.value++;
    void counts.delete(5);
    return 1;
  });
});

describe("assignments", () => {
  gives(21n, "of every form to a local", (_, { x, n }) => {
    let a = n.value;
    a += 5;
    a -= 1;
    a *= 3;
    a /= 2;
    a %= 7;
    a <<= 2;
    a >>= 1;
    a >>>= 0;
    a &= 15;
    a |= 16;
    a ^= 3;
    x.value = a;
    return 1;
  });
  gives(8n, "||= and &&= to a local", (_, { x, n }) => {
    let a = 0;
    a ||= n.value;
    let b = 5;
    b ||= n.value + 100;
    let c = 0;
    c &&= n.value;
    x.value = a + b + c;
    return 1;
  });
  gives(0x1_0000_0000n * 1n + 251n, "of every form to memory of this CPU", (_, { x, mine }) => {
    const all = mine.value;
    all.byte = 250;
    all.byte += 10; // 4
    all.byte *= 3;
    all.byte -= 13; // 255
    all.byte &= 0xfe;
    all.byte ^= 1; // 255
    all.byte >>= 1;
    all.byte <<= 1; // 254
    all.byte /= 2;
    all.byte %= 100; // 27
    all.byte |= 0xe0; // 251
    all.word = 0xffff_ffff;
    all.word += 2; // 1
    all.wide = all.word;
    all.wide <<= 32;
    x.value = all.wide + all.byte;
    return 1;
  });
  gives(8n + 12n + 11n, "++ and -- before and after, of locals and fields", (_, { x, small }, bpf) => {
    let a = 3;
    const locals = a++ + ++a; // 3 + 5
    const all = bpf.zeroed(small);
    all.half = 6;
    const fields = all.half-- + --all.half + 2; // 6 + 4 + 2
    a--;
    --a;
    x.value = locals + fields + a + all.half + 4;
    return 1;
  });
  gives(5n + 6n, "in an expression, and in a row", (_, { x, small, n }, bpf) => {
    const all = bpf.zeroed(small);
    let a: number;
    let b: number;
    a = b = n.value;
    x.value = (all.byte = 5) + a + b;
    return 1;
  });
  gives(
    12n - 20n + 4n + 2n,
    "atomic, plain and with the old or the new value",
    (_, { x, shared }, bpf) => {
      const all = shared.value;
      const old = all.a++; // 12
      const fresh = (all.d -= 8); // -20
      all.b |= 0xf0; // 0xfc
      all.b &= 0xf; // 12
      all.b ^= 8; // 4
      all.c += 12; // 0
      const before = bpf.exchange(all.c, 2); // 0
      const kept = bpf.compareExchange(all.c, 2, 5); // 2
      x.value = old + fresh + bpf.i64(all.b) + before + kept + (all.c - 5);
      return 1;
    },
    requires("5.12", "atomic operations that fetch"),
  );
});

describe("literals", () => {
  gives(2275n, "of every form", (_, { x }) => {
    x.value = 0b101 + 0o17 + 0xff + 1e3 + 1_000;
    return 1;
  });
  gives(0x7fff_ffff_ffff_ffffn, "of 64 bits", (_, { x }) => {
    x.value = 0x7fff_ffff_ffff_ffffn;
    return 1;
  });
  gives(3n, "are divided as integers", (_, { x }) => {
    x.value = 7 / 2;
    return 1;
  });
});

describe("operators that there are not, each by its name", () => {
  const cases: Readonly<Record<string, Fn>> = {
    typeof: (_, { n }) => (typeof n.value === "number" ? 1 : 0),
    delete: (_, { x }) => {
      delete x.value;
      return 1;
    },
    "**": (_, { n }) => (n.value ** 2 > 3 ? 1 : 0),
    in: (_, { n }) => ("value" in n ? 1 : 0),
    instanceof: (_, { n }) => (n instanceof Object ? 1 : 0),
    "??=": (_, { n }) => {
      let a = n.value;
      a ??= 5;
      return a > 1;
    },
  };
  for (const [name, fn] of Object.entries(cases)) {
    test(name, () => {
      const run = program("cgroup_skb/egress", scope, fn as never);
      assert.throws(
        () => compile({ run }),
        (error) => {
          assert.ok(error instanceof CompileError);
          assert.match(error.message, /YDL1003/);
          assert.ok(error.message.includes(`'${name}'`));
          return true;
        },
      );
    });
  }
});
