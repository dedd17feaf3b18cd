export * from "./attach-kinds.ts";
export * from "./constants.ts";
export * from "./map-layout.ts";
export * from "./map-types.ts";
export * from "./program-type.ts";
export { programTypes } from "./program-types/index.ts";
export * from "./protocols/index.ts";
export { resolveSection } from "./sections.ts";
