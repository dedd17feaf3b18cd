// Lists the programs, maps and links in the kernel, to see that a test run leaves none of its own behind. Needs root.
//
//   node scripts/kernel-objects.ts snapshot FILE   writes what there is now
//   node scripts/kernel-objects.ts compare FILE    fails when something new is there that no foreign process holds
//
// A process is ours when it has the same YODEL_RUN in its environment. Others may load programs at the same time.
import { closeSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { infoAttributes, programInfoRecord } from "../src/sys/attributes.ts";
import { bpfCall, linkInfo, mapInfo, objectIds, openById } from "../src/sys/bpf.ts";

const kinds = ["program", "map", "link"] as const;
type Kind = (typeof kinds)[number];

/** Something in the kernel. */
export interface KernelObject {
  readonly kind: Kind;
  readonly id: number;
  /** Links have none. */
  readonly name: string;
  /** What it keeps alive, as `"map 7"`: the maps of a program, the program of a link. */
  readonly holds: readonly string[];
}

/** Everything there is, by `"kind id"`. What vanishes meanwhile is left out. */
export function kernelObjects(): Map<string, KernelObject> {
  const found = new Map<string, KernelObject>();
  for (const kind of kinds) {
    for (const id of objectIds(kind)) {
      const fd = openById(kind, id);
      if (fd === undefined) continue;
      try {
        found.set(`${kind} ${id}`, { kind, id, ...describe(kind, fd) });
      } finally {
        closeSync(fd);
      }
    }
  }
  return found;
}

function describe(kind: Kind, fd: number): { name: string; holds: string[] } {
  if (kind === "map") return { name: mapInfo(fd).name, holds: [] };
  if (kind === "link") return { name: "", holds: [`program ${linkInfo(fd).programId}`] };
  const ids = new Uint32Array(64);
  const values = { mapIds: new Uint8Array(ids.buffer), mapCount: ids.length };
  const info = programInfoRecord.encode(values);
  const attributes = infoAttributes.encode({ fd, length: info.length, info });
  if (bpfCall("BPF_OBJ_GET_INFO_BY_FD", attributes, [values, info]) < 0) return { name: "", holds: [] };
  const { name, mapCount } = programInfoRecord.decode(info);
  return { name, holds: [...ids.subarray(0, mapCount)].map((id) => `map ${id}`) };
}

/** What the processes hold, directly or through it, that `isOurs` does not know. */
export function heldByOthers(
  objects: ReadonlyMap<string, KernelObject>,
  isOurs: (pid: number) => boolean,
): Set<string> {
  const held = new Set<string>();
  const hold = (key: string) => {
    if (held.has(key)) return;
    held.add(key);
    for (const next of objects.get(key)?.holds ?? []) hold(next);
  };
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry) || isOurs(Number(entry))) continue;
    for (const key of openObjects(entry)) hold(key);
  }
  return held;
}

/** The kernel objects to which a process has file descriptors. */
function openObjects(pid: string): string[] {
  const found: string[] = [];
  for (const fd of orNothing(() => readdirSync(`/proc/${pid}/fd`)) ?? []) {
    if (!orNothing(() => readlinkSync(`/proc/${pid}/fd/${fd}`))?.includes("bpf")) continue;
    const info = orNothing(() => readFileSync(`/proc/${pid}/fdinfo/${fd}`, "utf8")) ?? "";
    // A link's description tells its program too; what it holds is followed anyway.
    for (const [, kind, id] of info.matchAll(/^(prog|map|link)_id:\s*(\d+)/gm)) {
      found.push(`${kind === "prog" ? "program" : kind} ${id}`);
    }
  }
  return found;
}

/** Whether a process was started, at whatever remove, by the run that this process belongs to. */
function isOurs(pid: number): boolean {
  const run = process.env.YODEL_RUN;
  if (run === undefined) return pid === process.pid;
  const environment = orNothing(() => readFileSync(`/proc/${pid}/environ`, "utf8")) ?? "";
  return environment.split("\0").includes(`YODEL_RUN=${run}`);
}

/** Processes and their files come and go while they are read. */
function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/**
 * What is new since `before` and belongs to nobody else, and stays so: the kernel frees things a moment after their process
 * has gone, ours and others'.
 */
async function leftovers(before: ReadonlySet<string>, seconds: number): Promise<KernelObject[]> {
  let suspects = suspectsAmong(kernelObjects(), before);
  for (let attempt = 0; suspects.size > 0 && attempt < seconds * 2; attempt++) {
    await sleep(500);
    const still = suspectsAmong(kernelObjects(), before);
    suspects = new Map([...suspects].filter(([key]) => still.has(key)));
  }
  return [...suspects.values()];
}

function suspectsAmong(objects: Map<string, KernelObject>, before: ReadonlySet<string>): Map<string, KernelObject> {
  const others = heldByOthers(objects, isOurs);
  // systemd attaches its programs (sd_…) without keeping a file descriptor.
  const isSuspect = ([key, { name }]: [string, KernelObject]) =>
    !before.has(key) && !others.has(key) && !name.startsWith("sd_");
  return new Map([...objects].filter(isSuspect));
}

async function main(): Promise<void> {
  const [action, file] = process.argv.slice(2);
  if (file !== undefined && action === "snapshot") {
    writeFileSync(file, JSON.stringify([...kernelObjects().keys()]));
  } else if (file !== undefined && action === "compare") {
    const left = await leftovers(new Set(JSON.parse(readFileSync(file, "utf8"))), 10);
    for (const { kind, id, name } of left) console.error(`left behind in the kernel: ${kind} ${id} ${name}`);
    if (left.length > 0) process.exitCode = 1;
    else console.log("Nothing was left behind in the kernel.");
  } else {
    console.error("usage: node scripts/kernel-objects.ts snapshot|compare FILE");
    process.exitCode = 2;
  }
}

if (import.meta.main) await main();
