import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashMap, load, program, struct, u32, u64 } from "../src/index.ts";
import { RingProducer } from "./ring-producer.ts";
import { median } from "./statistics.ts";

export interface ReadingCost {
  readonly what: string;
  /** Nanoseconds for each record or entry, the median of all rounds. */
  readonly ours: number;
  /** The same by libbpf in C; undefined where clang-19 or libbpf are not installed. */
  readonly c: number | undefined;
  /** Median of the ratios of each round. */
  readonly ratio: number | undefined;
}

export function readingRows(costs: readonly ReadingCost[]): string[][] {
  const rows = costs.map(({ what, ours, c, ratio }) => [
    what,
    ours.toFixed(0),
    c?.toFixed(0) ?? "-",
    ratio?.toFixed(2) ?? "-",
  ]);
  return [["", "ns", "C", "ratio"], ...rows];
}

/** Reading what kernel programs wrote, in rounds in which each has its turn. */
export async function measureReading(rounds = 7): Promise<ReadingCost[]> {
  using c = new CReader();
  return [...(await measureRing(c, rounds, 1_000_000)), await measureHash(c, rounds, 100_000)];
}

/** From the first record that another thread's program writes to the last one that is read. */
async function measureRing(c: CReader, rounds: number, count: number): Promise<ReadingCost[]> {
  await using producer = new RingProducer();
  const { events } = producer.loaded.maps;
  const times = { decoded: [] as number[], inPlace: [] as number[], c: [] as number[] };
  const timed = async (list: number[], read: () => Promise<void>) => {
    const start = process.hrtime.bigint();
    producer.start(count);
    const written = producer.written();
    await read();
    list.push(Number(process.hrtime.bigint() - start) / count);
    await written;
  };
  for (let round = 0; round < rounds; round++) {
    await timed(times.decoded, async () => {
      let expected = 0n;
      for await (const { sequence } of events) {
        if (sequence !== expected) throw new Error(`event ${sequence} is not event ${expected}`);
        expected += 1n;
        if (expected === BigInt(count)) break;
      }
    });
    await timed(times.inPlace, async () => {
      let expected = 0;
      while (expected < count && (await events.readable())) {
        events.drain((view, offset) => {
          const sequence = view.getUint32(offset, true);
          if (sequence !== expected) throw new Error(`event ${sequence} is not event ${expected}`);
          expected += 1;
        });
      }
    });
    if (c.path === undefined) continue;
    const reader = c.start("ring", events.info().id, count);
    await reader.ready;
    producer.start(count);
    const written = producer.written();
    times.c.push(Number(await reader.output) / count);
    await written;
  }
  return [
    cost("ring buffer, decoded by for await", times.decoded, times.c),
    cost("ring buffer, in place by drain", times.inPlace, times.c),
  ];
}

/** All entries of a hash map, decoded. */
async function measureHash(c: CReader, rounds: number, count: number): Promise<ReadingCost> {
  const entries = hashMap({ key: u32, value: struct({ packets: u64, bytes: u64 }), maxEntries: 2 * count });
  const use = program("xdp", { entries }, (_ctx, { entries }, bpf) => {
    return entries.lookup(0) ? bpf.XDP_PASS : bpf.XDP_DROP;
  });
  using bpf = load({ entries, use });
  for (let key = 0; key < count; key++) bpf.maps.entries.set(key, { packets: BigInt(key), bytes: 1n });
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = process.hrtime.bigint();
    let sum = 0n;
    let seen = 0;
    for (const [, { packets }] of bpf.maps.entries) {
      sum += packets;
      seen += 1;
    }
    ours.push(Number(process.hrtime.bigint() - start) / count);
    if (seen !== count || sum !== BigInt((count * (count - 1)) / 2))
      throw new Error(`read ${seen} entries, sum ${sum}`);
    if (c.path === undefined) continue;
    theirs.push(Number((await c.start("batch", bpf.maps.entries.info().id, 1).output).split(" ")[0]) / count);
  }
  return cost(`hash map of ${count} entries, decoded by for of`, ours, theirs);
}

function cost(what: string, ours: readonly number[], c: readonly number[]): ReadingCost {
  if (c.length === 0) return { what, ours: median(ours), c: undefined, ratio: undefined };
  return {
    what,
    ours: median(ours),
    c: median(c),
    ratio: median(ours.map((time, round) => time / (c[round] ?? time))),
  };
}

/** `c/read.c`, compiled. */
class CReader implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), "yodel-bench-"));
  /** Undefined where it can't be compiled. */
  readonly path: string | undefined;

  constructor() {
    const path = join(this.#folder, "read");
    const source = join(import.meta.dirname, "c/read.c");
    this.path = spawnSync("clang-19", ["-O2", source, "-o", path, "-lbpf"]).status === 0 ? path : undefined;
  }

  /** Once it is ready, it waits; its output is what it measured. */
  start(kind: "ring" | "batch", map: number, count: number): { ready: Promise<unknown>; output: Promise<string> } {
    const child = spawn(this.path ?? "", [kind, String(map), String(count)], { stdio: ["ignore", "pipe", "inherit"] });
    return { ready: once(child.stdout, "data"), output: outputOf(child) };
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function outputOf(child: ChildProcess): Promise<string> {
  let text = "";
  child.stdout?.on("data", (data) => {
    text += data;
  });
  const [status] = await once(child, "close");
  if (status !== 0) throw new Error(`the reader in C ended with status ${status}`);
  return text.replace("ready\n", "").trim();
}
