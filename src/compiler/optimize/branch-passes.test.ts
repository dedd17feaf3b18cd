import { testPasses } from "./testing.ts";

/** v10 is where the packet begins, v11 where it ends. */
const PACKET =
  "b9:\nv10: pointer = load u32 [v0 + 0]\nv11: pointer = load u32 [v0 + 4]\nv12 = const 14\nv13 = const 34";

testPasses([
  [
    "merge-tests",
    "one bit set and the other not",
    "b9:\nv10 = const 2\nv11 = const 16\nbranch set v1, v10, b20, b31\nb20:\nbranch set v1, v11, b31, b30\nb30:\nreturn v1\nb31:\nreturn v2",
    "b9:\nv12 = const 18\nv13 = and v1, v12\nv14 = const 2\nbranch eq v13, v14, b30, b31\nb30:\nreturn v1\nb31:\nreturn v2",
  ],
  [
    "merge-tests",
    "neither of two bits",
    "b9:\nv10 = const 2\nv11 = const 16\nbranch set v1, v10, b31, b20\nb20:\nbranch set v1, v11, b31, b30\nb30:\nreturn v1\nb31:\nreturn v2",
    "b9:\nv12 = const 18\nbranch set v1, v12, b31, b30\nb30:\nreturn v1\nb31:\nreturn v2",
  ],
  [
    "merge-tests",
    "but not where they lead to different places",
    "b9:\nv10 = const 2\nv11 = const 16\nbranch set v1, v10, b32, b20\nb20:\nbranch set v1, v11, b31, b30\nb30:\nreturn v1\nb31:\nreturn v2\nb32:\nreturn v10",
    "b9:\nv10 = const 2\nv11 = const 16\nbranch set v1, v10, b32, b20\nb20:\nbranch set v1, v11, b31, b30\nb30:\nreturn v1\nb31:\nreturn v2\nb32:\nreturn v10",
  ],
  [
    "merge-bounds",
    "of a header and the next, with a test between that leads to the same place",
    `${PACKET}
     v14 = add v10, v12
     branch ule v14, v11, b20, b31
     b20:
     v15 = load u16 [v10 + 12]
     branch eq v15, v1, b21, b31
     b21:
     v16 = add v10, v13
     branch ule v16, v11, b30, b31
     b30:
     v17 = load u8 [v10 + 23]
     return v17
     b31:
     return v2`,
    `${PACKET}
     v14 = add v10, v13
     branch ule v14, v11, b20, b31
     b20:
     v15 = load u16 [v10 + 12]
     branch eq v15, v1, b21, b31
     b21:
     jump b30
     b30:
     v17 = load u8 [v10 + 23]
     return v17
     b31:
     return v2`,
  ],
  [
    "merge-bounds",
    "but not where something is written between",
    `${PACKET}
     v14 = add v10, v12
     branch ule v14, v11, b20, b31
     b20:
     store u8 [v10 + 0], v1
     v16 = add v10, v13
     branch ule v16, v11, b30, b31
     b30:
     return v1
     b31:
     return v2`,
    `${PACKET}
     v14 = add v10, v12
     branch ule v14, v11, b20, b31
     b20:
     store u8 [v10 + 0], v1
     v16 = add v10, v13
     branch ule v16, v11, b30, b31
     b30:
     return v1
     b31:
     return v2`,
  ],
  [
    "sink-operations",
    "a swap on all ways in",
    "b9:\nv10 = const 0\nbranch eq v1, v10, b20, b21\nb20:\nv11 = swap16 v1\njump b22(v11)\nb21:\nv12 = swap16 v2\njump b22(v12)\nb22(v13):\nreturn v13",
    "b9:\nv10 = const 0\nbranch eq v1, v10, b20, b21\nb20:\njump b22(v1)\nb21:\njump b22(v2)\nb22(v13):\nv14 = swap16 v13\nreturn v14",
  ],
  [
    "sink-operations",
    "but not when one is used elsewhere",
    "b9:\nv41 = swap16 v1\nv10 = const 0\nbranch eq v41, v10, b20, b21\nb20:\njump b22(v41)\nb21:\nv12 = swap16 v2\njump b22(v12)\nb22(v13):\nreturn v13",
    "b9:\nv41 = swap16 v1\nv10 = const 0\nbranch eq v41, v10, b20, b21\nb20:\njump b22(v41)\nb21:\nv12 = swap16 v2\njump b22(v12)\nb22(v13):\nreturn v13",
  ],
  [
    "simplify-graph",
    "two blocks that return the same",
    "b9:\nv10 = const 0\nbranch eq v1, v10, b20, b30\nb20:\nbranch eq v2, v10, b21, b31\nb21:\nreturn v10\nb30:\nreturn v1\nb31:\nreturn v1",
    "b9:\nv10 = const 0\nbranch eq v1, v10, b20, b30\nb20:\nbranch eq v2, v10, b21, b30\nb30:\nreturn v1\nb21:\nreturn v10",
  ],
  [
    "simplify",
    "a test of a bit that was shifted down",
    "b9:\nv10 = const 4\nv11 = lshr v1, v10\nv12 = const 1\nbranch set v11, v12, b20, b21\nb20:\nreturn v1\nb21:\nreturn v2",
    "b9:\nv12 = const 16\nbranch set v1, v12, b20, b21\nb20:\nreturn v1\nb21:\nreturn v2",
  ],
  [
    "simplify",
    "a difference from ones without borrowing",
    "b9:\nv10 = load u16 [v3 + 0]\nv11 = const 65535\nv12 = sub v11, v10\nreturn v12",
    "b9:\nv10 = load u16 [v3 + 0]\nv11 = const 65535\nv12 = xor v10, v11\nreturn v12",
  ],
  [
    "thread-branches",
    "a second test of the same pointer",
    `b90:
     v40 = const 0
     branch eq v3, v40, b92, b91
     b91:
     store u64 [v3 + 0], v40
     jump b92
     b92:
     branch ne v3, v40, b93, b94
     b93:
     return v1
     b94:
     return v2`,
    `b90:
     v40 = const 0
     branch eq v3, v40, b94, b91
     b91:
     store u64 [v3 + 0], v40
     jump b93
     b92:
     branch ne v3, v40, b93, b94
     b93:
     return v1
     b94:
     return v2`,
  ],
  [
    "thread-branches",
    "but not where several ways meet in between",
    "b90:\nv40 = const 0\nbranch eq v1, v40, b91, b92\nb91:\njump b93\nb92:\njump b93\nb93:\nstore u64 [v3 + 0], v2\njump b94\nb94:\nbranch eq v1, v40, b95, b96\nb95:\nreturn v1\nb96:\nreturn v2",
    "b90:\nv40 = const 0\nbranch eq v1, v40, b91, b92\nb91:\njump b93\nb92:\njump b93\nb93:\nstore u64 [v3 + 0], v2\njump b94\nb94:\nbranch eq v1, v40, b95, b96\nb95:\nreturn v1\nb96:\nreturn v2",
  ],
]);
