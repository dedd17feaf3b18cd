import { assert } from "../../errors/assert.ts";
import { UnsupportedError, YodelError } from "../../errors/index.ts";
import { attachProgram, createLink, detachProgram } from "../../sys/bpf.ts";
import { failedWith } from "../../sys/errno.ts";
import { closeSync, constants, openSync } from "../../sys/files.ts";
import { isAtLeast, kernelVersion } from "../../sys/machine.ts";
import { KernelLink, type Link, PlainAttachment } from "../link.ts";
import { explainRefusal } from "../permissions.ts";
import { type LiveProgram, wrongTarget } from "./target.ts";

const OURS = "/proc/thread-self/ns/net";

/**
 * Attaches a program to a network namespace by a BPF link. A namespace has room for one flow dissector; socket lookups run one after the
 * other.
 *
 * @param target a file that stands for the namespace, such as `/run/netns/blue` or `/proc/1/ns/net`; our own when left out
 * @throws {YodelError} the file is missing or no network namespace; it has a flow dissector already
 * @throws {PermissionError} CAP_NET_ADMIN is missing
 * @kernel 5.8; flow dissectors without a link 4.20, for our own namespace
 */
export function attachNetworkNamespace(program: LiveProgram, target: unknown = OURS): Link {
  if (typeof target !== "string") throw wrongTarget(program, "a network namespace: the path of its file", target);
  const attachType = program.resolved.expectedAttachType;
  assert(attachType !== undefined, "a section for network namespaces has an attach type");
  const words = target === OURS ? "our network namespace" : `network namespace ${target}`;
  let namespaceFd: number;
  try {
    namespaceFd = openSync(target, constants.O_RDONLY);
  } catch (cause) {
    throw new YodelError("YDL4443", `there is no network namespace ${target}`, {
      hint: "`ip netns` lists those with names",
      cause,
    });
  }
  const programFd = program.fd.number;
  try {
    return new KernelLink(createLink({ programFd, target: namespaceFd, attachType }), words);
  } catch (error) {
    const old = !isAtLeast(kernelVersion(), [5, 8]);
    if (
      old &&
      failedWith(error, "EINVAL") &&
      program.resolved.programType.name === "flow_dissector" &&
      target === OURS
    ) {
      attachProgram({ programFd, attachType });
      const why = "kernels before 5.8 have no links to network namespaces";
      return new PlainAttachment(program, words, () => detachProgram({ programFd, attachType }), why);
    }
    if (failedWith(error, "EEXIST", "E2BIG", "EBUSY")) {
      throw new YodelError("YDL4443", `the ${words} has a program of this kind already; there is room for one`, {
        hint: "`bpftool net` and `bpftool link` show it",
        cause: error,
      });
    }
    if (failedWith(error, "EINVAL", "EBADF")) {
      if (old)
        throw new UnsupportedError("YDL4451", "this kernel has no links to network namespaces", {
          minimumKernel: "5.8",
          cause: error,
        });
      throw new YodelError("YDL4443", `${target} is no network namespace`, {
        hint: "it is a file such as /proc/PID/ns/net",
        cause: error,
      });
    }
    throw explainRefusal(error, { action: `attach '${program.name}' to the ${words}`, needs: ["CAP_NET_ADMIN"] });
  } finally {
    closeSync(namespaceFd);
  }
}
