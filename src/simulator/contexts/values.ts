import { type ContextValues, readContext, writeContext as writeValues } from "../../kernel/context-values.ts";
import type { ContextLayout } from "../../kernel/program-type.ts";
import { SimulatorError } from "../errors.ts";

export { type ContextValues, readContext };

/** @throws {SimulatorError} the context has no such field, or it takes fewer values */
export function writeContext(layout: ContextLayout, values: ContextValues, view: DataView): void {
  writeValues(layout, values, view, (message, hint) => new SimulatorError("YDL7020", message, hint ? { hint } : {}));
}
