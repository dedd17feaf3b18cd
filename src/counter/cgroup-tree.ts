import { readdirSync, statSync } from "node:fs";
import { relative } from "node:path";
import { findCgroupById, findCgroupRoot } from "../runtime.ts";
import type { CgroupEvents } from "./cgroup-events.ts";
import { type CgroupIdentity, identifyCgroup } from "./cgroup-names.ts";

/** A cgroup that is there, or was. */
export interface Cgroup {
  /** The inode number of its directory, which kernel programs get as its id (64-bit machines, kernel 5.5). */
  readonly id: bigint;
  /** From the root of the hierarchy on, as `/proc/PID/cgroup` has it: `/system.slice/nginx.service`. */
  readonly path: string;
  readonly parent: Cgroup | undefined;
  readonly identity: CgroupIdentity;
  /** False once it has been removed: it keeps its path. */
  readonly alive: boolean;
}

class Node implements Cgroup {
  readonly id: bigint;
  readonly path: string;
  readonly parent: Node | undefined;
  alive = true;
  /** The scan that saw it last. */
  seen: number;
  #identity: CgroupIdentity | undefined;

  constructor(id: bigint, path: string, parent: Node | undefined, seen: number) {
    this.id = id;
    this.path = path;
    this.parent = parent;
    this.seen = seen;
  }

  /** Read from the path when it is first asked for: most cgroups of a large machine are never shown. */
  get identity(): CgroupIdentity {
    this.#identity ??= identifyCgroup(this.path);
    return this.#identity;
  }
}

export interface CgroupTreeOptions {
  /** Tells what comes and goes. Without, the hierarchy is looked through again and again. The tree disposes it. */
  readonly events?: CgroupEvents;
  /** Finds the directory of an id; undefined when it is gone. */
  readonly find?: (id: bigint, mountPoint: string) => string | undefined;
  /** Looking through the hierarchy takes at most this part of the time, unless it is quick anyway. 0.01 when it is left out. */
  readonly share?: number;
}

/** In milliseconds: looking through a hierarchy that takes no longer is done at each `refresh`. */
const quick = 3;

/**
 * The cgroups from one on downwards, by id. It knows what its last `refresh` saw, and remembers what has been removed since.
 *
 * With events it follows what happens, and costs what happens. Without, it looks through the hierarchy: at each `refresh` while that
 * is quick, less often where there are thousands of cgroups. An id that it does not know yet it looks up by itself.
 */
export class CgroupTree implements Disposable {
  readonly root: Cgroup;
  readonly #directory: string;
  readonly #mountPoint: string;
  readonly #events: CgroupEvents | undefined;
  readonly #find: (id: bigint, mountPoint: string) => string | undefined;
  readonly #nodes = new Map<bigint, Node>();
  /** Ids that no cgroup below the root has, as far as could be found out. */
  readonly #strangers = new Set<bigint>();
  readonly #share: number;
  /** Changes when a cgroup is added or forgotten. */
  version = 0;
  #findWorks = true;
  #scan = 0;
  #scannedAt = 0;
  #scanTook = 0;

  /**
   * @param directory a directory of the cgroup2 hierarchy, absolute and without links
   * @param mountPoint where the hierarchy is mounted; found when it is left out
   * @throws {CgroupError} no cgroup2 hierarchy is mounted
   * @throws {Error} the directory can't be read
   */
  constructor(directory: string, mountPoint = findCgroupRoot(), options: CgroupTreeOptions = {}) {
    this.#directory = directory;
    this.#mountPoint = mountPoint;
    this.#events = options.events;
    this.#find = options.find ?? findCgroupById;
    this.#share = options.share ?? 0.01;
    const { ino } = statSync(directory, { bigint: true });
    const path = relative(this.#mountPoint, directory);
    // The hierarchy may be mounted more than once; seen through another mount it has no path from this one on.
    this.root = this.#add(ino, path.startsWith("..") ? directory : `/${path}`, undefined);
    this.#lookThrough();
  }

  get(id: bigint): Cgroup | undefined {
    return this.#nodes.get(id);
  }

  has(id: bigint): boolean {
    return this.#nodes.has(id);
  }

  /** As `get`; what it does not know it looks up. Undefined when that is gone already, and nobody saw its name. */
  resolve(id: bigint): Cgroup | undefined {
    const known = this.#nodes.get(id);
    if (known || this.#strangers.has(id)) return known;
    const found = this.#byHandle(id);
    if (!found) this.#strangers.add(id);
    return found;
  }

  /** All that are or were, parents before their children. */
  cgroups(): IterableIterator<Cgroup> {
    return this.#nodes.values();
  }

  /** Learns what has changed. What changes meanwhile is found by the next. */
  refresh(): void {
    if (this.#events) {
      if (this.#follow(this.#events)) this.#lookThrough();
      return;
    }
    const allowed = Math.max(quick, (performance.now() - this.#scannedAt) * this.#share);
    if (this.#scanTook <= allowed) this.#lookThrough();
  }

  /** Forgets a cgroup that has been removed and has nothing below it. */
  forget(id: bigint): void {
    if (this.#nodes.get(id)?.alive !== false) return;
    this.#nodes.delete(id);
    this.version += 1;
  }

  [Symbol.dispose](): void {
    this.#events?.[Symbol.dispose]();
  }

  /** @returns whether something was lost, so that only looking helps */
  #follow(source: CgroupEvents): boolean {
    const { events, lost } = source.take();
    for (const { id, parent, name, removed } of events) {
      const node = this.#nodes.get(id);
      if (node) {
        if (removed) node.alive = false;
        continue;
      }
      // What is not below the root has no place here.
      const above = this.#nodes.get(parent);
      if (!above || removed) continue;
      this.#add(id, pathBelow(above, name), above);
    }
    return lost;
  }

  /** Looks at the whole hierarchy. */
  #lookThrough(): void {
    const start = performance.now();
    this.#scan += 1;
    this.#visit(this.#directory, this.root as Node);
    for (const node of this.#nodes.values()) node.alive = node.seen === this.#scan;
    this.#scannedAt = performance.now();
    this.#scanTook = this.#scannedAt - start;
  }

  #visit(directory: string, node: Node): void {
    const stat = statSync(directory, { bigint: true, throwIfNoEntry: false });
    if (stat?.ino !== node.id) return;
    node.seen = this.#scan;
    // A directory has a link from itself, from above, and from each directory in it: leaves need not be read.
    if (stat.nlink === 2n) return;
    for (const name of directoriesIn(directory)) {
      const below = `${directory}/${name}`;
      const ino = statSync(below, { bigint: true, throwIfNoEntry: false })?.ino;
      if (ino === undefined) continue;
      this.#visit(below, this.#nodes.get(ino) ?? this.#add(ino, pathBelow(node, name), node));
    }
  }

  /** Finds where an id is, and adds it with all above it. */
  #byHandle(id: bigint): Node | undefined {
    if (this.#findWorks) {
      try {
        const path = this.#find(id, this.#mountPoint);
        return path === undefined ? undefined : this.#addPath(path);
      } catch {
        // It takes a capability that this process need not have.
        this.#findWorks = false;
      }
    }
    if (!this.#events) this.#lookThrough();
    return this.#nodes.get(id);
  }

  #addPath(path: string): Node | undefined {
    if (!path.startsWith(`${this.#directory}/`)) return undefined;
    let node = this.root as Node;
    let directory = this.#directory;
    for (const name of path.slice(directory.length + 1).split("/")) {
      directory += `/${name}`;
      const ino = statSync(directory, { bigint: true, throwIfNoEntry: false })?.ino;
      if (ino === undefined) return undefined;
      node = this.#nodes.get(ino) ?? this.#add(ino, pathBelow(node, name), node);
    }
    return node;
  }

  #add(id: bigint, path: string, parent: Node | undefined): Node {
    const node = new Node(id, path, parent, this.#scan);
    this.#nodes.set(id, node);
    this.version += 1;
    this.#strangers.delete(id);
    return node;
  }
}

function pathBelow(node: Node, name: string): string {
  return node.path === "/" ? `/${name}` : `${node.path}/${name}`;
}

/** None when it has been removed meanwhile. */
function directoriesIn(directory: string): string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENODEV" || code === "EACCES") return [];
    throw error;
  }
}
