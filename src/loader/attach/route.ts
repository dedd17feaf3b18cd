import { UnsupportedError, YodelError } from "../../errors/index.ts";
import { ipv4Address, ipv6Address } from "../../schema/index.ts";
import { failedWith } from "../../sys/errno.ts";
import { addRoute, type Route, type RouteProgram, removeRoute } from "../../sys/route.ts";
import { type Link, PlainAttachment } from "../link.ts";
import { explainRefusal } from "../permissions.ts";
import { interfaceOf } from "./interface.ts";
import { type LiveProgram, wrongTarget } from "./target.ts";

/** A route that is made for a program, in our network namespace. */
export interface RouteTarget {
  /** The packets that go by it: a prefix such as `"10.1.0.0/16"` or `"fd00::/64"`. */
  readonly to: string;
  /** The interface that they leave by. */
  readonly device?: string;
  /** The address of the next router, where there is one. */
  readonly via?: string;
  /** The routing table; the main one (254) when left out. */
  readonly table?: number;
}

const MAIN_TABLE = 254;

/**
 * Makes a route whose packets the program sees. The route goes when the attachment is closed, and **stays behind if the process is
 * killed**: routes have no links.
 *
 * @throws {YodelError} the route is wrong, or there is one for this prefix
 * @throws {UnsupportedError} the kernel was built without programs for routes
 * @throws {PermissionError} CAP_NET_ADMIN is missing
 * @kernel 4.10; `lwt_seg6local` 4.18
 */
export function attachRoute(program: LiveProgram, target: unknown): Link {
  if (typeof target !== "object" || target === null || typeof (target as RouteTarget).to !== "string") {
    throw wrongTarget(program, 'a route that it makes, such as { to: "10.1.0.0/16", device: "eth0" }', target);
  }
  const { to, device, via, table = MAIN_TABLE } = target as RouteTarget;
  const [address = "", length] = to.split("/");
  const bytes = bytesOf(address);
  const route: Route = {
    address: bytes,
    prefixLength: length === undefined ? bytes.length * 8 : Number(length),
    interfaceIndex: device === undefined ? undefined : interfaceOf(program, device),
    gateway: via === undefined ? undefined : bytesOf(via),
    table,
  };
  const hook = program.resolved.section as RouteProgram["hook"];
  const needs = hook === "lwt_seg6local" ? "CONFIG_IPV6_SEG6_BPF" : "CONFIG_LWTUNNEL_BPF";
  try {
    addRoute(route, { hook, fd: program.fd.number, name: program.name });
  } catch (error) {
    if (failedWith(error, "EOPNOTSUPP")) {
      throw new UnsupportedError("YDL4451", `this kernel was built without what '${program.name}' needs: ${needs}`, {
        minimumKernel: program.resolved.minimumKernel,
        cause: error,
      });
    }
    if (failedWith(error, "EEXIST", "EINVAL", "ENETUNREACH", "ENODEV", "ENOENT")) {
      throw new YodelError("YDL4446", `the route to ${to} can't be made: ${error.message}`, {
        hint: "it needs a device or a router that is reachable, and a prefix without host bits; `ip route` shows what is there",
        cause: error,
      });
    }
    throw explainRefusal(error, { action: `make the route to ${to}`, needs: ["CAP_NET_ADMIN"] });
  }
  return new PlainAttachment(program, `route ${to}`, () => remove(route), "a route is no link");
}

function remove(route: Route): void {
  try {
    removeRoute(route);
  } catch (error) {
    // Gone with its interface.
    if (!failedWith(error, "ESRCH", "ENODEV")) throw error;
  }
}

function bytesOf(address: string): Uint8Array {
  try {
    return address.includes(":") ? ipv6Address.encode(address) : ipv4Address.encode(address);
  } catch (cause) {
    throw new YodelError("YDL4446", `${JSON.stringify(address)} is no IP address`, { cause });
  }
}
