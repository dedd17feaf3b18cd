import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { kernelObjects } from "../../scripts/kernel-objects.ts";
import { withSession } from "../../src/index.ts";
import { withoutKernel } from "../support/kernel.ts";
import { Running } from "../support/processes.ts";
import { object } from "./pass-object.ts";

test("gives the session to the function, returns its result and closes", { skip: withoutKernel }, async () => {
  let id = 0;
  const returned = await withSession(object, async (bpf) => {
    id = bpf.programs.pass.info().id;
    return bpf.programs.pass.test({ data: new Uint8Array(64) }).returned;
  });
  assert.equal(returned, 1);
  await isGone(id);
  assert.equal(process.listenerCount("SIGINT") + process.listenerCount("SIGTERM"), 0);
});

test("closes when the function throws, and passes the error on", { skip: withoutKernel }, async () => {
  let id = 0;
  await assert.rejects(
    withSession(object, (bpf) => {
      id = bpf.programs.pass.info().id;
      throw new RangeError("from the function");
    }),
    new RangeError("from the function"),
  );
  await isGone(id);
  assert.equal(process.listenerCount("SIGINT") + process.listenerCount("SIGTERM"), 0);
});

test("what can't be loaded leaves no listeners", { skip: withoutKernel }, async () => {
  await assert.rejects(
    withSession("missing.bpf.o", () => assert.fail("nothing to run")),
    /there is no such file/,
  );
  assert.equal(process.listenerCount("SIGINT") + process.listenerCount("SIGTERM"), 0);
});

test("sessions inside one another listen once, and stop with the last", { skip: withoutKernel }, async () => {
  await withSession(object, async () => {
    await withSession(object, () => assert.equal(process.listenerCount("SIGINT"), 1));
    assert.equal(process.listenerCount("SIGINT"), 1);
  });
  assert.equal(process.listenerCount("SIGINT"), 0);
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  test(`${signal} closes and ends the process as the signal does`, { skip: withoutKernel }, async () => {
    await using child = new Running(process.execPath, [join(import.meta.dirname, "sleeper.ts")]);
    const [, id] = await child.printed(/^program (\d+)\n/);
    child.child.kill(signal);
    const ended = await child.ended;
    assert.equal(ended.signal, signal);
    assert.equal(ended.stdout, `program ${id}\nclosed\n`);
    assert.equal(ended.stderr, "");
    await isGone(Number(id));
  });
}

test("a signal that the program itself handles closes nothing under its feet", { skip: withoutKernel }, async () => {
  await using child = new Running(process.execPath, [join(import.meta.dirname, "sleeper.ts"), "--own-handler"]);
  const [, id] = await child.printed(/^program (\d+)\n/);
  child.child.kill("SIGINT");
  const ended = await child.ended;
  assert.equal(ended.status, 0);
  assert.equal(ended.stdout, `program ${id}\nstill open: ${id}\nclosed\n`);
  await isGone(Number(id));
});

/** The kernel frees what nothing refers to a moment later. */
async function isGone(id: number): Promise<void> {
  for (let attempt = 0; attempt < 100 && kernelObjects().has(`program ${id}`); attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.equal(kernelObjects().has(`program ${id}`), false, `program ${id} is in the kernel no more`);
}
