export * from "./control.ts";
export * from "./internet.ts";
export * from "./link.ts";
export * from "./transport.ts";
