import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Sees to it that tracefs is mounted somewhere until it is disposed. */
export function withTracefs(): Disposable {
  // One that is there may be another test's, and gone in a moment.
  const directory = mkdtempSync(join(tmpdir(), "tracefs-"));
  execFileSync("mount", ["-t", "tracefs", "tracefs", directory]);
  return {
    [Symbol.dispose]() {
      execFileSync("umount", [directory]);
      rmdirSync(directory);
    },
  };
}
