import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { kernelVersion } from "../../scripts/kernel-facts/output.ts";
import { helperAvailability, mayAccessContext, mayAccessPacket } from "../../scripts/kernel-facts/probe.ts";
import { loadableTypes } from "../../scripts/kernel-facts/probe-options.ts";
import { helpers } from "../../src/kernel/helpers.ts";
import { type ContextField, resolveSection } from "../../src/kernel/index.ts";

const skip = process.platform !== "linux" || process.getuid?.() !== 0 ? "needs root on Linux" : false;

/** The tables must agree with the verifier of the kernel that runs the tests, as far as it is new enough to have the field. */
for (const { programType, options: type } of skip ? [] : loadableTypes()) {
  test(`${programType.name}: the verifier lets programs read and write what the table says`, { skip }, () => {
    for (const [name, field] of Object.entries(programType.context.fields)) {
      if (!isIn(field.minimumKernel ?? programType.minimumKernel)) continue;
      // How many arguments there are depends on the function; the first is always there.
      const known = programType.context.struct === "args" ? elements(field).slice(0, 1) : elements(field);
      for (const { offset, bits } of known) {
        assert.equal(mayAccessContext(type, "read", offset, bits), true, `read ${name} at ${offset}`);
        assert.equal(mayAccessContext(type, "write", offset, bits), field.writable, `write ${name} at ${offset}`);
      }
    }
  });

  test(`${programType.name}: the verifier refuses fields that the table leaves out`, { skip }, () => {
    if (programType.context.struct !== "__sk_buff") return;
    const names = Object.keys(programType.context.fields);
    const hidden = names.includes("remote_ip4") ? skBuffHidden : { ...skBuffHidden, ...socketFilterHidden };
    for (const [name, [offset, bits]] of Object.entries(hidden)) {
      assert.equal(names.includes(name), false, `${name} is not in the table`);
      assert.equal(mayAccessContext(type, "read", offset, bits), false, `read ${name}`);
    }
  });

  test(`${programType.name}: the verifier gives access to packets as the table says`, { skip }, () => {
    const { packet } = programType;
    const places = packet ? [packet] : [xdpPacket, skBuffPacket];
    for (const place of places) {
      assert.equal(mayAccessPacket(type, "read", place), packet !== undefined, `read at ${place.data}`);
      assert.equal(mayAccessPacket(type, "write", place), packet?.writable === true, `write at ${place.data}`);
    }
  });

  test(`${programType.name}: the verifier knows the helpers of the table`, { skip }, () => {
    for (const name of programType.helpers) {
      const helper = helpers.get(name);
      assert.ok(helper, `${name} has a signature`);
      // Older kernels have the helper for fewer program types; the newest ones for all that the table says.
      if (!isIn("6.18")) continue;
      assert.notEqual(helperAvailability(type, helper.id), "no", name);
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

const xdpPacket = { data: 0, dataEnd: 4 };
const skBuffPacket = { data: 76, dataEnd: 80 };

/** Offset and bits of fields that look like numbers and must not be offered. */
const skBuffHidden: Record<string, [offset: number, bits: number]> = {
  tc_classid: [72, 32],
  data_meta: [140, 32],
  flow_keys: [144, 64],
  wire_len: [160, 32],
  tstamp_type: [180, 8],
};
const socketFilterHidden: Record<string, [offset: number, bits: number]> = {
  data: [76, 32],
  family: [88, 32],
  remote_ip4: [92, 32],
  local_port: [136, 32],
  tstamp: [152, 64],
  hwtstamp: [184, 64],
};

function elements({ offset, bits, length }: ContextField): { readonly offset: number; readonly bits: number }[] {
  return Array.from({ length: length ?? 1 }, (_, index) => ({ offset: offset + (index * bits) / 8, bits }));
}

function isIn(minimum: string): boolean {
  const [major = 0, minor = 0] = minimum.split(".").map(Number);
  const [runningMajor = 0, runningMinor = 0] = kernelVersion().split(".").map(Number);
  return runningMajor > major || (runningMajor === major && runningMinor >= minor);
}
