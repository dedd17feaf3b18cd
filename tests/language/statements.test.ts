// Every statement of the language, run: what a variable holds afterwards is what JavaScript would have put there.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  array,
  arrayMap,
  CompileError,
  compile,
  hashMap,
  i64,
  program,
  type Scope,
  struct,
  u8,
  u16,
  u32,
  variable,
} from "../../src/index.ts";
import { requires } from "../support/requires.ts";
import { inBoth } from "./both.ts";

const row = struct({ a: u32, b: u32, c: u8, inner: struct({ x: u16, list: array(u32, 4) }) });
const x = variable(i64);
const scope: Scope = {
  row,
  x,
  cell: variable(row, { a: 1, b: 2, c: 3, inner: { x: 4, list: [5, 6, 7, 8] } }),
  n: variable(u32, 3),
  rows: hashMap({ key: u32, value: row, maxEntries: 4 }),
  squares: arrayMap({ value: u32, maxEntries: 4 }),
  LIST: [1, 2, 3],
};

const data = new Uint8Array(64);
data.set([8, 0, 0x45], 12);

// biome-ignore lint/suspicious/noExplicitAny: all cases share one scope, whose types are tested elsewhere
type Any = any;
type Fn = (skb: Any, scope: Any, bpf: Any) => Any;

/** Runs a function once: `x` must hold the number afterwards. */
function gives(expected: bigint, title: string, fn: Fn, skip?: string | false): void {
  const run = program("cgroup_skb/egress", scope, fn as never);
  const check = ({ programs, variables }: Any): void => {
    assert.equal(programs.run.test({ data }).returned, 1);
    assert.equal(variables.x.value, expected);
  };
  inBoth(title, { run, x }, check, skip);
}

function rejects(code: string, expected: RegExp, title: string, fn: Fn): void {
  test(title, () => {
    const run = program("cgroup_skb/egress", scope, fn as never);
    assert.throws(
      () => compile({ run }),
      (error) => {
        assert.ok(error instanceof CompileError);
        assert.deepEqual(
          error.diagnostics.map((one) => one.code),
          [code],
        );
        assert.match(error.message, expected);
        return true;
      },
    );
  });
}

describe("taking apart", () => {
  gives(3n, "fields of a struct", (_, { cell, x }) => {
    const { a, b } = cell.value;
    cell.value.a = 100; // a is a copy
    x.value = a + b;
    return 1;
  });
  gives(31n, "under other names, and within each other", (_, { cell, x }) => {
    const {
      a: first,
      inner: { x: second, list },
      c: third,
    } = cell.value;
    list[1] = 23; // the same memory
    x.value = first + second + third + cell.value.inner.list[1];
    return 1;
  });
  gives(19n, "elements of an array, but some", (_, { cell, x }) => {
    const [first, second, , last] = cell.value.inner.list;
    x.value = first + second + last;
    return 1;
  });
  gives(24n, "an array map, a list and the scope", (_, it) => {
    const { squares, LIST, x: out } = it;
    squares[1] = 20;
    const [zero, one] = squares;
    const [, two, three] = LIST;
    out.value = zero + one + two * three - two;
    return 1;
  });
  gives(6n, "with let, whose names change", (_, { cell, x }) => {
    let { a, b } = cell.value;
    a += b;
    b *= a;
    x.value = b;
    return 1;
  });
  gives(12n, "what was looked up", (_, { rows, x }) => {
    rows.update(1, { a: 5, b: 7 });
    const found = rows.lookup(1);
    if (!found) return 0;
    const { a, b } = found;
    x.value = a + b;
    return 1;
  });
  gives(7n, "in a parameter, where the argument is evaluated once", (_, { cell, x }) => {
    let calls = 0;
    const weigh = ({ a, inner: { x: inner } }: Any, [first]: Any) => a + inner + first * 0;
    const pick = () => {
      calls++;
      return cell.value;
    };
    x.value = weigh(pick(), cell.value.inner.list) + calls + 1;
    return 1;
  });
  rejects("YDL2004", /'rows.lookup\(1\)' may be undefined here/, "what may be missing", (_, { rows, x }) => {
    const { a } = rows.lookup(1);
    x.value = a;
    return 1;
  });
  rejects("YDL2002", /the struct has no field 'd'/, "a field that there is not", (_, { cell, x }) => {
    const { d } = cell.value;
    x.value = d;
    return 1;
  });
  rejects("YDL2005", /4 is not an index of/, "too many elements", (_, { cell, x }) => {
    const [, , , , fifth] = cell.value.inner.list;
    x.value = fifth;
    return 1;
  });
  rejects("YDL1003", /it can have no default/, "a default", (_, { cell, x }) => {
    const { a = 5 } = cell.value;
    x.value = a;
    return 1;
  });
  rejects("YDL1003", /has no '\.\.\.'/, "the rest", (_, { cell, x }) => {
    const { a, ...others } = cell.value;
    x.value = a + others.b;
    return 1;
  });
});

describe("local functions", () => {
  gives(11n, "have defaults, which see the parameters before", (_, { x }) => {
    const add = (a: number, b = a * 2, c = b) => a + b * c;
    x.value = add(1) + add(1, 2, 1) + add(1, undefined, 1);
    return 1;
  });
  gives(9n, "have maps as defaults", (_, { x, squares, cell }) => {
    squares[2] = 9;
    const third = (map = squares) => map[2];
    x.value = third() + cell.value.a - 1;
    return 1;
  });
  rejects(
    "YDL2016",
    /'add' takes 1 to 2 arguments, and 3 are given/,
    "not more arguments than parameters",
    (_, { x }) => {
      const add = (a: number, b = 4) => a + b;
      x.value = (add as Any)(1, 2, 3);
      return 1;
    },
  );
  gives(13n, "are declared before or after, in any form, within each other", (_, { x, n }) => {
    const twice = (a: number) => a * 2;
    const outer = (a: number) => {
      const inner = (b: number) => b * a;
      return inner(1) + inner(1);
    };
    x.value = later(1) + twice(2) + outer(n.value) + 1;
    return 1;
    function later(a: number) {
      for (let i = 0; i < 9; i++) if (i > a) return i;
      return 0;
    }
  });
});

describe("loops", () => {
  gives(1n, "do … while of one round", (_, { x }) => {
    let w = 0;
    do {
      w++;
      x.value += w;
    } while (w < 1);
    return 1;
  });
  gives(20n, "do … while of one round in a loop, which sees what it changes", (_, { x }) => {
    let total = 0;
    for (let i = 0; i < 5; i++) {
      let w = i;
      do {
        w = i + 6;
        total += i * 2;
      } while (w < 5);
    }
    x.value = total;
    return 1;
  });
  gives(6n, "do … while whose test holds for some values", (_, { x, n }) => {
    let w = 0;
    do {
      w++;
      x.value += w;
    } while (w < n.value && w < 10);
    return 1;
  });
  gives(2n, "do … while (false) with break and continue", (_, { x, n }) => {
    do {
      x.value += 1;
      if (n.value > 2) continue;
      x.value += 10;
    } while (false);
    do {
      x.value += 1;
      if (n.value > 2) break;
      x.value += 10;
    } while (false);
    return 1;
  });
  gives(1n, "while (true) that always ends in its first round", (_, { x, n }) => {
    while (true) {
      x.value += 1;
      if (n.value > 100) return 0;
      break;
    }
    return 1;
  });
  gives(15n, "for, backwards and in steps", (_, { x }) => {
    for (let i = 5; i > 0; i--) x.value += i;
    for (let i = 0; i < 10; i += 3) x.value += 0;
    return 1;
  });
  gives(5n, "for with two counters, and without any part", (_, { x }) => {
    let rounds = 0;
    for (let i = 0, j = 10; i < j; i++, j--) rounds++;
    let k = 0;
    for (;;) {
      if (k >= 4) break;
      k++;
    }
    x.value = rounds + k - 4;
    return 1;
  });
  gives(45n, "for … of over ranges and lists", (_, { x, n, LIST }, bpf) => {
    for (const i of bpf.range(n.value & 7)) x.value += i;
    for (const i of bpf.range(9)) x.value += i;
    for (const one of LIST) x.value += one;
    return 1;
  });
  rejects("YDL2011", /no round of it moves a counter/, "for ever is refused", (_, { x, n }) => {
    while (true) {
      x.value += 1;
      if (n.value > 100) break;
    }
    return 1;
  });
  rejects("YDL2011", /nothing limits 'w'/, "do … while without a limit is refused", (_, { x, n }) => {
    let w = 0;
    do {
      w++;
      x.value += 1;
    } while (n.value < 5);
    return 1;
  });
});

describe("labels", () => {
  gives(1n, "of blocks", (_, { x, n }) => {
    out: {
      x.value = 1;
      if (n.value > 2) break out;
      x.value = 2;
    }
    return 1;
  });
  gives(1n, "of if", (_, { x, n }) => {
    out: if (n.value > 2) {
      x.value = 1;
      if (n.value < 5) break out;
      x.value = 2;
    } else {
      x.value = 3;
    }
    return 1;
  });
  gives(31n, "of switch, left from a loop in it", (_, { x, n }) => {
    out: switch (n.value) {
      case 3:
        x.value = 1;
        for (let i = 0; i < 5; i++) {
          if (i > 2) break out;
          x.value += 10;
        }
        x.value = 7;
    }
    return 1;
  });
  gives(6n, "of for, with break and continue", (_, { x }) => {
    outer: for (let i = 0; i < 5; i++) {
      for (let j = 0; j < 5; j++) {
        if (j === 2) continue outer;
        if (i === 3) break outer;
        x.value += 1;
      }
    }
    return 1;
  });
  gives(10n, "of while and do", (_, { x }) => {
    let i = 0;
    outer: while (i < 5) {
      i++;
      for (let j = 0; j < 3; j++) {
        if (j === 1) continue outer;
        x.value += 1;
      }
    }
    let k = 0;
    again: do {
      k++;
      for (let j = 0; j < 3; j++) {
        if (j === 1) continue again;
        x.value += 1;
      }
    } while (k < 5);
    return 1;
  });
  gives(
    12n,
    "of for … of",
    (_, { x, n, LIST }, bpf) => {
      outer: for (const one of LIST) {
        for (let j = 0; j < 3; j++) {
          if (j === 1) continue outer;
          if (one === 3) break outer;
          x.value += one;
        }
      }
      outer: for (const i of bpf.range(n.value + 5)) {
        for (let j = 0; j < 3; j++) {
          if (j === 2) continue outer;
          if (i === 3) break outer;
          x.value += i + (i === 0 ? 1 : 0);
        }
      }
      x.value += 1;
      return 1;
    },
    requires("6.4", "the kernel's iterators"),
  );
});

describe("switch", () => {
  gives(6n, "falls through", (_, { x, n }) => {
    switch (n.value) {
      // @ts-expect-error: TypeScript can forbid it, and does here
      case 1:
        x.value += 1;
      // @ts-expect-error: TypeScript can forbid it, and does here
      case 3:
        x.value += 2;
      case 4:
        x.value += 4;
        break;
      default:
        x.value = 9;
    }
    return 1;
  });
  gives(10n, "has its default anywhere", (_, { x, n }) => {
    switch (n.value) {
      // @ts-expect-error: TypeScript can forbid it, and does here
      default:
        x.value = 9;
      case 1:
        x.value += 1;
        break;
      case 2:
        x.value = 5;
    }
    return 1;
  });
  gives(2n, "takes conditions", (_, { x, n }) => {
    switch (true) {
      case n.value > 5:
        x.value = 1;
        break;
      case n.value > 2:
        x.value = 2;
        break;
    }
    return 1;
  });
  gives(103n, "in a loop: break leaves it, continue goes on with the loop", (_, { x }) => {
    for (let i = 0; i < 5; i++) {
      switch (i) {
        case 1:
          continue;
        case 3:
          x.value += 100;
          break;
        default:
          x.value += 1;
      }
    }
    return 1;
  });
  gives(5n, "with blocks, which have names of their own", (_, { x, n }) => {
    switch (n.value) {
      case 3: {
        const a = 5;
        x.value = a;
        break;
      }
      default: {
        const a = 6;
        x.value = a;
      }
    }
    return 1;
  });
});

describe("if", () => {
  gives(2n, "else if, else", (_, { x, n }) => {
    if (n.value < 1) x.value = 1;
    else if (n.value < 4) x.value = 2;
    else x.value = 3;
    return 1;
  });
  gives(3n, "of what is assigned in it", (_, { x, rows }) => {
    rows.update(1, { a: 3 });
    let found: Any;
    if ((found = rows.lookup(1))) x.value = found.a;
    return 1;
  });
  gives(2n, "blocks have names of their own", (_, { x }) => {
    let a = 2;
    {
      let a = 5;
      a++;
      x.value = a;
    }
    x.value = a;
    a = 3;
    return 1;
  });
});
