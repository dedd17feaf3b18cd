import { realpathSync } from "node:fs";
import { YodelError } from "../runtime.ts";
import { type CgroupEvents, openCgroupEvents, whyNoEvents } from "./cgroup-events.ts";
import { CgroupTree } from "./cgroup-tree.ts";

/**
 * The cgroups below a directory, which hears of those that come and go where this process may listen.
 *
 * @param directory in the cgroup2 hierarchy
 * @returns also why it does not hear of them, in a few words, when it does not: then cgroups that live shorter than the time between
 * two looks have no name
 * @throws {CgroupError} no cgroup2 hierarchy is mounted
 */
export async function openCgroupTree(
  directory: string,
): Promise<{ readonly tree: CgroupTree; readonly withoutEvents: string | undefined }> {
  let events: CgroupEvents | undefined;
  let withoutEvents: string | undefined;
  try {
    events = await openCgroupEvents();
  } catch (error) {
    if (!(error instanceof YodelError)) throw error;
    withoutEvents = whyNoEvents(error);
  }
  try {
    // After the events: what is made meanwhile is in one of the two at least.
    const tree = new CgroupTree(realpathSync(directory), undefined, events && { events });
    return { tree, withoutEvents };
  } catch (error) {
    events?.[Symbol.dispose]();
    throw error;
  }
}
