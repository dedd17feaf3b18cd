import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { CgroupError } from "../errors/index.ts";
import type { Mount } from "../sys/mountinfo.ts";
import { resolveCgroupPath } from "./cgroup-path.ts";

// Folders that stand for mounts: only mountinfo says what they are.
const root = realpathSync(mkdtempSync(join(tmpdir(), "yodel-cgroup-")));
after(() => rmSync(root, { recursive: true }));
for (const folder of ["unified/user.slice", "memory/user.slice", "memory/only-here", "other"]) {
  mkdirSync(join(root, folder), { recursive: true });
}
writeFileSync(join(root, "unified/user.slice/cgroup.procs"), "");

const mount = (path: string, type: string, ...superOptions: string[]): Mount => {
  return { root: "/", mountPoint: join(root, path), type, superOptions };
};
const mounts = [mount("unified", "cgroup2", "rw"), mount("memory", "cgroup", "rw", "memory")];

function failure(path: string, from: readonly Mount[] = mounts): string {
  try {
    resolveCgroupPath(join(root, path), from);
  } catch (error) {
    assert(error instanceof CgroupError);
    return `${error.code} ${error.message} | ${error.hint}`.replaceAll(root, "");
  }
  return "no error";
}

test("a directory in the cgroup2 hierarchy is taken", () => {
  assert.equal(resolveCgroupPath(join(root, "unified/user.slice"), mounts), join(root, "unified/user.slice"));
});

test("a missing path", () => {
  assert.equal(
    failure("unified/nobody"),
    "YDL4201 there is no cgroup /unified/nobody | cgroup2 is mounted at /unified",
  );
});

test("a file in a cgroup", () => {
  assert.equal(
    failure("unified/user.slice/cgroup.procs"),
    "YDL4202 /unified/user.slice/cgroup.procs is a file; a cgroup is a directory | did you mean /unified/user.slice?",
  );
});

test("a version 1 cgroup, with the cgroup2 path that is meant", () => {
  assert.equal(
    failure("memory/user.slice"),
    "YDL4203 /memory/user.slice is a version 1 cgroup (memory); eBPF programs attach to cgroup2 directories | " +
      "cgroup2 is mounted at /unified: did you mean /unified/user.slice?",
  );
  assert.match(failure("memory/only-here"), /\| cgroup2 is mounted at \/unified$/);
});

test("no cgroup at all", () => {
  assert.match(failure("other"), /^YDL4203 \/other is not a cgroup; .* cgroup2 is mounted at \/unified$/);
  assert.match(failure("other", []), /no cgroup2 hierarchy is mounted on this machine$/);
});
