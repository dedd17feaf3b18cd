import assert from "node:assert/strict";
import { test } from "node:test";
import { functionsObject, mapsObject, variablesObject } from "../../tests/support/objects.ts";
import { describe, inspect, run } from "./inspect.ts";

test("shows maps with the types of their keys and values, and code under its source lines", () => {
  const { btf } = describe(mapsObject());
  assert.equal(
    inspect(mapsObject()),
    `maps: license Dual BSD/GPL, ${btf.types} BTF types in ${btf.bytes} bytes

maps
  flows: hash, 1024 entries, flags NO_PREALLOC
    key    struct flow_key {
      char name[8];
      __be16 port;
      bytes2 kind;
    } (12 bytes)
    value  struct traffic {
      u64 packets;
      u64 bytes;
    } (16 bytes)
  pinned: array, 1 entry, pinned by name
    key    u32 (4 bytes)
    value  u64 (8 bytes)
  untyped: array, 3 entries
    key    untyped (4 bytes)
    value  untyped (8 bytes)
  direct: array, 1 entry
    key    u32 (4 bytes)
    value  struct traffic {
      u64 packets;
      u64 bytes;
    } (16 bytes)

programs
  xdp  int count(struct __sk_buff *p0) (14 slots)

xdp count
  ; /home/me/counter.ts:10: // the first line of count
     0  *(u64 *)(r10 - 16) = 0
     1  *(u64 *)(r10 - 8) = 0
     2  r2 = r10
     3  r2 += -16
     4  r1 = map[flows]
     6  call map_lookup_elem
     7  if r0 == 0 goto +2
     8  r1 = 1
     9  lock *(u64 *)(r0 + 0) += r1
    10  r1 = &direct[0] + 8
    12  r0 = 2
    13  exit`,
  );
});

test("shows variables with what they hold at first", () => {
  const text = inspect(variablesObject());
  assert.match(text, /\n {2}\.bss {2}u64 packets \(8 bytes\)\n/);
  assert.match(text, /\n {2}} perCpu\[4\] \(256 bytes, one slot for each CPU\)\n/);
  assert.match(text, /\n {2}\.rodata {2}u64 limit = 123 \(8 bytes\)\n/);
});

test("tells programs from subprograms", () => {
  const text = inspect(functionsObject());
  assert.match(text, /\nprograms\n {2}cgroup_skb\/egress {2}int first\(.*\n.*int second\(/);
  assert.match(text, /\nsubprograms\n {2}\.text {2}int bump\(u64 p0\) \(5 slots\)\n/);
});

test("says which file is wrong", () => {
  assert.throws(() => run(["/nowhere/x.o"]), {
    name: "ObjectFormatError",
    message: /^\/nowhere\/x\.o: there is no such/,
  });
  const itself = import.meta.filename;
  assert.throws(() => run([itself]), { code: "YDL5001", message: `${itself}: a text file, not an ELF file` });
});
