export { type CompiledSource, load, type ObjectOptions, type SessionOptions, type SessionOrObject } from "./load.ts";
export type { ConstantValues, Definitions, LoadedProgram, Session } from "./session-types.ts";
export { withSession } from "./with-session.ts";
