import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  arrayMap,
  CompileError,
  compile,
  i64,
  load,
  program,
  readElf,
  type Scope,
  u32,
  u64,
  variable,
  writeElf,
} from "../../src/index.ts";
import { simulate } from "../../src/testing.ts";
import { requires } from "../support/requires.ts";

const skip = requires("6.14", "bpf_task_from_vpid");

const pid = variable(u32);
const seen = variable(i64);

const lookUp = program("cgroup_skb/egress", { pid, seen }, (_skb, { pid, seen }, bpf) => {
  seen.value = -1;
  const task = bpf.kfunc.bpf_task_from_vpid(pid.value);
  if (!task) return 0;
  const root = bpf.kfunc.bpf_cgroup_from_id(1);
  if (root) {
    seen.value = bpf.kfunc.bpf_task_under_cgroup(task, root);
    bpf.kfunc.bpf_cgroup_release(root);
  }
  bpf.kfunc.bpf_task_release(task);
  return 1;
});

describe("functions of the kernel", () => {
  test("look up tasks and cgroups, and release them", { skip }, () => {
    using bpf = load({ lookUp, pid, seen });
    const run = (of: number) => {
      bpf.variables.pid.value = of;
      const { returned } = bpf.programs.lookUp.test({ data: new Uint8Array(64) });
      return { returned, seen: bpf.variables.seen.value };
    };
    assert.deepEqual(run(process.pid), { returned: 1, seen: 1n });
    // Above PID_MAX_LIMIT.
    assert.deepEqual(run(0x7fff_ffff), { returned: 0, seen: -1n });
  });

  test("may be called by tracing programs", { skip }, () => {
    const trace = program("tracepoint/sched/sched_switch", { seen }, (_context, { seen }, bpf) => {
      const task = bpf.kfunc.bpf_task_from_pid(1);
      if (!task) return;
      const second = bpf.kfunc.bpf_task_acquire(task);
      bpf.kfunc.bpf_task_release(task);
      if (second) {
        seen.value += 1;
        bpf.kfunc.bpf_task_release(second);
      }
    });
    using bpf = load({ trace, seen });
    assert.ok(bpf.programs.trace);
  });

  test("take memory with its size, and null", { skip }, () => {
    const mask = program("tracepoint/sched/sched_switch", { seen }, (_context, { seen }, bpf) => {
      const mask = bpf.kfunc.bpf_cpumask_create();
      if (!mask) return;
      bpf.kfunc.bpf_cpumask_set_cpu(1, mask);
      seen.value = bpf.kfunc.bpf_cpumask_first(mask);
      bpf.kfunc.bpf_cpumask_release(mask);
    });
    using bpf = load({ mask, seen });
    assert.ok(bpf.programs.mask);
  });

  test("are released also where a way ends that is never taken", { skip }, () => {
    const slots = arrayMap({ value: u64, maxEntries: 8 });
    const run = program("cgroup_skb/egress", { pid, slots }, (skb, { pid, slots }, bpf) => {
      const task = bpf.kfunc.bpf_task_from_vpid(pid.value);
      if (!task) return 0;
      for (const i of bpf.range(skb.len)) slots[i & 7] = i;
      bpf.kfunc.bpf_task_release(task);
      return 1;
    });
    using bpf = load({ run, pid, slots });
    bpf.variables.pid.value = process.pid;
    assert.equal(bpf.programs.run.test({ data: new Uint8Array(64) }).returned, 1);
    assert.deepEqual(
      [...bpf.maps.slots.entries()].map(([, value]) => value),
      [48n, 49n, 42n, 43n, 44n, 45n, 46n, 47n],
    );
  });

  test("are externs of the object, also in a file", { skip }, () => {
    const object = compile({ lookUp, pid, seen });
    const names = [
      "bpf_cgroup_from_id",
      "bpf_cgroup_release",
      "bpf_task_from_vpid",
      "bpf_task_release",
      "bpf_task_under_cgroup",
    ];
    assert.deepEqual(
      object.externs?.map(({ name }) => name),
      names,
    );
    const read = readElf(writeElf(object));
    assert.deepEqual(read.externs?.map(({ name }) => name).sort(), names);
    using bpf = load<{ lookUp: typeof lookUp; pid: typeof pid; seen: typeof seen }>(read);
    bpf.variables.pid.value = process.pid;
    assert.equal(bpf.programs.lookUp.test({ data: new Uint8Array(64) }).returned, 1);
  });

  test("that the kernel lacks are an error that names program, function and kernel", { skip }, () => {
    const object = compile({ lookUp, pid, seen });
    const renamed = {
      ...object,
      externs: object.externs!.map((one) =>
        one.name === "bpf_task_release" ? { ...one, name: "bpf_task_give_back" } : one,
      ),
      functions: object.functions.map((fn) => ({
        ...fn,
        references: fn.references.map((one) =>
          one.kind === "kernelCall" && one.extern === "bpf_task_release"
            ? { ...one, extern: "bpf_task_give_back" }
            : one,
        ),
      })),
    };
    assert.throws(() => load(renamed), {
      name: "UnsupportedError",
      code: "YDL4430",
      message: /'lookUp' calls the function 'bpf_task_give_back' of the kernel, which Linux \d+\.\d+ does not have/,
    });
  });

  test("with other arguments in the kernel are an error that shows both", { skip }, () => {
    const object = compile({ lookUp, pid, seen });
    const other = object.externs!.find(({ name }) => name === "bpf_task_release")!.type;
    const externs = object.externs!.map((one) => (one.name === "bpf_cgroup_from_id" ? { ...one, type: other } : one));
    assert.throws(() => load({ ...object, externs }), {
      code: "YDL4431",
      message:
        /'lookUp' calls 'void bpf_cgroup_from_id\(.*\)', and in Linux \d+\.\d+ it is '.*bpf_cgroup_from_id\(.*cgid\)'/,
    });
  });

  test("that the program type may not call are named by the verifier, with a hint", { skip }, () => {
    const filter = program("socket", { seen }, (_skb, { seen }, bpf) => {
      const task = bpf.kfunc.bpf_task_from_pid(1);
      if (!task) return 0;
      seen.value += 1;
      bpf.kfunc.bpf_task_release(task);
      return 0;
    });
    assert.throws(() => load({ filter, seen }), {
      name: "VerifierError",
      message: /calling kernel function bpf_task_from_pid is not allowed.*to other program types only/s,
    });
  });

  test("are not simulated, which is said", () => {
    using bpf = simulate({ lookUp, pid, seen });
    assert.throws(() => bpf.programs.lookUp.test({ data: new Uint8Array(64) }), {
      code: "YDL7008",
      message: /calls the kernel's function 'bpf_task_from_vpid', which the simulator does not have/,
    });
  });
});

// biome-ignore lint/suspicious/noExplicitAny: these functions are wrong
type Any = any;

describe("a reference to a kernel object", () => {
  function rejects(title: string, code: string, message: RegExp, fn: (skb: Any, scope: Any, bpf: Any) => Any): void {
    test(title, () => {
      const scope: Scope = { pid, seen, u64 };
      const wrong = program("cgroup_skb/egress", scope, fn as never);
      assert.throws(
        () => compile({ wrong }),
        (error) => {
          assert.ok(error instanceof CompileError);
          assert.equal(error.diagnostics[0]?.code, code);
          assert.match(error.diagnostics[0]?.message ?? "", message);
          return true;
        },
      );
    });
  }

  rejects(
    "is tested before it is used",
    "YDL2004",
    /'task' may be undefined.*no such task_struct/,
    (_, _scope, bpf) => {
      const task = bpf.kfunc.bpf_task_from_pid(1);
      bpf.kfunc.bpf_task_release(task);
      return 1;
    },
  );
  rejects("is released once", "YDL2032", /'task' was released/, (_, _scope, bpf) => {
    const task = bpf.kfunc.bpf_task_from_pid(1);
    if (!task) return 1;
    bpf.kfunc.bpf_task_release(task);
    bpf.kfunc.bpf_task_release(task);
    return 1;
  });
  rejects("is bound to a name", "YDL2032", /nobody can release what bpf_task_from_pid gives/, (_, _scope, bpf) => {
    bpf.kfunc.bpf_task_from_pid(1);
    return 1;
  });
  rejects("is released in each round", "YDL2032", /'task' to a task_struct is not released/, (_, { pid }, bpf) => {
    for (const i of bpf.range(pid.value)) {
      const task = bpf.kfunc.bpf_task_from_pid(i);
      if (task && i > 100) bpf.kfunc.bpf_task_release(task);
    }
    return 1;
  });
  rejects("is released before break", "YDL2032", /'task' to a task_struct is not released/, (_, { pid }, bpf) => {
    for (const i of bpf.range(pid.value)) {
      const task = bpf.kfunc.bpf_task_from_pid(i);
      if (!task) continue;
      if (i > 100) break;
      bpf.kfunc.bpf_task_release(task);
    }
    return 1;
  });
  rejects(
    "is of the struct that a function wants",
    "YDL2003",
    /needs a struct cgroup.*task_struct/,
    (_, _scope, bpf) => {
      const task = bpf.kfunc.bpf_task_from_pid(1);
      if (!task) return 1;
      bpf.kfunc.bpf_cgroup_release(task);
      return 1;
    },
  );
  rejects("has no fields", "YDL2002", /pid/, (_, { seen }, bpf) => {
    const task = bpf.kfunc.bpf_task_from_pid(1);
    if (!task) return 1;
    seen.value = task.pid;
    bpf.kfunc.bpf_task_release(task);
    return 1;
  });
  rejects(
    "takes all arguments",
    "YDL2016",
    /bpf_task_from_pid\(pid\) takes 1 argument, and 0 are given/,
    (_, _s, bpf) => {
      const task = bpf.kfunc.bpf_task_from_pid();
      return task ? 1 : 0;
    },
  );
});
