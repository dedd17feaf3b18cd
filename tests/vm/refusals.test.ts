// What we say needs a version is refused before it, with that version; from it on, it works.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  bloomFilter,
  cgroupStorage,
  load,
  type ProgramDefinition,
  program,
  sockMap,
  taskStorage,
  UnsupportedError,
  u32,
  u64,
  usdtArgument,
  variable,
} from "../../src/index.ts";
import { isAtLeast, kernelVersion, parseVersion } from "../../src/sys/machine.ts";
import { Probed } from "../support/probed.ts";
import { requiresOption } from "../support/requires.ts";

const total = variable(u64);

interface Feature {
  readonly what: string;
  readonly since: string;
  /** What else the kernel needs, from that version on. */
  readonly option?: string;
  attempt(): void;
}

const loads =
  (definition: ProgramDefinition, also: object = {}) =>
  () =>
    load({ definition, ...also }).close();

/** Every one is newer than the oldest kernel of the suite and older than the newest. */
const features: readonly Feature[] = [
  {
    what: "syscall programs",
    since: "5.14",
    attempt: loads(program("syscall", {}, () => 0)),
  },
  {
    what: "bloom filters",
    since: "5.16",
    attempt: () => load({ filter: bloomFilter({ value: u32, maxEntries: 8 }) }).close(),
  },
  {
    what: "the helper get_attach_cookie",
    since: "5.15",
    attempt: loads(
      program("uprobe", { total }, (ctx, { total }, bpf) => {
        total.value = bpf.get_attach_cookie(ctx);
      }),
      { total },
    ),
  },
  {
    what: "the helper ktime_get_tai_ns",
    since: "6.1",
    attempt: loads(
      program("cgroup_skb/egress", { total }, (_skb, { total }, bpf) => {
        total.value = bpf.ktime_get_tai_ns();
        return 1 as const;
      }),
      { total },
    ),
  },
  {
    what: "XDP programs for packets of several buffers",
    since: "5.18",
    attempt: loads(program("xdp.frags", {}, () => 2 as const)),
  },
  {
    what: "programs at hooks of netfilter",
    since: "6.4",
    attempt: loads(program("netfilter", {}, () => 1 as const)),
  },
  {
    what: "programs for the addresses of Unix sockets",
    since: "6.7",
    attempt: loads(program("cgroup/connect_unix", {}, () => 1 as const)),
  },
  {
    what: "storage of tasks",
    since: "5.11",
    attempt: () => load({ storage: taskStorage({ value: u32 }) }).close(),
  },
  {
    what: "storage of cgroups",
    since: "6.2",
    attempt: () => load({ storage: cgroupStorage({ value: u32 }) }).close(),
  },
  {
    what: "links of traffic control",
    since: "6.6",
    attempt() {
      using bpf = load({ pass: program("tcx/ingress", {}, () => -1 as const) });
      bpf.programs.pass.attach("lo");
    },
  },
  {
    what: "verdicts for sockets that are no streams",
    since: "5.13",
    attempt() {
      using bpf = load({ sockets: sockMap({ maxEntries: 1 }), pass: program("sk_skb/verdict", {}, () => 1 as const) });
      bpf.programs.pass.attach(bpf.maps.sockets);
    },
  },
  {
    what: "iterators that may sleep",
    since: "5.14",
    attempt: loads(program("iter.s/task", {}, () => 0 as const)),
  },
  {
    what: "probes in user space that may sleep",
    since: "6.0",
    attempt: loads(program("uprobe.s", {}, () => {})),
  },
  {
    what: "security hooks of a cgroup",
    since: "6.0",
    attempt: loads(program("lsm_cgroup/socket_create", {}, () => 1 as const)),
  },
  {
    what: "cookies of attachments",
    since: "5.15",
    attempt() {
      using bpf = load({ probe: program("kprobe/do_mkdirat", {}, () => {}) });
      bpf.programs.probe.attach({ cookie: 1 });
    },
  },
  {
    what: "links to many functions of the kernel",
    since: "5.18",
    option: "CONFIG_FPROBE",
    attempt() {
      using bpf = load({ probe: program("kprobe.multi", {}, () => {}) });
      bpf.programs.probe.attach(["do_mkdirat"]);
    },
  },
  {
    what: "links to many functions in user space",
    since: "6.6",
    attempt() {
      using bpf = load({ probe: program("uprobe.multi", {}, () => {}) });
      bpf.programs.probe.attach({ path: "libc.so.6", symbols: ["getenv"] });
    },
  },
  {
    what: "arguments of USDT probes",
    since: "5.15",
    attempt() {
      using probed = new Probed();
      const onSum = program("usdt", { argument: usdtArgument(), total }, (ctx, { argument, total }) => {
        total.value = argument(ctx, 0);
      });
      using bpf = load({ onSum, total });
      bpf.programs.onSum.attach({ path: probed.path, provider: "probed", name: "sum" });
    },
  },
];

describe("a feature is refused by kernels before it", () => {
  for (const { what, since, option, attempt } of features) {
    test(`${what} (${since})`, () => {
      const isNewEnough = isAtLeast(kernelVersion(), parseVersion(since));
      const isWithout = option !== undefined && requiresOption(since, option) !== false;
      if (isNewEnough && !isWithout) return attempt();
      assert.throws(attempt, (error) => {
        assert.ok(error instanceof UnsupportedError, String(error));
        if (isNewEnough) assert.match(error.message, new RegExp(option ?? ""));
        else assert.equal(error.minimumKernel, since, error.message);
        return true;
      });
    });
  }
});
