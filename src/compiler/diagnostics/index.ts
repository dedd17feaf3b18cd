export * from "./codes.ts";
export * from "./compile-error.ts";
