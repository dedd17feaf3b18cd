import { environmentHelpers } from "./environment.ts";
import { type HelperModels, HelperTable, type UserHelper } from "./helper.ts";
import { mapHelpers } from "./maps.ts";

const models: HelperModels = { ...mapHelpers, ...environmentHelpers };

/** The helpers of a simulation: a test's own come before those that are modelled here. */
export function helperTable(own: Readonly<Record<string, UserHelper>>): HelperTable {
  return new HelperTable(models, own);
}
