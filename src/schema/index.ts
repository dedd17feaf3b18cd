export * from "./array.ts";
export * from "./scalar.ts";
export * from "./schema.ts";
export * from "./struct.ts";
