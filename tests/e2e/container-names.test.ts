// A container's name comes from its engine: here one that the test is, on a socket of its own.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { makeNestedCgroup } from "../counter/nested-cgroups.ts";
import { yodel } from "../support/cli.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";

const id = "0123456789abcdef".repeat(4);

async function topOnce(engine: string, cgroup: string) {
  const options = ["top", cgroup, "--once", "--all", "--json", "--interval", "0.5"];
  const { status, stdout, stderr } = await yodel(options, { DOCKER_HOST: `unix://${engine}` });
  assert.deepEqual([status, stderr], [0, ""]);
  const records = stdout.trimEnd().split("\n");
  return records.map((line) => JSON.parse(line)).find(({ container }) => container);
}

test("a container has the name that its engine gives it", { skip: withoutKernel }, async (t) => {
  await using cgroup = makeTestCgroup();
  await using container = makeNestedCgroup(cgroup, `docker-${id}.scope`);
  assert.ok(container.path);
  const folder = mkdtempSync(join(tmpdir(), "yodel-engine-"));
  const socket = join(folder, "docker.sock");
  let answers = true;
  const server = createServer((_request, response) => {
    if (answers) response.end(JSON.stringify([{ Id: id, Names: ["/web-1"] }]));
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });
  const named = await topOnce(socket, cgroup.path);
  assert.deepEqual([named.name, named.container], ["docker web-1", { engine: "docker", id, name: "web-1" }]);

  answers = false;
  const began = performance.now();
  assert.equal((await topOnce(socket, cgroup.path)).name, "docker 0123456789ab");
  assert.ok(performance.now() - began < 15_000, "an engine that hangs does not hold anybody up");
});
