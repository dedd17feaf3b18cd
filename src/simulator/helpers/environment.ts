import type { Environment } from "../environment.ts";
import type { Machine } from "../machine.ts";
import { WRITABLE } from "../memory.ts";
import { type HelperModels, type ModelledHelper, sizeOf } from "./helper.ts";

const NANOSECONDS_PER_JIFFY = 4_000_000n;
const EINVAL = 22n;

/** A helper that tells a fact of the environment. */
function tells(fact: (environment: Environment, machine: Machine) => bigint | number, arity = 0): ModelledHelper {
  return { arity, run: (machine) => BigInt(fact(machine.environment, machine)) };
}

const time = tells(({ time }) => time);
const cgroup = ({ cgroupId }: Environment) => cgroupId;

export const environmentHelpers: HelperModels = {
  ktime_get_ns: time,
  ktime_get_boot_ns: time,
  ktime_get_coarse_ns: time,
  ktime_get_tai_ns: time,
  jiffies64: tells(({ time }) => time / NANOSECONDS_PER_JIFFY),
  get_prandom_u32: { arity: 0, run: (machine) => BigInt(machine.random.next()) },
  get_smp_processor_id: tells((_environment, { cpu }) => cpu),
  get_numa_node_id: tells(({ numaNode }) => numaNode),
  get_current_pid_tgid: tells(({ pid, tid }) => (BigInt(pid) << 32n) | BigInt(tid)),
  get_current_uid_gid: tells(({ uid, gid }) => (BigInt(gid) << 32n) | BigInt(uid)),
  get_current_cgroup_id: tells(cgroup),
  get_cgroup_classid: tells(({ classId }) => classId, 1),
  skb_cgroup_id: tells(cgroup, 1),
  sk_cgroup_id: tells(cgroup, 1),
  get_socket_cookie: tells(({ socketCookie }) => socketCookie, 1),
  get_socket_uid: tells(({ socketUid }) => socketUid, 1),
  get_netns_cookie: tells(({ netnsCookie }) => netnsCookie, 1),
  get_current_comm: {
    arity: 2,
    run(machine, buffer, size) {
      const length = sizeOf(size);
      if (length === 0) return -EINVAL;
      const name = new TextEncoder().encode(machine.environment.comm).subarray(0, Math.min(15, length - 1));
      const bytes = machine.memory.bytesAt(buffer, length, WRITABLE);
      bytes.fill(0);
      bytes.set(name);
      return 0n;
    },
  },
};
