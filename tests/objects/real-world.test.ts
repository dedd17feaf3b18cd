import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { load, YodelError } from "../../src/runtime.ts";
import { withoutKernel } from "../support/kernel.ts";
import { realObjects, withoutRealObjects } from "../support/real-objects.ts";
import { runTool, withoutTools } from "../support/tools.ts";

// Objects of Debian's packages in the hands of bpftool (which loads by libbpf) and in ours. Many want what not every kernel has, such
// as kprobes and fentry: what matters is that we load all that bpftool loads.

const skip = withoutKernel || withoutTools("bpftool") || withoutRealObjects();

/** Of the 76, that load on every kernel from 5.10 on: those that need neither kprobes nor fentry. */
const AT_LEAST = 20;

test("whatever bpftool loads, we load", { skip, timeout: 300_000 }, (context) => {
  const folder = mkdtempSync(join(tmpdir(), "yodel-real-world-"));
  const pins = join(folder, "pins");
  mkdirSync(pins);
  assert.equal(runTool("mount", ["-t", "bpf", "bpf", pins]).status, 0);
  try {
    const objects = realObjects();
    assert(objects.length >= 70, `${objects.length} objects`);
    const missing: string[] = [];
    const counts = { both: 0, weOnly: 0, neither: 0 };
    for (const [index, { name, file }] of objects.entries()) {
      const path = join(folder, `${index}.o`);
      writeFileSync(path, file);
      const theirs = runTool("bpftool", ["prog", "loadall", path, join(pins, String(index))]).status === 0;
      rmSync(join(pins, String(index)), { recursive: true, force: true });
      const refusal = refusalOf(path);
      if (refusal !== undefined && theirs) missing.push(`${name}: ${refusal}`);
      else if (refusal === undefined) counts[theirs ? "both" : "weOnly"] += 1;
      else counts.neither += 1;
    }
    context.diagnostic(JSON.stringify(counts));
    assert.deepEqual(missing, []);
    assert(counts.both >= AT_LEAST, JSON.stringify(counts));
  } finally {
    runTool("umount", [pins]);
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Why we don't load a file, in words: anything else thrown is a defect. */
function refusalOf(path: string): string | undefined {
  try {
    load(path).close();
    return undefined;
  } catch (error) {
    if (error instanceof YodelError) return error.message;
    throw error;
  }
}
