import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readElf } from "../src/index.ts";
import { repository, yodel } from "./support/cli.ts";

const folder = mkdtempSync(join(tmpdir(), "yodel-build-"));
after(() => rmSync(folder, { recursive: true }));

/** Writes a module that may import the package from source. */
function module(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text.replace('"yodel"', JSON.stringify(join(repository, "src/index.ts"))));
  return file;
}

const good = module(
  "good.bpf.ts",
  `import { arrayMap, program, u64 } from "yodel";
export const hits = arrayMap({ value: u64, maxEntries: 1 });
export const count = program("cgroup_skb/egress", { hits }, (_skb, { hits }) => {
  hits[0] += 1;
  return 1;
});
export const license = "Dual MIT/GPL";
`,
);

test("build writes an object with what the module exports", async () => {
  const output = join(folder, "good.bpf.o");
  const { status, stdout, stderr } = await yodel(["build", good, "-o", output]);
  assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "", stderr: "" });
  const object = readElf(readFileSync(output));
  assert.deepEqual(
    { maps: object.maps.map(({ name }) => name), license: object.license },
    { maps: ["hits"], license: "Dual MIT/GPL" },
  );
  const program = object.functions.find(({ name }) => name === "count");
  assert.equal(program?.section, "cgroup_skb/egress");
  const lines = new Set(program?.lines.map(({ file, line }) => `${file.split("/").at(-1)}:${line}`));
  assert.deepEqual([...lines], ["good.bpf.ts:4", "good.bpf.ts:5"]);
});

test("building twice gives the same bytes", async () => {
  const outputs = [join(folder, "first.bpf.o"), join(folder, "second.bpf.o")];
  for (const output of outputs) assert.equal((await yodel(["build", good, "-o", output])).status, 0);
  const [first, second] = outputs.map((output) => readFileSync(output));
  assert.deepEqual(first, second);
});

for (const [stage, expected] of [
  ["ast", /^# count\n\{/],
  ["typed", /^# count\n\S*function count/],
  ["ir", /^# count\nfunction count\(.*\) \{\n(?:.*\n)*b0:\n/],
  ["asm", /^# count\n(?:.*\n)*exit\n/],
] as const) {
  test(`build --print=${stage} shows that stage and writes nothing`, async () => {
    const before = readdirSync(folder);
    const { status, stdout, stderr } = await yodel(["build", good, `--print=${stage}`]);
    assert.equal(stderr, "");
    assert.equal(status, 0);
    assert.match(stdout, expected);
    assert.deepEqual(readdirSync(folder), before);
  });
}

test("build shows every mistake with its line, and writes nothing", async () => {
  const file = module(
    "mistakes.bpf.ts",
    `import { hashMap, program, u64 } from "yodel";
const limit = Number(process.env.LIMIT ?? 5);
export const counts = hashMap({ key: u64, value: u64, maxEntries: 10 });
export const count = program("cgroup_skb/egress", { counts }, (skb, { counts }, bpf) => {
  const n = counts.lookup(bpf.skb_cgroup_id(skb))!;
  n.value += 1;
  return skb.len > limit ? 1 : 0;
});
`,
  );
  const output = join(folder, "mistakes.bpf.o");
  const { status, stdout, stderr } = await yodel(["build", file, "-o", output]);
  assert.equal(status, 1);
  assert.equal(stdout, "");
  assert.match(stderr, /mistakes\.bpf\.ts:6:3 - error YDL2004: 'n' may be undefined here/);
  assert.match(stderr, /\n {2}6 {3}n\.value \+= 1;\n {6}~\n {2}hint: /);
  assert.match(stderr, /mistakes\.bpf\.ts:7:20 - error YDL2001: 'limit' comes from outside/);
  assert.match(stderr, /\n2 errors\n$/);
  assert.ok(!stderr.includes("    at "), "no stack trace");
  assert.ok(!readdirSync(folder).includes("mistakes.bpf.o"));
});

for (const [name, text, message] of [
  ["enum.ts", "export enum Verdict { drop, allow }", /YDL6002: .*enum.*\n {2}hint: Node strips types/],
  [
    "throws.ts",
    'throw new Error("no luck")',
    /throws\.ts:1:7 - error YDL6002: .* could not be imported: no luck\n\n {2}1 {3}throw new Error\("no luck"\)\n.*~~~\n {2}hint: the module runs/,
  ],
  ["imports.ts", 'import "./nowhere.ts";', /YDL6002: .*nowhere\.ts.*\n {2}hint: install the package/],
  ["syntax.ts", "const = 3;", /YDL6002: .* could not be imported: .*\n(?:.*\n)*? {2}hint: it is no TypeScript/],
  [
    "section.ts",
    'import { program } from "yodel";\nexport const drop = program("xpd", {}, () => 1);',
    /section\.ts:2:21 - error YDL3001: .*\n\n {2}2 {3}export const drop = program\(.*\n {26}~{7}\n {2}hint: the nearest/,
  ],
  ["empty.ts", "export const nothing = 1;", /YDL2024: there is nothing to compile/],
] as const) {
  test(`build of ${name} says what is wrong with it`, async () => {
    const { status, stdout, stderr } = await yodel(["build", module(name, text), "-o", join(folder, "x.o")]);
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /^(?:.*:\d+:\d+ - )?error YDL\d{4}: /);
    assert.match(stderr, message);
  });
}

test("build of a file that is not there", async () => {
  const { status, stderr } = await yodel(["build", join(folder, "missing.ts"), "-o", join(folder, "x.o")]);
  assert.equal(status, 1);
  assert.equal(stderr, `error YDL6001: ${join(folder, "missing.ts")}: no such file\n`);
});

test("an output that can't be written is an error without a stack", async () => {
  const { status, stderr } = await yodel(["build", good, "-o", join(folder, "no/such/folder.o")]);
  assert.equal(status, 1);
  assert.match(stderr, /^error: .*folder\.o: there is no folder .*no\/such\n$/);
});

test("YODEL_DEBUG=1 adds the stack, and those of the causes", async () => {
  const { stderr } = await yodel(["build", module("throws2.ts", 'throw new Error("no luck")'), "-o", "x.o"], {
    YODEL_DEBUG: "1",
  });
  assert.match(stderr, /\n {4}at .*build\.ts/);
  assert.match(stderr, /\ncaused by .*Error: no luck\n {4}at .*throws2\.ts:1/);
});

test("inspect shows what build wrote, and as JSON", async () => {
  const output = join(folder, "inspected.bpf.o");
  assert.equal((await yodel(["build", good, "-o", output])).status, 0);
  const text = await yodel(["inspect", output]);
  assert.equal(text.status, 0);
  assert.match(text.stdout, /hits: array, 1 entry/);
  assert.match(text.stdout, /good\.bpf\.ts:4: hits\[0\] \+= 1;/);
  const json = await yodel(["inspect", output, "--json"]);
  assert.equal(JSON.parse(json.stdout).maps[0].name, "hits");
});

test("inspect of what is no object is an error without a stack", async () => {
  const { status, stderr } = await yodel(["inspect", good]);
  assert.equal(status, 1);
  assert.match(stderr, /^error YDL50\d\d: /);
  assert.ok(!stderr.includes("    at "));
});
