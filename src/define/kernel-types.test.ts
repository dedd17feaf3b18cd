import assert from "node:assert/strict";
import { test } from "node:test";
import { registeredKernelTypes } from "./kernel-types.ts";

test("copies of the package share what was registered", async () => {
  const url = new URL("./kernel-types.ts?another", import.meta.url);
  const another: typeof import("./kernel-types.ts") = await import(url.href);
  assert.notEqual(another.registeredKernelTypes, registeredKernelTypes);
  const described = { names: [], btf: "" };
  another.registerKernelTypes(described);
  assert.equal(registeredKernelTypes().at(-1), described);
});
