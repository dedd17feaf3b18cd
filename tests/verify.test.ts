import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { compile, program, u64, variable, verify, writeElf } from "../src/index.ts";
import { address, exit, helper, makeObject, r, set } from "./kernel/loader-objects.ts";
import { repository, yodel } from "./support/cli.ts";
import { withoutKernel } from "./support/kernel.ts";

const skip = withoutKernel;
const folder = mkdtempSync(join(tmpdir(), "yodel-verify-"));
after(() => rmSync(folder, { recursive: true }));

const sum = variable(u64);
const walks = program("xdp", { sum }, (_ctx, { sum }, bpf) => {
  for (let round = 0; round < 100; round++) {
    sum.value += round;
  }
  return bpf.XDP_PASS;
});
const passes = program("xdp", {}, (_ctx, _scope, bpf) => bpf.XDP_PASS);

/** One program that the verifier accepts, and one that it rejects: the map's value is used without asking whether there is one. */
function mixedObject() {
  const lookup = [
    set(1, r(10)),
    { op: "alu", operator: "add", width: 64, destination: 1, source: { immediate: -4 } },
  ] as const;
  const store = { op: "store", size: 4, base: 10, offset: -4, source: { immediate: 0 } } as const;
  const load = { op: "load", size: 8, signed: false, destination: 0, base: 0, offset: 0 } as const;
  const code = [store, ...lookup, set(2, r(1)), address(1), helper(1), load, set(0, 2), exit];
  return makeObject(
    {
      good: { section: "xdp", instructions: [set(0, 2), exit] },
      bad: {
        section: "xdp",
        instructions: code,
        references: [{ kind: "map", slot: 4, map: "counts" }],
        lines: [{ slot: 0, file: "bad.c", line: 7, column: 3, text: "  return *value;" }],
      },
    },
    { counts: { type: 1, key: u64, value: u64, maxEntries: 1 } },
  );
}

test("says what each program costs the verifier, and where", { skip }, () => {
  const results = verify(compile({ sum, walks, passes }));
  assert.deepEqual(
    results.map(({ program, section, accepted, error }) => ({ program, section, accepted, error })),
    [
      { program: "walks", section: "xdp", accepted: true, error: undefined },
      { program: "passes", section: "xdp", accepted: true, error: undefined },
    ],
  );
  const [first, second] = results;
  assert(first && second);
  assert(first.processed !== undefined && first.processed > 300, `${first.processed} instructions for 100 rounds`);
  assert.equal(second.processed, 2);
  assert.equal(second.slots, 2);
  assert.deepEqual(second.stack, [0]);
  // The loop's lines are walked a hundred times, the rest once.
  assert(first.lines.every(({ file }) => file.endsWith("verify.test.ts")));
  assert.match(first.lines[0]?.text ?? "", /round|sum/);
  assert((first.lines[0]?.processed ?? 0) >= 100);
  assert.equal(
    first.lines.reduce((all, { processed }) => all + processed, 0),
    first.processed,
  );
});

test("a program that is rejected does not hide the others", { skip }, () => {
  const results = verify(mixedObject());
  assert.deepEqual(
    results.map(({ program, accepted }) => [program, accepted]),
    [
      ["good", true],
      ["bad", false],
    ],
  );
  const bad = results[1];
  assert.equal(bad?.error?.code, "YDL3100");
  assert.match(bad?.log ?? "", /invalid/);
});

test("yodel verify prints the verdicts, and fails when one is a no", { skip }, async () => {
  const file = join(folder, "mixed.bpf.o");
  writeFileSync(file, writeElf(mixedObject()));
  const { status, stdout, stderr } = await yodel(["verify", file]);
  assert.equal(stderr, "");
  assert.equal(status, 1);
  assert.match(
    stdout,
    /^accepted {2}good \(xdp\): 2 instructions walked of 1000000 allowed, 2 slots, stack 0 bytes of 512, /m,
  );
  assert.match(stdout, /^rejected {2}bad \(xdp\)/m);
  assert.match(stdout, /YDL3100.*bad/);
  const json = await yodel(["verify", file, "--json", "--program", "good"]);
  assert.equal(json.status, 0);
  const { program, accepted, processed } = JSON.parse(json.stdout);
  assert.deepEqual({ program, accepted, processed }, { program: "good", accepted: true, processed: 2 });
});

test("yodel verify compiles a module first", { skip }, async () => {
  const file = join(folder, "count.bpf.ts");
  const source = join(repository, "src/index.ts");
  writeFileSync(
    file,
    `import { program, u64, variable } from ${JSON.stringify(source)};
export const packets = variable(u64);
export const count = program("cgroup_skb/egress", { packets }, (_skb, { packets }) => {
  packets.value += 1;
  return 1;
});
`,
  );
  const { status, stdout, stderr } = await yodel(["verify", file]);
  assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
  assert.match(stdout, /^accepted {2}count \(cgroup_skb\/egress\): 4 instructions walked of 1000000 allowed, 5 slots,/);
  assert.match(stdout, /^ {2}3 .*count\.bpf\.ts:4 {2}packets\.value \+= 1;$/m);
});

test("yodel verify says what is wrong with its arguments", async () => {
  const wrong: [string[], string][] = [
    [["verify"], "which file? A module (.ts) or an object (.bpf.o) is missing"],
    [["verify", "a.o", "b.o"], "one file at a time; 'b.o' is one too many"],
    [["verify", "a.o", "--lines", "many"], "--lines takes a number, not 'many'"],
  ];
  for (const [args, message] of wrong) {
    const { status, stderr } = await yodel(args);
    assert.equal(status, 2);
    assert(stderr.startsWith(`yodel: ${message}\n`), stderr);
  }
});
