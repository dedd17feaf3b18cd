import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import {
  array,
  be16,
  be32,
  be64,
  bits,
  bool,
  bytes,
  chars,
  i8,
  i16,
  i32,
  i64,
  ipv4Address,
  ipv6Address,
  macAddress,
  struct,
  u8,
  u16,
  u32,
  u64,
  union,
} from "./index.ts";

const inner = struct({ low: bits(u16, 5), high: bits(u16, 11), flag: bool });
const everything = struct({
  ...{ a: u8, b: i8, c: u16, d: i16, e: u32, f: i32, g: u64, h: i64, p: be16, q: be32, r: be64 },
  ...{ text: chars(7), raw: bytes(3), v4: ipv4Address, v6: ipv6Address, mac: macAddress },
  ...{
    inner,
    few: array(inner, 3),
    many: array(u32, 20),
    grid: array(array(i16, 2), 2),
    either: union({ x: u32, y: i8 }),
  },
  ...{ __proto: u8, ["__proto__"]: u8, 'with "quotes"': u8 },
});

test("what is read often is read as before", () => {
  const data = Uint8Array.from({ length: everything.size }, (_, index) => (index * 151 + 97) & 0xff);
  const first = everything.decode(data);
  for (let times = 0; times < 100; times++) assert.deepEqual(everything.decode(data), first);
  const shifted = new Uint8Array(data.length + 5);
  shifted.set(data, 5);
  assert.deepEqual(everything.decode(shifted, 5), first);
  assert.deepEqual(Object.keys(first), Object.keys(everything.decode(data)));
});

test("where no code can be made, reading is the same", () => {
  const script = `import { struct, u8 } from ${JSON.stringify(import.meta.resolve("./index.ts"))};
    const pair = struct({ a: u8, b: u8 });
    for (let times = 0; times < 100; times++) console.log(JSON.stringify(pair.decode(new Uint8Array([1, times]))));`;
  const options = ["--disallow-code-generation-from-strings", "--input-type=module", "-e", script];
  const { stdout, stderr } = spawnSync(process.execPath, options, { encoding: "utf8" });
  const expected = Array.from({ length: 100 }, (_, times) => `{"a":1,"b":${times}}\n`).join("");
  assert.equal(stdout, expected, stderr);
});
