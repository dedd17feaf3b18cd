import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { repository, yodel } from "../../tests/support/cli.ts";
import { withoutKernel } from "../../tests/support/kernel.ts";
import { withTracefs } from "../../tests/support/tracefs.ts";
import { BtfBuilder, writeBtf } from "../btf/index.ts";

const directory = mkdtempSync(join(tmpdir(), "yodel-types-"));
process.on("exit", () => rmSync(directory, { recursive: true }));

/** A small kernel: a struct of every kind of member, and what it refers to. */
function smallKernel(): string {
  const types = new BtfBuilder();
  const integer = (name: string, size: number, encoding: "signed" | "unsigned" | "bool" = "unsigned") =>
    types.add({ kind: "int", name, size, bits: size * 8, bitOffset: 0, encoding });
  const [int, char, byte, bool] = [
    integer("int", 4, "signed"),
    integer("char", 1, "signed"),
    integer("unsigned char", 1),
    integer("_Bool", 1, "bool"),
  ];
  const wide = integer("__int128", 16);
  const other = types.add({ kind: "forward", name: "other", of: "struct" });
  const own = types.add({ kind: "forward", name: "thing", of: "struct" });
  const nothing = types.add({ kind: "pointer", type: 0 });
  const enumerators = [
    { name: "RED", value: 0n },
    { name: "GREEN", value: 7n },
  ];
  const color = types.add({ kind: "enum", name: "color", size: 4, signed: false, enumerators });
  const field = (name: string, type: number, bitOffset: number, bitSize = 0) => ({ name, type, bitOffset, bitSize });
  const inner = types.add({ kind: "struct", name: "inner", size: 4, members: [field("value", int, 0)] });
  const choice = types.add({
    kind: "union",
    name: "",
    size: 4,
    members: [field("left", int, 0), field("right", int, 0)],
  });
  const nameless = types.add({ kind: "struct", name: "", size: 4, members: [field("deep", int, 0)] });
  const members = [
    field("number", int, 0),
    field("", choice, 32),
    field("part", inner, 64),
    field("nested", nameless, 96),
    field("color", color, 128),
    field("flag", bool, 160),
    field("low", int, 192, 3),
    field("high", int, 195, 5),
    field("next", types.add({ kind: "pointer", type: own }), 256),
    field("peer", types.add({ kind: "pointer", type: other }), 320),
    field("data", nothing, 384),
    field("name", types.addArray(char, 16), 448),
    field("mac", types.addArray(byte, 6), 576),
    field("list", types.addArray(int, 3), 640),
    field("huge", wide, 768),
    field("tail", types.addArray(int, 0), 896),
  ];
  types.add({ kind: "struct", name: "thing", size: 112, members });
  const entry = types.add({ kind: "struct", name: "trace_entry", size: 8, members: [field("type", int, 0)] });
  const record = [field("ent", entry, 0), field("count", int, 64), field("comm", types.addArray(char, 16), 96)];
  types.add({ kind: "struct", name: "trace_event_raw_thing_done", size: 28, members: record });
  const file = join(directory, "small.btf");
  writeFileSync(file, writeBtf(types.build()));
  return file;
}

test("types writes what was asked for, with what it holds", async () => {
  const { status, stdout } = await yodel(["types", "thing", "color", "--btf", smallKernel()]);
  assert.equal(status, 0);
  const text = stdout.replace(/btf: ".*"/, "btf: …").replace(directory, "DIRECTORY");
  assert.equal(
    text,
    `/**
 * Types of the kernel, written by \`yodel types thing color\` from DIRECTORY/small.btf.
 * Where fields are is looked up in the kernel that loads a program (CO-RE): this file fits others as well.
 */
import { type KernelArray, type KernelBytes, type KernelPointer, registerKernelTypes } from "yodel";

/** \`struct thing\` */
export interface Thing {
  readonly number: number;
  readonly left: number;
  readonly right: number;
  readonly part: Inner;
  readonly nested: {
    readonly deep: number;
  };
  readonly color: number;
  readonly flag: boolean;
  readonly low: number;
  readonly high: number;
  readonly next: KernelPointer<"thing">;
  readonly peer: KernelPointer<"other">;
  readonly data: number;
  readonly name: string;
  readonly mac: Readonly<KernelBytes>;
  readonly list: KernelArray<number, 3>;
  readonly tail: KernelArray<number, number>;
}

/** \`enum color\` */
export interface Color {
  readonly RED: number;
  readonly GREEN: number;
}

/** \`struct inner\` */
export interface Inner {
  readonly value: number;
}

declare module "yodel" {
  interface KernelTypes {
    readonly thing: Thing;
  }
  interface KernelEnums {
    readonly color: Color;
  }
}

registerKernelTypes({
  names: ["thing", "color"],
  btf: …,
});
`,
  );
});

test("a flavour names what a kernel has without it", async () => {
  const { stdout } = await yodel(["types", "thing___old", "--btf", smallKernel()]);
  assert.match(stdout, /interface ThingOld \{/);
  assert.match(stdout, /readonly next: KernelPointer<"thing___old">;/);
  assert.match(stdout, /readonly thing___old: ThingOld;/);
});

test("types describes the records of tracepoints", async () => {
  const { status, stdout } = await yodel(["types", "--tracepoint", "things/thing_done", "--btf", smallKernel()]);
  assert.equal(status, 0);
  const text = stdout.slice(stdout.indexOf("import")).replace(/btf: ".*"/, "btf: …");
  assert.equal(
    text,
    `import { type KernelArray, registerKernelTypes } from "yodel";

declare module "yodel" {
  interface TracepointContexts {
    "things/thing_done": {
      readonly count: number;
      readonly comm: KernelArray<number, 16>;
    };
  }
}

registerKernelTypes({
  names: [],
  tracepoints: {
    "things/thing_done": "trace_event_raw_thing_done",
  },
  btf: …,
});
`,
  );
});

test("the struct that events of a class share is told by tracefs", { skip: withoutKernel }, async () => {
  using _tracefs = withTracefs();
  const { status, stdout } = await yodel(["types", "--tracepoint", "sched/sched_waking"]);
  assert.equal(status, 0);
  assert.match(stdout, /"sched\/sched_waking": "trace_event_raw_sched_wakeup_template"/);
  const { stderr } = await yodel(["types", "--tracepoint", "sched/sched_no_such"]);
  assert.match(stderr, /YDL4436: the record of the tracepoint 'sched\/sched_no_such' is not found/);
});

test("types says what is wrong", async () => {
  const file = smallKernel();
  const cases: [string[], number, RegExp][] = [
    [["types"], 2, /which types\? A name such as task_struct is missing/],
    [
      ["types", "--tracepoint", "thing"],
      2,
      /--tracepoint takes CATEGORY\/EVENT, such as sched\/sched_waking; got 'thing'/,
    ],
    [
      ["types", "--tracepoint", "syscalls/sys_enter_read", "--btf", file],
      1,
      /YDL4436: the records of syscalls\/sys_enter_read are no struct/,
    ],
    [["types", "struct thing"], 2, /'struct thing' is no name of a type/],
    [
      ["types", "think", "--btf", file],
      1,
      /YDL4435: '.*' has no struct, union or enum 'think'\n {2}hint: the nearest names are thing/,
    ],
    [
      ["types", "thing", "--btf", join(directory, "absent")],
      1,
      /YDL4111: the kernel's types can't be read: .*absent ENOENT/,
    ],
  ];
  for (const [args, expected, message] of cases) {
    const { status, stdout, stderr } = await yodel(args);
    assert.equal(status, expected, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, message);
  }
});

const compiler = join(repository, "node_modules/typescript/bin/tsc");
const skip = !existsSync(compiler)
  ? "needs the package typescript"
  : !existsSync("/sys/kernel/btf/vmlinux") && "needs a kernel that shows its types (CONFIG_DEBUG_INFO_BTF)";

test("what types writes of the running kernel type-checks, formatted", { skip }, async () => {
  const file = join(directory, "kernel-types.ts");
  const names = ["task_struct", "sk_buff", "sock", "net_device", "inode", "file", "class", "pid_type"];
  assert.equal((await yodel(["types", ...names, "-o", file])).status, 0);
  const use = `import { program, u32, variable } from "yodel";
import "./kernel-types.ts";
const port = variable(u32);
program("raw_tp/net_dev_queue", { port }, (ctx, { port }, bpf) => {
  const skb = bpf.kernel.sk_buff(ctx.args[0]);
  const name: string = skb.dev.name;
  port.value = name === "lo" ? skb.sk.__sk_common.skc_dport : bpf.kernel.pid_type.PIDTYPE_PID;
});
`;
  writeFileSync(join(directory, "use.ts"), use);
  const compilerOptions = { typeRoots: [join(repository, "node_modules/@types")] };
  const settings = { extends: join(repository, "tsconfig.json"), compilerOptions, include: ["*.ts"] };
  writeFileSync(join(directory, "tsconfig.json"), JSON.stringify(settings));
  writeFileSync(join(directory, "package.json"), '{ "type": "module" }\n');
  const { status, stdout } = spawnSync(process.execPath, [compiler, "-p", "."], { cwd: directory, encoding: "utf8" });
  assert.equal(stdout, "");
  assert.equal(status, 0);
  assert.ok(
    readFileSync(file, "utf8")
      .split("\n")
      .every((line) => line.trimEnd() === line),
  );
});
