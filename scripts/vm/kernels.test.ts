import assert from "node:assert/strict";
import { test } from "node:test";
import { newestImage } from "./kernels.ts";

test("the newest image of a release is chosen, not a name for it or another flavour", () => {
  const names = [
    "linux-image-6.1.0-9-cloud-amd64",
    "linux-image-6.1.0-56-cloud-amd64",
    "linux-image-6.1.0-56-amd64",
    "linux-image-6.1.0-56-cloud-amd64-dbg",
    "linux-image-6.12-cloud-amd64",
    "linux-image-6.12.99+deb13-cloud-amd64",
    "linux-image-6.12.118+deb13-cloud-amd64",
    "linux-image-cloud-amd64",
  ];
  assert.equal(newestImage("6.1", names), "linux-image-6.1.0-56-cloud-amd64");
  assert.equal(newestImage("6.12", names), "linux-image-6.12.118+deb13-cloud-amd64");
  assert.equal(newestImage("5.10", names), undefined);
});
