export * from "./code-frame.ts";
export * from "./errors.ts";
