#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { homedir } from "node:os";

// Nothing else is imported before the cache is on, or it would be compiled anew at each start. The cache lies in the
// user's own directory: in a shared one, others could leave code there for root to run.
enableCompileCache(`${process.env.XDG_CACHE_HOME || `${homedir()}/.cache`}/yodel`);

const { dispatch } = await import("./dispatch.ts");
process.exitCode = await dispatch(process.argv.slice(2));
