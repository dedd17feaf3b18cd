// Every block of the guide to the language does what it says: blocks marked `kernel` run on a packet, in the simulator and in
// the kernel, and give what their last comments say; all others compile.
import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { compile, type Definitions, load } from "../../src/index.ts";
import { simulate } from "../../src/testing.ts";
import { repository } from "../support/cli.ts";
import { withoutKernel } from "../support/kernel.ts";
import { blocksOf, ExampleFolder } from "./blocks.ts";

const pages = globSync("docs/language/*.md", { cwd: repository }).sort();

/** An Ethernet frame of 64 bytes: TCP over IPv4, from port 40000 of 10.0.0.1 to port 443 of 10.0.0.2. */
function packet(): Uint8Array {
  const bytes = new Uint8Array(64);
  bytes.set([0x08, 0x00, 0x45, 0x00, 0x00, 0x32], 12);
  bytes.set([0x40, 0x06], 22);
  bytes.set([10, 0, 0, 1, 10, 0, 0, 2, 0x9c, 0x40, 0x01, 0xbb], 26);
  bytes[46] = 0x50;
  return bytes;
}

interface Handles {
  readonly programs: { readonly run: { test(options: { data: Uint8Array }): { readonly returned: number } } };
  readonly variables: Readonly<Record<string, { readonly value: unknown }>>;
}

/** The comments at the end of a block: names of variables, or `returned`, with their values after one run. */
function expected(text: string): [name: string, value: string][] {
  const [comments = ""] = /(^\/\/ \w+: .+\n)+$/m.exec(text) ?? [];
  const lines = comments.split("\n").filter((line) => line !== "");
  return lines.map((line) => [line.slice(3, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]);
}

function check(handles: Handles, text: string): void {
  const { returned } = handles.programs.run.test({ data: packet() });
  const seen = (name: string) => (name === "returned" ? returned : handles.variables[name]?.value);
  const wanted = expected(text);
  assert.notEqual(wanted.length, 0, "the block says what comes out");
  for (const [name, value] of wanted) assert.equal(`${name}: ${inWords(seen(name))}`, `${name}: ${value}`);
}

function inWords(value: unknown): string {
  return typeof value === "object"
    ? JSON.stringify(value, (_, part) => (typeof part === "bigint" ? Number(part) : part))
    : String(value);
}

describe("the guide to the language", () => {
  let folder: ExampleFolder;
  before(() => {
    folder = new ExampleFolder();
  });
  after(() => folder[Symbol.dispose]());

  for (const page of pages) {
    for (const { language, mark, text, line } of blocksOf(join(repository, page))) {
      if (language !== "ts") continue;
      const where = `${basename(page)}:${line}`;
      if (mark === "kernel") {
        test(`${where} in the simulator`, async () => {
          using bpf = simulate((await folder.import(text)) as Definitions);
          check(bpf as unknown as Handles, text);
        });
        test(`${where} in the kernel`, { skip: withoutKernel }, async () => {
          using bpf = load((await folder.import(text)) as Definitions);
          check(bpf as unknown as Handles, text);
        });
      } else {
        test(`${where} compiles`, async () => {
          const exports = await folder.import(text);
          assert.notEqual(compile(exports).functions.length, 0);
        });
      }
    }
  }
});
