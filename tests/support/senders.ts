import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runTool } from "./tools.ts";

const source = resolve(import.meta.dirname, "../counter/senders.c");

/** The program of tests/counter/senders.c, compiled for this machine. */
export interface Senders extends Disposable {
  readonly path: string;
}

export function buildSenders(): Senders {
  const folder = mkdtempSync(join(tmpdir(), "yodel-senders-"));
  const path = join(folder, "senders");
  const { status, stderr } = runTool("clang-19", ["-O2", "-Wall", "-Werror", "-o", path, source]);
  assert.equal(status, 0, stderr);
  return { path, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}

/** Removes the cgroups that senders have made and left, some thousand at a time. */
export function removeCgroupsIn(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) rmdirSync(join(directory, entry.name));
  }
}
