import assert from "node:assert/strict";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { mapMemory } from "./mmap.ts";
import { sys, systemCalls } from "./sys.ts";

const skip = process.platform === "linux" ? false : "needs Linux: this test makes system calls";

test("a view that would end the process is an error instead", { skip }, () => {
  const bytes = new Uint8Array(64);
  const address = sys().address(bytes);
  for (const length of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 32 + 1, 2 ** 33, 2 ** 53]) {
    assert.throws(() => sys().view(address, length), RangeError, `${length} bytes`);
  }
  for (const nowhere of [0, -1, 1.5, Number.NaN, 2 ** 60]) {
    assert.throws(() => sys().view(nowhere, 64), RangeError, `at ${nowhere}`);
  }
  assert.equal(sys().view(address, 64).byteLength, 64);
});

test("what can't be viewed does not stay mapped", { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), "yodel-map-"));
  try {
    const path = join(folder, "sparse");
    writeFileSync(path, "");
    truncateSync(path, 2 ** 33);
    const fd = openSync(path, "r");
    assert.throws(() => mapMemory(fd, 2 ** 33, false), RangeError);
    closeSync(fd);
    assert(!readFileSync("/proc/self/maps", "utf8").includes(path));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a call that fails is told by its errno, and one that can't be made leaves nothing retained", { skip }, () => {
  const badFile = -9;
  assert.equal(sys().call(systemCalls.fcntl, [-1, 1]), badFile);
  assert.throws(() => sys().call(systemCalls.fcntl, [{} as Uint8Array, 1]));
  assert.equal(sys().call(systemCalls.fcntl, [-1, 1]), badFile);
});
