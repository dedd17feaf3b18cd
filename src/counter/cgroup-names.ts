/** What the path of a cgroup says about who made it. */
export interface CgroupIdentity {
  /** What the cgroup itself is; the other fields may come from cgroups above it. */
  readonly kind: "root" | "slice" | "unit" | "user" | "session" | "container" | "pod" | "machine" | "cgroup";
  /** A short name for people. */
  readonly name: string;
  /** The innermost systemd unit that is no slice: `nginx.service`. */
  readonly unit?: string;
  /** The innermost systemd slice: `system.slice`. */
  readonly slice?: string;
  /** The number of the user whose slice it is in. */
  readonly user?: number;
  /** The number that logind gave a login session. */
  readonly session?: string;
  readonly container?: ContainerIdentity;
  readonly pod?: PodIdentity;
  /** What systemd-nspawn or another manager registered as a machine. */
  readonly machine?: string;
}

export interface ContainerIdentity {
  readonly engine: "docker" | "podman" | "containerd" | "cri-o" | "lxc" | "unknown";
  /** The whole id; for LXC the container's name. */
  readonly id: string;
  /** What people call it, when its engine has said so: it is not in the path. */
  readonly name?: string;
}

export interface PodIdentity {
  readonly uid: string;
  readonly qosClass: "Guaranteed" | "Burstable" | "BestEffort";
}

type Found = { -readonly [K in keyof CgroupIdentity]: CgroupIdentity[K] };

/**
 * Reads a path in the cgroup hierarchy, as `/proc/PID/cgroup` prints it. Nothing is looked up: the names are those that
 * systemd and the container engines put into paths.
 * ```ts
 * identifyCgroup("/user.slice/user-1000.slice/session-3.scope")
 * // { kind: "session", name: "session 3 of user 1000", user: 1000, session: "3", … }
 * ```
 */
export function identifyCgroup(path: string): CgroupIdentity {
  const found: Found = { kind: "root", name: "/" };
  let parent = "";
  for (const component of path.split("/").filter((part) => part !== "")) {
    found.kind = "cgroup";
    found.name = component;
    const known = recognizers.some((recognize) => recognize(component, parent, found));
    if (!known && !component.endsWith(".slice")) readUnit(component, found);
    parent = component;
  }
  return found;
}

/** Fills in what a container's engine calls it. The cgroups inside of the container have names of their own. */
export function nameContainer(identity: CgroupIdentity, name: string): void {
  const found: Found = identity;
  if (!found.container) return;
  found.container = { ...found.container, name };
  if (found.kind === "container") found.name = `${found.container.engine} ${name}`;
}

/** Each looks at one component of a path, fills in what it knows, and says whether it knew it. */
const recognizers: readonly ((component: string, parent: string, found: Found) => boolean)[] = [
  readPod,
  readContainer,
  readLxc,
  readMachine,
  readSession,
  readSlice,
];

const containerId = "[0-9a-f]{64}";

/** By what engines put in front of the id, with systemd as `PREFIX-ID.scope`. */
const engines: Readonly<Record<string, ContainerIdentity["engine"]>> = {
  docker: "docker",
  libpod: "podman",
  "cri-containerd": "containerd",
  nerdctl: "containerd",
  crio: "cri-o",
};

const named = new RegExp(`^(${Object.keys(engines).join("|")})-(${containerId})(?:\\.scope)?$`);
const bare = new RegExp(`^${containerId}$`);

function readContainer(component: string, parent: string, found: Found): boolean {
  const [, prefix, id] = named.exec(component) ?? [];
  if (prefix !== undefined && id !== undefined) return setContainer(found, engines[prefix] ?? "unknown", id);
  if (!bare.test(component)) return false;
  // Without systemd, the engine is known by the folder: Docker's own, or that of a pod, which any engine may have made.
  return setContainer(found, parent === "docker" ? "docker" : "unknown", component);
}

function setContainer(found: Found, engine: ContainerIdentity["engine"], id: string): boolean {
  found.kind = "container";
  found.container = { engine, id };
  found.name = engine === "unknown" ? `container ${id.slice(0, 12)}` : `${engine} ${id.slice(0, 12)}`;
  return true;
}

/** `lxc.payload.NAME` and, before LXC 4, `lxc/NAME`. */
function readLxc(component: string, parent: string, found: Found): boolean {
  const payload =
    /^lxc\.payload\.(.+)$/.exec(component)?.[1] ?? (/^lxc(\.payload)?$/.test(parent) ? component : undefined);
  if (payload === undefined) return false;
  found.kind = "container";
  found.container = { engine: "lxc", id: payload };
  found.name = `lxc ${payload}`;
  return true;
}

const podUid = "[0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12}|[0-9a-f]{32}";
const podFolder = new RegExp(`^pod(${podUid})$`);
const podSlice = new RegExp(`^(?:.*-)?kubepods(?:-(burstable|besteffort))?-pod(${podUid})\\.slice$`);

/** The kubelet's cgroupfs driver makes `kubepods/QOS/podUID`, its systemd driver a slice with `_` for `-` in the uid. */
function readPod(component: string, parent: string, found: Found): boolean {
  const [, folderUid] = podFolder.exec(component) ?? [];
  const [, sliceClass, sliceUid] = podSlice.exec(component) ?? [];
  const uid = (folderUid ?? sliceUid)?.replaceAll("_", "-");
  if (uid === undefined) return false;
  const qos = folderUid === undefined ? sliceClass : parent;
  const qosClass = qos === "burstable" ? "Burstable" : qos === "besteffort" ? "BestEffort" : "Guaranteed";
  found.kind = "pod";
  found.pod = { uid, qosClass };
  found.name = `pod ${uid}`;
  if (sliceUid !== undefined) found.slice = component;
  return true;
}

/** machined registers `machine-NAME.scope`; a unit file starts `systemd-nspawn@NAME.service`. */
function readMachine(component: string, _parent: string, found: Found): boolean {
  const name = /^machine-(.+)\.scope$/.exec(component)?.[1] ?? /^systemd-nspawn@(.+)\.service$/.exec(component)?.[1];
  if (name === undefined) return false;
  found.kind = "machine";
  found.unit = component;
  found.machine = unescapeUnit(name);
  found.name = `machine ${found.machine}`;
  return true;
}

function readSession(component: string, _parent: string, found: Found): boolean {
  const session = /^session-(.+)\.scope$/.exec(component)?.[1];
  if (session === undefined) return false;
  found.kind = "session";
  found.unit = component;
  found.session = session;
  found.name = found.user === undefined ? `session ${session}` : `session ${session} of user ${found.user}`;
  return true;
}

function readSlice(component: string, _parent: string, found: Found): boolean {
  if (!component.endsWith(".slice")) return false;
  found.slice = component;
  const user = /^user-(\d+)\.slice$/.exec(component)?.[1];
  found.kind = user === undefined ? "slice" : "user";
  if (user !== undefined) {
    found.user = Number(user);
    found.name = `user ${user}`;
  } else {
    found.name = unescapeUnit(component);
  }
  return true;
}

/** A service, a scope or another unit that has processes; the rest are cgroups that somebody made by hand. */
function readUnit(component: string, found: Found): void {
  if (!/.\.(service|scope|socket|mount|swap)$/.test(component)) return;
  found.kind = "unit";
  found.unit = component;
  found.name = unescapeUnit(component);
}

/** systemd writes bytes that a unit's name can't have as `\x2d`. Source: systemd.unit(5). */
function unescapeUnit(name: string): string {
  if (!name.includes("\\x")) return name;
  const bytes = name.replaceAll(/\\x([0-9a-f]{2})/g, (_, hex: string) => `%${hex}`);
  try {
    return decodeURIComponent(bytes);
  } catch {
    return name;
  }
}
