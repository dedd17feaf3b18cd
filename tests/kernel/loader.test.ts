import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { writeElf } from "../../src/object/index.ts";
import { diagnose, findCgroupRoot, load, ObjectFormatError, UnsupportedError, YodelError } from "../../src/runtime.ts";
import { u64 } from "../../src/schema/index.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";
import { functionsObject, mapsObject, variablesObject } from "../support/objects.ts";
import { Running, runToEnd } from "../support/processes.ts";
import { requires } from "../support/requires.ts";
import { countingObject, makeObject, pass } from "./loader-objects.ts";

const skip = withoutKernel;
const sender = join(import.meta.dirname, "../e2e/udp-sender.ts");

test("counts the packets that leave and reach a cgroup exactly", { skip }, async () => {
  await using cgroup = makeTestCgroup();
  const egress = countingObject("cgroup_skb/egress");
  const ingress = countingObject("cgroup_skb/ingress");
  using out = load(egress);
  using into = load(writeElf(ingress));
  const link = out.programs.count.attach(cgroup.path);
  into.programs.count.attach(cgroup.path);
  assert.equal(link.info().target, `cgroup ${cgroup.path}`);
  assert.equal(link.info().programId, out.programs.count.info().id);

  await using sending = new Running(process.execPath, [sender, "20000"]);
  cgroup.add(sending.pid);
  sending.write("go\n");
  await sending.printed(/ready/);
  assert.equal(out.maps.counts.get(0), 0n);
  sending.write("go\n");
  await sending.printed(/sent/);
  assert.equal(out.maps.counts.get(0), 20_000n);
  assert.equal(into.maps.counts.get(0), 20_000n);

  link.close();
  link.close();
  assert.throws(() => link.info(), { code: "YDL4400" });
});

test("variables are shared, constants are fixed before", { skip }, () => {
  using bpf = load(variablesObject(), { constants: { limit: 99n } });
  const { packets, perCpu, level, limit, port, name } = bpf.variables;
  const { returned } = bpf.programs.count.test({ repeat: 5 });
  assert.equal(returned, 1);
  assert.equal(packets.value, 5n);
  packets.value = 2n ** 63n;
  bpf.programs.count.test();
  assert.equal(packets.value, 2n ** 63n + 1n);
  assert.equal(level.value, 7);
  level.value = 8;
  assert.equal(level.value, 8);
  name.value = "eth0";
  assert.equal(name.value, "eth0");
  assert.equal(limit.value, 99n);
  assert.equal(port.value, 443);
  assert.throws(() => {
    limit.value = 1n;
  }, TypeError);
  assert.throws(() => {
    level.value = -1;
  }, /level: -1 is not a u32/);
  // The program counts in the second slot whatever the CPU.
  assert.equal(perCpu.sum(), 6n);
  assert.equal(perCpu.perCpu()[1], 6n);
});

test("an option that does not exist is an error that names the nearest", { skip }, () => {
  assert.throws(() => load(countingObject(), { constant: {} } as never), {
    code: "YDL4401",
    message: "load has no option 'constant'",
    hint: /^did you mean 'constants'\? the options are constants, /,
  });
  using bpf = load(countingObject());
  assert.throws(() => bpf.programs.count.test({ dta: new Uint8Array(64) } as never), {
    hint: /^did you mean 'data'\?/,
  });
  assert.throws(() => bpf.programs.count.attach(findCgroupRoot(), { behind: "all" } as never), {
    message: "attach has no option 'behind'",
    hint: "the options are before, after",
  });
});

test("a constant that does not exist or does not fit is an error", { skip }, () => {
  assert.throws(() => load(variablesObject(), { constants: { limits: 1n } }), {
    code: "YDL4401",
    hint: "it has limit, port",
  });
  assert.throws(() => load(variablesObject(), { constants: { port: 65_536 } }), RangeError);
});

test("a per-CPU variable with too few slots is refused before anything is loaded", { skip }, () => {
  const object = variablesObject();
  const types = object.btf.types.map((type) =>
    type.kind === "array" && type.length === 4 ? { ...type, length: 1 } : type,
  );
  assert.throws(
    () => load({ ...object, btf: { types } }),
    (error) => error instanceof UnsupportedError && /'perCpu' was built for at most 1 CPUs/.test(error.message),
  );
});

const withoutLoops = skip || requires("5.17", "bpf_loop");

test("functions are linked to the program that calls them", { skip }, () => {
  const object = functionsObject();
  using bpf = load({ ...object, functions: object.functions.filter(({ name }) => name !== "second") });
  assert.equal(bpf.programs.first.test({ repeat: 1 }).returned, 1);
  assert.equal(bpf.variables.calls.value, 5n);
});

test("functions are linked by their address, for callbacks", { skip: withoutLoops }, () => {
  using bpf = load(functionsObject());
  bpf.programs.second.test({ repeat: 1 });
  assert.equal(bpf.variables.calls.value, 3n + 7n);
});

test("an unknown name is an error that lists those that exist, or says of what kind it is", { skip }, () => {
  using bpf = load(countingObject());
  assert.throws(() => bpf.maps.cuonts, { code: "YDL4401", message: /no map 'cuonts'/, hint: "it has counts" });
  assert.throws(() => bpf.maps.count, { hint: "it is a program: bpf.programs.count" });
  assert.throws(() => bpf.programs.counts, { hint: "it is a map: bpf.maps.counts" });
  assert.throws(() => bpf.variables.x, { hint: "it has no variables at all" });
  assert.deepEqual(Object.keys(bpf.maps), ["counts"]);
});

test("what is closed can't be used, and closing again does nothing", { skip }, () => {
  const bpf = load(variablesObject());
  const { packets } = bpf.variables;
  const { count } = bpf.programs;
  bpf.close();
  bpf.close();
  assert.throws(() => packets.value, { code: "YDL4400", message: /'\.bss' is closed/ });
  assert.throws(() => {
    packets.value = 1n;
  }, /closed/);
  assert.throws(() => count.test(), { code: "YDL4400", message: "the program 'count' is closed" });
  const other = load(countingObject());
  const { counts } = other.maps;
  counts.get(0);
  other.close();
  assert.throws(() => counts.get(0), { code: "YDL4400", message: "the map 'counts' is closed" });
  assert.throws(() => other.programs.count.attach("/"), YodelError);
});

test("names are those in the kernel, as far as it takes them", { skip }, () => {
  using bpf = load(makeObject({ "counts-packets-that-leave": pass }));
  assert.equal(bpf.programs["counts-packets-that-leave"].info().name, "counts_packets_");
});

test("a file that is missing or damaged is an ObjectFormatError", () => {
  const formatError = (message: RegExp) => (error: unknown) =>
    error instanceof ObjectFormatError && message.test(error.message);
  assert.throws(() => load("/no/such/count.bpf.o"), formatError(/count\.bpf\.o: there is no such file/));
  assert.throws(() => load(tmpdir()), formatError(/EISDIR/));
  assert.throws(() => load(writeElf(mapsObject()).subarray(0, 500)), ObjectFormatError);
});

test("runs a program on a packet and a context", { skip }, () => {
  const drop = makeObject({
    mark: {
      section: "socket",
      instructions: [{ op: "load", size: 4, signed: false, destination: 0, base: 1, offset: 8 }, { op: "exit" }],
    },
  });
  using bpf = load(drop);
  const data = new Uint8Array(100).fill(7);
  const result = bpf.programs.mark.test({ data, context: { mark: 77 } });
  assert.equal(result.returned, 77);
  assert.equal(result.context?.mark, 77);
  // Programs below the link layer get no Ethernet header, and the kernel gives back an empty one.
  assert.deepEqual(result.data.subarray(14), data.subarray(14));
  assert.ok(result.nanoseconds >= 0);
  assert.throws(() => bpf.programs.mark.test({ data: new Uint8Array(3) }), { code: "YDL4417", hint: /14 bytes/ });
  assert.throws(() => bpf.programs.mark.test({ context: { marks: 1 } }), { code: "YDL4418", hint: /mark/ });
});

test("when loading fails, what was created is closed", { skip }, () => {
  const counting = countingObject();
  const broken = makeObject({ broken: { section: "cgroup_skb/egress", instructions: [{ op: "exit" }] } });
  const object = { ...counting, functions: [...counting.functions, ...broken.functions] };
  const before = readdirSync("/proc/self/fd").length;
  assert.throws(() => load(object), { code: "YDL3100" });
  assert.equal(readdirSync("/proc/self/fd").length, before);
});

test("a thousand times loaded and closed leaves no file descriptor", { skip }, async () => {
  await using cgroup = makeTestCgroup();
  const object = variablesObject();
  load(object).close();
  const before = readdirSync("/proc/self/fd").length;
  for (let round = 0; round < 1000; round += 1) {
    using bpf = load(object);
    bpf.programs.count.attach(cgroup.path);
  }
  assert.equal(readdirSync("/proc/self/fd").length, before);
  assert.ok(!readFileSync("/proc/self/maps", "utf8").includes("bpf-map"));
});

test("importing needs no kernel and loads no FFI", async () => {
  const script = `
    await import(${JSON.stringify(join(import.meta.dirname, "../../src/runtime.ts"))});
    const { sharedObjects } = process.report.getReport();
    console.log(sharedObjects.some((path) => path.includes("koffi")) ? "loaded" : "not loaded");
  `;
  const { stdout, stderr } = await runToEnd(process.execPath, ["--input-type=module", "--eval", script]);
  assert.equal(stdout, "not loaded\n", stderr);
});

test("a link outlives nothing but its pin", { skip }, async () => {
  await using cgroup = makeTestCgroup();
  using bpf = load(makeObject({ pass }));
  const link = bpf.programs.pass.attach(cgroup.path);
  assert.throws(() => link.pin(join(tmpdir(), "not-a-bpf-file-system")), { code: "YDL4300" });
});

test("u64 in maps is a bigint", { skip }, () => {
  using bpf = load(countingObject());
  bpf.maps.counts.set(0, u64.decode(new Uint8Array(8).fill(255)));
  assert.equal(bpf.maps.counts.get(0), 2n ** 64n - 1n);
});

test("a diagnosis has a fix for each no", () => {
  const checks = diagnose();
  assert.ok(checks.length > 0);
  for (const { name, ok, detail, fix } of checks) {
    assert.notEqual(detail, "", name);
    if (ok === false) assert.ok(fix, `${name} is not there, and nothing says how to get it`);
  }
});

test("a diagnosis as root finds what these tests need", { skip }, () => {
  const good = new Set(diagnose().flatMap(({ name, ok }) => (ok ? [name] : [])));
  for (const name of ["kernel", "CAP_BPF", "cgroup2", "maps", "variables", "cgroup_skb programs", "xdp programs"]) {
    assert.ok(good.has(name), name);
  }
});
