import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { arrayMap, load, type ProgramDefinition, program, u32, u64, variable } from "../../src/index.ts";
import { programTypes, resolveSection } from "../../src/kernel/index.ts";
import { isAtLeast, kernelVersion } from "../../src/sys/machine.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";
import { Running } from "../support/processes.ts";

const script = join(import.meta.dirname, "../support/cgroup-events.ts");

interface Seen {
  readonly ipv4: Readonly<Record<string, unknown>>;
  readonly ipv6: Readonly<Record<string, unknown>>;
  readonly unix: Readonly<Record<string, unknown>>;
  readonly options: { readonly set: unknown; readonly got: unknown; readonly value: number };
  readonly setting: string;
  readonly device: string;
}

/** Causes all events in a cgroup. */
async function cause(cgroup: { add(pid: number): void }): Promise<Seen> {
  await using process = await started();
  cgroup.add(process.pid);
  process.write("go\n");
  const [text] = await process.printed(/\{.*\}\n/);
  return JSON.parse(text);
}

async function started(): Promise<Running> {
  return new Running(process.execPath, [script]);
}

const hits = arrayMap({ value: u64, maxEntries: 64 });

/** Every section that attaches to a cgroup, but for `cgroup/skb`, which names no way to. */
const sections = programTypes
  .flatMap((type) => type.sections)
  .filter(({ attach, pattern }) => attach === "cgroup" && pattern !== "cgroup/skb")
  .map(({ pattern }) => pattern);

test("every cgroup hook attaches and sees its event", { skip: withoutKernel }, async () => {
  const possible = sections.filter((section) => isIn(resolveSection(section).minimumKernel));
  const programs: Record<string, ProgramDefinition> = {};
  for (const [INDEX, section] of possible.entries()) {
    programs[`on_${INDEX}`] = program(
      section as "cgroup/sock_create",
      { hits, INDEX },
      (_context, { hits, INDEX }): 1 => {
        const count = hits.lookup(INDEX);
        if (count) count.value += 1;
        return 1;
      },
      { name: `on_${INDEX}` },
    );
  }
  await using cgroup = makeTestCgroup();
  using bpf = load({ hits, ...programs });
  const attachable = bpf.programs as unknown as Readonly<Record<string, { attach(path: string): unknown }>>;
  for (const name of Object.keys(programs)) attachable[name]?.attach(cgroup.path);
  const seen = await cause(cgroup);
  assert.equal(seen.ipv4.connected, 0);
  assert.equal(seen.device, "done");
  const counted = possible.filter((_, index) => bpf.maps.hits.get(index) > 0n);
  assert.deepEqual(counted, possible);
});

test("programs of a cgroup change and refuse what its processes ask for", { skip: withoutKernel }, async () => {
  const lastPort = variable(u32);
  const programs = {
    lastPort,
    peer: program("cgroup/getpeername4", {}, (address) => {
      address.user_port = 4242;
      return 1;
    }),
    connects: program("cgroup/connect4", { lastPort }, (address, { lastPort }, bpf) => {
      lastPort.value = address.user_port;
      return address.user_ip4 === bpf.ipv4("127.0.0.1");
    }),
    binds: program("cgroup/bind6", {}, () => 0),
    sets: program("cgroup/setsockopt", { u32 }, (option, { u32 }, bpf) => {
      const value = bpf.header(option, u32, 0);
      return !(value && option.level === bpf.SOL_SOCKET && option.optname === 8 && value.value === 9000);
    }),
    gets: program("cgroup/getsockopt", { u32 }, (option, { u32 }, bpf) => {
      const value = bpf.header(option, u32, 0);
      if (value && option.level === bpf.SOL_SOCKET && option.optname === 8) {
        value.value = 12345;
        option.retval = 0;
      }
      return 1;
    }),
    settings: program("cgroup/sysctl", {}, (access) => access.write === 1),
    devices: program("cgroup/dev", {}, (device) => !(device.major === 1 && device.minor === 5)),
  };
  await using cgroup = makeTestCgroup();
  using bpf = load(programs);
  for (const name of ["peer", "connects", "binds", "sets", "gets", "settings", "devices"] as const) {
    bpf.programs[name].attach(cgroup.path);
  }
  const seen = await cause(cgroup);
  assert.equal(seen.ipv4.peer, 4242);
  assert.equal(seen.ipv4.connected, 0);
  assert.ok(bpf.variables.lastPort.value > 0);
  assert.equal(seen.ipv6.bound, "EPERM");
  assert.deepEqual(seen.options, { set: "EPERM", got: 0, value: 12345 });
  assert.equal(seen.setting, "EPERM");
  assert.equal(seen.device, "EPERM");
});

function isIn(minimum: string): boolean {
  const [major = 0, minor = 0] = minimum.split(".").map(Number);
  return isAtLeast(kernelVersion(), [major, minor]);
}
