// Writes the kernel types that tests use, as `yodel types` does for users, but for this repository's own sources.
import { writeFileSync } from "node:fs";
import { describeKernelTypes } from "../src/runtime.ts";

const names = ["task_struct", "cred", "nsproxy", "net", "pid_type", "sock"];
const file = new URL("../tests/support/kernel-types.ts", import.meta.url);

writeFileSync(file, describeKernelTypes(names, { package: "../../src/define/kernel-types.ts" }));
