import { testPasses } from "./testing.ts";

testPasses([
  [
    "narrow-demand",
    "a store of 32 bits needs no sign",
    "b9:\nv10 = load s32 [v3 + 0]\nv11 = extend s32 v1\nv12 = add v10, v11\nstore u32 [v3 + 4], v12\nreturn v1",
    "b9:\nv10 = load u32 [v3 + 0]\nv12 = add v10, v1\nstore u32 [v3 + 4], v12\nreturn v1",
  ],
  [
    "narrow-demand",
    "a mask of bits that are shifted out",
    "b9:\nv10 = const 65535\nv11 = and v1, v10\nv12 = const 56\nv13 = shl v11, v12\nreturn v13",
    "b9:\nv12 = const 56\nv13 = shl v1, v12\nreturn v13",
  ],
  [
    "narrow-demand",
    "a mask before the bytes are swapped",
    "b9:\nv10 = const 65535\nv11 = and v1, v10\nv12 = swap16 v11\nstore u16 [v3 + 0], v12\nreturn v1",
    "b9:\nv12 = swap16 v1\nstore u16 [v3 + 0], v12\nreturn v1",
  ],
  [
    "narrow-demand",
    "but not what an address is made of",
    "b9:\nv10 = const 7\nv11 = and v1, v10\nv12 = add v3, v11\nv13 = load u8 [v12 + 0]\nreturn v13",
    "b9:\nv10 = const 7\nv11 = and v1, v10\nv12 = add v3, v11\nv13 = load u8 [v12 + 0]\nreturn v13",
  ],
  [
    "narrow-demand",
    "nor what is shifted down from above",
    "b9:\nv10 = extend u32 v1\nv11 = const 8\nv12 = lshr v10, v11\nstore u32 [v3 + 0], v12\nreturn v1",
    "b9:\nv10 = extend u32 v1\nv11 = const 8\nv12 = lshr v10, v11\nstore u32 [v3 + 0], v12\nreturn v1",
  ],
  [
    "narrow-demand",
    "nor what a branch looks at",
    "b9:\nv10 = extend u8 v1\nv11 = const 3\nbranch ult v10, v11, b20, b21\nb20:\nstore u8 [v3 + 0], v10\nreturn v1\nb21:\nreturn v2",
    "b9:\nv10 = extend u8 v1\nv11 = const 3\nbranch ult v10, v11, b20, b21\nb20:\nstore u8 [v3 + 0], v10\nreturn v1\nb21:\nreturn v2",
  ],
  [
    "widen-accesses",
    "a copy byte by byte, out of a map into the packet",
    `b9:
     v41: pointer = load u32 [v0 + 0]
     v40: pointer = call map_lookup_elem#1(v0, v3)
     v10 = load u8 [v40 + 4]
     store u8 [v41 + 0], v10
     v11 = load u8 [v40 + 5]
     store u8 [v41 + 1], v11
     return v1`,
    "b9:\nv41: pointer = load u32 [v0 + 0]\nv40: pointer = call map_lookup_elem#1(v0, v3)\nv10 = load u16 [v40 + 4]\nstore u16 [v41 + 0], v10\nreturn v1",
  ],
  [
    "widen-accesses",
    "but not where the second byte is the first's copy",
    "b9:\nv41: pointer = load u32 [v0 + 0]\nv10 = load u8 [v41 + 0]\nstore u8 [v41 + 1], v10\nv11 = load u8 [v41 + 1]\nstore u8 [v41 + 2], v11\nreturn v1",
    "b9:\nv41: pointer = load u32 [v0 + 0]\nv10 = load u8 [v41 + 0]\nstore u8 [v41 + 1], v10\nv11 = load u8 [v41 + 1]\nstore u8 [v41 + 2], v11\nreturn v1",
  ],
  [
    "widen-accesses",
    "constants on the stack, as far as they are aligned",
    "slot a: 8 align 8\nb9:\nv41 = stack a\nv10 = const 1\nv11 = const 2\nstore u8 [v41 + 1], v10\nstore u8 [v41 + 2], v10\nstore u8 [v41 + 3], v11\nv12 = call h#2(v41)\nreturn v12",
    "slot a: 8 align 8\nb9:\nv41 = stack a\nv10 = const 1\nstore u8 [v41 + 1], v10\nv11 = const 513\nstore u16 [v41 + 2], v11\nv12 = call h#2(v41)\nreturn v12",
  ],
  [
    "widen-accesses",
    "but not through a pointer from anywhere, which may lead to the stack",
    "b9:\nv10 = const 1\nstore u8 [v3 + 0], v10\nstore u8 [v3 + 1], v10\nreturn v1",
    "b9:\nv10 = const 1\nstore u8 [v3 + 0], v10\nstore u8 [v3 + 1], v10\nreturn v1",
  ],
  [
    "forward-memory",
    "past a call that is given another slot",
    "slot a: 8 align 8\nslot b: 8 align 8\nb9:\nv10 = stack a\nv11 = stack b\nstore u64 [v10 + 0], v1\nv12 = call h#2(v10)\nstore u64 [v10 + 0], v2\nv13 = call h#2(v11)\nv14 = load u64 [v10 + 0]\nreturn v14",
    "slot a: 8 align 8\nslot b: 8 align 8\nb9:\nv10 = stack a\nv11 = stack b\nstore u64 [v10 + 0], v1\nv12 = call h#2(v10)\nstore u64 [v10 + 0], v2\nv13 = call h#2(v11)\nreturn v2",
  ],
  [
    "forward-memory",
    "where all ways in know the same",
    "b9:\nv10 = load u8 [v3 + 0]\nv11 = const 0\nbranch eq v1, v11, b20, b21\nb20:\njump b22\nb21:\njump b22\nb22:\nv12 = load u8 [v3 + 0]\nv13 = add v10, v12\nreturn v13",
    "b9:\nv10 = load u8 [v3 + 0]\nv11 = const 0\nbranch eq v1, v11, b20, b21\nb20:\njump b22\nb21:\njump b22\nb22:\nv13 = add v10, v10\nreturn v13",
  ],
  [
    "forward-memory",
    "but not where one of them writes",
    "b9:\nv10 = load u8 [v3 + 0]\nv11 = const 0\nbranch eq v1, v11, b20, b21\nb20:\nstore u8 [v3 + 0], v2\njump b22\nb21:\njump b22\nb22:\nv12 = load u8 [v3 + 0]\nv13 = add v10, v12\nreturn v13",
    "b9:\nv10 = load u8 [v3 + 0]\nv11 = const 0\nbranch eq v1, v11, b20, b21\nb20:\nstore u8 [v3 + 0], v2\njump b22\nb21:\njump b22\nb22:\nv12 = load u8 [v3 + 0]\nv13 = add v10, v12\nreturn v13",
  ],
  [
    "remove-dead-stores",
    "zeros that later stores cover piece by piece, past a call that is not given the slot",
    "slot a: 8 align 8\nb9:\nv10 = stack a\nv11 = const 0\nstore u64 [v10 + 0], v11\nv12 = call h#5()\nstore u32 [v10 + 0], v1\nstore u32 [v10 + 4], v2\nv13 = call h#2(v10)\nreturn v12",
    "slot a: 8 align 8\nb9:\nv10 = stack a\nv12 = call h#5()\nstore u32 [v10 + 0], v1\nstore u32 [v10 + 4], v2\nv13 = call h#2(v10)\nreturn v12",
  ],
  [
    "value-numbering",
    "where the packet begins, past calls that leave it there",
    "b9:\nv10: pointer = load u32 [v0 + 76]\nv11 = call ktime_get_ns#5()\nv12: pointer = load u32 [v0 + 76]\nv13 = load u8 [v10 + 0]\nv14 = load u8 [v12 + 1]\nv15 = add v13, v14\nreturn v15",
    "b9:\nv10: pointer = load u32 [v0 + 76]\nv11 = call ktime_get_ns#5()\nv13 = load u8 [v10 + 0]\nv14 = load u8 [v10 + 1]\nv15 = add v13, v14\nreturn v15",
  ],
  [
    "value-numbering",
    "but not past a call that may move it",
    "b9:\nv10: pointer = load u32 [v0 + 0]\nv11 = call xdp_adjust_head#44(v0, v1)\nv12: pointer = load u32 [v0 + 0]\nv13 = load u8 [v12 + 0]\nreturn v13",
    "b9:\nv10: pointer = load u32 [v0 + 0]\nv11 = call xdp_adjust_head#44(v0, v1)\nv12: pointer = load u32 [v0 + 0]\nv13 = load u8 [v12 + 0]\nreturn v13",
  ],
]);
