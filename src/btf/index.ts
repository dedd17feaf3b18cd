export * from "./builder.ts";
export { ByteWriter, StringTable, stringReader } from "./bytes.ts";
export * from "./ext.ts";
export * from "./find.ts";
export * from "./layout.ts";
export { type BtfWithStrings, readBtf, readBtfWithStrings } from "./read.ts";
export { schemaOf } from "./schema.ts";
export * from "./types.ts";
export { writeBtf } from "./write.ts";
