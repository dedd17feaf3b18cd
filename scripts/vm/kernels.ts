/** A kernel that tests can run on: a release of Linux, and the suites of Debian that have it. */
export interface TestKernel {
  /** As `--kernel` takes it: `"6.1"`. */
  readonly version: string;
  /** Debian's names of suites, tried in this order. */
  readonly suites: readonly string[];
}

/** Long-term kernels that Debian carries; 5.10 is the oldest that the suite must pass on. */
export const testKernels: readonly TestKernel[] = [
  { version: "5.10", suites: ["bullseye-security", "bullseye"] },
  { version: "6.1", suites: ["bookworm-security", "bookworm"] },
  { version: "6.12", suites: ["trixie-security", "trixie"] },
  { version: "6.18", suites: ["trixie-backports"] },
  { version: "7.3", suites: ["trixie-backports"] },
];

/**
 * The newest package of a kernel among the names that apt knows. The cloud flavour is small and has the drivers of virtual machines.
 * @param names such as `"linux-image-6.1.0-56-cloud-amd64"` or `"linux-image-6.12.117+deb12-cloud-amd64"`
 */
export function newestImage(version: string, names: readonly string[]): string | undefined {
  const pattern = /^linux-image-(\d+\.\d+)[.\d+a-z~-]*-cloud-amd64$/;
  const numbers = (name: string): number[] => [...name.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  const isNewer = (a: string, b: string): number => {
    const [left, right] = [numbers(a), numbers(b)];
    for (const [index, number] of left.entries()) {
      if (number !== right[index]) return number - (right[index] ?? -1);
    }
    return 0;
  };
  return names
    .filter((name) => pattern.exec(name)?.[1] === version && /\d+\.\d+\.\d/.test(name))
    .sort(isNewer)
    .at(-1);
}
