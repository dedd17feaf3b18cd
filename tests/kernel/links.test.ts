import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync, constants, existsSync, mkdtempSync, openSync, rmSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { load, openLink, program, u64, variable } from "../../src/index.ts";
import { resolveSection } from "../../src/kernel/index.ts";
import { attachWithoutLink } from "../../src/loader/attach/cgroup.ts";
import { queryPrograms } from "../../src/sys/bpf.ts";
import { isAtLeast, kernelVersion } from "../../src/sys/machine.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";

const skip = withoutKernel;
const CGROUP_EGRESS = 1;

/** The ids of what is attached to a cgroup's egress, in the order in which it runs. */
function attached(path: string): readonly number[] {
  const fd = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    return queryPrograms(fd, CGROUP_EGRESS).programIds;
  } finally {
    closeSync(fd);
  }
}

const passed = variable(u64);
const one = program("cgroup_skb/egress", { passed }, (_skb, { passed }) => {
  passed.value += 1;
  return 1;
});
const two = program("cgroup_skb/egress", {}, () => 1);
const other = program("xdp", {}, (_frame, _scope, bpf) => bpf.XDP_PASS);

test("a link tells what it is, takes another program, and is detached", { skip }, async () => {
  await using cgroup = makeTestCgroup();
  using bpf = load({ passed, one, two, other });
  const { one: first, two: second } = bpf.programs;
  using link = first.attach(cgroup.path);
  const { id, ...info } = link.info();
  assert.ok(id !== undefined && id > 0);
  assert.deepEqual(info, { type: "cgroup", programId: first.info().id, target: `cgroup ${cgroup.path}` });
  assert.throws(() => link.update(first, { expected: second }), { code: "YDL4440" });
  link.update(second, { expected: first });
  assert.deepEqual(attached(cgroup.path), [second.info().id]);
  assert.throws(() => link.update(bpf.programs.other), { code: "YDL4440" });
  link.detach();
  assert.deepEqual(attached(cgroup.path), []);
  assert.throws(() => link.update(first), { code: "YDL4440" });
  assert.equal(link.isOpen, true);
});

test("a pinned link is opened again, updated, and ends with its file", { skip }, async () => {
  await using cgroup = makeTestCgroup();
  const directory = mkdtempSync(join(tmpdir(), "yodel-bpffs-"));
  assert.equal(spawnSync("mount", ["-t", "bpf", "bpf", directory]).status, 0);
  try {
    using bpf = load({ passed, one, two });
    const path = join(directory, "link");
    const link = bpf.programs.one.attach(cgroup.path);
    link.pin(path);
    link.close();
    assert.deepEqual(attached(cgroup.path), [bpf.programs.one.info().id]);
    const again = openLink(path);
    assert.equal(again.info().type, "cgroup");
    again.update(bpf.programs.two);
    assert.deepEqual(attached(cgroup.path), [bpf.programs.two.info().id]);
    again.close();
    unlinkSync(path);
    // The kernel lets go of what nothing refers to a moment later.
    for (let round = 0; round < 100 && attached(cgroup.path).length > 0; round += 1) await sleep(20);
    assert.deepEqual(attached(cgroup.path), []);
    assert.throws(() => openLink(path), { code: "YDL4452" });
    assert.equal(existsSync(path), false);
  } finally {
    spawnSync("umount", [directory]);
    rmSync(directory, { recursive: true });
  }
});

test("programs of a cgroup run in the order that is asked for", { skip }, async (t) => {
  if (!isAtLeast(kernelVersion(), [6, 16])) return t.skip("needs kernel 6.16");
  await using cgroup = makeTestCgroup();
  using bpf = load({ passed, one, two });
  const [first, second] = [bpf.programs.one, bpf.programs.two];
  using middle = first.attach(cgroup.path);
  const before = second.attach(cgroup.path, { before: "all" });
  assert.deepEqual(attached(cgroup.path), [second.info().id, first.info().id]);
  before.close();
  const after = second.attach(cgroup.path, { after: middle });
  assert.deepEqual(attached(cgroup.path), [first.info().id, second.info().id]);
  after.close();
  assert.throws(() => second.attach(cgroup.path, { before: "all", after: "all" }), { code: "YDL4444" });
  assert.throws(() => second.attach(cgroup.path, { after: second }), { code: "YDL4444" });
});

test("without links, as before 5.7, a program is attached and detached", { skip }, async () => {
  await using cgroup = makeTestCgroup();
  using bpf = load({ passed, one });
  const program = bpf.programs.one;
  const live = { name: "one", fd: { number: program.fd } as never, resolved: resolveSection("cgroup_skb/egress") };
  const fd = openSync(cgroup.path, constants.O_RDONLY | constants.O_DIRECTORY);
  const link = attachWithoutLink(live, fd, CGROUP_EGRESS, cgroup.path);
  closeSync(fd);
  assert.deepEqual(attached(cgroup.path), [program.info().id]);
  assert.deepEqual(link.info(), {
    type: undefined,
    id: undefined,
    programId: program.info().id,
    target: `cgroup ${cgroup.path}`,
  });
  assert.throws(() => link.pin("/nowhere"), { code: "YDL4107" });
  assert.throws(() => link.update(program), { code: "YDL4441" });
  link.detach();
  assert.equal(link.isOpen, false);
  assert.deepEqual(attached(cgroup.path), []);
});
