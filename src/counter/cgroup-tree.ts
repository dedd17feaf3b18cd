import { readdirSync, statSync } from "node:fs";
import { relative } from "node:path";
import { findCgroupRoot } from "../runtime.ts";
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

interface Node extends Cgroup {
  alive: boolean;
  /** The scan that saw it last. */
  seen: number;
}

/**
 * The cgroups from one on downwards, by id. It knows what its last `refresh` saw, and remembers what has been removed since.
 */
export class CgroupTree {
  readonly root: Cgroup;
  readonly #directory: string;
  readonly #nodes = new Map<bigint, Node>();
  #scan = 0;

  /**
   * @param directory a directory of the cgroup2 hierarchy, absolute and without links
   * @throws {CgroupError} no cgroup2 hierarchy is mounted
   * @throws {Error} the directory can't be read
   */
  constructor(directory: string, mountPoint = findCgroupRoot()) {
    this.#directory = directory;
    const { ino } = statSync(directory, { bigint: true });
    const path = relative(mountPoint, directory);
    // The hierarchy may be mounted more than once; seen through another mount it has no path from this one on.
    this.root = this.#add(ino, path.startsWith("..") ? directory : `/${path}`, undefined);
    this.refresh();
  }

  get(id: bigint): Cgroup | undefined {
    return this.#nodes.get(id);
  }

  has(id: bigint): boolean {
    return this.#nodes.has(id);
  }

  /** All that are or were, parents before their children. */
  cgroups(): IterableIterator<Cgroup> {
    return this.#nodes.values();
  }

  /** Looks at the whole hierarchy. It may change meanwhile: what is missed is found by the next. */
  refresh(): void {
    this.#scan += 1;
    this.#visit(this.#directory, this.root as Node);
    for (const node of this.#nodes.values()) node.alive = node.seen === this.#scan;
  }

  /** Forgets a cgroup that has been removed and has nothing below it. */
  forget(id: bigint): void {
    if (this.#nodes.get(id)?.alive === false) this.#nodes.delete(id);
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
      const path = node.path === "/" ? `/${name}` : `${node.path}/${name}`;
      this.#visit(below, this.#nodes.get(ino) ?? this.#add(ino, path, node));
    }
  }

  #add(id: bigint, path: string, parent: Cgroup | undefined): Node {
    const node: Node = { id, path, parent, identity: identifyCgroup(path), alive: true, seen: this.#scan };
    this.#nodes.set(id, node);
    return node;
  }
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
