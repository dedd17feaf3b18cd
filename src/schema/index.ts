export * from "./address.ts";
export * from "./array.ts";
export * from "./bits.ts";
export * from "./scalar.ts";
export * from "./schema.ts";
export * from "./struct.ts";
export * from "./union.ts";
export * from "./user-input.ts";
