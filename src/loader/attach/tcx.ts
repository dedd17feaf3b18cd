import { assert } from "../../errors/assert.ts";
import { UnsupportedError, YodelError } from "../../errors/index.ts";
import { failedWith } from "../../sys/errno.ts";
import { isAtLeast, kernelVersion, parseVersion } from "../../sys/machine.ts";
import { KernelLink, type Link } from "../link.ts";
import { explainRefusal } from "../permissions.ts";
import { interfaceOf } from "./interface.ts";
import { explainOrder, linkInOrder, type OrderOptions } from "./order.ts";
import type { LiveProgram } from "./target.ts";

/**
 * Attaches a traffic control program to an interface by a BPF link, beside programs that are already there; or (sections `netkit/…`) to a
 * netkit device.
 *
 * @param target the name of an interface of our network namespace
 * @param order where among the programs of this interface and direction it runs: last when left out
 * @throws {YodelError} there is no such interface; for netkit: it is none
 * @throws {PermissionError} CAP_NET_ADMIN is missing
 * @kernel 6.6; netkit 6.7
 */
export function attachTcx(program: LiveProgram, target: unknown, order: OrderOptions = {}): Link {
  const index = interfaceOf(program, target);
  const { expectedAttachType: attachType, minimumKernel, section } = program.resolved;
  assert(attachType !== undefined, "a tcx section has an attach type");
  const netkit = section.startsWith("netkit/");
  try {
    return new KernelLink(
      linkInOrder({ programFd: program.fd.number, target: index, attachType }, order),
      `interface ${target}, ${section}`,
    );
  } catch (error) {
    if (failedWith(error, "EINVAL", "EOPNOTSUPP") && !isAtLeast(kernelVersion(), parseVersion(minimumKernel))) {
      throw new UnsupportedError("YDL4451", `this kernel has no links for ${section}`, {
        minimumKernel,
        hint: netkit ? "there is no other way" : 'use the section "tc", which needs no link',
        cause: error,
      });
    }
    const wrongOrder = explainOrder(error, order, minimumKernel);
    if (wrongOrder !== undefined) throw wrongOrder;
    if (netkit && failedWith(error, "EINVAL", "EOPNOTSUPP", "ENXIO", "EACCES")) {
      throw new YodelError("YDL4453", `'${target}' is no netkit device, or this kernel has none (CONFIG_NETKIT)`, {
        hint: "attach to the primary device of a pair: ip link add NAME type netkit",
        cause: error,
      });
    }
    throw explainRefusal(error, { action: `attach '${program.name}' to ${target}`, needs: ["CAP_NET_ADMIN"] });
  }
}
