import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A bpf file system of a test's own: all that is pinned in it goes away with it. */
export function mountBpffs(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "yodel-bpffs-"));
  execFileSync("mount", ["-t", "bpf", "bpf", path]);
  return {
    path,
    [Symbol.dispose]() {
      execFileSync("umount", [path]);
      rmdirSync(path);
    },
  };
}
