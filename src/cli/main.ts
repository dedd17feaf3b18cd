#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { userInfo } from "node:os";

// Nothing else is imported before the cache is on, or it would be compiled anew at each start. The cache lies in the home of
// the user that this process runs as, whatever HOME says: in another's folder, somebody could leave code for root to run.
try {
  enableCompileCache(`${userInfo().homedir}/.cache/yodel`);
} catch {
  // A user without an entry in passwd, as containers have them, has no home: it starts more slowly.
}

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major > 22 || (major === 22 && minor >= 18)) {
  const { dispatch } = await import("./dispatch.ts");
  process.exitCode = await dispatch(process.argv.slice(2));
} else {
  // Before anything fails that an old Node has not. With sudo it is often another Node than the user's own.
  console.error(`yodel needs Node 22.18 or later; this is Node ${process.versions.node}, ${process.execPath}`);
  console.error(`  hint: sudo may find another Node than you: sudo "$(which node)" ${process.argv[1]} …`);
  process.exitCode = 1;
}
