import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const compiler = join(root, "node_modules/typescript/bin/tsc");

/** Where the public functions are, whose doc comments have examples. */
const files = [
  "src/compiler/compile.ts",
  "src/define/bpf.ts",
  "src/define/event-maps.ts",
  "src/define/lpm-trie.ts",
  "src/define/maps.ts",
  "src/define/maps-of-maps.ts",
  "src/define/program-array.ts",
  "src/define/program.ts",
  "src/define/queue-maps.ts",
  "src/define/stack-traces.ts",
  "src/define/subprogram.ts",
  "src/define/variables.ts",
  "src/kernel/protocols/internet.ts",
  "src/kernel/protocols/link.ts",
  "src/runtime.ts",
  "src/schema/bits.ts",
  "src/schema/struct.ts",
  "src/schema/union.ts",
  "src/session/load.ts",
  "src/session/with-session.ts",
];

/** What examples may take for granted. */
const preamble = `
import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import * as yodel from "../../../src/index.ts";
const { arrayMap, arrayOfMaps, be16, bits, bloomFilter, chars, compile, constant, context, ethernet, features, findCgroupRoot, hashMap, hashOfMaps, i64, ipv4, ipv4Address,
  ipv6Address, load, lpmTrieMap, lruHashMap, lruPerCpuHashMap, perCpuArrayMap, perCpuHashMap, perCpuVariable, perfEventArray,
  program, programArray, queueMap, ringBuffer, stackMap, stackTraceMap, struct, subprogram, tcp, u16, u32, u64, union, variable, verify, withSession,
  writeElf } = yodel;
declare const skb: yodel.CgroupSkbContext;
declare const bpf: yodel.CgroupSkbBpf;
const packets = variable(u64);
const flow = struct({ address: u32, port: u32 });
const pktCount = arrayMap({ value: u64, maxEntries: 1 });
const countEgress = program("cgroup_skb/egress", {}, () => 1);
const definitions = { pktCount, countEgress };
`;

test("examples in doc comments type-check", { skip: !existsSync(compiler) }, () => {
  const directory = mkdtempSync(join(import.meta.dirname, "examples-"));
  try {
    for (const file of files) writeExamples(file, directory);
    writeFileSync(
      join(directory, "tsconfig.json"),
      JSON.stringify({
        extends: "../../../tsconfig.json",
        compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
        include: ["*.ts"],
      }),
    );
    const { stdout } = spawnSync(process.execPath, [compiler, "-p", directory], { cwd: root, encoding: "utf8" });
    const here = stdout.split("\n").filter((line) => line.startsWith(relative(root, directory)));
    assert.equal(here.join("\n"), "");
  } finally {
    rmSync(directory, { recursive: true });
  }
});

function writeExamples(file: string, directory: string): void {
  const text = readFileSync(join(root, file), "utf8");
  const examples = [...text.matchAll(/^ *\* ```ts\n(.*?)^ *\* ```$/gms)].map(([, lines = ""]) =>
    lines.replaceAll(/^ *\* ?/gm, "").replace("./cgroup-count.bpf.ts", "../../../examples/cgroup-count.bpf.ts"),
  );
  assert.notEqual(examples.length, 0, `${file} has an example`);
  for (const [index, example] of examples.entries()) {
    const name = file.replaceAll(/\W/g, "-");
    writeFileSync(
      join(directory, `${name}-${index}.ts`),
      `${preamble}export async function example() {\n${example}}\n`,
    );
  }
}
