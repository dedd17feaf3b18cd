import assert from "node:assert/strict";
import { test } from "node:test";
import { schemaOf } from "../../src/btf/index.ts";
import { readElf, writeElf } from "../../src/object/index.ts";
import { array, be16, be32, bits, bool, chars, struct, u8, u32, u64, union } from "../../src/schema/index.ts";
import { compileC } from "../support/clang.ts";
import { withoutTools } from "../support/tools.ts";

// What clang makes of the C files beside this one, and what readElf makes of that.

const skip = withoutTools("clang-19");

test("maps, as clang describes them", { skip }, () => {
  const { maps, btf } = readElf(compileC("everything", "-g"));
  const byName = new Map(maps.map((map) => [map.name, map]));
  const slots = { name: "slots", type: 2, keySize: 4, valueSize: 8, maxEntries: 4, flags: 0, keyType: 0, valueType: 0 };
  assert.deepEqual(byName.get("slots"), { ...slots, pinByName: true });
  assert.deepEqual(byName.get("events"), {
    ...slots,
    name: "events",
    type: 27,
    keySize: 0,
    valueSize: 0,
    maxEntries: 4096,
  });
  const flows = byName.get("flows");
  assert(flows);
  assert.deepEqual({ ...flows, keyType: 0, valueType: 0 }, { ...slots, ...flowsShape });
  assert.deepEqual(
    schemaOf(btf, flows.keyType),
    struct({ address: be32, port: be16, interface: chars(16), mac: array(u8, 6), direction: u32 }),
  );
  const last = union({ whole: u64, halves: array(u32, 2) });
  const flags = struct({ seen: bits(u32, 1), kind: bits(u32, 7) });
  const value = { packets: u64, last, flags, owner: u64, active: bool };
  assert.deepEqual(schemaOf(btf, flows.valueType), struct(value));
  const outer = byName.get("by_interface");
  assert.deepEqual(
    [outer?.type, outer?.keySize, outer?.valueSize, outer?.inner?.type, outer?.inner?.keySize, outer?.inner?.valueSize],
    [13, 4, 4, 2, 4, 8],
  );
});

const flowsShape = { name: "flows", type: 1, keySize: 32, valueSize: 40, maxEntries: 1024, flags: 1 };

for (const options of [["-O2"], ["-O1", "-mcpu=v1"], ["-O2", "-mcpu=v4"]]) {
  test(`variables and functions, compiled with ${options.join(" ")}`, { skip }, () => {
    const object = readElf(compileC("everything", "-g", ...options));
    assert.equal(object.name, "everything");
    assert.equal(object.license, "Dual MIT/GPL");
    const variables = Object.fromEntries(
      object.sections.flatMap((section) =>
        section.variables.map((variable) => [
          `${section.name} ${variable.name}`,
          variable.type && schemaOf(object.btf, variable.type).decode(section.data, variable.offset),
        ]),
      ),
    );
    assert.deepEqual(
      { ...variables, ".rodata first.____fmt": undefined },
      {
        ".bss packets": 0n,
        ".bss hidden": 0n,
        ".data level": 7,
        ".rodata limit": 100,
        ".rodata first.____fmt": undefined,
        ".data.custom custom": 5n,
      },
    );
    const functions = new Map(object.functions.map((fn) => [fn.name, fn]));
    const sections = [...functions.values()].map((fn) => `${fn.section} ${fn.name} ${fn.isProgram}`).sort();
    assert.deepEqual(sections, [
      ".text bump false",
      ".text each false",
      ".text visible false",
      "cgroup_skb/egress first true",
      "cgroup_skb/egress second true",
    ]);
    const targets = (name: string): string[] =>
      (functions.get(name)?.references ?? []).map((reference) => {
        if (reference.kind === "data") return nameAt(object, reference.section, reference.offset);
        if ("map" in reference) return reference.map;
        return "extern" in reference ? reference.extern : reference.function;
      });
    assert.deepEqual(targets("first"), ["slots", "bump", "limit", "first.____fmt", "visible"]);
    assert.deepEqual(new Set(targets("second")), new Set(["each", "flows", "hidden", "bump", "custom"]));
    assert.deepEqual(targets("each"), ["packets", "bump"]);
    for (const fn of functions.values()) {
      assert.equal(fn.lines[0]?.slot, 0);
      assert.match(fn.lines[0]?.file ?? "", /everything\.bpf\.c$/);
    }
    assert.equal(functions.get("second")?.lines.at(-1)?.text.trim(), "return 1;");
  });
}

function nameAt(object: ReturnType<typeof readElf>, section: string, offset: number): string {
  const data = object.sections.find(({ name }) => name === section);
  return data?.variables.find((variable) => variable.offset === offset)?.name ?? `${section}+${offset}`;
}

for (const name of ["everything", "core", "kfunc", "kconfig", "initial-values"]) {
  test(`an object of clang's survives being written by us: ${name}`, { skip }, () => {
    const object = readElf(compileC(name, "-g"));
    assert.deepEqual(readElf(writeElf(object)), object);
  });
}

test("what code assumes of the kernel's types is data", { skip }, () => {
  const object = readElf(compileC("core", "-g"));
  const [relocation] = object.functions[0]?.relocations ?? [];
  assert(relocation);
  const type = object.btf.types[relocation.type];
  assert(type?.kind === "struct");
  assert.deepEqual([relocation.kind, type.name, relocation.access], ["fieldByteOffset", "task_struct", "0:0"]);
});

test("what an object wants of the kernel by name is data", { skip }, () => {
  const externs = (name: string) =>
    readElf(compileC(name, "-g")).externs?.map(({ name, kind, weak }) => ({ name, kind, weak }));
  assert.deepEqual(externs("kconfig"), [{ name: "CONFIG_HZ", kind: "config", weak: false }]);
  assert.deepEqual(externs("kfunc"), [{ name: "bpf_rcu_read_lock", kind: "function", weak: false }]);
});

test("maps that are filled from the start", { skip }, () => {
  const { maps } = readElf(compileC("initial-values", "-g"));
  assert.deepEqual(maps.find(({ name }) => name === "outer")?.values, [{ index: 1, map: "one" }]);
});

const refusals: { readonly [name: string]: RegExp } = {
  legacy: /old form/,
};
for (const [name, message] of Object.entries(refusals)) {
  test(`says what it does not support: ${name}`, { skip }, () => {
    assert.throws(() => readElf(compileC(name, "-g")), { name: /ObjectFormatError|UnsupportedError/, message });
  });
}

test("an object without -g is refused with the remedy", { skip }, () => {
  assert.throws(() => readElf(compileC("everything")), { name: "ObjectFormatError", code: "YDL5006", hint: /-g/ });
});
