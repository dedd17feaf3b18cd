import assert from "node:assert/strict";
import { test } from "node:test";
import { load, type UserRingBufferHandle } from "../../src/runtime.ts";
import { compileC } from "../support/clang.ts";
import { requires } from "../support/requires.ts";
import { withoutTools } from "../support/tools.ts";

const skip = requires("6.1", "user ring buffers") || withoutTools("clang-19");

function record(number: number, length = 4): Uint8Array {
  const bytes = new Uint8Array(length);
  new DataView(bytes.buffer).setUint32(0, number, true);
  return bytes;
}

test("programs read what is written, in order, around the buffer's end", { skip }, () => {
  using bpf = load(compileC("user-ring", "-g"));
  const commands: UserRingBufferHandle = bpf.maps.commands;
  const drain = () => bpf.programs.drain.test({ data: new Uint8Array(64) }).returned;
  assert.equal(commands.size, 4096);
  let written = 0;
  for (let round = 0; round < 100; round++) {
    // Lengths whose sum does not divide the buffer's size.
    for (let count = 0; count < 30; count++) assert.equal(commands.write(record(written++, 4 + (written % 40))), true);
    assert.equal(drain(), 2);
    assert.equal(bpf.variables.records.value, BigInt(written));
  }
  assert.equal(bpf.variables.sum.value, BigInt((written * (written - 1)) / 2));
  assert.equal(bpf.variables.wrong.value, 0n);
});

test("a buffer that nobody reads fills up", { skip }, () => {
  using bpf = load(compileC("user-ring", "-g"));
  const commands: UserRingBufferHandle = bpf.maps.commands;
  let written = 0;
  while (commands.write(record(written))) written += 1;
  assert.equal(written, 4096 / 16);
  bpf.programs.drain.test({ data: new Uint8Array(64) });
  assert.equal(bpf.variables.records.value, BigInt(written));
  assert.equal(commands.write(record(written)), true);
});

test("what does not fit at all is an error", { skip }, () => {
  using bpf = load(compileC("user-ring", "-g"));
  const commands: UserRingBufferHandle = bpf.maps.commands;
  assert.throws(() => commands.write(new Uint8Array(4089)), { code: "YDL4423" });
  assert.throws(() => commands.write(new Uint8Array(0)), { code: "YDL4423" });
  assert.equal(commands.write(new Uint8Array(4088)), true);
  bpf.close();
  assert.throws(() => commands.write(record(1)), { code: "YDL4400" });
});
