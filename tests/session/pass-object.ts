import type { BpfObject } from "../../src/index.ts";

/** A program that returns 1, in hand-made instructions. */
export const object: BpfObject = {
  name: "session",
  license: "GPL",
  maps: [{ name: "one", type: 2, keySize: 4, valueSize: 8, maxEntries: 1, flags: 0, keyType: 0, valueType: 0 }],
  sections: [],
  functions: [
    {
      name: "pass",
      section: "cgroup_skb/egress",
      isProgram: true,
      code: new Uint8Array([0xb7, 0, 0, 0, 1, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0]),
      references: [],
      type: 0,
      lines: [],
    },
  ],
  btf: { types: [{ kind: "void" }] },
};
