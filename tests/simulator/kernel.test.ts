// The same object in the kernel and in the simulator: results, packets, contexts, variables and maps must be the same.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { compile } from "../../src/compiler/compile.ts";
import { arrayMap, constant, hashMap, program, variable } from "../../src/define/index.ts";
import { loadObject } from "../../src/loader/index.ts";
import { type BpfObject, readElf } from "../../src/object/index.ts";
import { array, struct, u32, u64 } from "../../src/schema/index.ts";
import { type SimulatedTestOptions, simulateObject } from "../../src/simulator/index.ts";
import { ElementAccess } from "../../src/sys/map-access.ts";
import { withoutKernel } from "../support/kernel.ts";
import { runTool, withoutTools } from "../support/tools.ts";

const skip = withoutKernel || withoutTools("clang-19");
const directory = mkdtempSync(join(tmpdir(), "yodel-simulator-"));
after(() => rmSync(directory, { recursive: true }));

function compileC(name: string, version: string): BpfObject {
  const output = join(directory, `${name}.${version}.o`);
  const headers = `-I/usr/include/${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu`;
  const source = join(import.meta.dirname, `${name}.bpf.c`);
  const options = ["-O2", "-g", "-target", "bpf", `-mcpu=${version}`, headers, "-c", source, "-o", output];
  const { status, stderr } = runTool("clang-19", options);
  assert.equal(status, 0, stderr);
  return readElf(readFileSync(output));
}

/** An IPv4 packet behind an Ethernet header, of bytes that differ. */
function ipv4Frame(): Uint8Array {
  const frame = Uint8Array.from({ length: 100 }, (_, index) => (index * 7) & 0xff);
  frame.set([0x08, 0x00, 0x45], 12);
  frame.set([10, 1, 2, 3, 192, 168, 7, 9], 26);
  return frame;
}

function ipv6Frame(): Uint8Array {
  const frame = ipv4Frame();
  frame.set([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
  frame.set([0x86, 0xdd, 0x60], 12);
  return frame;
}

/** Runs a program on both sides and compares everything that can be seen afterwards. */
function compare(object: BpfObject, program: string, options: SimulatedTestOptions = {}): void {
  using kernel = loadObject(object);
  using simulated = simulateObject(object, { cpus: 1 });
  const real = kernel.programs[program].test(options);
  const ours = simulated.programs[program].test(options);
  const visible = (loaded: typeof kernel | typeof simulated) => ({
    seen: loaded.variables.seen.value.map((value: bigint) => BigInt.asIntN(64, value)),
    ...Object.fromEntries(
      object.maps
        .filter(({ type }) => type === 1 || type === 2)
        .map(({ name }) => [name, new Map([...loaded.maps[name].entries()].sort())]),
    ),
  });
  assert.deepEqual(visible(simulated), visible(kernel));
  assert.equal(ours.returned, real.returned);
  assert.deepEqual(ours.data, real.data);
  assert.deepEqual(ours.context, real.context);
}

for (const version of ["v1", "v3", "v4"]) {
  describe(`clang -mcpu=${version}`, { skip }, () => {
    const packets = skip ? undefined : compileC("packets", version);
    const maps = skip ? undefined : compileC("maps", version);
    const single = (object: BpfObject | undefined, program: string): BpfObject => {
      assert(object);
      return { ...object, functions: object.functions.filter(({ name, isProgram }) => !isProgram || name === program) };
    };

    const frames = {
      "no protocol": new Uint8Array(64),
      IPv4: ipv4Frame(),
      IPv6: ipv6Frame(),
      "a length instead of a protocol": Uint8Array.from({ length: 40 }, (_, index) => (index === 13 ? 20 : index)),
    };
    for (const [name, data] of Object.entries(frames)) {
      test(`fields of a packet's context: ${name}`, () => {
        compare(single(packets, "context_fields"), "context_fields", { data });
        compare(single(packets, "socket_fields"), "socket_fields", { data });
      });
    }
    test("fields of a packet's context that a test sets", () => {
      const context = { mark: 3, priority: 4, cb: [1, 2, 3, 4, 5], tstamp: 99n, gso_segs: 2, gso_size: 7 };
      compare(single(packets, "context_fields"), "context_fields", { data: ipv4Frame(), context });
    });
    test("copying out of a packet", () => compare(single(packets, "load_bytes"), "load_bytes", { data: ipv4Frame() }));
    test("moving the ends of a frame", () => compare(single(packets, "ends"), "ends", { data: ipv4Frame() }));
    test("checksums", () => compare(single(packets, "checksum"), "checksum", { data: ipv4Frame() }));
    test("errors of map operations", () => compare(single(maps, "errors"), "errors"));
    test("longest prefixes", () => compare(single(maps, "prefixes"), "prefixes"));
    test("queues, stacks and bloom filters", () => compare(single(maps, "elements"), "elements"));
    test("ring buffers", () => compare(single(maps, "records"), "records"));
    test("calls, loops and callbacks", () => compare(single(maps, "calls"), "calls"));

    test("tail calls", () => {
      const object = single(maps, "tail");
      compare(object, "tail");
      using kernel = loadObject(object);
      using simulated = simulateObject(object);
      const slot = new ElementAccess(kernel.maps.programs.fd, 4, 4);
      new DataView(slot.value.buffer, slot.value.byteOffset).setUint32(0, kernel.programs.tail.fd, true);
      slot.update();
      simulated.maps.programs.set(0, simulated.programs.tail);
      assert.equal(kernel.programs.tail.test().returned, 40);
      assert.equal(simulated.programs.tail.test().returned, 40);
      assert.deepEqual(simulated.variables.seen.value, kernel.variables.seen.value);
    });
  });
}

describe("what our compiler makes", { skip: withoutKernel }, () => {
  const seen = variable(array(u64, 12));
  const counts = hashMap({ key: u32, value: struct({ packets: u64, bytes: u64, last: u32 }), maxEntries: 4 });
  const slots = arrayMap({ value: u64, maxEntries: 2 });
  const limit = constant(u32, 60);

  test("contexts, maps, variables and constants", () => {
    const count = program(
      "cgroup_skb/egress",
      { seen, counts, slots, limit },
      (skb, { seen, counts, slots, limit }) => {
        const row = counts.lookupOrInsert(skb.remote_ip4);
        if (row) {
          row.packets += 1;
          row.bytes += skb.len;
          row.last = skb.protocol;
        }
        slots[1] += skb.len;
        for (let i = 0; i < 5; i++) seen.value[i] = i * skb.len;
        seen.value[5] = counts.update(7, { packets: 1, bytes: 2, last: 3 }, "noexist");
        seen.value[6] = counts.update(7, { packets: 1, bytes: 2, last: 3 }, "noexist");
        seen.value[7] = counts.delete(7);
        seen.value[8] = counts.delete(7);
        skb.mark = skb.len + 1;
        return skb.len > limit.value ? 0 : 1;
      },
    );
    for (const target of ["v1", "v2", "v3", "v4"] as const) {
      const object = compile({ seen, counts, slots, limit, count }, { target });
      compare(object, "count", { data: ipv4Frame(), context: { mark: 1 } });
      compare(object, "count", { data: ipv6Frame(), repeat: 3 });
    }
  });

  test("signed and unsigned arithmetic", () => {
    const calculate = program("xdp", { seen }, (frame, { seen }, bpf) => {
      const small = bpf.i32(frame.rx_queue_index) - 7;
      const big = bpf.u64(small);
      seen.value[0] = big / 3;
      seen.value[1] = big % 10;
      seen.value[2] = big >> 5;
      seen.value[3] = bpf.u64(small / 2);
      seen.value[4] = bpf.u64(small % 4);
      seen.value[5] = bpf.u64(small >> 1);
      seen.value[6] = big * big;
      seen.value[7] = bpf.u16(big) ^ 0xff;
      return bpf.XDP_DROP;
    });
    for (const target of ["v1", "v3", "v4"] as const) compare(compile({ seen, calculate }, { target }), "calculate");
  });
});
