import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, constants, mkdirSync, mkdtempSync, openSync, rmdirSync, rmSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CgroupError, findCgroupRoot, load, PermissionError, VerifierError } from "../../src/runtime.ts";
import { u64 } from "../../src/schema/index.ts";
import { attachProgram, detachProgram, type KernelObjectKind, openById } from "../../src/sys/bpf.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";
import { Running } from "../support/processes.ts";
import { withoutTools } from "../support/tools.ts";
import { withTracefs } from "../support/tracefs.ts";
import { countingObject, exit, helper, makeObject, pass, set } from "./loader-objects.ts";

const skip = withoutKernel;
const runtime = join(import.meta.dirname, "../../src/runtime.ts");

/** Until a condition holds, for at most two seconds. */
async function until(holds: () => boolean): Promise<void> {
  for (let round = 0; round < 100 && !holds(); round += 1) await new Promise((resolve) => setTimeout(resolve, 20));
}

test("a raw tracepoint counts", { skip }, async () => {
  using bpf = load(countingObject("raw_tracepoint/sched_switch", 0));
  using link = bpf.programs.count.attach();
  assert.equal(link.info().target, "raw tracepoint sched_switch");
  await until(() => bpf.maps.counts.get(0) > 0n);
  assert.ok(bpf.maps.counts.get(0) > 0n);
  assert.throws(() => bpf.programs.count.attach("/sys"), { code: "YDL4410", message: /takes no target/ });
});

test("a raw tracepoint that the kernel does not have", { skip }, () => {
  using bpf = load(countingObject("raw_tracepoint/no_such_point", 0));
  assert.throws(() => bpf.programs.count.attach(), { code: "YDL4415" });
});

test("a tracepoint counts, on every CPU", { skip }, async () => {
  using _tracefs = withTracefs();
  using bpf = load(countingObject("tracepoint/sched/sched_switch", 0));
  bpf.programs.count.attach();
  await until(() => bpf.maps.counts.get(0) > 0n);
  assert.ok(bpf.maps.counts.get(0) > 0n);
});

test("XDP counts on a virtual interface, in both modes", { skip: skip || withoutTools("ip") }, async (t) => {
  const name = `yodel${randomBytes(3).toString("hex")}`;
  const peer = `${name}p`;
  const added = spawnSync("ip", ["link", "add", name, "type", "veth", "peer", "name", peer], { encoding: "utf8" });
  if (added.stderr.includes("Unknown device type")) return t.skip("needs a kernel with virtual interfaces (veth)");
  assert.equal(added.status, 0, added.stderr);
  try {
    using bpf = load(countingObject("xdp", 2));
    for (const mode of ["generic", "native"] as const) {
      const link = bpf.programs.count.attach(name, { mode });
      assert.throws(() => bpf.programs.count.attach(name, { mode }), { code: "YDL4413", message: /room for one/ });
      link.close();
    }
    bpf.programs.count.attach(name);
    spawnSync("ip", ["link", "set", name, "up"]);
    spawnSync("ip", ["link", "set", peer, "up"]);
    await until(() => bpf.maps.counts.get(0) > 0n);
    assert.ok(bpf.maps.counts.get(0) > 0n, "the other end announces itself by IPv6");
    assert.throws(() => bpf.programs.count.attach("no-such-link"), { code: "YDL4411" });
    assert.throws(() => bpf.programs.count.attach(), { code: "YDL4410", message: /got nothing/ });
  } finally {
    spawnSync("ip", ["link", "del", name]);
  }
});

test("a socket filter needs a socket", { skip }, () => {
  using bpf = load(countingObject("socket", 0));
  const file = openSync("/dev/null", constants.O_RDONLY);
  try {
    assert.throws(() => bpf.programs.count.attach(file), { code: "YDL4416" });
    assert.throws(() => bpf.programs.count.attach("eth0"), { code: "YDL4410" });
  } finally {
    closeSync(file);
  }
});

test("a pinned link stays until its file is removed", { skip }, async () => {
  await using cgroup = makeTestCgroup();
  const directory = mkdtempSync(join(tmpdir(), "yodel-bpffs-"));
  assert.equal(spawnSync("mount", ["-t", "bpf", "bpf", directory]).status, 0);
  try {
    using bpf = load(makeObject({ pass }));
    const path = join(directory, "link");
    const link = bpf.programs.pass.attach(cgroup.path);
    link.pin(path);
    link.close();
    unlinkSync(path);
  } finally {
    spawnSync("umount", [directory]);
    rmSync(directory, { recursive: true });
  }
});

test("a cgroup path that is missing, a file, version 1 or no cgroup says where cgroup2 is", { skip }, () => {
  using bpf = load(makeObject({ pass }));
  const root = findCgroupRoot();
  const attempt = (path: string) => () => bpf.programs.pass.attach(path);
  const cgroupError = (code: string, message: RegExp, hint: RegExp) => (error: unknown) => {
    assert.ok(error instanceof CgroupError);
    assert.equal(error.code, code);
    assert.match(error.message, message);
    assert.match(error.hint ?? "", hint);
    return true;
  };
  assert.throws(attempt(`${root}/no-such-cgroup`), cgroupError("YDL4201", /no-such-cgroup/, new RegExp(root)));
  assert.throws(
    attempt(`${root}/cgroup.procs`),
    cgroupError("YDL4202", /is a file/, new RegExp(`did you mean ${root}`)),
  );
  assert.throws(attempt("/proc"), cgroupError("YDL4203", /not a cgroup/, new RegExp(root)));
});

test("an exclusive program above is named", { skip }, async () => {
  await using cgroup = makeTestCgroup();
  const below = `${cgroup.path}/below`;
  mkdirSync(below);
  const exclusive = makeObject({ gatekeeper: pass });
  using theirs = load(exclusive);
  using ours = load(makeObject({ pass }));
  const fd = openSync(cgroup.path, constants.O_RDONLY | constants.O_DIRECTORY);
  const egress = 1;
  const attachment = { targetFd: fd, programFd: theirs.programs.gatekeeper.fd, attachType: egress };
  attachProgram(attachment);
  try {
    assert.throws(
      () => ours.programs.pass.attach(below),
      (error) =>
        error instanceof PermissionError &&
        error.code === "YDL4004" &&
        error.message.includes("'gatekeeper'") &&
        error.message.includes(`exclusively at ${cgroup.path}`),
    );
  } finally {
    detachProgram(attachment);
    closeSync(fd);
    rmdirSync(below);
  }
});

/** Runs a script as nobody, with some capabilities left. */
function runWithout(capabilities: string, script: string): string {
  const inherited = capabilities === "" ? [] : [`--inh-caps=${capabilities}`, `--ambient-caps=${capabilities}`];
  const command = [...inherited, "--reuid=65534", "--regid=65534", "--clear-groups", process.execPath];
  const { stdout, stderr } = spawnSync("setpriv", [...command, "--input-type=module", "--eval", script], {
    encoding: "utf8",
    cwd: "/",
  });
  return stdout + stderr;
}

function attemptScript(steps: string): string {
  const object = makeObject({ pass });
  const { code } = object.functions[0] ?? assert.fail("the object has a function");
  return `
    const { load } = await import(${JSON.stringify(runtime)});
    const code = Uint8Array.from(${JSON.stringify([...code])});
    const types = [{ kind: "void" }];
    const pass = { name: "pass", section: "cgroup_skb/egress", isProgram: true, code, references: [], type: 0, lines: [] };
    const map = { name: "hits", type: 2, keySize: 4, valueSize: 8, maxEntries: 1, flags: 0, keyType: 0, valueType: 0 };
    const object = { name: "t", license: "GPL", maps: [map], sections: [], functions: [pass], btf: { types } };
    try { ${steps} } catch (error) { console.log(error.name, error.code, error.message, "|", error.hint); }
  `;
}

test("a refusal names the capability that is missing", { skip }, async () => {
  await using cgroup = makeTestCgroup();
  const create = runWithout("", attemptScript("load(object)"));
  assert.match(
    create,
    /^PermissionError YDL4000 .*may not create the map 'hits': it lacks CAP_BPF.*\| .*--cap-add=BPF/,
  );
  const path = JSON.stringify(cgroup.path);
  const attaching = runWithout("+bpf", attemptScript(`load(object).programs.pass.attach(${path})`));
  assert.match(attaching, /^PermissionError YDL4000 .*may not attach 'pass' to .*: it lacks CAP_NET_ADMIN \|/);
  const enough = runWithout(
    "+bpf,+net_admin",
    attemptScript(`load(object).programs.pass.attach(${path}); console.log("attached")`),
  );
  assert.match(enough, /^attached/);
});

test("a rejected program is shown at its source line, with the registers in words", { skip }, () => {
  const line = (slot: number, number: number, text: string) => {
    return { slot, file: "/home/me/count.bpf.ts", line: number, column: 3, text };
  };
  const object = makeObject(
    {
      count: {
        section: "cgroup_skb/egress",
        instructions: [
          { op: "store", size: 4, base: 10, offset: -4, source: { immediate: 0 } },
          set(2, { register: 10 }),
          { op: "alu", operator: "add", width: 64, destination: 2, source: { immediate: -4 } },
          { op: "loadImmediate64", destination: 1, pseudo: 0, value: 0n },
          helper(1),
          { op: "load", size: 8, signed: false, destination: 1, base: 0, offset: 0 },
          set(0, 1),
          exit,
        ],
        references: [{ kind: "map", slot: 3, map: "rows" }],
        lines: [
          line(0, 4, "  const row = rows.lookup(0);"),
          line(6, 5, "  row.packets += 1;"),
          line(7, 6, "  return 1;"),
        ],
      },
    },
    { rows: { type: 1, value: u64, maxEntries: 1 } },
  );
  assert.throws(
    () => load(object),
    (error) => {
      assert.ok(error instanceof VerifierError);
      assert.equal(error.program, "count");
      assert.match(error.log, /processed \d+ insns/);
      assert.deepEqual(error.location?.line, 5);
      assert.equal(error.location?.lineText, "  row.packets += 1;");
      assert.match(
        error.message,
        /^\/home\/me\/count\.bpf\.ts:5:3 - error YDL3100: the kernel's verifier rejects 'count'/,
      );
      assert.match(error.message, /R0 is a value of (the map 'rows'|a map), or missing/);
      assert.match(error.message, / {2}5 {3}row\.packets \+= 1;\n {6}~+/);
      assert.match(error.hint ?? "", /check the result of the lookup/);
      return true;
    },
  );
});

test("kill -9 leaves no program, map or link", { skip }, async () => {
  await using cgroup = makeTestCgroup();
  const script = `
    import { load } from ${JSON.stringify(runtime)};
    import { countingObject } from ${JSON.stringify(join(import.meta.dirname, "loader-objects.ts"))};
    const bpf = load(countingObject());
    const link = bpf.programs.count.attach(${JSON.stringify(cgroup.path)});
    console.log(JSON.stringify({ program: bpf.programs.count.info().id, map: bpf.maps.counts.info().id, link: link.info().id }));
    setInterval(() => {}, 1000);
  `;
  await using child = new Running(process.execPath, ["--input-type=module", "--eval", script]);
  const [text] = await child.printed(/\{.*\}/);
  const ids: { readonly [kind in "program" | "map" | "link"]: number } = JSON.parse(text);
  const left = () => (["program", "map", "link"] as const).filter((kind) => isThere(kind, ids[kind]));
  assert.deepEqual(left(), ["program", "map", "link"]);
  child.child.kill("SIGKILL");
  await child.ended;
  // The kernel frees what nothing refers to a moment later.
  await until(() => left().length === 0);
  assert.deepEqual(left(), []);
});

function isThere(kind: KernelObjectKind, id: number): boolean {
  const fd = openById(kind, id);
  if (fd !== undefined) closeSync(fd);
  return fd !== undefined;
}
