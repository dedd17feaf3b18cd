import { join } from "node:path";
import { UnsupportedError, YodelError } from "../errors/index.ts";
import type { DataSection, ObjectMap } from "../object/object.ts";
import { linkInfo, mapInfo, openPinned, pinObject, programInfo, programMapIds } from "../sys/bpf.ts";
import { failedWith } from "../sys/errno.ts";
import { existsSync, mkdirSync, readdirSync, rmdirSync, statSync, unlinkSync } from "../sys/files.ts";
import { ElementAccess } from "../sys/map-access.ts";
import { findMount, mountOf } from "../sys/mountinfo.ts";
import type { LiveProgram } from "./attach/target.ts";
import { resolveCgroupPath } from "./cgroup-path.ts";
import type { LiveMap, LiveSection } from "./create-maps.ts";
import { FileDescriptor } from "./file-descriptor.ts";
import { KernelLink, type Link } from "./link.ts";
import { explainRefusal } from "./permissions.ts";

/** `BPF_LINK_TYPE_CGROUP` of `enum bpf_link_type`. */
const cgroupLink = 3;

type Kind = "map" | "data" | "program" | "link";

/**
 * The folder in a bpf file system where a loaded object keeps its maps, data, programs and links, so that the next process goes
 * on with them. What is there is taken over only when it is the same: a program is compared by the kernel's own hash of its
 * instructions and by the maps that it uses, a map by its shape, read-only data by its contents, a link by its cgroup.
 */
export class Pins {
  readonly directory: string;
  #attached = false;
  /** When what was taken over was pinned; undefined as long as everything is new. */
  since: Date | undefined;
  /** Files that this object has a place for. */
  readonly #known = new Set<string>();
  /** Files that this process has made. */
  readonly #made: string[] = [];
  /** The kernel's numbers of the object's maps. */
  readonly #mapIds = new Set<number>();

  /**
   * @param directory is made when it is not there
   * @throws {UnsupportedError} it is not in a bpf file system
   * @throws {YodelError} the folder above it is not there, or may not be written
   */
  constructor(directory: string) {
    requireBpfFileSystem(directory);
    this.directory = directory;
    makeDirectory(directory);
  }

  map(map: ObjectMap, create: () => LiveMap): LiveMap {
    const what = `the map '${map.name}'`;
    const fd = this.#adopt("map", map.name, what);
    if (!fd) return this.#keep("map", map.name, create());
    this.#mapIds.add(mapInfo(fd.number).id);
    const found = mapInfo(fd.number);
    const names = ["type", "keySize", "valueSize", "maxEntries", "flags"] as const;
    const other = names.find((name) => found[name] !== map[name]);
    if (other === undefined) return { map, fd };
    fd.close();
    throw this.#refused(`${what} there has another shape (${words[other]} ${found[other]}, not ${map[other]})`);
  }

  /** @param data what the section is to begin with: what a read-only one must have */
  section(section: DataSection, data: Uint8Array, create: () => LiveSection): LiveSection {
    const what = `the section '${section.name}'`;
    const fd = this.#adopt("data", section.name, what);
    if (!fd) return this.#keep("data", section.name, create());
    try {
      const { id, valueSize } = mapInfo(fd.number);
      this.#mapIds.add(id);
      if (valueSize !== data.length) {
        throw this.#refused(`${what} there has ${valueSize} bytes, and ${data.length} are needed`);
      }
      if (section.readonly) {
        const access = new ElementAccess(fd.number, 4, valueSize);
        access.lookup();
        if (Buffer.compare(access.value, data) !== 0) throw this.#refused("its constants have other values");
      }
      return { section, data, fd };
    } catch (error) {
      fd.close();
      throw error;
    }
  }

  /**
   * Decides between a program that has just been loaded and the one that is pinned.
   * @returns the one to go on with; the other is closed
   */
  program(live: LiveProgram): LiveProgram {
    const what = `the program '${live.name}'`;
    const fd = this.#adopt("program", live.name, what);
    if (!fd) return this.#keep("program", live.name, live);
    try {
      const [there, wanted] = [programInfo(fd.number), programInfo(live.fd.number)];
      if (hex(there.tag) !== hex(wanted.tag)) {
        throw this.#refused(`${what} there is another one (tag ${hex(there.tag)}, not ${hex(wanted.tag)})`);
      }
      if (programMapIds(fd.number).some((id) => !this.#mapIds.has(id))) {
        throw this.#refused(`${what} there counts into maps that are not there any more`);
      }
    } catch (error) {
      fd.close();
      throw error;
    }
    live.fd.close();
    return { ...live, fd };
  }

  /** @throws {YodelError} something is there that the object does not have */
  checkComplete(): void {
    // Links are made later, by `attach`.
    const others = readdirSync(this.directory).filter((name) => !this.#known.has(name) && !name.startsWith("link_"));
    if (others.length > 0) throw this.#refused(`it has ${others.join(", ")}, which this program does not have`);
  }

  /**
   * The pinned link of a program, or a new one that is pinned.
   * @param target the cgroup to which the program is to be attached
   * @throws {YodelError} the pinned one is at another cgroup
   * @throws {UnsupportedError} the program does not attach to a cgroup
   */
  link(program: LiveProgram, target: unknown, create: () => Link): Link {
    if (program.resolved.attach !== "cgroup") {
      throw new UnsupportedError("YDL7063", `'${program.name}' (${program.resolved.section}) can't be kept by 'pin'`, {
        hint: "only programs that attach to cgroups can; pin the link of another one yourself: link.pin(path)",
      });
    }
    const fd = this.#adopt("link", program.name, `the link of '${program.name}'`);
    if (!fd) {
      const link = create();
      try {
        link.pin(this.#path("link", program.name));
        this.#attached = true;
        return link;
      } catch (error) {
        link.close();
        throw this.#explain(error);
      }
    }
    this.#attached = true;
    try {
      const directory = resolveCgroupPath(String(target));
      const { type, details } = linkInfo(fd.number);
      const id = new DataView(details.buffer, details.byteOffset).getBigUint64(0, true);
      if (type !== cgroupLink || id !== statSync(directory, { bigint: true }).ino) {
        const place = id === 0n ? "a cgroup that has been removed" : `another cgroup (id ${id})`;
        throw new YodelError("YDL7061", `${this.directory} is attached to ${place}, not to ${directory}`, {
          hint: `go on with that cgroup, take another name, or end it: ${this.#removal}`,
        });
      }
      return new KernelLink(fd.release(), `cgroup ${directory}`);
    } catch (error) {
      fd.close();
      throw error;
    }
  }

  /** When nothing was attached, there is nothing to go on with: what was made here goes. */
  close(): void {
    if (this.#attached || this.#made.length === 0) return;
    for (const path of this.#made.splice(0)) if (existsSync(path)) unlinkSync(path);
    if (readdirSync(this.directory).length === 0) rmdirSync(this.directory);
  }

  #adopt(kind: Kind, name: string, what: string): FileDescriptor | undefined {
    const path = this.#path(kind, name);
    this.#known.add(fileName(kind, name));
    let fd: number;
    try {
      fd = openPinned(path);
    } catch (error) {
      if (failedWith(error, "ENOENT")) return undefined;
      throw this.#explain(error);
    }
    const { mtime } = statSync(path);
    if (this.since === undefined || mtime < this.since) this.since = mtime;
    return new FileDescriptor(fd, what);
  }

  #keep<T extends { readonly fd: FileDescriptor }>(kind: Kind, name: string, live: T): T {
    try {
      if (kind !== "program") this.#mapIds.add(mapInfo(live.fd.number).id);
      pinObject(live.fd.number, this.#path(kind, name));
      this.#made.push(this.#path(kind, name));
      return live;
    } catch (error) {
      live.fd.close();
      throw this.#explain(error);
    }
  }

  #path(kind: Kind, name: string): string {
    return join(this.directory, fileName(kind, name));
  }

  #explain(error: unknown): unknown {
    return explainRefusal(error, { action: `keep what it loads in ${this.directory}` });
  }

  #refused(reason: string): YodelError {
    return new YodelError("YDL7060", `${this.directory} was pinned by a different program: ${reason}`, {
      hint: `take another name, or give up what it has counted: ${this.#removal}`,
    });
  }

  get #removal(): string {
    return `rm -r ${this.directory}`;
  }
}

/**
 * Removes what `load(…, { pin })` keeps in a folder. What no process holds any more is detached and freed by that.
 *
 * @param directory as it was given to `pin`
 * @throws {YodelError} nothing is pinned there, or it is something else
 * @throws {UnsupportedError} it is not in a bpf file system
 */
export function removePins(directory: string): void {
  requireBpfFileSystem(directory);
  if (!existsSync(directory)) {
    throw new YodelError("YDL7064", `nothing is pinned at ${directory}`, { hint: `ls ${join(directory, "..")}` });
  }
  // Links go first: what counts no more may lose its maps.
  const order: readonly Kind[] = ["link", "program", "data", "map"];
  const kindOf = (name: string) => order.findIndex((kind) => name.startsWith(`${kind}_`));
  const files = readdirSync(directory).sort((a, b) => kindOf(a) - kindOf(b));
  const foreign = files.find((name) => kindOf(name) < 0);
  if (foreign !== undefined) {
    throw new YodelError("YDL7064", `${directory} is not what 'pin' made: it has ${foreign}`, {
      hint: "remove it yourself if it is yours",
    });
  }
  for (const name of files) unlinkSync(join(directory, name));
  rmdirSync(directory);
}

/**
 * Where a bpf file system is mounted, such as `/sys/fs/bpf`.
 * @throws {UnsupportedError} none is
 */
export function findPinRoot(): string {
  const root = findMount("bpf");
  if (root !== undefined) return root;
  throw new UnsupportedError("YDL7062", "what is loaded can't be kept: no bpf file system is mounted", {
    hint: "mount -t bpf bpf /sys/fs/bpf",
  });
}

function requireBpfFileSystem(directory: string): void {
  if (mountOf(directory)?.type === "bpf") return;
  const root = findPinRoot();
  throw new UnsupportedError("YDL7062", `${directory} is not in a bpf file system`, {
    hint: `one is mounted at ${root}: ${join(root, "yodel", "NAME")}`,
  });
}

function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new YodelError("YDL7065", `${directory} can't be made (${code})`, {
      hint: "names in a bpf file system have no dots; the folder above must be one that this user may write to",
      cause,
    });
  }
}

/** A bpf file system has no names with dots. */
function fileName(kind: Kind, name: string): string {
  return `${kind}_${name.replaceAll(".", "_")}`;
}

const words = {
  type: "type",
  keySize: "bytes of key",
  valueSize: "bytes of value",
  maxEntries: "entries",
  flags: "flags",
};

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
