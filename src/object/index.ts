export * from "./describe.ts";
export * from "./listing.ts";
export * from "./object.ts";
export { readElf } from "./read-elf.ts";
export { writeElf } from "./write-elf.ts";
