import { enableRunStatistics as enable } from "../sys/bpf.ts";
import { FileDescriptor } from "./file-descriptor.ts";
import { explainRefusal } from "./permissions.ts";

/** See the function of the same name in src/runtime.ts. */
export function enableRunStatistics(): Disposable {
  try {
    const descriptor = new FileDescriptor(enable(), "the run statistics");
    return { [Symbol.dispose]: () => descriptor.close() };
  } catch (error) {
    throw explainRefusal(error, { action: "turn run statistics on", needs: ["CAP_SYS_ADMIN"] });
  }
}
