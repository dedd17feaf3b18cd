import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { release, tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { findType, readBtf } from "../../src/btf/index.ts";
import { loadObject } from "../../src/loader/index.ts";
import { readElfFile } from "../../src/object/elf-reader.ts";
import { readElf, writeElf } from "../../src/object/index.ts";
import { compileC } from "../support/clang.ts";
import { withoutKernel } from "../support/kernel.ts";
import { requires } from "../support/requires.ts";
import { withoutTools } from "../support/tools.ts";

// Objects of clang's that adapt to the kernel: to one of our own making, of which all answers are known, and to this one.

const skip = withoutKernel || withoutTools("clang-19");
const directory = mkdtempSync(join(tmpdir(), "yodel-core-"));
after(() => rmSync(directory, { recursive: true }));

/** A file with the types of kernel-types.bpf.c. */
function kernelTypes(): string {
  const path = join(directory, "kernel-types.btf");
  const btf = readElfFile(compileC("kernel-types", "-g")).sections.find(({ name }) => name === ".BTF");
  assert(btf);
  writeFileSync(path, btf.data);
  return path;
}

test("every kind of CO-RE relocation", { skip }, () => {
  const types = kernelTypes();
  const object = readElf(compileC("core-kinds", "-g"));
  const kinds = new Set(object.functions.flatMap((fn) => fn.relocations ?? []).map(({ kind }) => kind));
  assert.equal(kinds.size, 13, [...kinds].join());
  assert.deepEqual(readElf(writeElf(object)), object);
  using loaded = loadObject(object, { kernelTypes: types });
  loaded.programs.ask.test();
  const target = readBtf(readFileSync(types));
  const value = (name: string): unknown => loaded.variables[name].value;
  const local = findType(object.btf, "struct", "shape");
  const expected = {
    moved: 12,
    widened: 8,
    point_y: 32 + 16 + 8,
    tail: 104,
    flag_offset: 96,
    flag_size: 4,
    flag_left: 64 - 8,
    flag_right: 64 - 5,
    high_left: 64 - 28,
    high_right: 64 - 20,
    sign: 1,
    sign_of_flag: 0,
    exists: 1,
    gone_exists: 0,
    absent_exists: 0,
    local_id: local,
    target_id: findType(target, "struct", "shape"),
    absent_id: 0,
    type_exists: 1,
    absent_type: 0,
    type_size: 104,
    typedef_size: 8,
    matches: 1,
    no_match: 0,
    red_exists: 1,
    blue_exists: 0,
    red: 42,
    deep: 0x1234567890,
    guarded: -1,
  };
  const found = Object.fromEntries(Object.keys(expected).map((name) => [name, Number(value(name))]));
  assert.deepEqual(found, expected);
});

test("what the kernel lacks is an error where the code gets there, with its name", { skip }, () => {
  const object = readElf(compileC("core-kinds", "-g"));
  const options = { kernelTypes: kernelTypes(), autoload: { ask: false, unguarded: true } };
  assert.throws(() => loadObject(object, options), {
    name: "VerifierError",
    code: "YDL3101",
    message: /the kernel lacks the field 'gone' of 'struct shape'/,
    hint: /bpf_core_field_exists/,
  });
});

test("types that disagree are an error", { skip }, () => {
  assert.throws(() => loadObject(readElf(compileC("twins", "-g")), { kernelTypes: kernelTypes() }), {
    name: "UnsupportedError",
    code: "YDL5008",
    message: /the field 'first' of 'struct twin', and they disagree: 0, 4/,
  });
});

test("a kernel without types says so, when they are needed", { skip }, () => {
  assert.throws(() => loadObject(readElf(compileC("core", "-g")), { kernelTypes: join(directory, "none") }), {
    name: "UnsupportedError",
    code: "YDL4111",
  });
});

test("the types of the running kernel", { skip }, () => {
  using loaded = loadObject(readElf(compileC("core-running", "-g")));
  loaded.programs.look.test();
  const { tgid, threads, leader, comm } = loaded.variables;
  const [name, count] = ["comm", "status"].map((file) => readFileSync(`/proc/self/${file}`, "utf8"));
  assert.deepEqual([tgid.value, leader.value, comm.value], [process.pid, process.pid, name?.trim()]);
  assert(threads.value > 1 && threads.value <= Number(/Threads:\s+(\d+)/.exec(count ?? "")?.[1]) + 8);
});

test("functions of the kernel", { skip: skip || requires("6.2", "bpf_rcu_read_lock") }, () => {
  const object = readElf(compileC("externs", "-g"));
  using loaded = loadObject(object, { autoload: { call: true } });
  loaded.programs.call.test();
  assert.equal(Number(loaded.variables.known_function.value), 1);
});

test("options, symbols and functions of the kernel", { skip }, () => {
  const object = readElf(compileC("externs", "-g"));
  assert.deepEqual(readElf(writeElf(object)), object);
  using loaded = loadObject(object, { autoload: { look: true } });
  loaded.programs.look.test();
  const value = (name: string): number => Number(loaded.variables[name].value);
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)/.exec(release()) ?? [];
  assert.equal(value("version"), (Number(major) << 16) + (Number(minor) << 8) + Math.min(255, Number(patch)));
  assert.equal(Number(loaded.variables.CONFIG_HZ.value), value("hz"));
  assert([100, 250, 300, 1000].includes(value("hz")));
  assert.deepEqual([value("bpf_syscall"), value("bpf"), String.fromCharCode(value("net"))], [1, 1, "y"]);
  assert.notEqual(loaded.variables.hostname.value, "");
  assert(loaded.variables.symbol.value > 0xffff_0000_0000_0000n);
  assert.deepEqual([value("absent_option"), value("absent_symbol"), value("absent_function")], [0, 0, 0]);
});

test("an option that is not there and not weak is an error that names it", { skip }, () => {
  const object = readElf(compileC("externs", "-g"));
  const externs = object.externs?.map((extern) => ({ ...extern, weak: extern.weak && extern.kind === "function" }));
  assert(externs);
  assert.throws(() => loadObject({ ...object, externs }), {
    name: "UnsupportedError",
    code: "YDL4112",
    message: /no_such|CONFIG_OF_NO_KERNEL/,
  });
});

test("maps that the object fills, sizes and maps of the caller", { skip }, () => {
  const object = readElf(compileC("filled-maps", "-g"));
  assert.deepEqual(readElf(writeElf(object)), object);
  using loaded = loadObject(object, { mapSizes: { resized: 100 } });
  assert.equal(loaded.programs.first.test().returned, 99);
  assert.deepEqual([loaded.maps.one.get(0), loaded.maps.two.get(0)], [1n, 5n]);
  assert.equal(loaded.maps.resized.info().maxEntries, 100);
  assert.deepEqual(Object.keys(loaded.programs).sort(), ["first", "last"]);

  using again = loadObject(object, {
    autoload: { skipped: true },
    mapSizes: { resized: 100 },
    maps: { resized: loaded.maps.resized, one: loaded.maps.one },
  });
  assert.equal(again.programs.first.test().returned, 50);
  assert.equal(again.maps.resized.info().id, loaded.maps.resized.info().id);
  assert.equal(loaded.maps.one.get(0), 2n);
  again.close();
  assert.equal(loaded.maps.resized.get(5), 6n);
  assert.throws(() => loadObject(object, { maps: { one: loaded.maps.resized } }), { code: "YDL4409" });
  assert.throws(() => loadObject(object, { mapSizes: { nothing: 1 } }), { code: "YDL4401", hint: /resized/ });
  assert.throws(() => loadObject(object, { autoload: { nothing: true } }), { code: "YDL4401", hint: /skipped/ });
});
