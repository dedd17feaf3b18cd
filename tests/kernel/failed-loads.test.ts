import assert from "node:assert/strict";
import { openSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type LoadOptions, load, removePins } from "../../src/runtime.ts";
import { u32, u64 } from "../../src/schema/index.ts";
import { mapInfo, objectIds, openById, programInfo } from "../../src/sys/bpf.ts";
import { closeSync } from "../../src/sys/files.ts";
import { mountBpffs } from "../support/bpffs.ts";
import { repository } from "../support/cli.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";
import { runTool, withoutTools } from "../support/tools.ts";
import {
  address,
  countingObject,
  exit,
  type MapParts,
  makeObject,
  type ProgramParts,
  pass,
  set,
} from "./loader-objects.ts";

// Each step of loading and attaching fails in turn: what was made before it must be gone, from this process and from the kernel.

const skip = withoutKernel;
/** What maps and programs of these tests are called, so that the kernel's lists can be searched for them. */
const prefix = `lk${process.pid}`;

const hash: MapParts = { type: 1, value: u64, maxEntries: 4 };
const named = <T>(things: Record<string, T>) =>
  Object.fromEntries(Object.entries(things).map(([name, thing]) => [`${prefix}${name}`, thing]));
const makeNamed = (programs: Record<string, ProgramParts>, maps: Record<string, MapParts> = { rows: hash }) =>
  makeObject(named(programs), named(maps));

const descriptors = (): string[] => readdirSync("/proc/self/fd").sort();

/** Names of maps and programs of these tests that the kernel has. */
function inKernel(): string[] {
  const found: string[] = [];
  for (const [kind, info] of [
    ["map", mapInfo],
    ["program", programInfo],
  ] as const) {
    for (const id of objectIds(kind)) {
      const fd = openById(kind, id);
      if (fd === undefined) continue;
      const { name } = info(fd);
      closeSync(fd);
      if (name.startsWith(prefix)) found.push(`${kind} ${name}`);
    }
  }
  return found;
}

/** The kernel frees a little later. */
async function untilGone(): Promise<string[]> {
  for (let round = 0; round < 100; round++) {
    const left = inKernel();
    if (left.length === 0) return left;
    await sleep(20);
  }
  return inKernel();
}

/** Runs what must fail, and checks that it leaves nothing. */
async function failsCleanly(act: () => unknown, expected: object): Promise<void> {
  // What is opened once for all, such as the FFI, is open after the first try.
  assert.throws(act, expected);
  const before = descriptors();
  assert.throws(act, expected);
  assert.deepEqual(descriptors(), before);
  assert.deepEqual(await untilGone(), []);
}

/** A file that is neither a map nor a socket. */
const noMap = openSync("/dev/null", "r");
after(() => closeSync(noMap));

const bad: ProgramParts = { section: "cgroup_skb/egress", instructions: [set(0, 7), exit] };

describe("a load that fails leaves nothing", { skip }, () => {
  const steps: Record<string, [object: () => ReturnType<typeof makeObject>, options: LoadOptions, expected: object]> = {
    "a map with flags that the kernel does not know": [
      () => makeNamed({ pass }, { rows: hash, odd: { ...hash, flags: 0x4000_0000 } }),
      {},
      { code: "YDL4402" },
    ],
    "a program that the verifier rejects, behind one that it accepts": [
      () => makeNamed({ pass, bad }),
      {},
      { code: "YDL3100" },
    ],
    "a program that refers to what is not there": [
      () =>
        makeNamed({
          pass,
          lost: {
            ...pass,
            instructions: [address(1), ...pass.instructions],
            references: [{ kind: "map", slot: 0, map: "x" }],
          },
        }),
      {},
      { code: "YDL4403" },
    ],
    "a function of the kernel that it does not have": [
      () =>
        makeNamed({
          pass,
          traced: { section: "fentry/no_such_function_in_any_kernel", instructions: [set(0, 0), exit] },
        }),
      {},
      (error: Error) => /no_such_function_in_any_kernel/.test(error.message),
    ],
    "a map given that is none": [
      () => makeNamed({ pass }, { rows: hash, more: hash }),
      { maps: { [`${prefix}more`]: { fd: noMap } } },
      { code: "YDL4409", message: /is no map/ },
    ],
  };
  for (const [what, [object, options, expected]] of Object.entries(steps)) {
    test(what, () => failsCleanly(() => load(object(), options), expected));
  }

  test("a pin folder that has another map or another program", async () => {
    using folder = mountBpffs();
    await using cgroup = makeTestCgroup();
    const pin = join(folder.path, "pinned");
    const first = load(countingObject(), { pin });
    first.programs.count.attach(cgroup.path);
    first.close();
    const kept = readdirSync(pin).sort();
    const others = [
      makeObject({ count: pass }, { counts: { type: 2, value: u32, maxEntries: 3 } }),
      makeObject({ count: pass }, { counts: { type: 2, value: u64, maxEntries: 1 } }),
    ];
    for (const other of others) {
      const before = descriptors();
      assert.throws(() => load(other, { pin }), { code: "YDL7060" });
      assert.deepEqual(descriptors(), before);
      assert.deepEqual(readdirSync(pin).sort(), kept);
    }
    // It still works for those whose it is.
    load(countingObject(), { pin }).close();
    removePins(pin);
  });
});

describe("an attachment that fails leaves nothing", { skip }, () => {
  const targets: Record<string, [section: string, verdict: number, target: unknown]> = {
    "a folder that is no cgroup": ["cgroup_skb/egress", 1, "/tmp"],
    "a cgroup that is not there": ["cgroup_skb/egress", 1, "/sys/fs/cgroup/no-such-cgroup"],
    "an interface that is not there": ["xdp", 2, "nosuchif0"],
    "an interface for tcx that is not there": ["tcx/ingress", 0, "nosuchif0"],
    "a file that is no socket": ["socket", 0, noMap],
    "a tracepoint that is not there": ["tracepoint/sched/no_such_event", 0, undefined],
    "a raw tracepoint that is not there": ["raw_tracepoint/no_such_event", 0, undefined],
    "a network namespace that is not there": ["flow_dissector", 0, "/tmp/no-such-namespace"],
  };
  for (const [what, [section, verdict, target]] of Object.entries(targets)) {
    test(what, () => {
      using bpf = load(makeNamed({ it: { section, instructions: [set(0, verdict), exit] } }));
      const program = bpf.programs[`${prefix}it`];
      assert.throws(() => program.attach(target));
      const before = descriptors();
      assert.throws(() => program.attach(target));
      assert.deepEqual(descriptors(), before);
    });
  }
});

/** Loads an object twice in a process with these capabilities alone; says the code of the error, and what was opened on the way. */
function loadWith(capabilities: string, section: string): { code: string; opened: number } {
  const script = `
    import { readdirSync } from "node:fs";
    const { load } = await import(${JSON.stringify(join(repository, "src/runtime.ts"))});
    const { makeObject, set, exit } = await import(${JSON.stringify(join(import.meta.dirname, "loader-objects.ts"))});
    const { u64 } = await import(${JSON.stringify(join(repository, "src/schema/index.ts"))});
    const object = makeObject(
      { it: { section: ${JSON.stringify(section)}, instructions: [set(0, 0), exit] } },
      { rows: { type: 1, value: u64, maxEntries: 4 } },
    );
    const codeOf = () => { try { load(object).close(); return "none"; } catch (error) { return error.code; } };
    const code = codeOf();
    const before = readdirSync("/proc/self/fd").length;
    codeOf();
    console.log(JSON.stringify({ code, opened: readdirSync("/proc/self/fd").length - before }));
  `;
  const only = `--bounding-set=-all${capabilities === "" ? "" : `,${capabilities}`}`;
  const node = [process.execPath, "--input-type=module", "--eval", script];
  const { status, stdout, stderr } = runTool("setpriv", ["--inh-caps=-all", only, ...node]);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

test("a capability that is missing leaves nothing", { skip: skip || withoutTools("setpriv") }, () => {
  // Nothing can be made; and the map can, but not the program.
  assert.deepEqual(loadWith("", "xdp"), { code: "YDL4000", opened: 0 });
  assert.deepEqual(loadWith("+bpf", "xdp"), { code: "YDL4000", opened: 0 });
  assert.deepEqual(loadWith("+bpf", "raw_tracepoint/sys_enter"), { code: "YDL4000", opened: 0 });
  assert.deepEqual(loadWith("+bpf,+net_admin", "xdp"), { code: "none", opened: 0 });
});
