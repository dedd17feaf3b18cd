import { spawnSync } from "node:child_process";
import { enterOwnNetwork } from "./socket-calls.ts";

/** Runs `ip` in our network namespace; it must succeed. */
export function ip(...parameters: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync("ip", parameters, { encoding: "utf8" });
  if (status !== 0) throw new Error(`ip ${parameters.join(" ")}: ${stderr}`);
  return stdout;
}

/**
 * A network for this test process alone, which goes with it: loopback, and a pair of interfaces `left` (10.9.0.1) and `right`, whose
 * neighbours are known, so that what is sent to 10.9.0.2 leaves by `left` and comes in by `right`.
 */
export function ownNetwork(): void {
  enterOwnNetwork();
  ip("link", "set", "lo", "up");
  ip("link", "add", "left", "type", "veth", "peer", "name", "right");
  for (const name of ["left", "right"]) ip("link", "set", name, "up");
  ip("address", "add", "10.9.0.1/24", "dev", "left");
  ip("neighbour", "replace", "10.9.0.2", "lladdr", "02:00:00:00:00:02", "dev", "left", "nud", "permanent");
}
