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

const { dispatch } = await import("./dispatch.ts");
process.exitCode = await dispatch(process.argv.slice(2));
