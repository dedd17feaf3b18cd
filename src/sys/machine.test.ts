import assert from "node:assert/strict";
import { test } from "node:test";
import { effectiveCapabilities, isCapable } from "./capabilities.ts";
import { describeErrno, errnoName } from "./errno.ts";
import { isAtLeast, kernelVersion, possibleCpus } from "./machine.ts";
import { findMount, mountOf, parseMountinfo } from "./mountinfo.ts";
import { interfaceIndex } from "./network.ts";

test("kernel versions", () => {
  assert.deepEqual(kernelVersion("6.1.0-18-amd64"), [6, 1]);
  assert.deepEqual(kernelVersion("5.15.167.4-microsoft-standard-WSL2"), [5, 15]);
  assert.equal(isAtLeast([5, 10], [5, 7]), true);
  assert.equal(isAtLeast([5, 4], [5, 7]), false);
  assert.equal(isAtLeast([6, 0], [5, 7]), true);
});

test("possible CPUs are counted up to the last", () => {
  assert.equal(possibleCpus("0-127"), 128);
  assert.equal(possibleCpus("0"), 1);
  assert.equal(possibleCpus("0,2-3"), 4);
  assert.equal(possibleCpus(undefined), possibleCpus());
});

test("capabilities are read from the status of the process", () => {
  const bpf = effectiveCapabilities("Name:\tnode\nCapEff:\t0000008000001000\n");
  assert.deepEqual([...bpf], ["CAP_NET_ADMIN", "CAP_BPF"]);
  assert.equal(isCapable("CAP_PERFMON", bpf), false);
  const admin = effectiveCapabilities("CapEff:\t0000000000200000\n");
  assert.equal(isCapable("CAP_BPF", admin), true);
  assert.equal(isCapable("CAP_NET_ADMIN", admin), false);
  assert.equal(effectiveCapabilities("").size, 0);
});

test("errors have names and words", () => {
  assert.equal(errnoName(1), "EPERM");
  assert.equal(errnoName(999), "errno 999");
  assert.equal(describeErrno(22), "EINVAL, invalid argument");
  assert.equal(describeErrno(20), "ENOTDIR");
});

test("an interface name never leaves its folder", () => {
  assert.equal(interfaceIndex("../../../etc"), undefined);
  assert.equal(interfaceIndex(""), undefined);
});

const hybrid = `23 28 0:21 / /sys rw,nosuid shared:7 - sysfs sysfs rw
31 23 0:28 / /sys/fs/cgroup rw,relatime shared:9 - tmpfs tmpfs rw,mode=755
35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
41 31 0:38 / /sys/fs/cgroup/unified rw,relatime shared:10 master:2 - cgroup2 cgroup2 rw
50 28 0:40 /docker/1 /mnt/with\\040space rw - cgroup2 cgroup2 rw
`;

test("mounts are found by type, the whole file system first", () => {
  const mounts = parseMountinfo(hybrid);
  assert.equal(mounts.length, 5);
  assert.equal(findMount("cgroup2", mounts), "/sys/fs/cgroup/unified");
  assert.equal(findMount("cgroup2", mounts.slice(4)), "/mnt/with space");
  assert.equal(findMount("bpf", mounts), undefined);
});

test("the mount of a path is the longest one that holds it", () => {
  const mounts = parseMountinfo(hybrid);
  assert.equal(mountOf("/sys/fs/cgroup/memory/user.slice", mounts)?.type, "cgroup");
  assert.deepEqual(mountOf("/sys/fs/cgroup/memory/user.slice", mounts)?.superOptions, ["rw", "memory"]);
  assert.equal(mountOf("/sys/fs/cgroup/unified2", mounts)?.type, "tmpfs");
  assert.equal(mountOf("/home", mounts), undefined);
});
