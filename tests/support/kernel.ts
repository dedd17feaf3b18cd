import { randomBytes } from "node:crypto";
import { mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { findCgroupRoot } from "../../src/runtime.ts";

/** Why tests that load programs cannot run here, for `{ skip }`; false where they can. */
export const withoutKernel: string | false =
  process.platform !== "linux"
    ? "needs Linux: this test loads programs into the kernel"
    : process.getuid?.() !== 0
      ? "needs root: this test loads programs into the kernel"
      : false;

/** A cgroup of a test's own, below the root of the cgroup2 hierarchy. */
export interface TestCgroup extends AsyncDisposable {
  readonly path: string;
  /** Moves a process into it. Sockets that the process has already stay where they were made. */
  add(pid: number): void;
}

export function makeTestCgroup(): TestCgroup {
  const path = `${findCgroupRoot()}/yodel-test-${process.pid}-${randomBytes(4).toString("hex")}`;
  mkdirSync(path);
  return {
    path,
    add: (pid) => writeFileSync(`${path}/cgroup.procs`, String(pid)),
    async [Symbol.asyncDispose]() {
      // A process that has ended leaves its cgroup a little later.
      for (let attempt = 0; ; attempt++) {
        try {
          rmdirSync(path);
          return;
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "EBUSY" || attempt === 100) throw error;
          await sleep(20);
        }
      }
    },
  };
}
