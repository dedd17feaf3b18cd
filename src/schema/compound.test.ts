import assert from "node:assert/strict";
import { test } from "node:test";
import {
  array,
  be16,
  be32,
  be64,
  bits,
  chars,
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

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const fromHex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));

test("bit fields in host order fill their unit from the least significant bit on", () => {
  const schema = struct({ a: bits(u32, 3), b: bits(u32, 5), c: bits(u32, 24) });
  assert.equal(schema.size, 4);
  assert.deepEqual(
    schema.fields.map(({ offset, bit }) => [offset, bit?.shift, bit?.width]),
    [
      [0, 0, 3],
      [0, 3, 5],
      [0, 8, 24],
    ],
  );
  const value = { a: 5, b: 17, c: 0xabcdef };
  assert.equal(hex(schema.encode(value)), "8defcdab");
  assert.deepEqual(schema.decode(schema.encode(value)), value);
});

test("bit fields in network order fill their unit from the most significant bit on", () => {
  const tag = struct({ priority: bits(be16, 3), dropEligible: bits(be16, 1), id: bits(be16, 12), etherType: be16 });
  assert.equal(tag.size, 4);
  assert.deepEqual(
    tag.fields.map(({ bit }) => bit?.shift),
    [13, 12, 0, undefined],
  );
  const value = { priority: 5, dropEligible: 1, id: 0x123, etherType: 0x0800 };
  assert.equal(hex(tag.encode(value)), "b1230800");
  assert.deepEqual(tag.decode(fromHex("b1230800")), value);
});

test("a bit field that does not fit, or has another base, starts a new unit", () => {
  const schema = struct({
    a: bits(u8, 5),
    b: bits(u8, 4),
    c: bits(u16, 3),
    d: u8,
    e: bits(u8, 1),
    f: bits(be32, 32),
    g: bits(be32, 1),
  });
  assert.deepEqual(
    schema.fields.map(({ name, offset, bit }) => `${name}@${offset}${bit ? `>>${bit.shift}` : ""}`),
    ["a@0>>0", "b@1>>0", "c@2>>0", "d@4", "e@5>>0", "f@8>>0", "g@12>>31"],
  );
  assert.equal(schema.alignment, 4);
  assert.equal(schema.size, 16);
});

test("bit fields of 64 bits are bigints", () => {
  const schema = struct({ high: bits(be64, 8), low: bits(be64, 56), only: bits(u64, 64) });
  const value = { high: 0xffn, low: 2n ** 55n + 1n, only: 2n ** 64n - 1n };
  assert.equal(hex(schema.encode(value)), "ff80000000000001ffffffffffffffff");
  assert.deepEqual(schema.decode(schema.encode(value)), value);
});

test("every width and value of a bit field survives, its neighbours unchanged", () => {
  for (const base of [u8, u16, be16, u32, be32]) {
    for (let width = 1; width < base.bits; width++) {
      const schema = struct({ before: bits(base, width), after: bits(base, base.bits - width) });
      for (const value of [0, 1, 2 ** width - 1]) {
        const other = 2 ** (base.bits - width) - 1;
        const decoded = schema.decode(schema.encode({ before: value, after: other }));
        assert.deepEqual(decoded, { before: value, after: other });
        assert.deepEqual(schema.decode(schema.encode({ before: value, after: 0 })), { before: value, after: 0 });
      }
    }
  }
});

test("what does not fit a bit field is an error", () => {
  const schema = struct({ a: bits(u8, 3), b: bits(u8, 5) });
  assert.throws(() => schema.encode({ a: 8, b: 0 }), /value\.a: 8 does not fit in 3 bits \(0 to 7\)/);
  assert.throws(() => schema.encode({ a: -1, b: 0 }), /-1 does not fit/);
  assert.throws(() => schema.encode({ a: 0.5, b: 0 }), /needs an integer, got 0\.5/);
  assert.throws(() => schema.encode({ a: "1", b: 0 } as never), /needs an integer, got string/);
  assert.throws(() => bits(u8, 9), /a bit field of u8 has 1 to 8 bits, not 9/);
  assert.throws(() => bits(u8, 0), RangeError);
  assert.throws(() => bits(ipv4Address as never, 3), /must be an integer/);
  assert.throws(() => array(bits(u8, 3), 4), /stand only in structs/);
  assert.throws(() => union({ a: bits(u8, 3) }), /union: a: bit fields stand only in structs/);
});

const address = union({ v4: ipv4Address, v6: ipv6Address, words: array(be32, 4), tag: u8 });

test("a union is as large as its largest member, and every member reads the same bytes", () => {
  assert.equal(address.size, 16);
  assert.equal(address.alignment, 4);
  assert.equal(union({ text: chars(5), word: u32 }).size, 8);
  const value = address.decode(address.encode({ v4: "10.0.0.1" }));
  assert.equal(value.v4, "10.0.0.1");
  assert.equal(value.v6, "a00:1::");
  assert.deepEqual(value.words, [0x0a000001, 0, 0, 0]);
  assert.equal(value.tag, 10);
  assert.deepEqual(Object.keys(value), ["v4", "v6", "words", "tag"]);
});

test("what was read from a union can be written again, and keeps every byte", () => {
  const schema = struct({ kind: u8, address, after: u8 });
  const bytes = schema.encode({ kind: 6, address: { v6: "2001:db8::1" }, after: 7 } as never);
  const read = schema.decode(bytes);
  bytes.fill(0xff);
  assert.equal(read.address.v6, "2001:db8::1");
  assert.equal(schema.decode(schema.encode(read)).address.v6, "2001:db8::1");
  assert.deepEqual(schema.decode(schema.encode({ ...read, kind: 4 })), { ...read, kind: 4 });
});

test("writing a member of a union zeroes the bytes behind it", () => {
  const bytes = new Uint8Array(16).fill(0xff);
  address.write(new DataView(bytes.buffer), 0, { tag: 1 });
  assert.equal(hex(bytes), `01${"00".repeat(15)}`);
});

test("a union takes exactly one member", () => {
  assert.throws(() => address.encode({} as never), /exactly one of v4, v6, words, tag, got none/);
  assert.throws(() => address.encode({ v4: "1.2.3.4", tag: 1 } as never), /got v4, tag/);
  assert.throws(() => address.encode({ v5: 1 } as never), /no member 'v5'; it has v4, v6, words, tag/);
  assert.throws(() => address.encode({ tag: 256 }), /value\.tag: 256 is not a u8/);
  assert.throws(() => address.encode(5 as never), /needs an object/);
  assert.throws(() => union({}), RangeError);
});

const ipv6Texts: readonly (readonly [text: string, canonical: string])[] = [
  ["::", "::"],
  ["::1", "::1"],
  ["1::", "1::"],
  ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
  ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
  ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
  ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
  ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
  ["0:0:3:4:5:6:7:8", "::3:4:5:6:7:8"],
  ["::ffff:10.0.0.1", "::ffff:10.0.0.1"],
  ["::ffff:a00:1", "::ffff:10.0.0.1"],
  ["64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
  ["fe80::0202:b3ff:fe1e:8329", "fe80::202:b3ff:fe1e:8329"],
];

test("IPv6 addresses are printed as RFC 5952 says", () => {
  for (const [text, canonical] of ipv6Texts) {
    assert.equal(ipv6Address.decode(ipv6Address.encode(text)), canonical, text);
    assert.equal(hex(ipv6Address.encode(canonical)), hex(ipv6Address.encode(text)), text);
  }
});

test("addresses are kept in network order", () => {
  assert.equal(hex(ipv4Address.encode("10.1.2.255")), "0a0102ff");
  assert.equal(ipv4Address.decode(fromHex("c0a80001")), "192.168.0.1");
  assert.equal(hex(macAddress.encode("02:00:5e:10:AB:cd")), "02005e10abcd");
  assert.equal(macAddress.decode(macAddress.encode("02-00-5e-10-ab-cd")), "02:00:5e:10:ab:cd");
  assert.equal(hex(ipv6Address.encode("1:2:3:4:5:6:7:8")), "00010002000300040005000600070008");
  assert.deepEqual([ipv4Address.size, ipv6Address.size, macAddress.size], [4, 16, 6]);
  assert.deepEqual([ipv4Address.alignment, ipv6Address.alignment, macAddress.alignment], [4, 4, 1]);
});

const wrong = {
  ipv4: ["", "10.0.0", "10.0.0.1.2", "10.0.0.256", "10.0.0.01", "10.0.0.1 ", "0x0a.0.0.1", "10..0.1", "-1.0.0.0"],
  ipv6: [
    "",
    ":",
    ":::",
    "1",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7:8::",
    "1::2::3",
    "::g",
    "::12345",
    ":1::",
    "1:::2",
    "::1%eth0",
    "::10.0.0.1:1",
    "10.0.0.1::",
    "1::10.0.0",
  ],
  mac: [
    "",
    "02:00:00:00:00",
    "02:00:00:00:00:00:00",
    "2:0:0:0:0:1",
    "02-00:00-00:00-01",
    "0200.5e10.abcd",
    "02:00:00:00:00:0g",
  ],
};

test("what is no address is an error that says what one looks like", () => {
  for (const text of wrong.ipv4) assert.throws(() => ipv4Address.encode(text), /is not an IPv4 address such as/, text);
  for (const text of wrong.ipv6) assert.throws(() => ipv6Address.encode(text), /is not an IPv6 address such as/, text);
  for (const text of wrong.mac) assert.throws(() => macAddress.encode(text), /is not a MAC address such as/, text);
  assert.throws(
    () => struct({ from: ipv4Address }).encode({ from: 5 } as never),
    /value\.from: an IPv4 address is text .* got number/,
  );
});
