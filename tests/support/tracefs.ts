import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findMount } from "../../src/sys/mountinfo.ts";

/** Sees to it that tracefs is mounted somewhere until it is disposed. */
export function withTracefs(): Disposable {
  if (findMount("tracefs") !== undefined) return { [Symbol.dispose]() {} };
  const directory = mkdtempSync(join(tmpdir(), "tracefs-"));
  execFileSync("mount", ["-t", "tracefs", "tracefs", directory]);
  return {
    [Symbol.dispose]() {
      execFileSync("umount", [directory]);
      rmdirSync(directory);
    },
  };
}
