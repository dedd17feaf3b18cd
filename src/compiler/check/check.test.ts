import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  arrayMap,
  constant,
  hashMap,
  perCpuVariable,
  program,
  type Scope,
  type Section,
  variable,
} from "../../define/index.ts";
import { array, be16, bool, chars, struct, u8, u16, u32, u64 } from "../../schema/index.ts";
import { compile } from "../compile.ts";
import { CompileError, codes, type DiagnosticName } from "../diagnostics/index.ts";

const pair = struct({ packets: u64, port: be16, small: u16, tag: chars(4), flag: bool });
const one = arrayMap({ value: u64, maxEntries: 1 });
const many = arrayMap({ value: u64, maxEntries: 16 });
const rows = hashMap({ key: u32, value: pair, maxEntries: 8 });
const counts = hashMap({ key: u64, value: u64, maxEntries: 8 });
const hits = variable(u64);
const small = variable(u16);
const buckets = variable(array(u32, 8));
const mine = perCpuVariable(u8);
const LIMIT = constant(u32, 5);
const scope = { one, many, rows, counts, hits, small, buckets, mine, LIMIT, N: 7 };

/** What a kernel function is here: types are another test's business. */
// biome-ignore lint/suspicious/noExplicitAny: functions with type errors on purpose
type Loose = (ctx: any, scope: any, bpf: any) => any;

function diagnosticsOf(fn: Loose, section: Section = "cgroup_skb/egress", more: Scope = {}, license?: string) {
  const definition = program(section, { ...scope, ...more }, fn as never);
  try {
    compile({ definition }, license === undefined ? {} : { license });
  } catch (error) {
    assert.ok(error instanceof CompileError, String(error));
    return error.diagnostics;
  }
  return [];
}

function accepts(title: string, fn: Loose, section?: Section): void {
  test(title, () => assert.deepEqual(diagnosticsOf(fn, section), []));
}

function rejects(title: string, name: DiagnosticName, message: RegExp, fn: Loose, section?: Section): void {
  test(title, () => {
    const [first, ...more] = diagnosticsOf(fn, section);
    assert.ok(first, "the function is accepted");
    assert.equal(first.code, codes[name].code, first.message);
    assert.match(`${first.message} | ${first.hint ?? ""}`, message);
    assert.ok(first.location?.file?.endsWith("check.test.ts"), "the mistake is found in this file");
    assert.deepEqual(more, []);
  });
}

declare const outside: number;

describe("names", () => {
  rejects("a name from outside", "outsideName", /'outside' comes from outside.*scope/, () => outside);
  rejects(
    "a name that the scope lacks",
    "unknownMember",
    /no 'nothing'.*it has one/,
    (_skb, { nothing }) => nothing.value,
  );
  rejects("a context field that does not exist", "unknownMember", /no field 'length'.*len/, (skb) =>
    skb.length > 1 ? 1 : 0,
  );
  rejects("a struct field that does not exist", "unknownMember", /no field 'packet'.*packets/, (_skb, { rows }) => {
    const row = rows.lookup(1);
    if (row) row.packet = 1;
    return 1;
  });
  accepts("the scope by its name", (_skb, all) => {
    all.hits.value += all.N;
    return 1;
  });
  accepts("helpers taken out of bpf", (skb, { counts }, { skb_cgroup_id, u32: cast }) => {
    counts.update(skb_cgroup_id(skb), cast(1));
    return 1;
  });
  test("every mistake is reported, in order", () => {
    const found = diagnosticsOf((skb, { hits }, bpf) => {
      hits.vale += 1;
      skb.len = 1;
      bpf.nonsense();
      return 1;
    });
    assert.deepEqual(
      found.map((one) => one.code),
      [codes.unknownMember.code, codes.readOnly.code, codes.unknownHelper.code],
    );
  });
});

describe("nullness", () => {
  rejects(
    "a lookup that is not tested",
    "possiblyUndefined",
    /'row' may be undefined here: the map 'rows'.*lookupOrInsert/,
    (_skb, { rows }) => {
      const row = rows.lookup(1);
      row.packets += 1;
      return 1;
    },
  );
  accepts("an early return", (_skb, { rows }) => {
    const row = rows.lookup(1);
    if (!row) return 1;
    row.packets += 1;
    return 1;
  });
  accepts("a comparison with undefined", (_skb, { counts }) => {
    const n = counts.lookup(1);
    if (n === undefined) return 1;
    n.value += 1;
    return 1;
  });
  accepts("&& and ??", (_skb, { counts, rows }) => {
    const n = counts.lookup(1);
    const row = rows.lookup(1);
    return n && n.value > 3 && (row?.packets ?? 0) > 2 ? 0 : 1;
  });
  accepts("?. in conditions", (_skb, { rows, counts }) => {
    const row = rows.lookup(1);
    if (!row?.flag) return 1;
    row.packets += 1;
    if (counts.lookup(1)?.value) return 0;
    return counts.lookup(2)?.value === 3 || row?.small !== 4 ? 0 : 1;
  });
  rejects("what is known ends with a new value", "possiblyUndefined", /'row'/, (_skb, { rows }) => {
    let row = rows.lookup(1);
    if (!row) return 1;
    row = rows.lookup(2);
    row.packets += 1;
    return 1;
  });
  rejects("a test that does not dominate", "possiblyUndefined", /'row'/, (skb, { rows }) => {
    const row = rows.lookup(1);
    if (row || skb.len > 5) row.packets += 1;
    return 1;
  });
  rejects(
    "a box is not its number",
    "wrongType",
    /'n' is where a number is kept.*n\.value/,
    (_skb, { counts, hits }) => {
      const n = counts.lookup(1);
      if (n) hits.value += n;
      return 1;
    },
  );
});

describe("indexes", () => {
  rejects("a constant out of range", "indexOutOfRange", /16 is not an index of 'many'.*0 to 15/, (_skb, { many }) => {
    many[16] += 1;
    return 1;
  });
  rejects(
    "a value that may be out of range",
    "indexOutOfRange",
    /'skb.len' may be out of range.*& 15/,
    (skb, { many }) => {
      many[skb.len] += 1;
      return 1;
    },
  );
  accepts("a tested index", (skb, { buckets }) => {
    const i = skb.len;
    if (i < 8) buckets.value[i] += 1;
    return 1;
  });
  accepts("a masked index", (skb, { buckets }) => {
    buckets.value[skb.len & 7] += 1;
    return 1;
  });
  accepts("a loop counter", (_skb, { buckets }) => {
    for (let i = 0; i < 8; i++) buckets.value[i] += 1;
    return 1;
  });
  rejects(
    "a loop counter that goes too far",
    "indexOutOfRange",
    /'i' may be out of range.*0 to 8/,
    (_skb, { buckets }) => {
      for (let i = 0; i <= 8; i++) buckets.value[i] += 1;
      return 1;
    },
  );
  rejects("an index that may be negative", "indexOutOfRange", /may be out of range/, (_skb, { buckets }) => {
    for (let i = 7; i >= -1; i--) buckets.value[i] += 1;
    return 1;
  });
});

describe("numbers", () => {
  rejects("a fraction", "fraction", /1\.5 is not an integer/, (skb) => (skb.len > 1.5 ? 1 : 0));
  rejects("an inexact literal", "doesNotFit", /write 9007199254740993n/, (_skb, { hits }) => {
    // biome-ignore lint/correctness/noPrecisionLoss: the mistake that is tested
    hits.value = 9007199254740993;
    return 1;
  });
  rejects("a literal that the field can't hold", "doesNotFit", /70000 does not fit a u16/, (_skb, { small }) => {
    small.value = 70000;
    return 1;
  });
  rejects("division by zero", "divisionByZero", /divides by zero/, (skb, { hits }) => {
    hits.value = skb.len / 0;
    return 1;
  });
  rejects("a shift by 64", "shiftCount", /shift by 64/, (skb, { hits }) => {
    hits.value = skb.len << 64;
    return 1;
  });
  rejects("u64 and a negative difference", "mixedSigns", /u64 and a signed/, (skb, { hits }) =>
    hits.value > skb.len - 5 ? 1 : 0,
  );
  accepts("u64 and a literal or a small value", (skb, { hits }) =>
    hits.value > 5 && hits.value / 3 > skb.len ? 1 : 0,
  );
  accepts("casts say what is meant", (skb, { hits }, bpf) => (bpf.i64(hits.value) > skb.len - 5 ? 1 : 0));
  rejects("a comparison that can't be true", "decidedComparison", /always false/, (skb) => (skb.len < 0 ? 1 : 0));
  rejects("a local that is u64 and signed", "mixedSigns", /'x' holds a u64/, (skb, { hits }) => {
    let x = hits.value;
    if (skb.len > 3) x = skb.len - 5;
    hits.value = x;
    return 1;
  });
  rejects("a number for a bool", "wrongType", /needs true or false.*!== 0/, (skb, { rows }) => {
    const row = rows.lookup(1);
    if (row) row.flag = skb.len;
    return 1;
  });
});

describe("memory", () => {
  rejects("an atomic update of 16 bits", "notAtomic", /u16.*16 bits/, (_skb, { small }) => {
    small.value += 1;
    return 1;
  });
  rejects("an atomic update in network order", "notAtomic", /network order/, (_skb, { rows }) => {
    const row = rows.lookup(1);
    if (row) row.port += 1;
    return 1;
  });
  rejects("a shared product", "notAtomic", /'\*=' has no atomic form/, (_skb, { hits }) => {
    hits.value *= 2;
    return 1;
  });
  accepts("per-CPU memory of any size", (_skb, { mine }) => {
    mine.value += 1;
    return 1;
  });
  rejects("a read-only context field", "readOnly", /only read.*mark/, (skb) => {
    skb.len = 1;
    return 1;
  });
  rejects("a constant", "readOnly", /constant can't be changed/, (_skb, { LIMIT }) => {
    LIMIT.value = 1;
    return 1;
  });
  rejects("a text that is too long", "doesNotFit", /5 bytes.*room for 4/, (_skb, { rows }) => {
    rows.update(1, { tag: "four" });
    return 1;
  });
  rejects("an unknown field in a literal", "unknownMember", /no field 'bytes'/, (_skb, { rows }) => {
    rows.update(1, { bytes: 1 });
    return 1;
  });
});

describe("maps and helpers", () => {
  rejects("an element of a hash map", "wrongMapOperation", /only array maps.*lookup/, (_skb, { counts }) => {
    counts[1] += 1;
    return 1;
  });
  rejects("a method that a map lacks", "wrongMapOperation", /no 'delete'/, (_skb, { many }) => {
    many.delete(1);
    return 1;
  });
  rejects("a method that is misspelt", "wrongMapOperation", /did you mean 'lookup'/, (_skb, { counts }) => {
    counts.lokup(1);
    return 1;
  });
  rejects(
    "a helper of another program type",
    "unknownHelper",
    /cgroup_skb programs can't call.*xdp_adjust_head/,
    (skb, _scope, bpf) => {
      bpf.xdp_adjust_head(skb, 1);
      return 1;
    },
  );
  rejects("a helper that is misspelt", "unknownHelper", /did you mean 'ktime_get_ns'/, (_skb, { hits }, bpf) => {
    hits.value = bpf.ktime_get_n();
    return 1;
  });
  rejects("too few arguments", "wrongArguments", /takes 1 argument, and 0 are given/, (_skb, { hits }, bpf) => {
    hits.value = bpf.skb_cgroup_id();
    return 1;
  });
  rejects("a format without its value", "printFormat", /1 conversions, and 0 values/, (_skb, _scope, bpf) => {
    bpf.printk("%d");
    return 1;
  });
  test("a helper that wants a GPL-compatible licence", () => {
    const fn: Loose = (_skb, _scope, bpf) => {
      bpf.printk("hello");
      return 1;
    };
    assert.deepEqual(diagnosticsOf(fn), []);
    const [first] = diagnosticsOf(fn, "cgroup_skb/egress", {}, "MIT");
    assert.match(first?.message ?? "", /only to programs under a GPL-compatible licence/);
  });
});

describe("control flow", () => {
  rejects("a verdict that the hook does not know", "returnValue", /must return 0 to 3, and this is 4/, () => 4);
  rejects("any number as a verdict", "returnValue", /must return 0 to 1/, (skb) => skb.len, "cgroup_skb/ingress");
  rejects("an end without a verdict", "returnValue", /ends without/, (_skb, { hits }) => {
    hits.value += 1;
  });
  accepts(
    "a tracepoint needs no verdict",
    (_ctx, { hits }) => {
      hits.value += 1;
    },
    "tracepoint/sched/sched_switch",
  );
  accepts("a boolean is a verdict", (skb) => skb.len > 100);
  rejects("a loop without a limit", "unboundedLoop", /nothing limits 'i'/, (_skb, { hits }) => {
    for (let i = 0; i < hits.value; i++) hits.value += 1;
    return 1;
  });
  rejects("a loop that changes its counter", "unboundedLoop", /changes the counter 'i'/, (_skb, { hits }) => {
    for (let i = 0; i < 8; i++) {
      hits.value += 1;
      i = 0;
    }
    return 1;
  });
  rejects("a while loop without a counter", "unboundedLoop", /no round of it moves a counter/, (_skb, { hits }) => {
    while (hits.value < 5) hits.value += 1;
    return 1;
  });
  rejects(
    "a round that may not move the counter",
    "unboundedLoop",
    /no round of it moves a counter/,
    (skb, { hits }) => {
      let i = 0;
      while (i < 9) {
        hits.value += 1;
        if (skb.len > 5) continue;
        i++;
      }
      return 1;
    },
  );
  accepts("while, do, break to a label, and an end in the middle", (skb, { hits, buckets }) => {
    let i = 0;
    while (i < 8) {
      buckets.value[i] += 1;
      i++;
    }
    do i--;
    while (i > 0);
    outer: for (let j = 0; j < 4; j++) {
      for (let k = 0; ; k++) {
        if (k >= 5) break;
        if (skb.len === k) break outer;
        if (skb.len === 2 * k) continue outer;
        hits.value += 1;
      }
    }
    return 1;
  });
  accepts("switch", (skb, { hits }) => {
    switch (skb.protocol) {
      case 0x800:
        hits.value += 1;
        break;
      case 0x86dd:
        hits.value += 2;
        break;
      default:
        hits.value += 3;
    }
    return 1;
  });
  rejects("an unassigned local", "unassigned", /'x' is read before/, (skb) => {
    let x: number | undefined;
    return skb.len > 3 && x === 3 ? 1 : 0;
  });
  test("an assignment to a const", () => {
    const fn = new Function("return (skb) => { const x = skb.len; x = 1; return 1; }")() as Loose;
    const [first] = diagnosticsOf(fn);
    assert.equal(first?.code, codes.constantAssignment.code);
    assert.match(first?.message ?? "", /'x' is a const/);
  });
});

describe("local functions", () => {
  accepts("are inlined, see what is around them, and return early", (skb, { hits, rows, counts }, bpf) => {
    let seen = 0;
    const add = (a: number, b: number) => a + b;
    const count = (map: typeof counts, key: number) => {
      const n = map.lookup(key);
      if (!n) return 0;
      n.value += 1;
      seen++;
      return n.value;
    };
    function bump(row: { packets: number }) {
      row.packets += add(1, 2);
    }
    const row = rows.lookup(1);
    if (row) bump(row);
    hits.value += count(counts, bpf.skb_cgroup_id(skb)) + count(counts, 2);
    return seen > 1 ? 0 : 1;
  });
  rejects("can't call themselves", "recursion", /'down' calls itself/, (skb) => {
    const down = (n: number): number => (n > 0 ? down(n - 1) : 0);
    return down(skb.len) > 0 ? 1 : 0;
  });
});

describe("rewritten source", () => {
  const built = (body: string): Loose => new Function(`return ${body}`)() as Loose;
  const codesOf = (body: string) => diagnosticsOf(built(body)).map((one) => `${one.code} ${one.message}`);
  const forms = {
    "comma expressions": "(skb,{hits:h})=>(h.value+=1,1)",
    "minified conditions": "(s,{hits:h})=>(s.len>3&&(h.value+=1),!0)",
    "void 0 and negated digits": "(s,{counts:c})=>{const n=c.lookup(1);return void 0===n?1:!1}",
    "a boolean as a number": "(s,{hits:h})=>{h.value=+(s.len>3);return 1}",
    "a conditional as a statement": "(s,{hits:h,small:m})=>{s.len>3?h.value++:m.value=1;return 1}",
    "an anonymous function": "function(s,{hits:h}){h.value++;return 1}",
    "several names in one declaration": "(s,{hits:h})=>{var a=1,b=s.len;h.value=a+b;return 1}",
  };
  for (const [title, body] of Object.entries(forms)) test(title, () => assert.deepEqual(codesOf(body), []));
  test("methods", () => {
    const holder = {
      run(_skb: unknown, { hits }: { hits: { value: number } }) {
        hits.value += 1;
        return 1;
      },
    };
    assert.deepEqual(diagnosticsOf(holder.run as Loose), []);
  });
  test("coverage counters are named", () => {
    assert.match(codesOf("()=>{cov_1a2b3c().s[0]++;return 1}").join(), /YDL1005.*Istanbul/);
  });
});
