import { UnsupportedError } from "../errors/index.ts";
import { helpers } from "../kernel/helpers.ts";
import { isAtLeast, kernelVersion, parseVersion } from "../sys/machine.ts";

/** The verifier's complaint about a helper that is newer than the kernel, or undefined when its complaint is another one. */
export function explainNewerHelper(program: string, log: string): UnsupportedError | undefined {
  const number = /(?:invalid|unknown) func \w+#(\d+)/.exec(log)?.[1];
  const helper = number && [...helpers.values()].find(({ id }) => id === Number(number));
  if (!helper || isAtLeast(kernelVersion(), parseVersion(helper.minimumKernel))) return undefined;
  const { name, minimumKernel } = helper;
  return new UnsupportedError("YDL4482", `'${program}' calls the helper ${name}, which this kernel does not have`, {
    minimumKernel,
    hint: `kernels from ${minimumKernel} on have it`,
  });
}
