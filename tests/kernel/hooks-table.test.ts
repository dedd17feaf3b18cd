// What docs/reference/hooks.md says of attaching, asked of the running kernel: for each section, what its link can do.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { type Link, load, openLink, type ProgramReference, program, sockMap } from "../../src/index.ts";
import { type AttachKind, attachKinds, type ProgramSection, programTypes } from "../../src/kernel/index.ts";
import { isAtLeast, kernelVersion } from "../../src/sys/machine.ts";
import { makeTestCgroup, type TestCgroup, withoutKernel } from "../support/kernel.ts";
import { ownNetwork } from "../support/network.ts";
import { withoutTools } from "../support/tools.ts";
import { withTracefs } from "../support/tracefs.ts";

/** What `*` stands for. */
const filledIn: Readonly<Record<string, string>> = {
  "tracepoint/*/*": "tracepoint/sched/sched_switch",
  "tp/*/*": "tp/sched/sched_switch",
  "raw_tracepoint/*": "raw_tracepoint/sched_switch",
  "raw_tp/*": "raw_tp/sched_switch",
  "uprobe/**": "uprobe/libc.so.6:getenv",
  "uprobe.s/**": "uprobe.s/libc.so.6:getenv",
  "uretprobe/**": "uretprobe/libc.so.6:getenv",
  "uretprobe.s/**": "uretprobe.s/libc.so.6:getenv",
  "iter/*": "iter/task",
  "iter.s/*": "iter.s/task",
};

const streams = sockMap({ maxEntries: 1 });

describe("the table of hooks", { skip: withoutKernel || withoutTools("ip") }, () => {
  let cgroup: TestCgroup;
  let pins: string;
  let tracefs: Disposable;
  let socket: ReturnType<typeof createSocket>;
  before(async () => {
    ownNetwork();
    cgroup = makeTestCgroup();
    tracefs = withTracefs();
    pins = mkdtempSync(join(tmpdir(), "yodel-bpffs-"));
    assert.equal(spawnSync("mount", ["-t", "bpf", "bpf", pins]).status, 0);
    socket = createSocket("udp4");
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
  });
  after(async () => {
    socket.close();
    spawnSync("umount", [pins]);
    rmSync(pins, { recursive: true });
    tracefs[Symbol.dispose]();
    await cgroup[Symbol.asyncDispose]();
  });

  /** What programs of each kind attach to here; undefined where this machine has nothing of the kind, or other tests see to it. */
  const targets: { readonly [K in AttachKind]?: () => readonly unknown[] } = {
    cgroup: () => [cgroup.path],
    interface: () => ["left"],
    tcx: () => ["left"],
    trafficControl: () => ["left"],
    networkNamespace: () => [],
    netfilter: () => [{ family: "ipv6", hook: "forward", priority: 77 }],
    route: () => [{ to: "fd00:77::/64", device: "left" }],
    socket: () => [socket],
    tracepoint: () => [],
    rawTracepoint: () => [],
    userProbe: () => [{ path: "libc.so.6", symbol: "getenv", pid: process.pid }],
    userProbes: () => [{ path: "libc.so.6", symbols: ["getenv", "setenv"], pid: process.pid }],
    perfEvent: () => [{ event: "cpu-clock", frequency: 1, pid: process.pid }],
    iterator: () => [],
  };

  for (const programType of programTypes) {
    for (const section of programType.sections) {
      const first = section.minimumKernel ?? programType.minimumKernel;
      const toMap = section.attach === "socketMap";
      // `cgroup/skb` names no way to attach; traffic control without a kernel that has actions is tested beside the others.
      if ((!targets[section.attach] && !toMap) || ["cgroup/skb", "action"].includes(section.pattern)) continue;
      test(section.pattern, (t) => {
        if (!isIn(first)) return t.skip(`needs kernel ${first}`);
        const name = (filledIn[section.pattern] ?? section.pattern) as "cgroup/sock_create";
        const one = program(name, {}, () => 1);
        const two = program(name, {}, (): 1 => 1);
        using bpf = load({ streams, one, two });
        const { one: attached, two: other } = bpf.programs;
        const given = toMap ? [bpf.maps.streams] : (targets[section.attach]?.() ?? []);
        const link = (attached.attach as (...target: readonly unknown[]) => Link)(...given);
        try {
          checkLink(section, link, other, join(pins, "link"));
        } finally {
          link.close();
        }
      });
    }
  }
});

/** Does with a link what the table says that it can do, and is refused where it says that it can't. */
function checkLink(section: ProgramSection, link: Link, other: ProgramReference, path: string): void {
  const facts = attachKinds[section.attach];
  const linked = facts.link !== "no" && isIn(facts.link);
  assert.equal(link.info().type !== undefined, linked && facts.pin !== false, "is a link");
  if (linked && facts.pin !== false) {
    link.pin(path);
    openLink(path).close();
    unlinkSync(path);
  } else {
    assert.throws(() => link.pin(path), { code: "YDL4107" });
  }
  if (linked && facts.update) {
    link.update(other);
    assert.equal(link.info().programId !== undefined, true);
  } else {
    assert.throws(() => link.update(other), { code: "YDL4441" });
  }
  if (!linked) return;
  if (facts.detach) link.detach();
  else assert.throws(() => link.detach(), { code: "YDL4441" });
}

function isIn(minimum: string): boolean {
  const [major = 0, minor = 0] = minimum.split(".").map(Number);
  return isAtLeast(kernelVersion(), [major, minor]);
}
