import { mkdirSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TestCgroup } from "../support/kernel.ts";

/** A cgroup below a test's own. */
export interface NestedCgroup extends AsyncDisposable {
  readonly path: string;
  readonly id: bigint;
  add(pid: number): void;
  /** Removes the directory; sockets may live on. Removing it again does nothing. */
  remove(): Promise<void>;
}

export function makeNestedCgroup(above: TestCgroup | NestedCgroup, name: string): NestedCgroup {
  const path = join(above.path, name);
  mkdirSync(path);
  let there = true;
  async function remove() {
    // A process that has ended leaves its cgroup a little later.
    for (let attempt = 0; there; attempt++) {
      try {
        rmdirSync(path);
        there = false;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EBUSY" || attempt === 100) throw error;
        await sleep(20);
      }
    }
  }
  return {
    path,
    id: statSync(path, { bigint: true }).ino,
    add: (pid) => writeFileSync(join(path, "cgroup.procs"), String(pid)),
    remove,
    [Symbol.asyncDispose]: remove,
  };
}
