import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { newestImage, type TestKernel } from "./kernels.ts";

/** An unpacked kernel. */
export interface KernelFiles {
  /** As `uname -r` will say: `"6.1.0-56-cloud-amd64"`. */
  readonly release: string;
  /** The compressed kernel. */
  readonly image: string;
  /** The folder that holds `lib/modules`. */
  readonly tree: string;
}

/** Something that this machine needs first; the message says how to get it. */
export class MissingError extends Error {}

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/**
 * The files of a kernel: from the cache, or out of Debian's package.
 * @throws {MissingError} this machine can't download Debian packages, or no suite has the kernel
 */
export function kernelFiles(kernel: TestKernel): KernelFiles {
  const folder = join(cacheFolder(), kernel.version);
  const cached = unpacked(join(folder, "tree"));
  if (cached) return cached;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const suite of kernel.suites) {
    if (download(kernel.version, suite, folder)) break;
  }
  const files = unpacked(join(folder, "tree"));
  if (files) return files;
  throw new MissingError(`no suite of ${kernel.suites.join(", ")} has a kernel ${kernel.version} for virtual machines`);
}

function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "yodel/kernels");
}

/** What a former run left, when it came to the end. */
function unpacked(tree: string): KernelFiles | undefined {
  const modules = join(tree, "lib/modules");
  if (!existsSync(modules)) return undefined;
  const [release] = readdirSync(modules);
  if (release === undefined || !existsSync(join(modules, release, "modules.dep"))) return undefined;
  const image = [join(tree, "boot", `vmlinuz-${release}`), join(modules, release, "vmlinuz")].find(existsSync);
  return image === undefined ? undefined : { release, image, tree };
}

/** Downloads a kernel's packages and unpacks them. False when the suite does not have it. */
function download(version: string, suite: string, folder: string): boolean {
  const apt = new PrivateApt(join(folder, "apt"), suite);
  const names = apt.packageNames("linux-image-");
  const image = newestImage(version, names);
  if (image === undefined) return false;
  const release = image.slice("linux-image-".length);
  // Newer packages are only a name for what is in two others.
  const parts = [`linux-binary-${release}`, `linux-modules-${release}`].filter((name) => apt.has(name));
  console.error(`Downloading ${[image, ...parts].join(", ")} (Debian ${suite})`);
  apt.download([image, ...parts], folder);
  const tree = join(folder, "tree");
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".deb"))) {
    execFileSync("dpkg-deb", ["-x", join(folder, file), tree]);
    rmSync(join(folder, file));
  }
  if (!existsSync(join(tree, "lib"))) symlinkSync("usr/lib", join(tree, "lib"));
  execFileSync("depmod", ["-b", tree, release]);
  rmSync(join(folder, "apt"), { recursive: true });
  return true;
}

/** apt with one suite and folders of its own: what the machine has installed or configured is left alone. */
class PrivateApt {
  readonly #options: readonly string[];

  constructor(folder: string, suite: string) {
    mkdirSync(join(folder, "lists/partial"), { recursive: true });
    mkdirSync(join(folder, "cache/archives/partial"), { recursive: true });
    const sources = join(folder, "sources.list");
    writeFileSync(sources, `deb [signed-by=${keyring}] ${mirrorOf(suite)} ${suite} main\n`);
    const settings = {
      "Dir::Etc::sourcelist": sources,
      "Dir::Etc::sourceparts": "-",
      "Dir::State::lists": join(folder, "lists"),
      "Dir::Cache": join(folder, "cache"),
      "APT::Architecture": "amd64",
      "APT::Sandbox::User": "root",
      "Acquire::Languages": "none",
    };
    this.#options = Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
    this.#run("apt-get", ["-qq", "update"]);
  }

  packageNames(prefix: string): string[] {
    return this.#run("apt-cache", ["pkgnames", prefix]).split("\n").filter(Boolean);
  }

  has(name: string): boolean {
    return this.packageNames(name).includes(name);
  }

  download(names: readonly string[], folder: string): void {
    this.#run("apt-get", ["-qq", "download", ...names], folder);
  }

  #run(command: string, parameters: readonly string[], cwd?: string): string {
    const { status, stdout, stderr, error } = spawnSync(command, [...this.#options, ...parameters], {
      encoding: "utf8",
      cwd,
      timeout: 10 * 60_000,
      maxBuffer: 64 * 1024 * 1024,
    });
    if (status === 0) return stdout;
    throw new MissingError(`${command} ${parameters.join(" ")} failed: ${error?.message ?? stderr.trim()}`);
  }
}

/** Where this machine gets Debian's packages from: the same place has the other suites. */
function mirrorOf(suite: string): string {
  const own = process.env.YODEL_DEBIAN_MIRROR;
  const { stdout } = spawnSync("apt-get", ["indextargets", "--format", "$(ORIGIN) $(RELEASE) $(REPO_URI)"], {
    encoding: "utf8",
  });
  const archives = (stdout ?? "").split("\n").flatMap((line) => {
    const [origin, release = "", uri] = line.split(" ");
    return origin === "Debian" && uri
      ? [{ isSecurity: release.endsWith("-security"), uri: uri.replace(/\/$/, "") }]
      : [];
  });
  const main = own ?? archives.find(({ isSecurity }) => !isSecurity)?.uri;
  if (main === undefined) {
    throw new MissingError(
      "this machine's apt knows no Debian archive; YODEL_DEBIAN_MIRROR=URL names one, and the package debian-archive-keyring its keys",
    );
  }
  if (!suite.endsWith("-security")) return main;
  const security = own === undefined ? archives.find(({ isSecurity }) => isSecurity)?.uri : undefined;
  return security ?? `${main}-security`;
}
