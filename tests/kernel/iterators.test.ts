import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load, program, struct, u32, u64, variable } from "../../src/index.ts";
import { requires } from "../support/requires.ts";

const total = variable(u64);

describe("iterators", { skip: requires("5.8", "iterators") }, () => {
  test("are read as text, again and again, as long as their link is open", () => {
    const listTasks = program("iter/task", { total }, (ctx, { total }, bpf) => {
      const task = bpf.argument(ctx, 1);
      if (task === 0) {
        bpf.print(ctx, "in all %d\n", total.value);
        return 0;
      }
      total.value += 1;
      return 0;
    });
    using bpf = load({ listTasks, total });
    const link = bpf.programs.listTasks.attach();
    assert.equal(bpf.variables.total.value, 0n, "attaching alone runs nothing");
    const [, count] = /^in all (\d+)\n$/.exec(link.text()) ?? assert.fail(link.text());
    assert.ok(Number(count) > 2, `${count} tasks`);
    assert.equal(bpf.variables.total.value, BigInt(count ?? 0));
    assert.match(link.text(), /^in all \d+\n$/);
    assert.ok(bpf.variables.total.value > BigInt(count ?? 0));
    assert.match(link.info().target, /iter\/task/);
    link.close();
    assert.throws(() => link.text(), { code: "YDL4400" });
  });

  test("are read as bytes, more than one buffer of them", () => {
    const record = struct({ index: u64, magic: u32 });
    const dump = program("iter/bpf_map", { record, total }, (ctx, { record, total }, bpf) => {
      if (bpf.argument(ctx, 1) === 0) return 0;
      for (let i = 0; i < 60; i++) {
        const one = bpf.zeroed(record);
        one.index = total.value;
        one.magic = 0x59;
        bpf.write(ctx, one);
        total.value += 1;
      }
      return 0;
    });
    using bpf = load({ dump, total });
    const bytes = bpf.programs.dump.attach().read();
    const count = Number(bpf.variables.total.value);
    assert.ok(count >= 60);
    assert.equal(bytes.length, count * record.size);
    for (const index of [0, 59, count - 1]) {
      const at = index * record.size;
      assert.deepEqual(record.decode(bytes.subarray(at, at + record.size)), { index: BigInt(index), magic: 0x59 });
    }
  });

  test("name the nearest kinds, and say what they need", () => {
    const wrong = program("iter/taks", {}, () => 0);
    assert.throws(() => load({ wrong }), { code: "YDL4470", message: /no iterator 'taks'/, hint: /task/ });
    const elements = program("iter/bpf_map_elem", {}, () => 0);
    using bpf = load({ elements });
    assert.throws(() => bpf.programs.elements.attach(), { code: "YDL4474", hint: /attach\(\{ map/ });
  });
});
