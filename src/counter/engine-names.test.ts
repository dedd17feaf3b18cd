import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { identifyCgroup } from "./cgroup-names.ts";
import { EngineNames, engineSockets } from "./engine-names.ts";

const ids = ["ab", "cd", "ef"].map((pair) => pair.repeat(32));
const [web = "", db = "", other = ""] = ids;

/** An engine on a socket of its own that answers as it is told. */
async function fakeEngine(t: TestContext, answer: (response: ServerResponse) => void) {
  const folder = mkdtempSync(join(tmpdir(), "yodel-engine-"));
  const path = join(folder, "docker.sock");
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });
  return { asked, sockets: [{ engine: "docker", path }] as const };
}

const cgroupOf = (path: string) => ({ identity: identifyCgroup(path) });

async function until(condition: () => boolean): Promise<void> {
  for (let attempt = 0; !condition() && attempt < 200; attempt++) await sleep(10);
  assert.ok(condition());
}

test("containers get their names, also what is inside of them", async (t) => {
  const list = [
    { Id: web, Names: ["/web-1", "/proxy/web"] },
    { Id: db, Names: [] },
  ];
  const { asked, sockets } = await fakeEngine(t, (response) => response.end(JSON.stringify(list)));
  using names = new EngineNames({ sockets, pause: 20 });
  const container = cgroupOf(`/system.slice/docker-${web}.scope`);
  const inside = cgroupOf(`/system.slice/docker-${web}.scope/system.slice/nginx.service`);
  const unknown = cgroupOf(`/docker/${other}`);
  const cgroups = [cgroupOf("/"), container, inside, unknown, cgroupOf("/lxc/web")];
  names.apply(cgroups);
  assert.equal(container.identity.name, `docker ${web.slice(0, 12)}`, "nobody waits");
  await until(() => {
    names.apply(cgroups);
    return container.identity.container?.name !== undefined;
  });
  assert.equal(container.identity.name, "docker web-1");
  assert.deepEqual([inside.identity.name, inside.identity.container?.name], ["nginx.service", "web-1"]);
  assert.equal(unknown.identity.container?.name, undefined);
  for (let attempt = 0; attempt < 30; attempt++) {
    names.apply(cgroups);
    await sleep(10);
  }
  assert.equal(asked.length, 5, "what no engine knows is given up");
  assert.deepEqual([...new Set(asked)], ["GET /containers/json"]);
});

const answers: readonly [name: string, answer: (response: ServerResponse) => void][] = [
  ["never answers", () => {}],
  ["refuses", (response) => response.writeHead(403).end("no")],
  ["talks nonsense", (response) => response.end("<html>")],
  ["lists something else", (response) => response.end('[null, 7, {"Id":1}]')],
  ["hangs up", (response) => response.destroy()],
];

for (const [name, answer] of answers) {
  test(`an engine that ${name} has no names, and is left alone`, async (t) => {
    const { asked, sockets } = await fakeEngine(t, answer);
    using names = new EngineNames({ sockets, timeout: 50, pause: 60_000 });
    const cgroup = cgroupOf(`/docker/${web}`);
    for (let attempt = 0; attempt < 20; attempt++) {
      names.apply([cgroup]);
      await sleep(10);
    }
    assert.deepEqual([cgroup.identity.name, asked.length], [`docker ${web.slice(0, 12)}`, 1]);
  });
}

test("where no engine is, nothing happens", async () => {
  using names = new EngineNames({ sockets: [{ engine: "podman", path: "/nowhere/podman.sock" }] });
  const cgroup = cgroupOf(`/machine.slice/libpod-${web}.scope`);
  names.apply([cgroup]);
  await sleep(20);
  names.apply([cgroup]);
  assert.equal(cgroup.identity.name, `podman ${web.slice(0, 12)}`);
});

test("the environment says where engines are", () => {
  const paths = (environment: NodeJS.ProcessEnv) => engineSockets(environment).map(({ path }) => path);
  assert.deepEqual(paths({}), ["/run/docker.sock", "/run/podman/podman.sock"]);
  assert.deepEqual(
    paths({
      DOCKER_HOST: "unix:///home/me/docker.sock",
      CONTAINER_HOST: "tcp://10.0.0.1",
      XDG_RUNTIME_DIR: "/run/user/1",
    }),
    ["/home/me/docker.sock", "/run/podman/podman.sock", "/run/user/1/podman/podman.sock"],
  );
});
