export * from "./object.ts";
export { readElf } from "./read-elf.ts";
export { writeElf } from "./write-elf.ts";
