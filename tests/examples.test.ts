// The examples do what their first lines say: each runs, sees what is caused here, and ends by Ctrl-C with nothing left behind.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { isAtLeast, kernelVersion } from "../src/sys/machine.ts";
import { repository, yodel } from "./support/cli.ts";
import { makeTestCgroup, withoutKernel } from "./support/kernel.ts";
import { ownNetwork } from "./support/network.ts";
import { Running } from "./support/processes.ts";

const packageNames = resolve(import.meta.dirname, "docs/blocks.ts");
const examples = readdirSync(join(repository, "examples")).filter((name) => name.endsWith(".ts"));

function send(port: number, address = "127.0.0.1"): Promise<void> {
  const socket = createSocket("udp4");
  return new Promise((done) => {
    socket.send("hello", port, address, () => socket.close(() => done()));
  });
}

describe("examples", { skip: withoutKernel }, () => {
  let folder: string;

  before(async () => {
    ownNetwork();
    folder = mkdtempSync(join(tmpdir(), "yodel-examples-"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
    for (const name of examples) copyFileSync(join(repository, "examples", name), join(folder, name));
  });
  after(() => rmSync(folder, { recursive: true }));

  /** Starts one, waits until it says that it does its work, causes something, and waits until it says so. */
  async function run(name: string, args: string[], ready: RegExp, cause: () => unknown, seen: RegExp): Promise<void> {
    await using example = new Running(process.execPath, ["--import", packageNames, name, ...args], { cwd: folder });
    await example.printed(ready);
    await cause();
    await example.printed(seen, 10);
    example.child.kill("SIGINT");
    const { stderr } = await example.ended;
    assert.equal(stderr, "");
  }

  test("README and the list in examples/ name all of them", () => {
    const readme = readFileSync(join(repository, "README.md"), "utf8");
    for (const name of examples) assert.ok(readme.includes(`examples/${name}`), `${name} is not in README.md`);
  });

  test("xdp-port-filter drops what arrives for a port", async () => {
    await run("xdp-port-filter.ts", ["lo", "7007"], /^Dropping .*\n/, () => send(7007), /^ {2}7007: 1$/m);
  });

  test("tcx-classifier counts by protocol", {
    skip: !isAtLeast(kernelVersion(), [6, 6]) && "needs Linux 6.6",
  }, async () => {
    const twice = async () => {
      await send(7008);
      await send(7008);
    };
    await run("tcx-classifier.ts", ["lo"], /^Classifying .*\n/, twice, /^ {2}protocol 17: 2 packets, 94 bytes$/m);
  });

  test("connect-firewall refuses connections to a network, and only those", async () => {
    await using cgroup = makeTestCgroup();
    const script = `
      const { connect } = require("node:net");
      process.stdin.once("data", () => {
        connect(9, "127.66.0.1").on("error", ({ code }) => {
          console.log(code);
          connect(9, "127.67.0.1").on("error", ({ code }) => { console.log(code); process.exit(); });
        });
      });
      console.log("ready");`;
    await using client = new Running(process.execPath, ["-e", script]);
    await client.printed(/^ready\n/);
    cgroup.add(client.pid);
    await run(
      "connect-firewall.ts",
      [cgroup.path, "127.66.0.0/16"],
      /^Refusing .*\n/,
      async () => {
        client.write("go\n");
        await client.printed(/^EPERM\nECONNREFUSED\n/m);
      },
      new RegExp(`^ {2}\\S+ \\(${client.pid}\\) to 127\\.66\\.0\\.1:9$`, "m"),
    );
    await client.ended;
  });

  test("tls-writes shows what is written", async () => {
    // Node brings an OpenSSL of its own, with the same functions.
    const script = `
      const { connect, createServer } = require("node:tls");
      const settings = { ciphers: "PSK", maxVersion: "TLSv1.2", checkServerIdentity() {} };
      const psk = Buffer.from("a key that both know");
      const server = createServer({ ...settings, pskCallback: () => psk }, (socket) => socket.resume());
      server.listen(0, "127.0.0.1", () => {
        const { port } = server.address();
        const pskCallback = () => ({ identity: "one", psk });
        const client = connect({ ...settings, port, host: "127.0.0.1", pskCallback }, () => {
          client.end("GET / HTTP/1.1\\r\\n", () => server.close());
        });
      });`;
    const cause = () => {
      const { status, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8", timeout: 10_000 });
      assert.equal(status, 0, stderr);
    };
    await run(
      "tls-writes.ts",
      [process.execPath],
      /^Watching .*\n/,
      cause,
      /^ {2}\S+ \(\d+\), 16 bytes: "GET \/ HTTP\/1\.1/m,
    );
  });

  const types = existsSync("/sys/kernel/btf/vmlinux");
  test("exec-logger names who executes what", { skip: !types && "needs a kernel that shows its types" }, async () => {
    const output = join(folder, "kernel-types.ts");
    const { status, stderr } = await yodel(["types", "task_struct", "cred", "-o", output]);
    assert.equal(status, 0, stderr);
    const seen = new RegExp(
      `^ {2}true \\(\\d+\\) of user ${process.getuid?.()}, from \\S.* \\(${process.pid}\\)$`,
      "m",
    );
    await run("exec-logger.ts", [], /^Watching .*\n/, () => spawnSync("true"), seen);
  });

  test("each says how it is used when it is given nothing", async () => {
    for (const name of ["xdp-port-filter.ts", "tcx-classifier.ts", "connect-firewall.ts"]) {
      await using example = new Running(process.execPath, ["--import", packageNames, name], { cwd: folder });
      const { status, stderr } = await example.ended;
      assert.deepEqual([status, stderr.startsWith(`usage: node ${name} `)], [2, true]);
    }
  });
});
