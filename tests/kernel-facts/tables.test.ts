import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { kernelVersion } from "../../scripts/kernel-facts/output.ts";
import { helperAvailability, isLoadable, mayAccessContext, mayAccessPacket } from "../../scripts/kernel-facts/probe.ts";
import { loadableTypes, sectionOptions } from "../../scripts/kernel-facts/probe-options.ts";
import { helpers } from "../../src/kernel/helpers.ts";
import { type ContextField, resolveSection } from "../../src/kernel/index.ts";
import { skBuffContext } from "../../src/kernel/sk-buff.ts";

const skip = process.platform !== "linux" || process.getuid?.() !== 0 ? "needs root on Linux" : false;

/** The tables must agree with the verifier of the kernel that runs the tests, as far as it is new enough to have the field. */
for (const { programType, ways } of skip ? [] : loadableTypes()) {
  // What names a type of the kernel has one context for all sections.
  const typed = ways[0]?.kernelTypeId !== undefined;
  for (const section of typed ? programType.sections.slice(0, 1) : programType.sections) {
    const type = typed ? (ways[0] ?? assert.fail("the type can be loaded")) : sectionOptions(programType, section);
    const minimumKernel = section.minimumKernel ?? programType.minimumKernel;
    const layout = section.context ?? programType.context;
    if (!isIn(minimumKernel) || !isLoadable(type)) continue;

    test(`${section.pattern}: the verifier lets programs read and write what the table says`, { skip }, () => {
      for (const [name, field] of Object.entries(layout.fields)) {
        if (!isIn(field.minimumKernel ?? minimumKernel)) continue;
        // How many arguments there are depends on the function; the first is always there.
        const known = layout.struct === "args" ? elements(field).slice(0, 1) : elements(field);
        for (const { offset, bits } of known) {
          assert.equal(mayAccessContext(type, "read", offset, bits), true, `read ${name} at ${offset}`);
          // What shares its first bytes with a field that can be written can be written there, too.
          const shared = field.unionWith && layout.fields[field.unionWith];
          if (shared && shared.offset === offset) continue;
          const written = field.writeBits ?? bits;
          assert.equal(mayAccessContext(type, "write", offset, written), field.writable, `write ${name} at ${offset}`);
        }
      }
    });

    test(`${section.pattern}: the verifier refuses fields that the table leaves out`, { skip }, () => {
      for (const [name, { offset, bits }] of Object.entries(everyField[layout.struct] ?? {})) {
        if (Object.hasOwn(layout.fields, name)) continue;
        assert.equal(mayAccessContext(type, "read", offset, bits), false, `read ${name}`);
      }
    });

    test(`${section.pattern}: the verifier gives access to packets as the table says`, { skip }, () => {
      const { packet } = programType;
      const places = packet ? [packet] : [xdpPacket, skBuffPacket];
      for (const place of places) {
        assert.equal(mayAccessPacket(type, "read", place), packet !== undefined, `read at ${place.data}`);
        assert.equal(mayAccessPacket(type, "write", place), packet?.writable === true, `write at ${place.data}`);
      }
    });
  }

  test(`${programType.name}: the verifier knows the helpers of the table`, { skip }, () => {
    for (const name of programType.helpers) {
      const helper = helpers.get(name);
      assert.ok(helper, `${name} has a signature`);
      // Older kernels have the helper for fewer program types; the newest ones for all that the table says.
      if (!isIn("6.18")) continue;
      assert.ok(
        ways.some((options) => helperAvailability(options, helper.id) !== "no"),
        name,
      );
    }
  });
}

test("a tracepoint's record can be read at the table's offsets", { skip }, () => {
  for (const name of ["sched/sched_switch", "sock/inet_sock_set_state", "syscalls/sys_enter_read"]) {
    const { context } = resolveSection(`tracepoint/${name}`);
    assert.notEqual(Object.keys(context.fields).length, 0);
    for (const [field, layout] of Object.entries(context.fields)) {
      for (const { offset, bits } of elements(layout)) {
        assert.equal(
          mayAccessContext({ programType: 5 }, "read", offset, bits),
          true,
          `${name}: ${field} at ${offset}`,
        );
      }
    }
  }
});

for (const script of ["generate-helpers.ts", "generate-tracepoint-contexts.ts", "generate-kernel-functions.ts"]) {
  const path = fileURLToPath(new URL(`../../scripts/${script}`, import.meta.url));

  test(`${script} makes the tables that are there`, { skip: skip || reasonToSkip(script) }, () => {
    execFileSync(process.execPath, [path, "--check"], { stdio: "pipe" });
  });
}

test("the reference of first kernels is that of the tables", () => {
  const path = fileURLToPath(new URL("../../scripts/generate-kernel-docs.ts", import.meta.url));
  execFileSync(process.execPath, [path, "--check"], { stdio: "pipe" });
});

/** The generated tables are those of one kernel, and of Debian's headers for it. */
function reasonToSkip(script: string): string | false {
  const table =
    script === "generate-helpers.ts"
      ? "helpers.generated.ts"
      : `${script.slice("generate-".length, -".ts".length)}.generated.ts`;
  const madeOn = /on Linux ([\d.]+);/.exec(
    readFileSync(new URL(`../../src/kernel/${table}`, import.meta.url), "utf8"),
  )?.[1];
  if (madeOn !== kernelVersion()) return `the tables are those of Linux ${madeOn}, this is ${kernelVersion()}`;
  return existsSync("/usr/include/linux/bpf.h") ? false : "the kernel's headers (linux-libc-dev) are not installed";
}

const xdpPacket = { data: 0, dataEnd: 4, size: 4 } as const;
const skBuffPacket = { data: 76, dataEnd: 80, size: 4 } as const;

/** Fields that some programs see of a struct, and others must not be offered. */
const everyField: Readonly<Record<string, Readonly<Record<string, ContextField>>>> = {
  __sk_buff: skBuffContext().fields,
  bpf_sock_addr: addresses("cgroup/sendmsg4", "cgroup/sendmsg6"),
};

/** The verifier lets programs for Unix sockets read a port, which they do not have. */
function addresses(...sections: readonly string[]): Record<string, ContextField> {
  const all = Object.assign({}, ...sections.map((section) => resolveSection(section).context.fields));
  const { user_port: _, ...fields } = all;
  return fields;
}

function elements({ offset, bits, length }: ContextField): { readonly offset: number; readonly bits: number }[] {
  return Array.from({ length: length ?? 1 }, (_, index) => ({ offset: offset + (index * bits) / 8, bits }));
}

function isIn(minimum: string): boolean {
  const [major = 0, minor = 0] = minimum.split(".").map(Number);
  const [runningMajor = 0, runningMinor = 0] = kernelVersion().split(".").map(Number);
  return runningMajor > major || (runningMajor === major && runningMinor >= minor);
}
