import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runTool } from "./tools.ts";

const sources = resolve(import.meta.dirname, "../objects");

/** What clang makes of `NAME.bpf.c` in tests/objects. */
export function compileC(name: string, ...options: readonly string[]): Uint8Array {
  const directory = mkdtempSync(join(tmpdir(), "yodel-clang-"));
  try {
    const output = join(directory, `${name}.o`);
    // Debian keeps asm/types.h in a directory for each machine.
    const headers = `-I/usr/include/${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu`;
    const common = ["-O2", "-target", "bpf", headers, "-c", join(sources, `${name}.bpf.c`), "-o", output];
    const { status, stderr } = runTool("clang-19", [...common, ...options]);
    assert.equal(status, 0, stderr);
    return readFileSync(output);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
