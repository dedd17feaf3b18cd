export * from "./builder.ts";
export * from "./layout.ts";
export { schemaOf } from "./schema.ts";
export * from "./types.ts";
