import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { withoutKernel } from "../support/kernel.ts";
import { withoutRealObjects } from "../support/real-objects.ts";
import { runTool } from "../support/tools.ts";
import type { Outcome } from "./damaged-worker.ts";

const skip = withoutKernel || withoutRealObjects();

test("10,000 damaged objects are read or refused, soon and in little memory", { skip }, () => {
  const worker = resolve(import.meta.dirname, "damaged-worker.ts");
  const { status, stdout, stderr } = runTool(process.execPath, ["--max-old-space-size=100", worker], 300_000);
  assert.equal(status, 0, stderr);
  const outcome = JSON.parse(stdout) as Outcome;
  assert.deepEqual(outcome.unexpected, []);
  assert.equal(outcome.read + outcome.refused, 10_000);
  assert(outcome.read > 2000 && outcome.refused > 2000, `both happen often: ${stdout}`);
  assert(outcome.notLoaded > 20, `the kernel refuses some: ${stdout}`);
  assert(outcome.slowest < 1000, `in milliseconds: ${stdout}`);
  assert(outcome.memory < 200e6, `in bytes: ${stdout}`);
});
