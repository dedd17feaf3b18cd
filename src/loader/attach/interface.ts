import { YodelError } from "../../errors/index.ts";
import { interfaceIndex } from "../../sys/network.ts";
import { type LiveProgram, wrongTarget } from "./target.ts";

/**
 * The index of the interface that a program attaches to.
 * @throws {YodelError} `target` is no name of an interface of our network namespace
 */
export function interfaceOf(program: LiveProgram, target: unknown): number {
  if (typeof target !== "string") throw wrongTarget(program, 'a network interface: its name, such as "eth0"', target);
  const index = interfaceIndex(target);
  if (index !== undefined) return index;
  throw new YodelError("YDL4411", `there is no network interface '${target}'`, { hint: "`ip link` lists them" });
}
