import { UnsupportedError, YodelError } from "../../errors/index.ts";
import { createLink, createOrderedLink } from "../../sys/bpf.ts";
import { failedWith } from "../../sys/errno.ts";
import { isAtLeast, kernelVersion, parseVersion } from "../../sys/machine.ts";
import { KernelLink, type Link, type ProgramReference } from "../link.ts";
import { checkOptions } from "../names.ts";

/** Where among programs at the same place a new one runs: before or after all others, or one of them; at the end when left out. */
export interface OrderOptions {
  readonly before?: "all" | Link | ProgramReference;
  readonly after?: "all" | Link | ProgramReference;
}

/** Source: include/uapi/linux/bpf.h. */
const BPF_F_BEFORE = 1 << 3;
const BPF_F_AFTER = 1 << 4;
const BPF_F_LINK = 1 << 13;

interface Place {
  readonly programFd: number;
  readonly target: number;
  readonly attachType: number;
}

/** Makes a link to a place where programs stand in an order. */
export function linkInOrder(place: Place, order: OrderOptions = {}): number {
  checkOptions("attach", order, ["before", "after"]);
  const { before, after } = order;
  if (before === undefined && after === undefined) return createLink(place);
  const [side, neighbour] = before === undefined ? [BPF_F_AFTER, after] : [BPF_F_BEFORE, before];
  if (before !== undefined && after !== undefined) {
    throw new YodelError("YDL4444", "a program can be attached before or after another one, not both");
  }
  if (neighbour === "all") return createOrderedLink({ ...place, flags: side });
  if (neighbour instanceof KernelLink)
    return createOrderedLink({ ...place, flags: side | BPF_F_LINK, relative: neighbour.fd });
  if (neighbour === undefined || !("fd" in neighbour)) {
    throw new YodelError("YDL4444", "an attachment that is no link has no place in an order");
  }
  return createOrderedLink({ ...place, flags: side, relative: neighbour.fd });
}

/** What went wrong, if it was the order. */
export function explainOrder(error: unknown, { before, after }: OrderOptions, minimumKernel: string): unknown {
  const neighbour = before ?? after;
  if (neighbour === undefined) return undefined;
  const exists = isAtLeast(kernelVersion(), parseVersion(minimumKernel));
  if (failedWith(error, "ENOENT", "ERANGE", "ESTALE", "EBUSY") || (exists && failedWith(error, "EINVAL"))) {
    return new YodelError(
      "YDL4444",
      "the program or link beside which the new one should stand is not attached there",
      {
        hint: 'name one that is attached to the same place and section, or "all"',
        cause: error,
      },
    );
  }
  if (!failedWith(error, "EINVAL", "E2BIG")) return undefined;
  return new UnsupportedError("YDL4451", "this kernel can't put programs in an order at this place", {
    minimumKernel,
    cause: error,
  });
}
