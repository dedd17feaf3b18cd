export type { ContextValues } from "./contexts/values.ts";
export type { Environment } from "./environment.ts";
export { SimulatorError } from "./errors.ts";
export type { SimulatedArrayMapHandle, SimulatedPerCpuArrayMapHandle } from "./handles/array-map.ts";
export type { SimulatedHashMapHandle, SimulatedPerCpuHashMapHandle } from "./handles/hash-map.ts";
export type { SimulatedMapHandle, SimulatedMapInfo } from "./handles/map-handle.ts";
export type { SimulatedProgram, SimulatedTestOptions, SimulatedTestResult } from "./handles/program.ts";
export type { UserHelper } from "./helpers/helper.ts";
export { type SimulatedObject, type SimulatorOptions, simulateObject } from "./simulate.ts";
