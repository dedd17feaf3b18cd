import assert from "node:assert/strict";
import { test } from "node:test";
import "../../../tests/support/kernel-types.ts";
import { cDefinition } from "../../btf/index.ts";
import { program } from "../../define/program.ts";
import { variable } from "../../define/variables.ts";
import { readElf, writeElf } from "../../object/index.ts";
import { u32 } from "../../schema/index.ts";
import { compile } from "../compile.ts";

const sum = variable(u32);
const read = program("raw_tp/sched_process_exec", { sum }, (ctx, { sum }, bpf) => {
  const task = bpf.kernel.task_struct(ctx.args[0]);
  sum.value = task.real_parent.tgid + task.cred.uid.val + task.se.load.weight + task.in_execve;
  if (bpf.kernel.exists(task.nsproxy)) sum.value = bpf.kernel.size(bpf.kernel.net) + bpf.kernel.pid_type.PIDTYPE_SID;
});

test("an object has the members that its code uses, and no others", () => {
  const { btf } = compile({ read, sum });
  const written = (name: string): string => {
    const id = btf.types.findIndex((type) => "name" in type && type.name === name && type.kind !== "forward");
    return cDefinition(btf, id).replaceAll(/\s+/g, " ");
  };
  assert.equal(
    written("task_struct"),
    "struct task_struct { struct sched_entity se; unsigned int in_execve : 1; pid_t tgid; struct task_struct *real_parent; " +
      "struct cred *cred; struct nsproxy *nsproxy; };",
  );
  assert.equal(written("sched_entity"), "struct sched_entity { struct load_weight load; };");
  assert.equal(written("cred"), "struct cred { kuid_t uid; };");
  assert.equal(written("net"), "struct net {};");
  assert.equal(written("pid_type"), "enum pid_type { PIDTYPE_SID = 3, };");
});

test("questions name the members by their new places, also after a way through a file", () => {
  const object = compile({ read, sum });
  const asked = (from: typeof object) =>
    from.functions[0]?.relocations?.map(({ kind, type, access }) => {
      const found = from.btf.types[type];
      return `${kind} ${found && "name" in found ? found.name : ""} ${access}`;
    });
  assert.deepEqual(asked(object), [
    "fieldByteOffset task_struct 0:3",
    "fieldByteOffset task_struct 0:2",
    "fieldByteOffset task_struct 0:4",
    "fieldByteOffset cred 0:0:0",
    "fieldByteOffset task_struct 0:0:0:0",
    "fieldByteOffset task_struct 0:1",
    "fieldByteSize task_struct 0:1",
    "fieldLeftShift task_struct 0:1",
    "fieldRightShift task_struct 0:1",
    "fieldExists task_struct 0:5",
    "typeSize net 0",
    "enumeratorValue pid_type 0",
  ]);
  assert.deepEqual(asked(readElf(writeElf(object))), asked(object));
});

test("the code holds what was described, until it is relocated", () => {
  const { functions } = compile({ read, sum });
  const [fn] = functions;
  const first = fn?.relocations?.[0];
  assert.ok(fn && first);
  const member = new DataView(fn.code.buffer).getInt32(first.slot * 8 + 4, true);
  const size = fn.relocations.find(({ kind }) => kind === "fieldByteSize");
  assert.ok(member > 0);
  assert.equal(new DataView(fn.code.buffer).getInt32((size?.slot ?? 0) * 8 + 4, true), 4);
});
