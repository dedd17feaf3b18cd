import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { load, readElf } from "../../src/index.ts";
import { compileC } from "../support/clang.ts";
import { requires } from "../support/requires.ts";
import { withoutTools } from "../support/tools.ts";

const skip = requires("5.6", "struct_ops") || withoutTools("clang-19");
const available = (): string[] =>
  readFileSync("/proc/sys/net/ipv4/tcp_available_congestion_control", "utf8").trim().split(" ");

const compile = (section: string): Uint8Array =>
  compileC("congestion", "-g", `-DSECTION="${section}"`, "-D__TARGET_ARCH_x86");

/** Sends a megabyte over the loopback of a network of its own, under the congestion control. */
const transfer = `
  const { execFileSync } = require("node:child_process");
  const { writeFileSync } = require("node:fs");
  const { connect, createServer } = require("node:net");
  execFileSync("ip", ["link", "set", "lo", "up"]);
  writeFileSync("/proc/sys/net/ipv4/tcp_congestion_control", "yodel_reno");
  const server = createServer((socket) => socket.resume().on("end", () => server.close()));
  server.listen(0, "127.0.0.1", () => connect(server.address().port, "127.0.0.1").end(Buffer.alloc(1_000_000)));
`;

function registersAndServes(section: string): void {
  using bpf = load(compile(section));
  assert.equal(available().includes("yodel_reno"), false);
  const link = bpf.maps.yodel_reno.attach();
  assert.ok(available().includes("yodel_reno"));
  execFileSync("unshare", ["-n", process.execPath, "-e", transfer], { timeout: 60_000 });
  assert.ok(bpf.variables.calls.value > 0n, "the kernel calls its functions");
  assert.throws(() => bpf.maps.yodel_reno.attach(), { code: "YDL4479" });
  link.close();
  assert.equal(available().includes("yodel_reno"), false);
  assert.throws(() => bpf.programs.yodel_ssthresh.attach(), { code: "YDL4480", hint: /maps/ });
}

test("a congestion control of TCP is registered as long as it is attached", { skip }, () => {
  registersAndServes(".struct_ops");
});

test("and by a link", { skip: skip || requires("6.4", "links to struct_ops") }, () => {
  registersAndServes(".struct_ops.link");
});

test("a table of functions is a map of the object, with the programs that it names", {
  skip: withoutTools("clang-19"),
}, () => {
  const object = readElf(compile(".struct_ops.link"));
  const [map] = object.maps;
  assert.equal(map?.name, "yodel_reno");
  assert.deepEqual(
    map?.structOps?.functions.map(({ offset, program }) => [offset, program]),
    [
      [0, "yodel_ssthresh"],
      [8, "yodel_cong_avoid"],
      [16, "yodel_undo_cwnd"],
    ],
  );
});
