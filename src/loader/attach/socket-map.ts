import { assert } from "../../errors/assert.ts";
import { UnsupportedError, YodelError } from "../../errors/index.ts";
import { attachProgram, createLink, detachProgram } from "../../sys/bpf.ts";
import { failedWith } from "../../sys/errno.ts";
import { isAtLeast, kernelVersion, parseVersion } from "../../sys/machine.ts";
import { KernelLink, type Link, PlainAttachment } from "../link.ts";
import { explainRefusal } from "../permissions.ts";
import { type LiveProgram, wrongTarget } from "./target.ts";

/**
 * Attaches a program to a map of sockets: it runs for all sockets that are put into the map from then on. Attach before the first
 * `set`. From 6.10 on by a BPF link.
 *
 * @param target the handle of a `sockMap` or `sockHash`
 * @throws {YodelError} the map is of another type, or has a program of this kind already
 * @throws {PermissionError} CAP_NET_ADMIN is missing
 * @kernel 4.14; by link 6.10
 */
export function attachSocketMap(program: LiveProgram, target: unknown): Link {
  if (!isMap(target)) throw wrongTarget(program, "a map of sockets: its handle", target);
  const attachType = program.resolved.expectedAttachType;
  assert(attachType !== undefined, "a section for socket maps has an attach type");
  const programFd = program.fd.number;
  const words = `the map '${target.name}'`;
  try {
    if (isAtLeast(kernelVersion(), [6, 10])) {
      return new KernelLink(createLink({ programFd, target: target.fd, attachType }), words);
    }
    attachProgram({ targetFd: target.fd, programFd, attachType });
  } catch (error) {
    const { minimumKernel, section } = program.resolved;
    if (failedWith(error, "EINVAL") && !isAtLeast(kernelVersion(), parseVersion(minimumKernel))) {
      throw new UnsupportedError("YDL4451", `this kernel has no ${section} programs`, { minimumKernel, cause: error });
    }
    if (failedWith(error, "EBUSY", "EINVAL", "EOPNOTSUPP", "EEXIST")) {
      throw new YodelError("YDL4454", `'${program.name}' can't be attached to ${words}`, {
        hint: "it must be a sockMap or sockHash, and have no verdict of this kind yet: 'sk_skb/verdict' and 'sk_skb/stream_verdict' exclude each other",
        cause: error,
      });
    }
    throw explainRefusal(error, { action: `attach '${program.name}' to ${words}`, needs: ["CAP_NET_ADMIN"] });
  }
  const detach = () => detachProgram({ targetFd: target.fd, programFd, attachType });
  return new PlainAttachment(program, words, detach, "kernels before 6.10 have no links to maps of sockets");
}

function isMap(target: unknown): target is { readonly name: string; readonly fd: number } {
  return typeof target === "object" && target !== null && "fd" in target && "name" in target;
}
