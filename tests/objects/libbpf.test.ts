import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type BpfObject, readElf, writeElf } from "../../src/object/index.ts";
import { compileC } from "../support/clang.ts";
import { withoutKernel } from "../support/kernel.ts";
import { functionsObject, portableMapsObject, variablesObject } from "../support/objects.ts";
import { requires } from "../support/requires.ts";
import { runTool, withoutTools } from "../support/tools.ts";

// Our files in the hands of the tools that others use: LLVM's, and bpftool, which loads by libbpf.

const objects = { variables: variablesObject, maps: portableMapsObject, functions: functionsObject };
const directory = mkdtempSync(join(tmpdir(), "yodel-objects-"));
after(() => rmSync(directory, { recursive: true }));

function file(make: () => BpfObject): string {
  const path = join(directory, `${make.name}.bpf.o`);
  writeFileSync(path, writeElf(make()));
  return path;
}

function output(command: string, ...parameters: readonly string[]): string {
  const { status, stdout, stderr } = runTool(command, parameters);
  assert.equal(status, 0, `${command} ${parameters.join(" ")}: ${stderr}`);
  assert.equal(stderr, "", `${command} ${parameters.join(" ")} has nothing to complain about`);
  return stdout;
}

test("llvm-readelf finds the sections and symbols", { skip: withoutTools("llvm-readelf-19") }, () => {
  const text = output("llvm-readelf-19", "-S", "-s", "-r", file(objects.functions));
  for (const name of ["cgroup_skb/egress", ".relcgroup_skb/egress", ".text", ".bss", "license", ".BTF", ".BTF.ext"]) {
    assert.match(text, new RegExp(` ${name.replaceAll(".", "\\.")} +(PROGBITS|NOBITS|REL) `));
  }
  assert.match(text, /FUNC +GLOBAL DEFAULT +\d+ second/);
  assert.match(text, /FUNC +LOCAL +DEFAULT +\d+ bump/);
  assert.match(text, /OBJECT +GLOBAL DEFAULT +\d+ calls/);
  assert.match(text, /R_BPF_64_32 +\d+ bump/);
  assert.match(text, /R_BPF_64_64 +\d+ \.text/);
});

test("llvm-objdump shows the source lines", { skip: withoutTools("llvm-objdump-19") }, () => {
  const text = output("llvm-objdump-19", "-S", "-d", "-r", file(objects.variables));
  assert.match(text, /<count>:\n; +packets\.value \+= 1;\n +0:.*r1 = 0x0 ll\n.*R_BPF_64_64\tpackets/);
  assert.match(text, /; +return 1;\n +13:.*r0 = 0x1\n/);
});

test("bpftool makes a C view of the variables", { skip: withoutTools("bpftool") }, () => {
  const text = output("bpftool", "gen", "skeleton", file(objects.variables), "name", "counter");
  assert.match(
    text,
    /struct counter__bss \{\s+u64 packets;\s+struct \{\s+u64 packets;\s+bytes56 padding;\s+\} perCpu\[4\];/,
  );
  assert.match(text, /struct counter__rodata \{\s+u64 limit;\s+__be16 port;/);
});

test("bpftool reads the types", { skip: withoutTools("bpftool") }, () => {
  const text = output("bpftool", "btf", "dump", "file", file(objects.maps), "format", "c");
  assert.match(text, /struct flow_key \{\s+char name\[8\];\s+__be16 port;\s+bytes2 kind;\s+\};/);
});

test("bpftool links our files, and we read what it makes", { skip: withoutTools("bpftool") }, () => {
  const linked = join(directory, "linked.bpf.o");
  output("bpftool", "gen", "object", linked, file(objects.functions), file(objects.variables));
  const object = readElf(readFileSync(linked));
  assert.deepEqual(object.functions.map(({ name }) => name).sort(), ["bump", "count", "each", "first", "second"]);
  const bss = object.sections.find(({ name }) => name === ".bss");
  assert.deepEqual(
    bss?.variables.map(({ name }) => name),
    ["calls", "packets", "perCpu", "name"],
  );
});

const skip = withoutKernel || withoutTools("bpftool", "mount", "umount");
const callbacks = requires("5.17", "callbacks of bpf_loop");

/** Loads a file into a bpffs of its own, which goes away with everything in it. */
function withLoaded(make: () => BpfObject, use: (programs: string, maps: string) => void): void {
  const mount = mkdtempSync(join(directory, "bpffs-"));
  output("mount", "-t", "bpf", "bpf", mount);
  try {
    const [programs, maps] = [join(mount, "programs"), join(mount, "maps")];
    output("bpftool", "prog", "loadall", file(make), programs, "pinmaps", maps);
    use(programs, maps);
  } finally {
    output("umount", mount);
  }
}

test("the kernel takes programs that call functions, through libbpf", { skip: skip || callbacks }, () => {
  withLoaded(objects.functions, (programs) => {
    assert.deepEqual(readdirSync(programs).sort(), ["first", "second"]);
    const text = output("bpftool", "prog", "dump", "xlated", "pinned", join(programs, "second"), "linum");
    assert.match(
      text,
      /int bump\(u64 p0\):\n; \/\/ the first line of bump \[file:\/home\/me\/counter\.ts line_num:10 line_col:3\]/,
    );
  });
});

test("values are printed by name", { skip }, () => {
  withLoaded(objects.variables, (_programs, maps) => {
    const value = (map: string): unknown =>
      JSON.parse(output("bpftool", "-j", "map", "dump", "pinned", join(maps, map)))[0].formatted.value;
    assert.deepEqual(value("variable_rodata"), { ".rodata": [{ limit: 123 }, { port: 0xbb01 }] });
    assert.deepEqual(value("variable_data"), { ".data": [{ level: 7 }] });
  });
});

test("a map of structs is printed by name", { skip }, () => {
  withLoaded(objects.maps, (_programs, maps) => {
    assert.deepEqual(readdirSync(maps).sort(), ["direct", "flows", "pinned", "untyped"]);
    const key = ["65", "74", "68", "30", "00", "00", "00", "00", "00", "50", "01", "02"];
    const value = ["2a", "00", "00", "00", "00", "00", "00", "00", "07", "00", "00", "00", "00", "00", "00", "00"];
    output("bpftool", "map", "update", "pinned", join(maps, "flows"), "key", "hex", ...key, "value", "hex", ...value);
    const [entry] = JSON.parse(output("bpftool", "-j", "map", "dump", "pinned", join(maps, "flows")));
    assert.deepEqual(entry.formatted, {
      key: { name: "eth0", port: 0x5000, kind: [1, 2] },
      value: { packets: 42, bytes: 7 },
    });
  });
});

test("the kernel takes what clang made, read and written by us", {
  skip: skip || callbacks || withoutTools("clang-19"),
}, () => {
  const everything = (): BpfObject => {
    const object = readElf(compileC("everything", "-g", "-mcpu=v3"));
    // libbpf would pin it in the machine's own bpffs.
    return { ...object, maps: object.maps.map(({ pinByName: _, ...map }) => map) };
  };
  withLoaded(everything, (programs, maps) => {
    assert.deepEqual(readdirSync(programs).sort(), ["first", "second"]);
    const shown = JSON.parse(output("bpftool", "-j", "map", "show", "pinned", join(maps, "by_interface")));
    assert.equal(shown.type, "hash_of_maps");
  });
});
