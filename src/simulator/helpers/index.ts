import { controlHelpers } from "./control.ts";
import { environmentHelpers } from "./environment.ts";
import { type HelperModels, HelperTable, type UserHelper } from "./helper.ts";
import { mapHelpers } from "./maps.ts";
import { packetHelpers } from "./packet.ts";
import { printHelpers } from "./print.ts";
import { probeHelpers } from "./probe.ts";
import { ringBufferHelpers } from "./ring-buffer.ts";

const models: HelperModels = {
  ...mapHelpers,
  ...environmentHelpers,
  ...controlHelpers,
  ...packetHelpers,
  ...printHelpers,
  ...probeHelpers,
  ...ringBufferHelpers,
};

/** The helpers of a simulation: a test's own come before those that are modelled here. */
export function helperTable(own: Readonly<Record<string, UserHelper>>): HelperTable {
  return new HelperTable(models, own);
}
